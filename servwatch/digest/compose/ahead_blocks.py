"""The blocks on what lies ahead: open deadlines, opinions in preparation, tenders and calls, the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from servwatch.digest.compose.headlines import link
from servwatch.digest.compose.voice import Voice
from servwatch.digest.due_line import days_left, meeting_line, moment_of
from servwatch.digest.shortening import shortened
from servwatch.digest.shortening import title as titled
from servwatch.digest.view import Block, Line
from servwatch.model import Coming, Item, Offer, OpenDeadline, Preparing
from servwatch.sources.plain_text import visible

TITLE_LENGTH = {"brief": 70, "full": 160, "alert": 160}
COMING_SHOWN = {"brief": 4, "full": 40, "alert": 0}
DEADLINE_KINDS = {
    "consultation": "consultation",
    "call": "call",
    "tender": "tender",
    "application": "application",
    "registration": "registration",
    "reply": "reply",
}


def deadlines_block(deadlines: Sequence[OpenDeadline], voice: Voice) -> list[Block]:
    """Every deadline that is still open, the first one first."""
    words = voice.words
    lines = tuple(deadline_line(one, voice) for one in deadlines if one.date >= voice.today)
    return [Block("closing-soon", words._("Open deadlines"), lines=lines)] if lines else []


def deadline_line(deadline: OpenDeadline, voice: Voice) -> Line:
    """One deadline of the register: its moment, its title, and how much time is left."""
    words, day = voice.words, deadline.date
    kind = DEADLINE_KINDS.get(deadline.kind, "")
    parts = [
        voice.called(deadline.body),
        words._(kind) if kind else "",
        words.named(voice.foreign(deadline.language)),
        days_left(day, voice.today, voice.calendar, words),
        _ours(deadline, voice),
    ]
    said = ", ".join(filter(None, parts))
    meeting = meeting_line(day, voice.today, voice.calendar, voice.digest.groups, words)
    return Line(
        text=_title(deadline.title, voice) or words._("untitled"),
        url=link(deadline.url),
        language=voice.foreign(deadline.language) if visible(deadline.title) else "",
        lead=moment_of(day, deadline.time, voice.today, words),
        meta=f"{said}. {meeting}" if meeting else said,
    )


def preparing_block(preparing: Iterable[Preparing], voice: Voice) -> list[Block]:
    """Opinions in preparation: who writes them, and when they are voted on."""
    words = voice.words
    lines = []
    for one in preparing:
        dates = [
            words._("rapporteur: {name}", name=visible(one.rapporteur)) if visible(one.rapporteur) else "",
            words._("section: {day}", day=voice.short(one.section_vote)) if one.section_vote else "",
            words._("plenary: {day}", day=voice.short(one.plenary)) if one.plenary else "",
        ]
        lines.append(
            item_line(one.item, voice, lead=f"{voice.called(one.body)}{words.colon}".rstrip(), said=dates)
        )
    title = words._("Opinions in preparation")
    return [Block("preparing", title, lines=tuple(lines))] if lines else []


def offers_block(offers: Iterable[Offer], voice: Voice) -> list[Block]:
    """Tenders and calls that are open, those that close first before the others."""
    words = voice.words
    still = [offer for offer in offers if offer.closes is None or offer.closes >= voice.today]
    lines = []
    for offer in sorted(still, key=lambda one: one.closes or date.max):
        budget, buyer = shortened(visible(offer.budget), 60), shortened(visible(offer.buyer), 80)
        said = [
            voice.kind(offer.item.kind),
            words._("budget: {amount}", amount=budget) if budget else "",
            words._("buyer: {name}", name=buyer) if buyer else voice.called(offer.body),
        ]
        lead = voice.weekday(offer.closes) if offer.closes else words._("no closing date")
        lines.append(item_line(offer.item, voice, lead=lead, said=said))
    return [Block("tenders", words._("Tenders and calls"), lines=tuple(lines))] if lines else []


def coming_block(coming: Iterable[Coming], voice: Voice) -> list[Block]:
    """Meetings, events and awaited publications in the order given; what is under embargo says that it is not out."""
    words, most = voice.words, COMING_SHOWN[voice.layout]
    ahead = [one for one in coming if (one.until or one.day) >= voice.today]
    lines = tuple(_coming(one, voice) for one in ahead[:most])
    return [Block("coming-up", words._("Coming up"), lines=lines)] if lines else []


def item_line(item: Item, voice: Voice, *, lead: str, said: Iterable[str] = ()) -> Line:
    """A line on an item that is no entry."""
    foreign = voice.foreign(item.language)
    title = _title(item.title, voice)
    return Line(
        text=title or voice.words._("untitled"),
        url=link(item.url),
        language=foreign if title else "",
        lead=visible(lead),
        meta=", ".join(filter(None, (*said, voice.words.named(foreign)))),
    )


def _coming(coming: Coming, voice: Voice) -> Line:
    return Line(
        text=_title(voice.speaks(coming.title), voice) or voice.words._("untitled"),
        url=link(coming.url),
        language=_tongue(coming, voice),
        lead=voice.days(coming.day, coming.until),
        meta=", ".join(_about_coming(coming, voice)),
    )


def _tongue(coming: Coming, voice: Voice) -> str:
    """The language of its title where that is not the reader's."""
    own = coming.title.get(voice.words.language) or not visible(coming.title.get("", ""))
    return "" if own else voice.foreign(coming.language)


def _about_coming(coming: Coming, voice: Voice) -> Iterator[str]:
    words, body = voice.words, voice.called(coming.body)
    if body and not voice.brief:
        yield body
    if not voice.brief and _tongue(coming, voice):
        yield words.named(coming.language)
    if coming.embargoed:
        yield words._("under embargo, not yet published")
    elif coming.sort == "awaited":
        yield words._("expected")


def _ours(deadline: OpenDeadline, voice: Voice) -> str:
    owner = visible(deadline.owner)
    if not deadline.ours:
        return ""
    return voice.words._("ours: {owner}", owner=owner) if owner else voice.words._("ours")


def _title(title: str, voice: Voice) -> str:
    return titled(visible(title), TITLE_LENGTH[voice.layout])
