"""What `review` of a digest lacks: editors who get the draft, and time in which it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from servwatch.config.layering import identity
from servwatch.config.schedule import AT_ONCE, ScheduleError, shortest_interval
from servwatch.config.syntax.tree import Node
from servwatch.config.tables import DigestTable
from servwatch.config.values import read_duration
from servwatch.errors import Problem

_USUAL = DigestTable.model_fields["draft"].default
_ZONE = ZoneInfo("Europe/Brussels")
"""Any zone does: how far two times lie apart differs by the hour in which clocks change."""


def review_faults(digests: Sequence[Node], mail: Node | None) -> Iterator[Problem]:
    """The digests that are reviewed by nobody, and those whose draft would be made before the edition before it."""
    for digest in digests:
        review = digest.child("review")
        if review is None or review.value not in ("window", "required"):
            continue
        enabled = digest.child("enabled")
        if enabled is not None and enabled.value is False:
            continue
        if not _listed(digest.child("editors")) and not _listed(mail.child("editors") if mail else None):
            yield _unread(digest, review)
        schedule = digest.child("schedule")
        if schedule is not None and schedule.value == AT_ONCE:
            if review.value == "window":
                text = (
                    f"the digest {identity(digest)!r} comes at once, so that there is no window to look first"
                )
                yield Problem(review.file, *review.at, text, 'review = "required" or "none"')
        else:
            yield from _too_early(digest, review)


def _unread(digest: Node, review: Node) -> Problem:
    """That nobody is there to look: an edition that must be released never would be, any other leaves unread."""
    expected = 'the key "editors" here, or in [mail]'
    if review.value == "required":
        text = f"the digest {identity(digest)!r} is reviewed, but has no editors"
        return Problem(review.file, *review.at, text, expected)
    text = f"the digest {identity(digest)!r} has no editors: it leaves as if it had no review"
    return Problem(review.file, *review.at, text, expected, severity="warning")


def _listed(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, list) and bool(node.value)


def _too_early(digest: Node, review: Node) -> Iterator[Problem]:
    given, schedule = digest.child("draft"), digest.child("schedule")
    ahead = _duration(given)
    if schedule is None or not isinstance(schedule.value, str) or ahead is None:
        return
    try:
        least = shortest_interval(schedule.value, _ZONE)
    except ScheduleError:
        return  # told elsewhere
    if ahead > least:
        at = given or review
        text = f"the draft of the digest {identity(digest)!r} would be made before the edition before it has left"
        hours, minutes = divmod(int(least.total_seconds()) // 60, 60)
        most = f"{hours}h" if not minutes else f"{minutes + 60 * hours}min"
        yield Problem(at.file, *at.at, text, f'draft = "{most}" or less')


def _duration(node: Node | None) -> timedelta | None:
    """The time given, the usual one where none is, None where it is no time."""
    if node is None:
        return cast("timedelta", _USUAL)
    try:
        return read_duration(node.value) if isinstance(node.value, str) else None
    except ValueError:
        return None
