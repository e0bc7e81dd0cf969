"""The blocks on followed dossiers and on the positions of social partners and sister councils."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servwatch.digest.compose.entries import earlier_line, stages
from servwatch.digest.compose.headlines import document, link
from servwatch.digest.compose.sides import SIDE_NAMES, side_name, sides_of
from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import shortened
from servwatch.digest.view import Block, Line, Link
from servwatch.model import Advice, DossierState, Stand
from servwatch.sources.plain_text import visible

_TITLE = 120
_STEPS = 3


def dossiers_block(dossiers: Iterable[DossierState], voice: Voice) -> list[Block]:
    """Where each followed dossier stands: its stage, its last steps, the next one, both sides, our own advice."""
    lines = tuple(_dossier(state, voice) for state in dossiers)
    return [Block("dossiers", voice.words._("Followed dossiers"), lines=lines)] if lines else []


def positions_block(positions: Iterable[Stand], voice: Voice) -> list[Block]:
    """What social partners and sister councils said."""
    lines = tuple(_position(stand, voice) for stand in positions)
    title = voice.words._("Positions of social partners and sister councils")
    return [Block("positions", title, lines=lines)] if lines else []


def _dossier(state: DossierState, voice: Voice) -> Line:
    stage = stages(state.before, state.stage, voice)
    return Line(
        text=visible(state.name) or visible(state.reference.id),
        url=document(state.url or state.reference.url, voice),
        meta=voice.words._("Stage: {stage}", stage=stage) if stage else "",
        details=tuple(_details(state, voice)),
    )


def _details(state: DossierState, voice: Voice) -> Iterator[Link]:
    words = voice.words
    for step in state.steps[-_STEPS:]:
        title = shortened(visible(step.title), _TITLE) or words._("untitled")
        lead = f"{voice.short(step.day)}, {voice.called(step.body)}{words.colon}".rstrip()
        yield Link(title, link(step.url), voice.foreign(step.language), lead)
    if state.next_step is not None:
        ahead = state.next_step
        day = voice.days(ahead.day, ahead.until)
        said, foreign = shortened(voice.speaks(ahead.title), _TITLE), voice.foreign(ahead.language)
        if foreign:  # apart from our own words, so that it is read aloud in its language
            yield Link(said, link(ahead.url), foreign, _leading(words._("Next step, {day}", day=day), voice))
        else:
            yield Link(words._("Next step: {step}, {day}", step=said, day=day), link(ahead.url))
    if state.balance.employers is not None or state.balance.workers is not None:
        yield from sides_of(state.balance, voice)
    if state.earlier is not None:
        yield _earlier(state.earlier, voice)


def _earlier(advice: Advice, voice: Voice) -> Link:
    """Our own advice; its title apart, where the reader reads another language."""
    foreign = voice.foreign(advice.language)
    if not foreign:
        return Link(earlier_line(advice, voice), link(advice.url))
    lead = voice.words._("Earlier, {day}", day=voice.short(advice.day))
    return Link(shortened(visible(advice.title), _TITLE), link(advice.url), foreign, _leading(lead, voice))


def _leading(words: str, voice: Voice) -> str:
    return f"{words}{voice.words.colon}".rstrip()


def _position(stand: Stand, voice: Voice) -> Line:
    foreign = voice.foreign(stand.language)
    side = side_name(stand.side, voice).lower() if stand.side in SIDE_NAMES else ""
    return Line(
        text=shortened(visible(stand.title), _TITLE) or voice.words._("untitled"),
        url=link(stand.url),
        language=foreign,
        lead=f"{voice.called(stand.body)}{voice.words.colon}".rstrip(),
        meta=", ".join(filter(None, (side, voice.short(stand.day), voice.words.named(foreign)))),
    )
