"""Deliver what is due in the outbox, under the sender lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock
from servwatch.cycle.locks import lock
from servwatch.model import MailSettings

if TYPE_CHECKING:
    from servwatch.mail import SendReport


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
    archive: Archive, settings: MailSettings, clock: Clock, *, stopping: Callable[[], bool] = lambda: False
) -> SendReport:
    """Send what is due. Raises LockHeld where another process is sending, DeliveryError, ArchiveError."""
    from servwatch.mail import SendReport, send_pending, transport_for

    now = clock.now()
    waiting = archive.outbox.next_due(now) is not None or archive.outbox.probe() is not None
    if not waiting and not archive.outbox.stranded():
        archive.outbox.expire(now)
        return SendReport()
    with lock(archive.database, "sender"):
        transport = transport_for(settings)
        report = send_pending(archive.outbox, transport, clock.now, rate=settings.rate, stopping=stopping)
    archive.desk.purge(clock.now() - settings.keep)
    return report
