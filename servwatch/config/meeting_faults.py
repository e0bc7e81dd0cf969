"""Digests that come before meetings of which the configuration knows none: a name that no meeting has, or no meeting at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from servwatch.config.before_meeting import is_before_meeting, read_before_meeting
from servwatch.config.layering import identity
from servwatch.config.schedule import ScheduleError
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem


def meeting_faults(
    digests: Sequence[Node], meetings: Sequence[Node], general: Node | None
) -> Iterator[Problem]:
    """Each digest that would wait for a meeting that nobody wrote down. An iCalendar may have more, and is read later."""
    address = general.child("calendar") if general is not None else None
    if address is not None and address.value:
        return
    names = {_plain(name): name for meeting in meetings for name in _names(meeting)}
    for digest in digests:
        schedule, enabled = digest.child("schedule"), digest.child("enabled")
        if schedule is None or not isinstance(schedule.value, str) or not is_before_meeting(schedule.value):
            continue
        if enabled is not None and enabled.value is False:
            continue
        try:
            wanted = read_before_meeting(schedule.value).name
        except ScheduleError:  # told of the schedule itself
            continue
        if not meetings:
            yield _none_ahead(digest, schedule)
        elif wanted and _plain(wanted) not in names:
            near = get_close_matches(_plain(wanted), names, n=1, cutoff=0.6)
            text = f"no meeting has the name {wanted!r}, before which the digest {identity(digest)!r} comes"
            expected = "" if near else "the name of a [[meeting]], in one of its languages"
            yield Problem(schedule.file, *schedule.at, text, expected, names[near[0]] if near else "")


def _none_ahead(digest: Node, schedule: Node) -> Problem:
    text = f"the digest {identity(digest)!r} comes before meetings, and there are none: it will never leave"
    expected = 'a [[meeting]], or the key "calendar" in [servwatch]'
    return Problem(schedule.file, *schedule.at, text, expected, severity="warning")


def _names(meeting: Node) -> Iterator[str]:
    names = meeting.child("name")
    if names is not None and isinstance(names.value, dict):
        yield from (node.value for node in names.value.values() if isinstance(node.value, str))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
