"""The block of corrections: what an edition told that is otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servwatch.digest.compose.headlines import link
from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import shortened
from servwatch.digest.shortening import title as titled
from servwatch.digest.view import Block, Line
from servwatch.model import Correction
from servwatch.sources.plain_text import visible

_TITLE = {"brief": 50, "full": 120, "alert": 120}


def corrections_block(corrections: Iterable[Correction], voice: Voice) -> list[Block]:
    """A line each: "Nr. 47, bericht 3: sluit 18 dec, niet 15 dec."; in the full layout with the title."""
    listed = tuple(corrections)
    title = voice.words.n_("Correction", "Corrections", len(listed))
    return [Block("corrections", title, lines=tuple(_line(one, voice) for one in listed))] if listed else []


def _line(correction: Correction, voice: Voice) -> Line:
    words = voice.words
    place = words._("No. {number}, item {place}", number=correction.number, place=correction.place)
    title = "" if voice.brief else shortened(visible(correction.title), _TITLE[voice.layout])
    return Line(
        text=_said(correction, voice),
        url=link(correction.url),
        lead=f"{place}{words.colon}".rstrip(),
        meta=title,
    )


def _said(correction: Correction, voice: Voice) -> str:
    """What is so, and what is not."""
    words, most = voice.words, _TITLE[voice.layout]
    if correction.what == "deadline":
        old, new = _day(correction.old, voice), _day(correction.new, voice)
        if new and old:
            return words._("closes {new}, not {old}.", new=new, old=old)
        if new:
            return words._("closes {new}.", new=new)
        return words._("no longer closes {old}: there is no date any more.", old=old)
    if correction.what == "title" and visible(correction.new):
        old, new = titled(visible(correction.old), most), titled(visible(correction.new), most)
        return words._("is now called “{new}”, not “{old}”.", new=new, old=old)
    return words._("was withdrawn by its publisher.")


def _day(text: str, voice: Voice) -> str:
    """A day, in words; what is no date as it stands."""
    try:
        return voice.short(date.fromisoformat(text))
    except ValueError:
        return shortened(visible(text), _TITLE["brief"])
