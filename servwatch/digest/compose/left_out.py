"""The blocks on what is not in the edition: sources that were not read or fell silent, and what was not chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from servwatch.digest.compose.headlines import link
from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import shortened
from servwatch.digest.timing import timing_by
from servwatch.digest.unheard import named, title_of
from servwatch.digest.view import Block, Line, Link
from servwatch.model import Digest, Edition, Item, Passed
from servwatch.sources.plain_text import visible

_TITLE = 120


def not_read_block(edition: Edition, voice: Voice) -> list[Block]:
    """The sources that could not be heard, since when, and that the cell looks after it."""
    if not edition.unread:
        return []
    words = voice.words
    unread = [replace(source, name=_named(source.name, voice)) for source in edition.unread]
    said = "; ".join(named(unread, voice.layout, words, voice.today))
    return [
        Block(
            "not-read", title_of(edition.unread, words), (f"{said}. {words._('The cell follows this up.')}",)
        )
    ]


def _named(name: str, voice: Voice) -> str:
    """The name of a source, whose body is called as people call it: "Europese Commissie, press releases"."""
    _, comma, sort = visible(name).partition(", ")
    return f"{voice.called(name)}{comma}{sort}"


def not_chosen_block(edition: Edition, voice: Voice) -> list[Block]:
    """How many other items there were; in the full layout by theme with titles, in a brief where to find them."""
    words, count = voice.words, edition.rejected
    if voice.brief:
        said = _where(count + len(edition.cut), edition, voice)
        return [Block("not-chosen", words._("Not chosen"), (said,))] if said else []
    if not count and not edition.around.passed:
        return []
    count = max(count, sum(passed.count for passed in edition.around.passed))
    said = words.n_(
        "{n} other item was not chosen; ask us why, or which.",
        "{n} other items were not chosen; ask us why, or which.",
        count,
    )
    lines = tuple(_passed(one, voice) for one in edition.around.passed if one.count)
    return [Block("not-chosen", words._("Not chosen"), (said,), lines)]


def _where(count: int, edition: Edition, voice: Voice) -> str:
    """How many, and where they are told: "21 andere berichten: overzicht van dinsdag, op vraag"."""
    if not count:
        return ""
    words = voice.words
    other = words.n_("{n} other item", "{n} other items", count)
    fuller = fuller_digest(voice)
    timing = timing_by(fuller, voice.calendar, voice.settings.timezone, edition.moment) if fuller else None
    coming = timing.next(edition.moment) if timing else None
    if coming is None:
        return words._("{items}: on request.", items=other)
    day = words.day(coming, form="weekday")
    return words._("{items}: overview of {weekday}, on request.", items=other, weekday=day)


def fuller_digest(voice: Voice) -> Digest | None:
    """The digest that tells what a brief left out: the first full one of every theme and kind."""
    return next(
        (
            digest
            for digest in voice.settings.digests
            if digest.layout == "full"
            and digest.enabled
            and digest.groups
            and "*" in digest.themes
            and not digest.kinds
            and not digest.untagged  # the cell's own
        ),
        None,
    )


def _passed(passed: Passed, voice: Voice) -> Line:
    count = voice.words.n_("{n} item", "{n} items", passed.count)
    return Line(
        text=count,
        lead=f"{voice.theme(passed.theme)}{voice.words.colon}".rstrip(),
        details=tuple(_titles(passed, voice)),
    )


def _titles(passed: Passed, voice: Voice) -> Iterator[Link]:
    shown = 0
    for item in passed.items:
        title = shortened(visible(item.title), _TITLE)
        if title:
            shown += 1
            yield _titled(item, title, voice)
    if 0 < shown < passed.count:
        yield Link(voice.words.n_("and {n} other", "and {n} others", passed.count - shown))


def _titled(item: Item, title: str, voice: Voice) -> Link:
    lead = f"{voice.body(item.source)}{voice.words.colon}".rstrip()
    return Link(title, link(item.url), voice.foreign(item.language), lead)
