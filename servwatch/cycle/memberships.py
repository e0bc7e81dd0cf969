"""Members as staff see and change them: how each stands, what they prefer, and all that is kept of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.cycle.audience import why_not
from servwatch.digest.readers import NotMailed, PassedOver, readers
from servwatch.digest.readings import LAYOUTS, collects, offered, preferred
from servwatch.errors import NotFound, UsageError
from servwatch.locale import Words
from servwatch.model import (
    EVERY_DIGEST,
    Digest,
    Frequency,
    Preferences,
    Recipient,
    RecipientState,
    Settings,
    SuppressedFor,
    Suppression,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an address stands: what it is invited to, and what of that it does not get and why."""

    recipient: Recipient
    digests: tuple[str, ...]  # of its groups, those that are built
    passed: Mapping[str, PassedOver]  # by digest; EVERY_DIGEST where it holds for all of them
    state: RecipientState
    copy_of: str = ""
    member: bool = True  # False: only the archive knows the address

    @property
    def word(self) -> str:
        """In one word: "mailed", or why of some digest it is not."""
        return next((one.reason.value for one in self.passed.values()), "mailed")

    def sentence(self, speech: Words, called: Callable[[str], str] = str) -> str:
        """In words: of which digests, and why; `called` gives a digest's name for its id."""
        by_reason: dict[str, list[str]] = {}
        for digest, one in self.passed.items():
            by_reason.setdefault(why_not(one, speech), []).append(digest)
        whole = EVERY_DIGEST in self.passed or len(self.passed) == len(self.digests)
        if whole and len(by_reason) == 1:
            return next(iter(by_reason))
        return "; ".join(
            f"{', '.join(map(called, digests))}{speech.colon}{why}" for why, digests in by_reason.items()
        )


def standings(settings: Settings, archive: Archive, now: datetime) -> list[Standing]:
    """Every member, every copy, and every other address that something was said of, in this order."""
    states, today = archive.recipients.states(), settings.day_of(now)
    built = [digest for digest in settings.digests if digest.enabled]
    members: dict[str, Standing] = {}
    copies: dict[str, Standing] = {}
    for member in settings.recipients:
        digests = tuple(d.id for d in built if set(d.groups) & set(member.groups))
        passed: dict[str, dict[str, PassedOver]] = {}
        for digest in digests or (EVERY_DIGEST,):
            for one in readers([member], states, digest, today).passed:
                passed.setdefault(one.recipient.key, {})[digest] = one
        members[member.key] = Standing(member, digests, passed.get(member.key, {}), states.of(member.key))
        for address in member.copy:
            key = address.casefold()
            copies.setdefault(
                key, Standing(Recipient(address), digests, passed.get(key, {}), states.of(key), member.email)
            )
    known = {**copies, **members}
    others = [
        Standing(Recipient(key), (), _said(state), state, member=False)
        for key, state in states.by_address.items()
        if key not in known
    ]
    return [*members.values(), *(one for key, one in copies.items() if key not in members), *others]


def _said(state: RecipientState) -> dict[str, PassedOver]:
    who = Recipient(state.address)
    return {digest: PassedOver(who, NotMailed.SUPPRESSED, said) for digest, said in state.suppressed.items()}


def require_known(settings: Settings, archive: Archive, email: str) -> Recipient:
    """The member of an address, or a recipient of that address which is a copy or known to the archive.

    Raises NotFound for any other: a mistyped address would be suppressed, and the right one mailed on.
    """
    key = email.strip().casefold()
    for member in settings.recipients:
        if key == member.key:
            return member
    copies = {key for member in settings.recipients for key in member.copies}
    if key in copies or key in archive.recipients.states().by_address:
        return Recipient(email.strip())
    raise NotFound(
        "{email} is no member, and nothing is known of it",
        email=email,
        remedy="See `servwatch members list`.",
    )


def wished(frequency: str, layout: str, ticked: Sequence[str], offer: Sequence[str]) -> Preferences:
    """What a form about one digest says, which ticks of the themes on offer; unknown words are not heard.

    All that are ticked are all, those too that are offered later. Raises UsageError where none is: who wants nothing
    leaves the digest.
    """
    themes = tuple(theme for theme in offer if theme in ticked)
    if len(offer) > 1 and not themes:
        raise UsageError("Choose at least one theme.")
    return Preferences(
        Frequency(frequency) if frequency in set(Frequency) else None,
        layout if layout in LAYOUTS else None,
        (() if len(themes) == len(offer) else themes) if len(offer) > 1 else None,
    )


def prefer(
    settings: Settings,
    archive: Archive,
    email: str,
    wanted: Preferences,
    now: datetime,
    digest: Digest | None = None,
) -> Preferences:
    """Keep how a reader wants a digest, or all of theirs: over what they said before. Returns what is kept.

    Raises NotFound for an unknown address, UsageError for a digest they do not get or a theme it does not offer.
    """
    who = require_known(settings, archive, email)
    mine = [d for d in settings.digests if settings.invites(who.key, d)]
    if digest is not None and digest not in mine:
        raise UsageError(
            "{email} does not get the digest {digest}",
            email=who.email,
            digest=digest.id,
            remedy="They get: {digests}.",
            digests=", ".join(d.id for d in mine) or "none",
        )
    concerned = [digest] if digest is not None else mine
    _require_offered(settings, concerned, wanted.themes or ())
    place = digest.id if digest is not None else EVERY_DIGEST
    before = archive.recipients.states().of(who.key).preferences.get(place, Preferences())
    kept = wanted.over(before)
    archive.recipients.prefer(who.key, kept, now, digest=place)
    state = archive.recipients.states().of(who.key)
    slower = [d.id for d in concerned if collects(preferred(who, state, d.id))]
    archive.turns.begin(who.key, slower, now)
    return kept


def suppress(
    settings: Settings,
    archive: Archive,
    email: str,
    reason: SuppressedFor,
    now: datetime,
    *,
    digest: str = EVERY_DIGEST,
    note: str = "",
) -> tuple[Recipient, bool]:
    """Mail an address no more. Who it is, and False where it was so already: then the earlier word stays.

    Raises NotFound for an address that nobody knows.
    """
    who = require_known(settings, archive, email)
    return who, archive.recipients.suppress(who.key, reason, now, digest=digest, detail=note)


def restore(archive: Archive, email: str, digest: str = EVERY_DIGEST) -> None:
    """Mail an address again, and forget what was said and what came back. Raises NotFound where it is mailed."""
    address = email.strip()
    state = archive.recipients.states().of(address)
    lifted = archive.recipients.restore(address, digest=digest)
    if lifted or (state.bounces and not digest):
        return
    elsewhere = ", ".join(d or "all digests" for d in archive.recipients.states().of(address).suppressed)
    raise NotFound(
        "{email} is not suppressed there; it is for {elsewhere}"
        if elsewhere
        else "{email} is not suppressed",
        email=email,
        elsewhere=elsewhere,
        remedy="See `servwatch members list`.",
    )


def forget_preferences(archive: Archive, email: str, now: datetime, digest: str = EVERY_DIGEST) -> None:
    """Let a digest, or all, come to a reader as it is otherwise."""
    archive.recipients.prefer(email, Preferences(), now, digest=digest)


def export(settings: Settings, archive: Archive, email: str) -> dict[str, Any]:
    """All that is kept of one person, for that person: plain values and times."""
    key = email.strip().casefold()
    member = next((one for one in settings.recipients if one.key == key), None)
    person, state = archive.person(key), archive.recipients.states().of(key)
    names = (key, member.name) if member is not None else (key,)
    return {
        "email": key,
        "member": asdict(member) if member is not None else None,
        "copy_of": [one.email for one in settings.recipients if key in one.copies],
        "suppressed": [_plain(one) for one in state.suppressed.values()],
        "preferences": [{"digest": d, **asdict(one)} for d, one in state.preferences.items()],
        "bounces": [asdict(one) for one in state.bounces],
        "messages": person.messages(),
        "judgements": person.judgements(*names),
        "deeds": person.deeds(),
    }


def _plain(one: Suppression) -> dict[str, Any]:
    return {**asdict(one), "reason": one.reason.value}


def _require_offered(settings: Settings, digests: list[Digest], themes: tuple[str, ...]) -> None:
    offer = list(dict.fromkeys(_offers(settings, digests)))
    for theme in themes:
        if theme not in offer:
            raise UsageError(
                "the theme {theme} is not among those offered",
                theme=theme,
                remedy="There are: {offer}.",
                offer=", ".join(offer) or "none",
            )


def _offers(settings: Settings, digests: list[Digest]) -> Iterator[str]:
    every = [theme.id for theme in settings.themes]
    for digest in digests:
        yield from offered(digest, every)
