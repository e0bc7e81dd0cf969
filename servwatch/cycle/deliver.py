"""Deliver what is due in the outbox, under the sender lock; nothing while the brake stands.

Before a message leaves, its edition stands in the journal, and the message itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.journal import Journal
from servwatch.archive.journaling import catch_up
from servwatch.cycle.clock import Clock
from servwatch.cycle.journaled_outbox import JournaledOutbox
from servwatch.cycle.locks import lock
from servwatch.errors import JournalUnwritable
from servwatch.model import MailSettings

if TYPE_CHECKING:
    from servwatch.mail import SendReport

_log = structlog.get_logger(__name__)


def way_out(settings: MailSettings) -> str:
    """Where messages go, in words."""
    if settings.transport == "smtp":
        return f"{settings.host}:{settings.port}"
    return str(settings.maildir)


def pages(archive: Archive, settings: MailSettings, digests: Iterable[str]) -> dict[str, str]:
    """For each digest the page of its newest edition, as its first recipient got it, where mail goes into a folder."""
    from servwatch.mail.maildir import file_name

    found = {}
    if settings.transport == "maildir":
        for digest in digests:
            for edition in archive.editions.recent(digest, limit=1):
                *_, first = ["", *(m.message_id for m in archive.desk.messages(edition=edition.id))]
                page = settings.maildir / "html" / f"{file_name(first)}.html"
                if page.is_file():
                    found[digest] = str(page)
    return found


def deliver(
    archive: Archive,
    settings: MailSettings,
    clock: Clock,
    journal: Journal,
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> SendReport:
    """Send what is due, unless the brake stands. Raises LockHeld where another process is sending, DeliveryError, ArchiveError."""
    from servwatch.mail import SendReport, send_pending, transport_for

    if archive.brakes.standing():  # nor does anything expire: it is we who are late
        _log.warning("nothing leaves: the brake stands")
        return SendReport()
    now = clock.now()
    waiting = archive.outbox.next_due(now) is not None or archive.outbox.probe() is not None
    if not waiting and not archive.outbox.stranded():
        archive.outbox.expire(now)
        return SendReport()
    with lock(archive.database, "sender"):
        if archive.brakes.standing():  # again, under the lock, which who restores a backup holds too
            return SendReport()
        transport = transport_for(settings)
        outbox = JournaledOutbox(archive.database, journal)
        _catch_up(archive, journal, clock)
        report = send_pending(outbox, transport, clock.now, rate=settings.rate, stopping=stopping)
        outbox.close(clock.now())
    archive.desk.purge(clock.now() - settings.keep)
    return report


def _catch_up(archive: Archive, journal: Journal, clock: Clock) -> None:
    """Bring the journal up to the archive. The mail does not wait for one that cannot be written: attention is asked."""
    try:
        catch_up(archive.database, journal, clock.now())
    except JournalUnwritable as error:
        _log.error("the journal cannot be written", error=str(error))
