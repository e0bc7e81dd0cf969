"""What employers and workers say, a line each; where nothing was seen of one side, its line says so."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.digest.compose.headlines import link
from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import shortened
from servwatch.digest.shortening import title as titled
from servwatch.digest.view import Link
from servwatch.model import Balance, Side, Stand
from servwatch.sources.plain_text import visible

SIDE_NAMES = {Side.EMPLOYERS: "employers", Side.WORKERS: "workers"}
TITLE_LENGTH = {"brief": 60, "full": 120, "alert": 120}
_NAME_LENGTH = 40


def sides_of(balance: Balance | None, voice: Voice, *, own: int = 0) -> tuple[Link, ...]:
    """A line for each side, workers first; none where no position is told. `own`: the item they stand under."""
    return tuple(_sides(balance, voice, own)) if balance is not None else ()


def _sides(balance: Balance, voice: Voice, own: int) -> Iterator[Link]:
    words = voice.words
    for side, stand in ((Side.WORKERS, balance.workers), (Side.EMPLOYERS, balance.employers)):
        name = side_name(side, voice)
        if stand is None:
            yield Link(words._("{side}: no position seen.", side=name))
        elif own and stand.item == own:
            yield Link(f"{name}{words.colon}{_name(stand, voice)} ({words._('this item')}).")
        else:
            yield _line(stand, name, voice)


def side_name(side: Side, voice: Voice) -> str:
    """The name of a side of industry, as it begins a line."""
    said = voice.words._(SIDE_NAMES[side])
    return said[:1].upper() + said[1:]


def _line(stand: Stand, side: str, voice: Voice) -> Link:
    title = titled(visible(stand.title), TITLE_LENGTH[voice.layout]) or voice.short(stand.day)
    lead = f"{side}, {_name(stand, voice)}{voice.words.colon}".rstrip()
    return Link(title, link(stand.url), voice.foreign(stand.language), lead)


def _name(stand: Stand, voice: Voice) -> str:
    return shortened(voice.called(stand.body), _NAME_LENGTH)
