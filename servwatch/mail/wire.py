"""The bytes of a message as they travel by SMTP, or why they cannot travel unchanged."""

from __future__ import annotations

from servwatch.errors import Unmailable
from servwatch.mail.addresses import ascii_address
from servwatch.model import Message

LONGEST_LINE = 998  # bytes, without the CRLF (RFC 5322, 2.1.1)


class Wire:
    """Looks messages over before they leave.

    Those of an edition share all but their header section, so the rest is looked over once: for a message of 58 KB that
    leaves a twenty-fifth of the work.
    """

    def __init__(self) -> None:
        self._body = b""
        self._fault = ""
        self._stuffed = b""

    def fault(self, message: Message) -> str:
        """Why this message cannot travel to this recipient; "" when it can.

        A bare CR or LF may end the message early for another server than the one that looks (SMTP
        smuggling, CVE-2023-51764); so nothing of that kind leaves.
        """
        try:
            ascii_address(message.recipient)
        except Unmailable as why:
            return why.sentence()
        head = self._head(message.mime)
        return _fault(head) or (self._fault if self._body else "")

    def stuffed(self, mime: bytes) -> bytes:
        """The bytes with each dot at the beginning of a line doubled (RFC 5321, 4.5.2)."""
        head = self._head(mime)
        return _stuffed(head) + self._stuffed

    def _head(self, mime: bytes) -> bytes:
        """What is before the body; the body is the one that was looked over, or is now."""
        if not (self._body and mime.endswith(self._body) and mime[: -len(self._body)].endswith(b"\r\n\r\n")):
            _, blank, self._body = mime.partition(b"\r\n\r\n")
            self._fault = _fault(self._body) if blank else ""
            self._stuffed = _stuffed(self._body)
        return mime[: len(mime) - len(self._body)]


def _fault(part: bytes) -> str:
    lines = part.split(b"\r\n")
    if not part.isascii() or b"\0" in part:
        return "the message has a NUL or bytes of 8 bits"
    if not part or lines[-1] or not part.count(b"\r") == part.count(b"\n") == len(lines) - 1:
        return "the message has a bare CR or LF, or no line end at its end"
    if max(map(len, lines)) > LONGEST_LINE:
        return "the message has a line that is too long"
    return ""


def _stuffed(part: bytes) -> bytes:
    doubled = part.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled
