"""What a form sent, read with limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from servwatch.errors import UsageError

BODY_SECONDS = 20.0
"""A body that has not come by then is not waited for."""
MOST_FIELDS = 2000
_KIND = "application/x-www-form-urlencoded"


class Form:
    """The fields of a form, in their order. Text is given without the carriage returns that browsers send."""

    def __init__(self, fields: list[tuple[str, str]] | None = None) -> None:
        self._fields = [(name, value.replace("\r\n", "\n")) for name, value in fields or []]

    def get(self, name: str, otherwise: str = "") -> str:
        """The last value of a field."""
        return next((value for key, value in reversed(self._fields) if key == name), otherwise)

    def line(self, name: str, most: int = 1000) -> str:
        """The same on one line, without what no line holds, and no longer than that."""
        text = "".join(c if c.isprintable() else " " for c in self.get(name))
        return " ".join(text.split())[:most]

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self._fields if key == name]

    def number(self, name: str) -> int | None:
        """A whole number that a database can hold, or None."""
        text = self.get(name).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    def day(self, name: str) -> date | None:
        """A day, None for an empty field. Raises UsageError for what is none."""
        text = self.line(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise UsageError("{text} is no day", remedy="Write it as 2026-12-31.", text=text) from error

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._fields)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)


async def read_form(request: Request, most_bytes: int) -> Form:
    """The form that a request carries. Raises HTTPException 400, 408, 413, 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request, most_bytes)
    if not body:
        return Form()
    if kind != _KIND:
        raise HTTPException(415)
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (ValueError, UnicodeDecodeError):
        raise HTTPException(400) from None
    return Form(fields)


async def _body(request: Request, most_bytes: int) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise HTTPException(413, headers={"Connection": "close"})
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)
