"""What staff are told of mail that came back: dead addresses to the editors, rules of receivers to the administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from servwatch.archive.outbox import Outgoing
from servwatch.archive.returned import Held, Holds
from servwatch.cycle.notices import LINES, Notices
from servwatch.locale import words
from servwatch.model import RecipientStates, Settings

_POLICY = "5.7."


def invited_addresses(settings: Settings) -> frozenset[str]:
    """Every address that is invited, of members and copies, case-folded."""
    return frozenset(key for member in settings.recipients for key in member.keys)


def dead_addresses(settings: Settings, states: RecipientStates) -> list[str]:
    """Invited addresses that are still mailed, and to which mail came back as unknown on two different days."""
    found = (states.of(address) for address in invited_addresses(settings))
    return sorted(one.address for one in found if not one.suppressed and one.seems_dead(settings.day_of))


def letters_of(
    settings: Settings,
    notices: Callable[[], Notices],
    held: Sequence[Held],
    before: RecipientStates,
    after: RecipientStates,
    now: datetime,
) -> list[Outgoing]:
    """The mails to staff that what came back asks for."""
    known = frozenset(dead_addresses(settings, before))
    dead = [one for one in dead_addresses(settings, after) if one not in known]
    ours = [
        one.claim
        for one in held
        if one.holds is Holds.COUNTED and one.edition and one.claim.code.startswith(_POLICY)
    ]
    letters: list[Outgoing] = []
    if dead:
        letters += _of_dead(settings, notices(), dead, after, now)
    if ours:
        lines = [f"{claim.recipient}: {claim.code} {claim.text}".rstrip() for claim in ours]
        domains = sorted({claim.recipient.casefold().rpartition("@")[2] for claim in ours})
        letters += _of_policy(settings, notices(), lines, f"{settings.day_of(now)} {' '.join(domains)}")
    return letters


def _of_dead(
    settings: Settings, notices: Notices, dead: Sequence[str], states: RecipientStates, now: datetime
) -> list[Outgoing]:
    speech = words(settings.language, settings.timezone)
    by_address = {one.key: one for one in settings.recipients}
    lines = []
    for address in dead[:LINES]:
        who = by_address.get(address)
        named = who.described if who is not None else ""
        last = max((b for b in states.of(address).bounces if b.of_address), key=lambda b: b.last)
        shown = f"{address} ({named})" if named else address
        lines.append(f"{shown}: {last.code} {last.text}".rstrip())
    paragraphs = [
        speech._(
            "Mail to these addresses came back as unknown, on two different days. Nobody was taken off a list: they are mailed on until you decide."
        ),
        speech._(
            "Correct the address in the members file, or stop mailing it: servwatch members suppress EMAIL --reason bounced"
        ),
    ]
    subject = speech._("servwatch: addresses from which mail comes back")
    to = settings.mail.editors or settings.mail.administrators
    return notices.letters(to, "comes-back", subject, paragraphs, lines, again=now.isoformat())


def _of_policy(settings: Settings, notices: Notices, lines: Sequence[str], occasion: str) -> list[Outgoing]:
    speech = words(settings.language, settings.timezone)
    paragraphs = [
        speech._(
            "These mail systems refuse our mail by a rule of their own (status 5.7). The addresses are not at fault."
        ),
        speech._(
            "Look at the sender's SPF, DKIM and DMARC with servwatch doctor mail; if they are in order, ask the administrator of the receiver."
        ),
    ]
    subject = speech._("servwatch: receivers refuse our mail by a rule")
    to = settings.mail.administrators
    return notices.letters(to, "policy", subject, paragraphs, list(lines[:LINES]), occasion=occasion)
