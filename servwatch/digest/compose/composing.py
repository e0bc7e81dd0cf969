"""Put an edition into words for one reading of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from servwatch.digest.arrangement import today_of
from servwatch.digest.budget import words_of
from servwatch.digest.compose.alert import alert_body
from servwatch.digest.compose.body import Body, Telling
from servwatch.digest.compose.brief import brief_body
from servwatch.digest.compose.foot import foot_of
from servwatch.digest.compose.for_reader import for_reader
from servwatch.digest.compose.full import full_body
from servwatch.digest.compose.head import SUBJECT_LENGTH, counts_of, number_of, preheader_of, subject_of
from servwatch.digest.compose.sections import sections_of
from servwatch.digest.compose.voice import Voice
from servwatch.digest.mending import mended
from servwatch.digest.view import DigestView
from servwatch.locale import Words
from servwatch.model import Calendar, Digest, Edition, Reading, Settings
from servwatch.sources.plain_text import visible

__all__ = ["SUBJECT_LENGTH", "compose"]

NO_CALENDAR = Calendar()
_EMPTY_LINES = re.compile(r"\n\s*\n")
LAYOUTS: Mapping[str, Callable[[Telling, Voice], Body]] = {
    "brief": brief_body,
    "full": full_body,
    "alert": alert_body,
}


def compose(
    edition: Edition,
    digest: Digest,
    settings: Settings,
    words: Words,
    calendar: Calendar = NO_CALENDAR,
    reading: Reading | None = None,
) -> DigestView:
    """Put an edition into words; working days and meetings are those of the calendar.

    `reading` is how it is read: it goes before the digest's layout, and before what is told to all. Without
    one, as in the edition that is kept, every correction is told. A brief is held to its budget as far
    as that goes; `budget.breaches` says what is left.
    """
    asked = reading or Reading(words.language)
    layout = asked.layout or digest.layout
    told = for_reader(edition, asked, everything=reading is None)
    voice = Voice(digest, layout, settings, words, calendar, today_of(edition, settings), edition.number)
    heard = bool(edition.read or not edition.unread)
    telling = Telling(told, sections_of(digest, layout), dict(asked.elsewhere), heard)
    shown = _shown(telling, LAYOUTS[layout](telling, voice), voice, asked)
    if layout == "brief":
        shown = mended(shown)
    read = words_of(shown)
    counts = counts_of(told, told.entries, shown.deadlines, read, voice, known=telling.elsewhere)
    return replace(shown, counts=counts)


def _shown(telling: Telling, body: Body, voice: Voice, reading: Reading) -> DigestView:
    words, edition = voice.words, telling.edition
    entries = edition.entries
    introduction = _paragraphs(edition.introduction)
    return DigestView(
        language=words.language,
        layout=voice.layout,
        title=visible(voice.digest.titled(words.language)),
        subject=subject_of(entries, body.deadlines, voice, heard=telling.heard),
        preheader=preheader_of(entries, voice),
        numbered=number_of(edition, voice),
        counts=counts_of(edition, entries, body.deadlines, 0, voice),
        groups=body.groups,
        themes=(),
        empty=() if entries else tuple(_nothing(telling, voice)),
        cut_title="",
        cut=(),
        cut_more="",
        unread_title="",
        unread=(),
        rejected="",
        foot=tuple(foot_of(edition, voice, reading)),
        introduction=introduction,
        overview=body.overview,
        before=body.before,
        after=body.after,
        introduction_language=voice.foreign(voice.digest.language) if introduction else "",
        deadlines=body.deadlines,
    )


def _nothing(telling: Telling, voice: Voice) -> Iterator[str]:
    """What an edition without entries says."""
    words, edition = voice.words, telling.edition
    if not telling.heard:
        yield words._("None of the sources could be read: this says nothing of the news.")
    else:
        yield words._("Nothing passed the threshold of this digest.")
        yield words.n_("{n} source was read.", "{n} sources were read.", edition.read)
    if edition.next_time is not None:
        yield words._("The next edition comes on {day}.", day=words.day(edition.next_time, form="full"))


def _paragraphs(text: str) -> str:
    """An editor's text with its paragraphs kept, which empty lines part, each on one line."""
    return "\n\n".join(filter(None, map(visible, _EMPTY_LINES.split(text))))
