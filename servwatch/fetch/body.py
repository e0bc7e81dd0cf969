"""Reading a body: capped as it travels and as it inflates, and forgiven an unclean end if it is whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from io import BytesIO

import httpcore

from servwatch.fetch.codings import Decoder, Undecodable, decoders, undo
from servwatch.fetch.faults import FetchStopped
from servwatch.model import Verdict

_GZIP = b"\x1f\x8b\x08"  # RFC 1952, 2.3: magic and the only method there is


class BodyReader:
    """Reads one body. `wire` counts the bytes as received; `note` tells what was forgiven.

    `limit` holds for the bytes that travel and for those they inflate to. With `cut` a longer body
    is cut there and no fault, as RFC 9309 wants for robots.txt.
    """

    def __init__(self, headers: Mapping[str, str], limit: int, *, cut: bool = False) -> None:
        self.wire = 0
        self.note = ""
        self._limit = limit
        self._cut = cut
        self._length = _length(headers)
        self._coding = headers.get("content-encoding", "")
        self._decoders: list[Decoder] | None = None  # None: not yet known
        self._start = b""
        self._content = BytesIO()
        self._size = 0

    async def read(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The body, decompressed. Raises `FetchStopped` (TOO_LARGE, BROKEN)."""
        if self._length is not None and self._length > self._limit and not self._cut:
            raise self._too_large()
        try:
            await self._take(chunks)
            if not self._full:
                self._end()
        except Undecodable as error:
            raise FetchStopped(Verdict.BROKEN, f"the body cannot be decompressed: {error}") from error
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            self._forgive(error)
        content = self._content.getvalue()
        return content[: self._limit] if self._cut else content

    async def _take(self, chunks: AsyncIterator[bytes]) -> None:
        async for chunk in chunks:
            self.wire += len(chunk)
            if self.wire > self._limit and not self._cut:
                raise self._too_large()
            self._decode(chunk)
            if self._full:
                return

    @property
    def _full(self) -> bool:
        return self._cut and max(self._size, self.wire) >= self._limit

    def _decode(self, chunk: bytes, *, last: bool = False) -> None:
        if self._decoders is None:
            self._start += chunk
            if len(self._start) < len(_GZIP) and not last:
                return
            chunk, self._start = self._start, b""
            self._decoders = self._chosen(chunk)
        for piece in undo(self._decoders, chunk):
            self._size += self._content.write(piece)
            if self._size > self._limit and not self._cut:
                raise self._too_large()
            if self._full:
                return

    def _chosen(self, start: bytes) -> list[Decoder]:
        """By the header; but nothing we fetch is gzip in itself, so bare gzip was packed unannounced."""
        chosen = decoders(self._coding, self._limit)
        if chosen or not start.startswith(_GZIP):
            return chosen
        self.note = "gzip that no header announced"
        return decoders("gzip", self._limit)

    def _end(self) -> None:
        """What is due when the last byte has come."""
        if self._decoders is None:
            self._decode(b"", last=True)
        if self.wire and not all(decoder.complete for decoder in self._decoders or ()):
            raise Undecodable("it breaks off")

    def _forgive(self, error: Exception) -> None:
        """Press Corner ends its gzip answers without closing TLS: whole all the same, by its checksum."""
        if self._decoders and all(decoder.complete for decoder in self._decoders):
            self.note = "the connection ended early, but the compressed body is whole"
            return
        of = f" of {self._length}" if self._length is not None else ""
        rule = f"the connection ended in the middle of the body ({self.wire}{of} bytes)"
        raise FetchStopped(Verdict.BROKEN, rule) from error

    def _too_large(self) -> FetchStopped:
        return FetchStopped(Verdict.TOO_LARGE, f"the body has more than {self._limit} bytes")


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
