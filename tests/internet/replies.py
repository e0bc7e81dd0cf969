"""What a host of the loopback internet says, and what it was asked."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

import brotli
import zstandard

MEGABYTE = bytes(1_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    time: float  # the server's monotonic clock, seconds
    host: str  # lower-case, without port
    path: str  # with the query
    headers: Mapping[str, str]  # lower-case names; a repeated one is joined with ", "
    secure: bool = False
    protocol: str = "HTTP/1.1"
    connection: int = 0  # which connection of this internet, from 1
    nth: int = 1  # which request on that connection
    proxied: bool = False
    method: str = "GET"
    content: bytes = b""  # the body of the request (HTTP/1.1 only)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer with its quirks; the package's docstring tells where each was met."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    repeats_validators: bool = True
    moving_last_modified: bool = False
    retry_after: int | str | None = None
    cache_control: str | None = None
    location: str | None = None
    only_accepts: str | None = None  # any other Accept gets 406
    encoding: str = ""
    chunked: int = 0  # bytes of a chunk; 0: Content-Length instead
    delay: float = 0.0  # seconds before the answer
    drip: tuple[int, float] | None = None  # so many bytes, so many seconds between
    drop_after: int | None = None  # so many bytes of the body, then the connection ends
    no_last_chunk: bool = False
    claims_length: int | None = None
    close_delimited: bool = False
    no_close_notify: bool = False
    keeps_alive: bool = True
    bomb: int = 0
    endless_headers: bool = False
    garbage: bytes | None = None
    reset: bool = False
    resets_reused: bool = False
    silent: bool = False
    excess: bytes = b""
    interim: int = 0

    def for_(self, asked: Asked) -> Reply:
        """This reply, or the 304 or 406 that the request's headers make of it."""
        accept = asked.headers.get("accept", "*/*")
        if self.only_accepts is not None and accept != self.only_accepts:
            return Reply(status=406)
        if self.status == 200 and self._unchanged(asked.headers):
            return Reply(
                status=304,
                etag=self.etag if self.repeats_validators else None,
                last_modified=self.last_modified if self.repeats_validators else None,
                cache_control=self.cache_control,
                headers=self.headers,
                delay=self.delay,
            )
        return self

    def _unchanged(self, headers: Mapping[str, str]) -> bool:
        """RFC 9110, 13.2.2: If-None-Match goes before If-Modified-Since."""
        known = headers.get("if-none-match")
        if known is not None and self.etag is not None:
            return self.etag in (tag.strip() for tag in known.split(","))
        since = headers.get("if-modified-since")
        return since is not None and since == self.last_modified and not self.moving_last_modified

    def payload(self) -> bytes:
        """The body as it travels, before any chunking."""
        if self.bomb:
            return bomb(self.bomb, self.encoding)
        return compressed(self.body, self.encoding)

    def fields(self, now: str) -> Iterator[tuple[str, str]]:
        """The header fields but those of framing. `now` is the time as an HTTP date."""
        optional: Mapping[str, str | int | None] = {
            "Date": now,
            "Content-Type": self.content_type,
            "ETag": self.etag,
            "Last-Modified": now if self.moving_last_modified else self.last_modified,
            "Retry-After": self.retry_after,
            "Cache-Control": self.cache_control,
            "Location": self.location,
            "Content-Encoding": self.encoding.replace("raw-deflate", "deflate") or None,
        }
        given = {name.lower() for name, _ in self.headers}
        yield from (
            (name, str(value))
            for name, value in optional.items()
            if value is not None and name.lower() not in given
        )
        yield from self.headers

    @property
    def reason(self) -> str:
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return "Unheard Of"

    @property
    def bodyless(self) -> bool:
        """RFC 9110, 6.4.1: these never have a body."""
        return self.status in (204, 304) or self.status < 200


def compressed(body: bytes, encoding: str) -> bytes:
    """`body` under the content codings of a Content-Encoding header, in the order they stand."""
    for coding in filter(None, (part.strip() for part in encoding.split(","))):
        body = _CODERS[coding](body)
    return body


def _raw_deflate(body: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return coder.compress(body) + coder.flush()


_CODERS = {
    "identity": bytes,
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "x-gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "raw-deflate": _raw_deflate,
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.ZstdCompressor().compress(body),
}


@lru_cache(maxsize=8)
def bomb(size: int, encoding: str) -> bytes:
    """`size` zeros (in whole megabytes) under one coding, without ever holding them all."""
    rounds = max(1, size // len(MEGABYTE))
    if encoding in ("gzip", "deflate"):
        coder = zlib.compressobj(9, wbits=zlib.MAX_WBITS + (16 if encoding == "gzip" else 0))
    elif encoding == "br":
        return _brotli_bomb(rounds)
    elif encoding == "zstd":
        coder = zstandard.ZstdCompressor(level=3).compressobj()
    else:
        return bytes(size)
    return b"".join(coder.compress(MEGABYTE) for _ in range(rounds)) + coder.flush()


def _brotli_bomb(rounds: int) -> bytes:
    coder = brotli.Compressor(quality=5)
    return b"".join(coder.process(MEGABYTE) for _ in range(rounds)) + coder.finish()


@dataclass(slots=True)
class Script:
    """The replies of one address, in order; the last one stays."""

    replies: list[object] = field(default_factory=list)
    served: int = 0

    def next(self) -> object:
        reply = self.replies[min(self.served, len(self.replies) - 1)]
        self.served += 1
        return reply
