"""Audit an edition: what became of each candidate and of each message, and whether the sums come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from html import unescape

from servwatch.archive.archive import Archive
from servwatch.archive.audits import AuditedMessage, Audits, DecidedItem, LaterItem
from servwatch.archive.edition_counts import DROPPED, REOPENED
from servwatch.archive.editions import EditionRow
from servwatch.insight.address import untracked
from servwatch.model import MessageState, Outcome

REPLAYED = "replayed"
"""Of an edition that is known from the journal only: its items may be gone, its pages are."""
_OF_RECIPIENTS = ("messages", "unmailable")
"""What becomes of recipients: each is in one of these counts."""


@dataclass(frozen=True, slots=True)
class Audit:
    """One edition, whole. `faults` says in sentences which sums do not come out; `unchecked` what cannot be told any more."""

    edition: EditionRow
    items: tuple[DecidedItem, ...]
    later: tuple[LaterItem, ...]
    messages: tuple[AuditedMessage, ...]
    faults: tuple[str, ...]
    unchecked: tuple[str, ...] = ()

    def outcomes(self) -> Counter[Outcome]:
        """How many candidates had which outcome."""
        return Counter(one.outcome for one in self.items)

    def states(self) -> Counter[MessageState]:
        """How many messages are in which state."""
        return Counter(one.state for one in self.messages)


def audit(archive: Archive, edition: EditionRow) -> Audit:
    """Read all that is kept of an edition, and do its sums."""
    audits = Audits(archive.database)
    items, messages = audits.decisions(edition.id), audits.messages(edition.id)
    faults, unchecked = list(_delivery_faults(edition.counts, messages)), []
    if REPLAYED in edition.counts:
        unchecked.append(
            "It is known from the journal only: its pages, addresses and rejected candidates were not kept."
        )
    else:
        faults = [*_candidate_faults(edition.counts, items), *_place_faults(items), *faults]
        missing = _unprinted(edition, items)
        if missing:
            kept = audits.mails(edition.id)
            if not kept:
                unchecked.append(
                    f"{len(missing)} entries stand in no page that is kept; the mails are kept no more."
                )
            else:
                faults += [
                    f"item {one.item} was chosen at place {one.place} and is printed nowhere: {one.title}"
                    for one in _still_missing(kept, missing)
                ]
    later = audits.joined_later(edition.id)
    return Audit(edition, tuple(items), tuple(later), tuple(messages), tuple(faults), tuple(unchecked))


def _candidate_faults(counts: Mapping[str, int], items: Sequence[DecidedItem]) -> Iterator[str]:
    """Candidates = chosen + merged + cut + rejected, by the counts of the day and by the ledger."""
    found = Counter(one.outcome for one in items)
    for outcome in Outcome:
        then = counts.get(outcome.value, 0)
        reopened = counts.get(REOPENED, 0) if outcome is Outcome.REJECTED else 0
        if found[outcome] + reopened != then:
            also = f" and {reopened} reopened" if reopened else ""
            yield f"{then} items were {outcome.value}, and the ledger has {found[outcome]}{also}"
    total = sum(counts.get(outcome.value, 0) for outcome in Outcome)
    candidates = counts.get("candidates", total)
    if candidates != total:
        yield f"there were {candidates} candidates, and {total} were chosen, merged, cut or rejected"


def _place_faults(items: Sequence[DecidedItem]) -> Iterator[str]:
    """The chosen have the places from 1 on, each once; what was merged went into something."""
    places = sorted(one.place or 0 for one in items if one.outcome is Outcome.CHOSEN)
    if places != list(range(1, len(places) + 1)):
        yield f"the places of the {len(places)} chosen entries are not 1 to {len(places)}"
    lost = [one.item for one in items if one.outcome is Outcome.MERGED and one.into is None]
    if lost:
        yield f"{len(lost)} items were merged, and it is not kept into what: item {lost[0]} is the first"


def _delivery_faults(counts: Mapping[str, int], messages: Sequence[AuditedMessage]) -> Iterator[str]:
    """Recipients = messages + those to whom none could be written; messages = the sum of their states."""
    if REPLAYED not in counts and "messages" in counts:
        recipients, each = counts.get("recipients", 0), [counts.get(key, 0) for key in _OF_RECIPIENTS]
        if recipients != sum(each):
            told = ", ".join(f"{n} {key}" for key, n in zip(_OF_RECIPIENTS, each, strict=True) if n)
            yield f"there were {recipients} recipients, and these make another sum: {told or 'none'}"
    written, dropped = counts.get("messages"), counts.get(DROPPED, 0)
    if written is not None and written != len(messages) + dropped:
        also = f" and {dropped} were dropped" if dropped else ""
        yield f"{written} messages were written, and the outbox has {len(messages)}{also}"
    for one in messages:
        arrived = any(a.fate == "accepted" for a in one.attempts)
        if one.state is MessageState.ACCEPTED and not arrived and one.recipient:
            yield f"message {one.id} is accepted, and no attempt says so"
        if one.state is not MessageState.ACCEPTED and arrived:
            yield f"message {one.id} is {one.state.value}, and an attempt says that it was accepted"


def _unprinted(edition: EditionRow, items: Sequence[DecidedItem]) -> list[DecidedItem]:
    """The chosen entries that stand neither in the kept HTML nor in the kept text."""
    return _missing([unescape(edition.html), edition.text], items)


def _still_missing(mails: Sequence[bytes], items: Sequence[DecidedItem]) -> list[DecidedItem]:
    """Those of them that stand in no part of these mails either: what did not fit travels as an attachment."""
    for mail in mails:
        parts = message_from_bytes(mail, policy=default).walk()
        pages = [unescape(str(p.get_content())) for p in parts if p.get_content_maintype() == "text"]
        items = _missing(pages, items)
    return list(items)


def _missing(pages: Sequence[str], items: Sequence[DecidedItem]) -> list[DecidedItem]:
    joined = "\n".join(" ".join(page.split()) for page in pages)
    chosen = (one for one in items if one.outcome is Outcome.CHOSEN)
    return [one for one in chosen if not any(_stands(sign, joined) for sign in _signs(one))]


def _signs(one: DecidedItem) -> Iterator[str]:
    """By what an entry is known on a page: its address as a reader gets it, that of its edition in another language, its title."""
    for address in one.addresses:
        yield address
        yield untracked(address)
    if one.title:
        yield " ".join(one.title.split())


def _stands(sign: str, page: str) -> bool:
    """Whether it stands there whole: an address may be the beginning of another."""
    return re.search(rf"(?<!\w){re.escape(sign)}(?![\w/?&=#%-])", page) is not None
