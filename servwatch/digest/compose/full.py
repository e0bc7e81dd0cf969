"""The full digest: the overview, what stays open, every story by theme and dossier, and all that lies around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servwatch.digest.arrangement import Shelf, is_due, shelves
from servwatch.digest.compose.ahead_blocks import (
    coming_block,
    deadlines_block,
    offers_block,
    preparing_block,
)
from servwatch.digest.compose.body import Body, Telling
from servwatch.digest.compose.corrections import corrections_block
from servwatch.digest.compose.dossier_blocks import dossiers_block, positions_block
from servwatch.digest.compose.entries import elsewhere_line, entry_line, entry_view
from servwatch.digest.compose.left_out import not_chosen_block, not_read_block
from servwatch.digest.compose.voice import Voice
from servwatch.digest.view import Block, EntryView, Group, Line, Table
from servwatch.model import Entry

A_THEME = 10
"""Stories told in full under one theme, unless the digest says another number; the others get a line."""


def full_body(telling: Telling, voice: Voice) -> Body:
    """What a full digest tells, in its order."""
    edition = telling.edition
    told = shelves(edition.entries, edition.around.dossiers)
    themes = {shelf.theme: shelf for shelf in told}
    beyond = [entry.theme for entry in edition.cut if entry.theme not in themes]
    order = [shelf.theme for shelf in told if shelf.theme] + [t for t in dict.fromkeys(beyond) if t]
    if "" in themes or "" in beyond:
        order.append("")
    groups = [_group(t, themes.get(t, Shelf(t, (), ())), telling, voice) for t in order]
    return Body(
        tuple(groups),
        sum(is_due(entry, voice.today) for entry in edition.entries),
        tuple(_before(telling, voice)),
        tuple(_after(telling, voice)),
        _overview(told, telling, voice) if "overview" in telling.sections and edition.entries else None,
    )


def _before(telling: Telling, voice: Voice) -> Iterator[Block]:
    around, sections = telling.edition.around, telling.sections
    if "closing-soon" in sections:
        yield from deadlines_block(around.deadlines, voice)
    if "dossiers" in sections:
        yield from dossiers_block(around.dossiers, voice)
    if "preparing" in sections:
        yield from preparing_block(around.preparing, voice)


def _after(telling: Telling, voice: Voice) -> Iterator[Block]:
    around, sections = telling.edition.around, telling.sections
    if "positions" in sections:
        yield from positions_block(around.positions, voice)
    if "tenders" in sections:
        yield from offers_block(around.offers, voice)
    if "coming-up" in sections:
        yield from coming_block(around.coming, voice)
    yield from corrections_block(around.corrections, voice)
    if "not-read" in sections:
        yield from not_read_block(telling.edition, voice)
    if "not-chosen" in sections:
        yield from not_chosen_block(telling.edition, voice)


def _group(theme: str, shelf: Shelf, telling: Telling, voice: Voice) -> Group:
    """The stories of a theme: so many in full, the others in a line each, then those over the digest's limit."""
    most = voice.digest.per_theme or A_THEME
    views: list[EntryView] = []
    lines: list[Line] = []
    heading = ""
    for entry, dossier in zip(shelf.entries, shelf.dossiers, strict=True):
        if entry.item.id in telling.elsewhere:
            lines.append(elsewhere_line(entry, telling.elsewhere[entry.item.id], voice))
        elif len(views) == most:
            lines.append(entry_line(entry, voice))
        else:
            views.append(entry_view(entry, voice, "" if dossier == heading else dossier))
            heading = dossier
    lines += [
        entry_line(entry, voice, numbered=False) for entry in telling.edition.cut if entry.theme == theme
    ]
    return Group(voice.theme(theme), tuple(views), tuple(lines))


def _overview(told: Sequence[Shelf], telling: Telling, voice: Voice) -> Table:
    words = voice.words
    columns = (words._("Theme"), words._("New ones"), words._("Follow-ups"), words._("With deadline"))
    rows = [(voice.theme(shelf.theme), *_figures(shelf.entries, telling, voice)) for shelf in told]
    if len(rows) > 1:
        every = [e for shelf in told for e in shelf.entries]
        rows.append((words._("Total"), *_figures(every, telling, voice)))
    return Table(words._("Overview"), columns, tuple(rows))


def _figures(entries: Sequence[Entry], telling: Telling, voice: Voice) -> tuple[str, str, str]:
    """New, follow-ups, with deadline. What the reader had in full elsewhere is neither new nor followed up."""
    fresh = [entry for entry in entries if entry.item.id not in telling.elsewhere]
    follow_ups = sum(bool(entry.follows) for entry in fresh)
    due = sum(is_due(entry, voice.today) for entry in entries)
    return str(len(fresh) - follow_ups), str(follow_ups), str(due)
