"""Deliver what is due in the outbox, under the sender lock."""

from __future__ import annotations

from collections.abc import Callable

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock
from servwatch.cycle.locks import lock
from servwatch.mail.hand_over import Transport
from servwatch.mail.maildir import MaildirTransport
from servwatch.mail.sender import SendReport, send_pending
from servwatch.mail.smtp import SmtpTransport
from servwatch.model import MailSettings


def transport_of(settings: MailSettings) -> Transport:
    """The way out that the settings name. Raises DeliveryError where it cannot work at all."""
    return SmtpTransport(settings) if settings.transport == "smtp" else MaildirTransport(settings.maildir)


def way_out(settings: MailSettings) -> str:
    """Where messages go, in words."""
    if settings.transport == "smtp":
        return f"{settings.host}:{settings.port}"
    return str(settings.maildir)


def deliver(
    archive: Archive, settings: MailSettings, clock: Clock, *, stopping: Callable[[], bool] = lambda: False
) -> SendReport | None:
    """Send what is due. None where another process is sending. Raises DeliveryError, ArchiveError."""
    now = clock.now()
    waiting = archive.outbox.next_due(now) is not None or archive.outbox.probe() is not None
    if not waiting and not archive.outbox.stranded():
        archive.outbox.expire(now)
        return SendReport()
    with lock(archive.database, "sender"):
        report = send_pending(
            archive.outbox, transport_of(settings), clock.now, rate=settings.rate, stopping=stopping
        )
    archive.desk.purge(clock.now() - settings.keep)
    return report
