"""From messages to items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from servwatch.model import Letter, Parsed, Verdict
from servwatch.model.mailbox import MailRead, unpacked
from servwatch.sources.dates import Stated
from servwatch.sources.drafts import Draft, finished
from servwatch.sources.mailbox.message import Mail, read_mail
from servwatch.sources.mailbox.newsletter import articles
from servwatch.sources.mailbox.plain_letter import plain_articles
from servwatch.sources.mailbox.sentences import EMPTY, NONE_READABLE, OK, UNREADABLE
from servwatch.sources.mailbox.unwanted import Refused
from servwatch.sources.source_kind import ParseContext, Unreadable

NO_BUNDLE = "The messages did not come whole."

TOO_LARGE = "Messages larger than may be read: {count}."
OTHERS = "Messages by other senders than `from` names: {count}."
UNVOUCHED = "Messages that {server} does not vouch for: {count}."
UNSIGNED = "Messages that another server than {server} signed, or none: {count}."
LINKLESS = "Messages without a content link: {count}."

MAX_ARTICLES = 500
"""Articles of one message."""
MAX_HEADER = 5_000
"""Characters of a List-Unsubscribe header that are looked at."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a source says of its messages."""

    senders: tuple[str, ...] = ()
    authority: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> _Rules:
        senders = tuple(str(one).lower() for one in options.get("from") or ())
        return cls(senders, str(options.get("require_auth") or ""))

    def objection(self, mail: Mail) -> str:
        """Why a message is none of ours, "" where it is one."""
        if self.senders and not mail.is_from(self.senders):
            return OTHERS
        if self.authority and not mail.is_signed_by(self.authority):
            return UNSIGNED
        return UNVOUCHED if self.authority and not mail.is_vouched_for(self.authority) else ""


@dataclass(slots=True)
class _Pile:
    """The messages of a poll, as they are read one after another."""

    rules: _Rules
    context: ParseContext
    drafts: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    mail: MailRead = field(default_factory=MailRead)

    def read(self, letter: Letter) -> None:
        """Read a message. Raises Unreadable, and whatever a message may do to its readers."""
        if not letter.content and letter.size:
            self.fail(letter, TOO_LARGE)
            return
        mail = read_mail(letter, self.context)
        fault = self.rules.objection(mail)
        if fault:
            self.faults[fault] += 1
            self.mail += MailRead(left=(letter.uid,), unsigned=int(fault == UNSIGNED))
            return
        drafts, notes = _drafts(mail, letter, self.context)
        self.drafts += drafts
        self.notes += notes
        self.faults[LINKLESS] += not drafts
        self.mail += MailRead(read=(letter.uid,), refused=tuple(_refused(mail)))

    def fail(self, letter: Letter, fault: str) -> None:
        """A message that was not read."""
        self.faults[fault] += 1
        self.mail += MailRead(unread=(letter.uid,))

    def parsed(self) -> Parsed:
        """What they hold."""
        told = [
            text.format(count=count, server=self.rules.authority)
            for text, count in self.faults.items()
            if count
        ]
        items, more_notes = finished(self.drafts, self.context.zone)
        notes = (*dict.fromkeys([*told, *self.notes, *more_notes]),)
        if items:
            return Parsed(Verdict.OK, OK, items, notes=notes, mail=self.mail)
        nothing = self.mail.unread and not self.mail.read
        return Parsed(Verdict.EMPTY, NONE_READABLE if nothing else EMPTY, notes=notes, mail=self.mail)


def read_messages(body: bytes, context: ParseContext) -> Parsed:
    """Make items of messages. Raises Unreadable where the body is none, or its only message cannot be read."""
    try:
        letters = unpacked(body)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Unreadable(Verdict.BROKEN, NO_BUNDLE) from error
    pile = _Pile(_Rules.of(context.options), context)
    for letter in letters:
        try:
            pile.read(letter)
        except Unreadable:
            if len(letters) == 1 and not letter.uid:
                raise
            pile.fail(letter, UNREADABLE)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError):
            pile.fail(letter, UNREADABLE)
    return pile.parsed()


def _drafts(mail: Mail, letter: Letter, context: ParseContext) -> tuple[list[Draft], list[str]]:
    """The articles of a message, and notes. Raises Unreadable where it has none, and a text that cannot be read."""
    received = letter.received
    arrived = (
        Stated(received.astimezone(UTC), received.date(), timed=True, midnight=False) if received else None
    )
    drafts: list[Draft] = []
    notes: list[str] = []
    faults: list[Unreadable] = []
    for one in _with_attached(mail):
        found, more, fault = _articles(one, context)
        date = one.date or mail.date or arrived
        language = one.language or mail.language
        drafts += [replace(draft, published=date, language=language) for draft in found[:MAX_ARTICLES]]
        notes += more
        faults += fault
    if faults and not drafts:
        raise faults[0]
    return drafts, notes


def _refused(mail: Mail) -> Iterator[str]:
    return (one.unsubscribe[:MAX_HEADER] for one in _with_attached(mail) if one.unsubscribe)


def _with_attached(mail: Mail) -> Iterator[Mail]:
    yield mail
    for inner in mail.attached:
        yield from _with_attached(inner)


def _articles(mail: Mail, context: ParseContext) -> tuple[list[Draft], list[str], list[Unreadable]]:
    """Those of the HTML, else of the plain text; notes; and why a text cannot be read."""
    refused = Refused(mail.unsubscribe)
    drafts: list[Draft] = []
    notes: list[str] = []
    faults: list[Unreadable] = []
    for text in mail.texts:
        if text.html:
            try:
                found, more = articles(text, refused, context)
            except Unreadable as fault:
                faults.append(fault)
                continue
            drafts += found
            notes += more
    if not drafts:
        drafts = [d for text in mail.texts if not text.html for d in plain_articles(text.text, refused)]
    return drafts, notes, faults
