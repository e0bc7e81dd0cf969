"""The mails to the editors of a draft: the draft itself, what changed in it, and that it waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import structlog

from servwatch.archive.outbox import Outgoing
from servwatch.cycle.edition_mail import notice_letter
from servwatch.digest.draft_panel import panel_of, will_happen
from servwatch.digest.draft_sheet import Sheet
from servwatch.digest.render import Rendered, Renderer
from servwatch.errors import Unmailable
from servwatch.locale import Words, words
from servwatch.mail import short_hash
from servwatch.model import Digest, Settings

_log = structlog.get_logger(__name__)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)


def editors_of(digest: Digest, settings: Settings) -> list[str]:
    """The addresses of those who look first, each once."""
    return list(dict.fromkeys(one.casefold() for one in digest.editors or settings.mail.editors))


class DraftMail:
    """Writes to the editors of one digest, in the language of the house. The same occasion is the same mail."""

    def __init__(self, digest: Digest, settings: Settings, shipped: Renderer, now: datetime) -> None:
        self._digest, self._settings, self._shipped, self._now = digest, settings, shipped, now
        self._words: Words = words(settings.language, settings.timezone)

    def draft(self, sheet: Sheet, page: Rendered, *, takes_over: datetime | None = None) -> list[Outgoing]:
        """The draft: what will happen and how to act, and below it the digest as readers will see it."""
        panel = panel_of(sheet, self._digest, self._words, takes_over=takes_over, address=self._address)
        above = self._shipped.panel(panel, self._words)
        whole = Rendered(panel.subject, _with(above.html, page.html), above.text + page.text)
        occasion = f"{self._occasion(sheet.scheduled)}.{sheet.built.timestamp():.0f}"
        return list(self._letters(whole, "draft", occasion))

    def changed(self, sheet: Sheet, came: Iterable[int], left: Iterable[int]) -> list[Outgoing]:
        """What the draft holds now that it did not before, and the contrary, though no editor changed it."""
        say, came, left = self._words._, list(came), list(left)
        title, moment = self._digest.titled(self._words.language), self._words.moment(sheet.scheduled)
        paragraphs = [
            say("The draft for {moment} does not hold the same entries as before.", moment=moment),
            will_happen(sheet, self._words),
        ]
        lines = [
            *(say("New: {entry}", entry=_named(sheet, item)) for item in came),
            *(say("No longer there: {entry}", entry=_named(sheet, item)) for item in left),
            *self._where(),
            f"servwatch digest draft {self._digest.id}",
        ]
        subject = say("The draft changed: {title}", title=title)
        occasion = f"{self._occasion(sheet.scheduled)}.{came}.{left}"
        return list(self._letters(self._notice(subject, paragraphs, lines), "draft-changed", occasion))

    def waits(self, scheduled: datetime, day: date) -> list[Outgoing]:
        """That a draft waits for its release, though its time has come; once for each day."""
        say = self._words._
        title, moment = self._digest.titled(self._words.language), self._words.moment(scheduled)
        subject = say("Waits for your release: {title}", title=title)
        paragraphs = [
            say("The edition for {moment} has not left: nobody released its draft.", moment=moment),
            say(
                "It is not lost. Until it is released you are reminded each working day; the next draft takes its place and tells all of it."
            ),
        ]
        commands = [f"servwatch digest {name} {self._digest.id}" for name in ("draft", "edit", "release")]
        lines = [*self._where(), *commands]
        occasion = f"{self._occasion(scheduled)}.{day.isoformat()}"
        return list(self._letters(self._notice(subject, paragraphs, lines), "draft-waits", occasion))

    def passed_over(self, scheduled: datetime) -> list[Outgoing]:
        """That a draft which was released did not leave, since its digest was off or paused at its time."""
        say, moment = self._words._, self._words.moment(scheduled)
        subject = say("Did not leave: {title}", title=self._digest.titled(self._words.language))
        paragraphs = [
            say(
                "The edition for {moment} was released, but its digest was off or paused then.", moment=moment
            ),
            say("The next draft takes its place and must be released again; `send` sends this one now."),
        ]
        lines = [f"servwatch digest {name} {self._digest.id}" for name in ("draft", "send")]
        notice = self._notice(subject, paragraphs, lines)
        return list(self._letters(notice, "draft-passed-over", self._occasion(scheduled)))

    def unseen(self, scheduled: datetime) -> list[Outgoing]:
        """That an edition left without a draft, since no run took place in time."""
        say, moment = self._words._, self._words.moment(scheduled)
        title = self._digest.titled(self._words.language)
        subject = say("Left without a draft: {title}", title=title)
        paragraphs = [
            say(
                "The edition for {moment} left without being looked at: no run took place between its draft and its time.",
                moment=moment,
            ),
        ]
        occasion = self._occasion(scheduled)
        return list(self._letters(self._notice(subject, paragraphs, []), "draft-missed", occasion))

    @property
    def _address(self) -> str:
        """The draft's page of the console, "" where that has no public address."""
        public = self._settings.public_url
        return f"{public}/review/{self._digest.id}" if public else ""

    def _where(self) -> Iterator[str]:
        if self._address:
            yield f"{self._words._('Look at it and change it here:')} {self._address}"

    def _occasion(self, scheduled: datetime) -> str:
        return f"{self._digest.id}.{scheduled.timestamp():.0f}"

    def _notice(self, subject: str, paragraphs: list[str], lines: list[str]) -> Rendered:
        return self._shipped.notice(subject, paragraphs, lines, self._words)

    def _letters(self, page: Rendered, kind: str, occasion: str) -> Iterator[Outgoing]:
        for address in editors_of(self._digest, self._settings):
            try:
                letter = notice_letter(
                    address,
                    page,
                    self._settings.mail,
                    kind=kind,
                    occasion=occasion,
                    language=self._words.language,
                    now=self._now,
                )
            except Unmailable:
                _log.error("an editor cannot be mailed", recipient=short_hash(address))
                continue
            yield Outgoing("", address, letter.message_id, page.subject, letter.mime, self._now)


def _with(panel: str, page: str) -> str:
    """The page with the panel at its top."""
    found = _BODY.search(page)
    at = found.end() if found is not None else 0
    return f"{page[:at]}\n{panel}\n{page[at:]}"


def _named(sheet: Sheet, item: int) -> str:
    entry = sheet.entry(item)
    lines = (one for one in (*sheet.cut, *sheet.close, *sheet.dropped) if one.item == item)
    title = entry.shown if entry is not None else next((one.title for one in lines), "")
    return f"[{item}] {title}".rstrip()
