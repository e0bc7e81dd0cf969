"""Messages and settings to test with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from servwatch.mail.message import compose
from servwatch.model import MailSettings, Message

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def letter(number: int = 1, *, recipient: str = "", mime: bytes | None = None, filler: int = 0, **fields):
    """One message of an outbox, with dots at line beginnings and `filler` bytes more."""
    message_id = f"<dagelijks.20261127T1200.{number:016}@servwatch.example.org>"
    recipient = recipient or f"lid{number}@example.org"
    if mime is None:
        mime = compose(
            subject=f"Bericht {number}",
            html=f"<!DOCTYPE html><html lang=nl><head></head><body>één {number}</body></html>",
            text=f".\n..\n.een {number}\n",
            sender="SERV <internationaal@servwatch.example.org>",
            recipient=recipient,
            message_id=message_id,
            date=NOON,
            language="nl",
        )
        mime += (b"." + b"x" * 71 + b"\r\n") * (filler // 74)  # after the last boundary: nobody shows it
    return Message(id=number, message_id=message_id, recipient=recipient, mime=mime, created=NOON, **fields)


def relay(port: int, *, seconds: float = 20.0, **fields) -> MailSettings:
    """Settings for a relay on loopback; `seconds` is how long the client waits for a reply."""
    return MailSettings(
        sender="SERV <internationaal@servwatch.example.org>",
        transport="smtp",
        host=fields.pop("host", "127.0.0.1"),
        port=port,
        timeout=timedelta(seconds=seconds),
        **fields,
    )
