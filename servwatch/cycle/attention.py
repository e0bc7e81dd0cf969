"""What asks for a person's attention, whoever caused it and in whichever run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from servwatch.archive.archive import Archive
from servwatch.archive.brake import CLOCK, CLONED, ORDER, RESTORED
from servwatch.archive.journal import journal_of
from servwatch.cycle.awaiting import missed_ones
from servwatch.cycle.backing_up import last_backup
from servwatch.cycle.bounce_folder import FolderMemory
from servwatch.cycle.configuration import InForce
from servwatch.cycle.draft_waiting import waiting
from servwatch.cycle.endings import LAST_WEEK, known_endings, near_ends
from servwatch.cycle.network import UNREACHED, is_down
from servwatch.cycle.reporting import Attention
from servwatch.cycle.returned_notices import dead_addresses
from servwatch.cycle.source_standing import UNREACHED_FOR, asks, fault_of, not_reached
from servwatch.cycle.timings import Timings
from servwatch.model import Message, MessageState, RecipientStates, Settings

LASTS = timedelta(days=7)
"""A message that was refused or expired asks for attention for so long; then it is history."""
PATIENCE = timedelta(hours=1)
"""A message that its receiver asked to bring back later asks for attention after so long."""
NETWORK_DOWN = (
    "{count} of {all} sources cannot be reached. Look at the network of this machine, its proxy and its firewall; the"
    " sources are not listed one by one, see `servwatch sources list`."
)
COMES_BACK = (
    "Mail to {count} invited address(es) comes back as unknown, on different days. `servwatch members list` names them:"
    " correct the address in the members file, or give `servwatch members suppress EMAIL --reason bounced`; once it is"
    " mended, `servwatch members restore EMAIL`."
)
POLICY = (
    "Receivers refuse our mail by a rule of their own: {text}. Look at the sender with `servwatch doctor mail`; `servwatch"
    " members bounces` names the addresses, which are not at fault."
)
FOLDER_FAILS = timedelta(days=1)
CLOCK_AHEAD = timedelta(days=1)
_STUCK = (MessageState.UNKNOWN, MessageState.HELD)
_LOST = (MessageState.REFUSED, MessageState.EXPIRED)
BACKUP_LASTS = timedelta(days=8)
BRAKES = {
    RESTORED: "the archive was restored from a backup.",
    CLONED: "the archive is on another machine than before, or on a clone of it.",
    CLOCK: "the clock of this machine jumped, from {before} to {after}.",
    ORDER: "an administrator put the brake on.",
}
"""Why nothing leaves, in words."""
LIFT = "Look with `servwatch outbox list` and `servwatch digest preview`; `servwatch outbox release --all` lets all go on."
CALENDAR_FAILS = timedelta(days=3)
"""For so long the calendar of the house may fail without asking for attention."""


def attention_of(archive: Archive, current: InForce, now: datetime) -> list[Attention]:
    """Faults of the configuration, of sources and of the calendar, floods in quarantine, what did not come, lost messages."""
    settings = current.settings
    return [
        *_configuration(current),
        *_brake(archive),
        *_journal(settings),
        *_backup(archive, now),
        *_clock(archive, now),
        *_sources(archive, settings, now),
        *_quarantined(archive, settings),
        *_missed(archive, settings, now),
        *_calendar(archive, settings, now),
        *_messages(archive, now),
        *waiting(settings, archive, now),
        *_without_meeting(archive, settings, now),
        *_endings(settings, now),
        *_returned(archive, settings, now),
        *_bounce_folder(archive, settings, now),
    ]


def _returned(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    states = archive.recipients.states()
    yield from _dead_addresses(states, settings)
    refused = [
        b for one in states.by_address.values() for b in one.bounces if b.of_us and now - b.last < LASTS
    ]
    if refused:
        yield Attention(
            "bounces", "policy", min(b.first for b in refused), POLICY.format(text=refused[0].text)
        )


def _bounce_folder(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    """The folder to which mail comes back, where it was not read for a day."""
    if settings.bounces is None:
        return
    memory = FolderMemory.of(archive.returned.folder(), settings.bounces)
    if memory.failing is not None and now - memory.failing > FOLDER_FAILS:
        remedy = f"The folder of [bounces] cannot be read: {memory.rule.rstrip('.')}. Until it can, nobody hears of mail that comes back."
        yield Attention("bounces", "folder", memory.failing, remedy)


def _dead_addresses(states: RecipientStates, settings: Settings) -> Iterator[Attention]:
    """Members to whom mail comes back for want of the address. Nobody is suppressed by it: staff decide."""
    dead = [states.of(address) for address in dead_addresses(settings, states)]
    if dead:
        since = min(bounces.first for one in dead for bounces in one.bounces if bounces.of_address)
        yield Attention("recipient", "comes-back", since, COMES_BACK.format(count=len(dead)))


def _configuration(current: InForce) -> Iterator[Attention]:
    errors = [p for p in current.problems if p.severity == "error"]
    if errors:
        remedy = "Run `servwatch check` and mend what it names; the last valid configuration is in force."
        yield Attention("configuration", f"{errors[0].file}:{errors[0].line}", current.since, remedy)


def _clock(archive: Archive, now: datetime) -> Iterator[Attention]:
    latest = archive.runs.latest_clock()
    if latest is not None and latest > now + CLOCK_AHEAD:
        remedy = (
            "A run took this time for now, and it is yet to come. Sources are read on, and digests come at their times by"
            " the machine's clock; what they told then is not told again. If that was a mistake, restore a backup made before it."
        )
        yield Attention("clock", "ahead", latest, remedy)


def _brake(archive: Archive) -> Iterator[Attention]:
    for brake in archive.brakes.standing():
        why = BRAKES[brake.why].format(**brake.facts)
        yield Attention("brake", brake.why, brake.since, f"Nothing leaves: {why} {LIFT}")


def _journal(settings: Settings) -> Iterator[Attention]:
    folder = journal_of(settings).folder
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if not os.access(there, os.W_OK | os.X_OK):
        remedy = (
            "What is sent cannot be written down there, so that a restored backup would send it again. Make the folder"
            " writable for servwatch, or name another with `journal` of [servwatch]."
        )
        yield Attention("journal", str(folder), None, remedy)


def _backup(archive: Archive, now: datetime) -> Iterator[Attention]:
    """A backup that is older than it should be; who never made one by the command has another way."""
    last = last_backup(archive)
    if last is not None and now - last > BACKUP_LASTS:
        remedy = f"The last backup is {(now - last).days} days old: see that `servwatch backup` is called, daily if you can."
        yield Attention("backup", "last", last, remedy)


def _sources(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    today = settings.day_of(now)
    states, overdue = archive.sources.doubtful(today), archive.sources.overdue(now - UNREACHED_FOR)
    watched = [source for source in settings.sources if source.enabled]
    away = {s.id: states[s.id] for s in watched if s.id in states and states[s.id].verdict in UNREACHED}
    down = is_down([s for s in watched if s.id in away], len(watched))
    if down:
        begun = min((state.verdict_since for state in away.values() if state.verdict_since), default=None)
        yield Attention("network", "down", begun, NETWORK_DOWN.format(count=len(away), all=len(watched)))
    for source in settings.sources:
        state = states.get(source.id)
        if down and source.id in away:
            continue
        fault = fault_of(state, settings.timezone, today)
        if fault is not None and asks(source, state, fault, today):
            yield Attention("source", source.id, fault.since, fault.sentence, source.name)
        elif (late := overdue.get(source.id)) is not None:
            unpolled = not_reached(late, now)
            if unpolled is not None and asks(source, late, unpolled, today):
                yield Attention("source", source.id, unpolled.since, unpolled.sentence, source.name)


def _quarantined(archive: Archive, settings: Settings) -> Iterator[Attention]:
    for source, count in archive.items.quarantined().items():
        if settings.source(source) is not None:  # not one that is watched no more
            remedy = f"{count} items came at once and match nothing known: look, then `servwatch sources release {source}`, with --as-baseline where they are no news."
            yield Attention("quarantine", source, None, remedy)


def _missed(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    """What was awaited and did not come."""
    for expectation, row in missed_ones(settings, archive, settings.day_of(now)):
        over = datetime.combine(row.last + timedelta(days=1), time.min, settings.timezone)
        remedy = (
            f"{expectation.name} did not come from {row.first} to {row.last}. Look at the publisher's site; where it came"
            " under another name, correct `match` of this [[expect]], and where it was put off, its window."
        )
        yield Attention("expectation", expectation.id, over, remedy)


def _calendar(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    """The calendar of the house, where its address fails for long: days would be counted by an old one."""
    address = settings.calendar.address
    kept = archive.calendars.get(address) if address else None
    if kept is not None and kept.failing is not None and now - kept.failing > CALENDAR_FAILS:
        remedy = (
            f"The calendar of the house cannot be read: {kept.rule.rstrip('.')}. Working days are counted by the last good"
            " one. Correct `calendar` of [servwatch], or see that the address answers."
        )
        yield Attention("calendar", address, kept.failing, remedy)


def _without_meeting(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    """Digests that come before meetings, where none is ahead: they would never leave, and nobody would notice."""
    timings, paused = Timings(settings, archive, now), archive.pauses.of(settings.day_of(now))
    for digest in settings.digests:
        sent = digest.enabled and digest.id not in paused and bool(settings.audience(digest))
        if sent and not timings.meets(digest):
            meant = (
                f"meeting called {digest.before.name!r}"
                if digest.before and digest.before.name
                else "meeting of its groups"
            )
            remedy = f"It comes before meetings, and no {meant} is ahead, so that it will not leave. Add one as [[meeting]] of feeds.toml, or to the house's calendar."
            yield Attention("meeting", digest.id, None, remedy)


def _messages(archive: Archive, now: datetime) -> Iterator[Attention]:
    desk = archive.desk
    waiting, settled = desk.counts(), desk.counts(settled_since=now - LASTS)
    counts = {state: waiting.get(state, 0) for state in _STUCK}
    counts |= {state: settled.get(state, 0) for state in _LOST}
    deferred = desk.messages(states=[MessageState.DEFERRED])
    counts[MessageState.DEFERRED] = sum(_put_off_for_long(message, now) for message in deferred)
    for state, count in counts.items():
        if count:
            told = f"{count} messages are" if count > 1 else "1 message is"
            remedy = f"{told} {state.value}: see `servwatch outbox list --state {state.value}`."
            yield Attention("message", state.value, None, remedy)


def _endings(settings: Settings, now: datetime) -> Iterator[Attention]:
    """Secrets and certificates in their last week, and those that are over. The 60 and 30 days are the doctor's."""
    for near in near_ends(known_endings(settings), settings.day_of(now)):
        if near.left <= LAST_WEEK:
            yield Attention("ending", near.ending.name, None, f"{near.sentence} {near.ending.remedy}")


def _put_off_for_long(message: Message, now: datetime) -> bool:
    """Whether a deferral is more than the usual "come back in five minutes" (a reply of 4xx, RFC 5321, 4.2.1)."""
    asked_to_wait = message.reply.startswith("4")
    return not asked_to_wait or message.created is None or now - message.created > PATIENCE
