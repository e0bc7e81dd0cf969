"""Content codings (RFC 9110, 8.4.1), undone step by step so that no bomb can go off.

A decoder's `feed` gives what the bytes inflate to and raises `Undecodable`; `complete` tells whether
the compressed stream has come to its own end, checksum included.

Each decoder takes bytes as they arrive and gives what they inflate to in pieces of about `STEP`, so
that whoever counts the pieces can stop in time. zlib and brotli take a limit for each step. The zstd
binding takes none, so it is fed in slices so short that even the best packed ones (a block of four
bytes may stand for 128 KiB, RFC 8878, 3.1.1.2) cannot go beyond the limit by more than one block.
"""

# ruff: noqa: D102 - the two methods of a decoder are told above

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import brotli  # type: ignore[import-untyped]
import zstandard

STEP = 65_536
"""Bytes a decoder gives at once, about: brotli's buffer may be half as large again."""

MOST_CODINGS = 2
"""gzip within gzip is met where a proxy packs what was packed already; more is an attack."""

_MOST_MEMBERS = 1_000  # gzip members or zstd frames in one body: each costs a new decoder
_ZSTD_WINDOW = 8 << 20  # RFC 9659, 3: no larger window may be needed in HTTP
_ZSTD_BEST = 32_768  # bytes that one byte of zstd may stand for: a 128 KiB block of 4 bytes

_PLAIN = frozenset({"", "identity", "none", "utf-8", "binary"})  # the last three said in error, harmless


class Undecodable(Exception):
    """The body is not what its Content-Encoding says. The text is one plain sentence."""


class Decoder(Protocol):
    """One coding being undone."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    @property
    def complete(self) -> bool: ...


class Deflate:
    """gzip (RFC 1952, members in a row too) and deflate (RFC 1950, or bare RFC 1951 as some send)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzip else None
        self._held = b""  # bytes that wait for their successors to be understood
        self._members = 1
        self._over = False  # what still comes is padding

    @property
    def complete(self) -> bool:
        return self._stream is not None and self._stream.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._held + data
        self._held = b""
        while data and not self._over:
            if self._stream is None or self._stream.eof:
                if len(data) < 2:
                    self._held = data
                    return
                if not self._begin(data):
                    return
            yield from self._inflate(data)
            data = self._stream.unused_data if self._stream is not None and self._stream.eof else b""

    def _begin(self, data: bytes) -> bool:
        """Makes the stream that fits the next two bytes. False: they belong to none, but are padding."""
        if self._gzip:
            self._over = not data.startswith(b"\x1f\x8b")
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise Undecodable("gzip of too many members")
            if not self._over:
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif self._stream is None:
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0  # RFC 1950, 2.2
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        else:
            self._over = True
        return not self._over

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while self._stream is not None:
            try:
                piece = self._stream.decompress(data, STEP)
            except zlib.error as error:
                raise Undecodable(f"broken {'gzip' if self._gzip else 'deflate'}") from error
            if piece:
                yield piece
            data = self._stream.unconsumed_tail
            if self._stream.eof or (not data and len(piece) < STEP):
                return


class Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    @property
    def complete(self) -> bool:
        return bool(self._stream.is_finished())

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self.complete:
            return
        while True:
            try:
                piece = self._stream.process(data, output_buffer_limit=STEP)
            except brotli.error as error:
                raise Undecodable("broken brotli") from error
            if piece:
                yield piece
            elif self._stream.can_accept_more_data():
                return
            data = b""


class Zstd:
    """zstd (RFC 8878), frames in a row and skippable ones too. `limit` is the cap on the whole body."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._factory = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame = self._factory.decompressobj(write_size=STEP)
        self._frames = 1

    @property
    def complete(self) -> bool:
        return bool(self._frame.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        view, at = memoryview(data), 0
        while at < len(view):
            if self._frame.eof:
                self._next_frame()
            end = min(at + max(self._left // _ZSTD_BEST, 4), len(view))
            try:
                piece = self._frame.decompress(view[at:end])
            except zstandard.ZstdError as error:
                raise Undecodable("broken zstd") from error
            at = end - len(self._frame.unused_data) if self._frame.eof else end
            self._left -= len(piece)
            if piece:
                yield piece

    def _next_frame(self) -> None:
        self._frames += 1
        if self._frames > _MOST_MEMBERS:
            raise Undecodable("zstd of too many frames")
        self._frame = self._factory.decompressobj(write_size=STEP)


_DECODERS: dict[str, Callable[[int], Decoder]] = {
    "gzip": lambda _: Deflate(gzip=True),
    "x-gzip": lambda _: Deflate(gzip=True),
    "deflate": lambda _: Deflate(gzip=False),
    "br": lambda _: Brotli(),
    "zstd": Zstd,
}

ACCEPTED = "gzip, br, zstd"
"""What our Accept-Encoding says. deflate is understood but not asked for: it comes in two forms."""


def decoders(content_encoding: str, limit: int) -> list[Decoder]:
    """The decoders for a Content-Encoding header, the outermost coding first.

    `limit` is the cap on the decompressed body, bytes. Raises `Undecodable` for unknown codings and
    for too many.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in _PLAIN]
    if len(names) > MOST_CODINGS:
        raise Undecodable(f"{len(names)} codings one within another")
    unknown = next((name for name in names if name not in _DECODERS), None)
    if unknown is not None:
        raise Undecodable(f"an unknown coding, {unknown[:40]!a}")
    return [_DECODERS[name](limit) for name in reversed(names)]


def undo(decoders: Sequence[Decoder], data: bytes) -> Iterator[bytes]:
    """`data` through all the decoders, outermost first. Raises `Undecodable`."""
    if not decoders:
        yield data
        return
    for piece in decoders[0].feed(data):
        yield from undo(decoders[1:], piece)
