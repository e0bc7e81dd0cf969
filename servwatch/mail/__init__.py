"""Mail: composing a message, the two ways out, and sending what lies in the outbox.

`compose` makes the final bytes; they are stored, and `send_pending` hands them over by a `Transport`,
committing each step to an `Outbox`. See `retry` for the states and `hand_over` for the seam.
"""

from servwatch.mail.addresses import Mailbox, ascii_address, mailbox, short_hash
from servwatch.mail.hand_over import Fate, HandOver, Phase, Transport
from servwatch.mail.maildir import MaildirTransport
from servwatch.mail.message import Attachment, compose
from servwatch.mail.message_id import edition_message_id, notice_message_id
from servwatch.mail.outbox import Outbox
from servwatch.mail.relay_remedies import remedy_of
from servwatch.mail.sender import Ended, PossibleDuplicate, SendReport, send_pending
from servwatch.mail.smtp import SmtpTransport
from servwatch.model import MailSettings

__all__ = [
    "Attachment",
    "Ended",
    "Fate",
    "HandOver",
    "Mailbox",
    "MaildirTransport",
    "Outbox",
    "Phase",
    "PossibleDuplicate",
    "SendReport",
    "SmtpTransport",
    "Transport",
    "ascii_address",
    "compose",
    "edition_message_id",
    "mailbox",
    "notice_message_id",
    "remedy_of",
    "send_pending",
    "short_hash",
    "transport_for",
]


def transport_for(settings: MailSettings) -> Transport:
    """The way out that the settings name; `settings.maildir` is already absolute.

    Raises:
        DeliveryError: it can never work as it is set.
    """
    if settings.transport == "smtp":
        return SmtpTransport(settings)
    return MaildirTransport(settings.maildir)
