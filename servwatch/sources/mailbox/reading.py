"""From messages to items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from servwatch.model import Letter, Parsed, Verdict
from servwatch.model.mailbox import unpacked
from servwatch.sources.dates import Stated
from servwatch.sources.drafts import Draft, finished
from servwatch.sources.mailbox.message import Mail, read_mail
from servwatch.sources.mailbox.newsletter import articles
from servwatch.sources.mailbox.plain_letter import plain_articles
from servwatch.sources.mailbox.unwanted import Refused
from servwatch.sources.source_kind import ParseContext, Unreadable

OK = "There are messages with content links."
EMPTY = "None of the new messages has a content link."
NO_BUNDLE = "The messages did not come whole."

UNREADABLE = "Messages that cannot be read: {count}."
TOO_LARGE = "Messages larger than may be read: {count}."
OTHERS = "Messages by other senders than `from` names: {count}."
UNVOUCHED = "Messages that {server} does not vouch for: {count}."
LINKLESS = "Messages without a content link: {count}."

MAX_ARTICLES = 500
"""Articles of one message."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a source says of its messages."""

    senders: tuple[str, ...] = ()
    authority: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> _Rules:
        senders = tuple(str(one).lower() for one in options.get("from") or ())
        return cls(senders, str(options.get("require_auth") or "").lower())


def read_messages(body: bytes, context: ParseContext) -> Parsed:
    """Make items of messages. Raises Unreadable where the body is none, or its only message cannot be read."""
    try:
        letters = unpacked(body)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Unreadable(Verdict.BROKEN, NO_BUNDLE) from error
    rules = _Rules.of(context.options)
    drafts: list[Draft] = []
    notes: list[str] = []
    faults: Counter[str] = Counter()
    for letter in letters:
        if not letter.content and letter.size:
            faults[TOO_LARGE] += 1
            continue
        try:
            found, fault, more = _message(letter, rules, context)
        except Unreadable:
            if len(letters) == 1 and not letter.uid:
                raise
            found, fault, more = [], UNREADABLE, []
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError):
            found, fault, more = [], UNREADABLE, []
        drafts += found
        notes += more
        faults[fault] += 1
    told = [text.format(count=faults[text], server=rules.authority) for text in faults if text]
    items, more_notes = finished(drafts, context.zone)
    all_notes = (*dict.fromkeys([*told, *notes, *more_notes]),)
    if not items:
        return Parsed(Verdict.EMPTY, EMPTY, notes=all_notes)
    return Parsed(Verdict.OK, OK, items, notes=all_notes)


def _message(letter: Letter, rules: _Rules, context: ParseContext) -> tuple[list[Draft], str, list[str]]:
    """The articles of a message, why it has none or "", and notes."""
    mail = read_mail(letter, context)
    if rules.senders and not mail.is_from(rules.senders):
        return [], OTHERS, []
    if rules.authority and not mail.is_vouched_for(rules.authority):
        return [], UNVOUCHED, []
    received = letter.received
    arrived = (
        Stated(received.astimezone(UTC), received.date(), timed=True, midnight=False) if received else None
    )
    drafts: list[Draft] = []
    notes: list[str] = []
    for one in _with_attached(mail):
        found, more = _articles(one, context)
        date = one.date or mail.date or arrived
        language = one.language or mail.language
        drafts += [replace(draft, published=date, language=language) for draft in found[:MAX_ARTICLES]]
        notes += more
    return drafts, "" if drafts else LINKLESS, notes


def _with_attached(mail: Mail) -> Iterator[Mail]:
    yield mail
    for inner in mail.attached:
        yield from _with_attached(inner)


def _articles(mail: Mail, context: ParseContext) -> tuple[list[Draft], list[str]]:
    """Those of the HTML, else of the plain text."""
    refused = Refused(mail.unsubscribe)
    drafts: list[Draft] = []
    notes: list[str] = []
    for text in mail.texts:
        if text.html:
            try:
                found, more = articles(text, refused, context)
            except Unreadable:
                continue
            drafts += found
            notes += more
    if not drafts:
        drafts = [d for text in mail.texts if not text.html for d in plain_articles(text.text, refused)]
    return drafts, notes
