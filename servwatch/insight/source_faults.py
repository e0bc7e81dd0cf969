"""What is wrong with what a source publishes, though it answers: silence, and all that looks like life.

Each fault has a name, a rule that can be checked against what is remembered of the source, and a
remedy. Faults of the way there (a host that does not answer, a challenge page) are verdicts of the
fetch, see `verdict_remedies`.

What costs time, to learn a rhythm from a year of days, is done when a source brings something
(`habits.outlook`); to judge is then to compare a few days, so that thousands are judged in each run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from servwatch.model import Verdict

FILTERED_FOR = timedelta(days=7)
"""Of what a publisher has on some days nothing may be ours; when that lasts, our own patterns are to be looked at."""
PARTIAL_FOR = timedelta(days=7)
"""One page of several may fail for a while; what stands only there is not seen meanwhile."""
EMPTY_FOR = timedelta(days=14)
"""A feed may be empty over a holiday; for longer than this somebody should look."""

UNREAD_FOR = timedelta(days=7)
"""A message that was passed over unread is told for so long."""


class SourceFault(StrEnum):
    """The ways in which a source that answers may still be of no use."""

    QUIET = "quiet"
    SILENT = "silent"
    SAME_OLD = "same-old"
    ALWAYS_EMPTY = "always-empty"
    ALL_FILTERED = "all-filtered"
    DATES_FROZEN = "dates-frozen"
    UNDATED = "undated"
    CHANGED_SHAPE = "changed-shape"
    UNREAD_MAIL = "unread-mail"
    UNSIGNED_MAIL = "unsigned-mail"
    PART_MISSING = "part-missing"

    @property
    def grave(self) -> bool:
        """Whether somebody must look; the others are only told where sources are listed."""
        return self not in (SourceFault.QUIET, SourceFault.UNDATED)


REMEDIES = {
    SourceFault.QUIET: "Nothing need be done yet: it publishes less than it used to.",
    SourceFault.SILENT: "The server says that nothing changed. Look at the publisher's site: where there is news that"
    " is not here, find the new address with `servwatch sources probe`.",
    SourceFault.SAME_OLD: "It gives the same items again and again. Look at the publisher's site: a feed that was left"
    " behind has a successor elsewhere.",
    SourceFault.ALWAYS_EMPTY: "It is well formed and holds nothing. Look at the publisher's site, and give another address"
    " or disable it.",
    SourceFault.ALL_FILTERED: "It has items, and include, exclude or `where` of this source leave out every one. Look at"
    " those beside the addresses, categories and fields of today.",
    SourceFault.DATES_FROZEN: "New items all carry one date. Until the publisher mends it their day is not to be trusted.",
    SourceFault.UNDATED: "Its items carry no date; the day on which they were first seen is used.",
    SourceFault.CHANGED_SHAPE: "It answers, and in another shape than the one described. Look at the page, and mend its"
    " selectors or fields; `servwatch sources probe` proposes some.",
    SourceFault.UNREAD_MAIL: "A message cannot be read, or is larger than max_bytes. It is not marked as read. Read it yourself;"
    " after three tries it is passed over, and tried anew once it is copied into the folder again.",
    SourceFault.UNSIGNED_MAIL: "New messages came, and the server that `require_auth` names signed none of them, so that none is"
    " read. Give the first word of the topmost Authentication-Results line of such a message.",
    SourceFault.PART_MISSING: "Its first page is read, and a further page or part never is. See what that address gives, then"
    " correct `paging`, `next` or `last` of this source, or ask for fewer `pages`.",
}
"""What to do about each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a source, and the day since which it holds."""

    fault: SourceFault
    since: date
    young: bool = False  # it may pass: until it lasts it is only told where sources are listed

    @property
    def grave(self) -> bool:
        """Whether somebody must look."""
        return self.fault.grave and not self.young

    @property
    def remedy(self) -> str:
        """What to do."""
        return REMEDIES[self.fault]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was learnt of a source when it last brought something; all that judging it takes.

    Those in `_since` are days since which every answer with a body was so; None where the last was not.
    """

    last: date | None = None  # the newest day with news
    quiet_on: date | None = None  # None: its rhythm is not known
    silent_on: date | None = None
    dates: Finding | None = None  # its newest items have no dates, or all the same
    empty_since: date | None = None  # well formed, without items
    filtered_since: date | None = None  # with items, and its own include and exclude left none
    misread_since: date | None = None  # in a shape that could not be read
    unsigned_since: date | None = None  # with mail, and none of it signed by whoever is to vouch for it
    unread_on: date | None = None  # the last day on which a message could not be read, until it can
    partial_since: date | None = None  # read, but for a further page or part


NOTHING_LEARNT = Outlook()
"""Of a source that never brought anything."""


def judge(outlook: Outlook, verdict: Verdict, today: date) -> Finding | None:
    """The gravest fault of a source whose last poll ended with `verdict`, None where all is well.

    Where the way there fails nothing is known of what it publishes, and none of these is found.
    """
    if not verdict.good:
        since = outlook.misread_since
        return Finding(SourceFault.CHANGED_SHAPE, since) if since and verdict is Verdict.BROKEN else None
    mail = _of_mail(outlook, today)
    if mail is not None:
        return mail
    filtered = outlook.filtered_since
    if filtered is not None and today - filtered >= FILTERED_FOR:
        return Finding(SourceFault.ALL_FILTERED, filtered)
    if outlook.empty_since is not None and today - outlook.empty_since >= EMPTY_FOR:
        return Finding(SourceFault.ALWAYS_EMPTY, outlook.empty_since)
    partial = outlook.partial_since
    if partial is not None and today - partial >= PARTIAL_FOR:
        return Finding(SourceFault.PART_MISSING, partial)
    dates = outlook.dates
    if dates is not None and dates.grave:
        return dates
    still = _still(outlook, verdict, today)
    if filtered is not None and not (still and still.grave):
        return Finding(SourceFault.ALL_FILTERED, filtered, young=True)
    return still or dates


def _of_mail(outlook: Outlook, today: date) -> Finding | None:
    if outlook.unsigned_since is not None:
        return Finding(SourceFault.UNSIGNED_MAIL, outlook.unsigned_since)
    if outlook.unread_on is not None and today - outlook.unread_on < UNREAD_FOR:
        return Finding(SourceFault.UNREAD_MAIL, outlook.unread_on)
    return None


def _still(outlook: Outlook, verdict: Verdict, today: date) -> Finding | None:
    if outlook.silent_on is not None and today >= outlook.silent_on:
        fault = SourceFault.SAME_OLD if verdict is Verdict.OK else SourceFault.SILENT
        return Finding(fault, outlook.silent_on)
    if outlook.last is not None and outlook.quiet_on is not None and today >= outlook.quiet_on:
        return Finding(SourceFault.QUIET, outlook.last)
    return None
