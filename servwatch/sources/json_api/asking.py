"""What a search interface is asked, page after page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from servwatch.model import Request, Source
from servwatch.sources.paging import next_number, parameter, with_parameter
from servwatch.sources.placeholders import filled_within
from servwatch.sources.source_kind import plain_request

JSON = "application/json"

_SIZES = frozenset(
    {"size", "pagesize", "page_size", "per_page", "perpage", "limit", "max", "rows", "count", "hitsperpage"}
)
"""What interfaces call the number of entries of a page, in an address or in a body of JSON."""


def request(source: Source, now: datetime) -> Request:
    """The first request of a poll. `now` is aware."""
    options = source.options
    window = options.get("window")
    plain = plain_request(source, now, expects="json")
    if options.get("form"):
        content, kind = multipart(filled_within(options["form"], now, window))
        return replace(plain, method="POST", content=content, content_type=kind)
    if options.get("json"):
        content = _json(filled_within(options["json"], now, window))
        return replace(plain, method="POST", content=content, content_type=JSON)
    return plain


def following(asked: Request, paging: Mapping[str, Any], page: int) -> Request:
    """The request for the page after `page` (counted from 1), like the one that was asked for it."""
    number = next_number(paging, page)
    name = parameter(paging)
    if paging.get("in_json") and asked.content_type == JSON:
        content = _json(_with_value(json.loads(asked.content), name.split("."), number))
        return Request(asked.url, method=asked.method, content=content, content_type=JSON)
    return Request(
        with_parameter(asked.url, name, str(number)),
        method=asked.method,
        content=asked.content,
        content_type=asked.content_type,
    )


def page_size(asked: Request, paging: Mapping[str, Any]) -> int | None:
    """How many entries a full page holds, as the source or the request itself says; None where neither does."""
    named: list[tuple[str, Any]] = [("size", paging.get("size")), *parse_qsl(urlsplit(asked.url).query)]
    if asked.content_type == JSON:
        body = json.loads(asked.content)
        named += body.items() if isinstance(body, dict) else ()
    sizes = (str(value) for name, value in named if name.lower() in _SIZES)
    return next((int(size) for size in sizes if size.isascii() and size.isdigit() and int(size)), None)


def multipart(form: Mapping[str, Any]) -> tuple[bytes, str]:
    """A form as multipart/form-data (RFC 7578) and its type; tables and lists are parts of JSON.

    The boundary is made of the content, so that the same form is the same request.
    """
    parts = [
        (name, value if isinstance(value, str) else _json(value).decode()) for name, value in form.items()
    ]
    boundary = "servwatch-" + blake2b(repr(parts).encode(), digest_size=12).hexdigest()
    lines: list[str] = []
    for (name, text), value in zip(parts, form.values(), strict=True):
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{_quoted(name)}"']
        if not isinstance(value, str):
            lines.append(f"Content-Type: {JSON}")
        lines += ["", text]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode(), f"multipart/form-data; boundary={boundary}"


def _quoted(name: str) -> str:
    """As browsers write it (HTML Standard, "multipart/form-data encoding algorithm")."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _with_value(body: Any, path: list[str], number: int) -> Any:
    """The body with one value of it set; a path that leads nowhere is made."""
    if not path:
        return number
    head, *rest = path
    inner = body if isinstance(body, dict) else {}
    return {**inner, head: _with_value(inner.get(head), rest, number)}
