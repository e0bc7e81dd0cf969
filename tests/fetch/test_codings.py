"""Content codings: undone however the bytes are cut, and never beyond the cap."""

import asyncio
import gzip
import tracemalloc
import zlib

import brotli
import httpcore
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.fetch.body import BodyReader
from servwatch.fetch.codings import STEP, Undecodable, Zstd, decoders, undo
from servwatch.fetch.faults import FetchStopped
from servwatch.model import Verdict
from tests.fetch.samples import FEED
from tests.internet import compressed
from tests.internet.replies import bomb

LIMIT = 1_000_000
CODINGS = ["gzip", "deflate", "raw-deflate", "br", "zstd", "gzip, gzip", "gzip, br", "identity", ""]
BLOCK = 128 * 1024  # of zstd, RFC 8878


def header(coding: str) -> dict[str, str]:
    return {"content-encoding": coding.replace("raw-deflate", "deflate")}


def read(chunks, headers, limit=LIMIT, *, cut=False, fails=None):
    """What a `BodyReader` makes of these chunks, and the reader."""

    async def arriving():
        for chunk in chunks:
            yield chunk
        if fails is not None:
            raise fails

    reader = BodyReader(headers, limit, cut=cut)
    return asyncio.run(reader.read(arriving())), reader


def outcome(chunks, headers) -> Verdict | None:
    """The verdict that ended the reading, None where there is a body."""
    try:
        read(chunks, headers)
    except FetchStopped as stop:
        return stop.verdict
    return None


def cut_up(data: bytes, sizes: list[int]) -> list[bytes]:
    chunks, at = [], 0
    for size in sizes:
        chunks.append(data[at : at + size])
        at += size
    return [*chunks, data[at:]]


@given(
    body=st.binary(max_size=3_000) | st.binary(max_size=20).map(lambda b: b * 500),
    coding=st.sampled_from(CODINGS),
    sizes=st.lists(st.integers(0, 50), max_size=60),
)
def test_a_body_is_the_same_however_it_is_cut(body, coding, sizes):
    wire = compressed(body, coding)
    content, reader = read(cut_up(wire, sizes), header(coding))
    assert content == body
    assert reader.wire == len(wire)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw-deflate", "br", "zstd"])
@pytest.mark.parametrize("missing", [1, 10])
def test_a_compressed_body_that_breaks_off_is_broken(coding, missing):
    with pytest.raises(FetchStopped, match="breaks off") as stopped:
        read([compressed(FEED, coding)[:-missing]], header(coding))
    assert stopped.value.verdict is Verdict.BROKEN


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@given(noise=st.binary(min_size=1, max_size=300))
def test_noise_is_broken_or_something_but_never_an_accident(coding, noise):
    assert outcome([noise], header(coding)) in (None, Verdict.BROKEN)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@given(st.data())
def test_a_body_with_a_wrong_bit_is_broken_or_something_but_never_an_accident(coding, data):
    wire = bytearray(compressed(FEED, coding))
    wire[data.draw(st.integers(0, len(wire) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert outcome([bytes(wire)], header(coding)) in (None, Verdict.BROKEN)


@pytest.mark.parametrize(
    ("coding", "step"), [("gzip", STEP), ("deflate", STEP), ("br", 2 * STEP), ("zstd", BLOCK)]
)
@settings(max_examples=25)
@given(limit=st.integers(1, LIMIT), chunk=st.integers(1, 100_000))
def test_a_bomb_never_inflates_beyond_the_cap_by_more_than_a_step(coding, step, limit, chunk):
    wire = bomb(20_000_000, coding)
    seen, largest = 0, 0
    (decoder,) = decoders(coding, limit)
    for start in range(0, len(wire), chunk):
        for piece in undo([decoder], wire[start : start + chunk]):
            largest = max(largest, len(piece))
            seen += len(piece)
            if seen > limit:
                assert seen <= limit + step
                return
    pytest.fail("the bomb was smaller than the cap")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_bomb_is_too_large(coding):
    wire = bomb(50_000_000, "gzip") if coding == "gzip, gzip" else bomb(50_000_000, coding)
    wire = gzip.compress(wire) if coding == "gzip, gzip" else wire
    with pytest.raises(FetchStopped, match="more than 1000000 bytes") as stopped:
        read([wire], header(coding))
    assert stopped.value.verdict is Verdict.TOO_LARGE


def test_a_body_of_exactly_the_cap_is_not_too_large():
    body = b"x" * LIMIT
    for coding in CODINGS:
        assert read([compressed(body, coding)], header(coding))[0] == body
        with pytest.raises(FetchStopped):
            read([compressed(body + b"x", coding)], header(coding))


def test_the_cap_holds_for_what_travels_too():
    empty_members = gzip.compress(b"") * 900
    with pytest.raises(FetchStopped) as stopped:
        read([empty_members], header("gzip"), limit=10_000)
    assert stopped.value.verdict is Verdict.TOO_LARGE


def test_a_body_announced_as_too_large_is_not_read():
    async def unread():
        pytest.fail("it was read")
        yield b""

    with pytest.raises(FetchStopped) as stopped:
        asyncio.run(BodyReader({"content-length": "1000001"}, LIMIT).read(unread()))
    assert stopped.value.verdict is Verdict.TOO_LARGE


def test_members_in_a_row_are_one_body():
    assert read([gzip.compress(b"a") + gzip.compress(b"b")], header("gzip"))[0] == b"ab"
    frames = zstandard.compress(b"a") + b"\x50\x2a\x4d\x18\x04\0\0\0skip" + zstandard.compress(b"b")
    for size in range(1, len(frames)):
        assert read([frames[:size], frames[size:]], header("zstd"))[0] == b"ab"


def test_padding_behind_gzip_is_forgiven():
    assert read([gzip.compress(b"a") + bytes(100)], header("gzip"))[0] == b"a"
    assert read([zlib.compress(b"a") + bytes(100)], header("deflate"))[0] == b"a"
    assert read([brotli.compress(b"a"), bytes(100)], header("br"))[0] == b"a"


def test_members_without_end_are_an_attack():
    with pytest.raises(FetchStopped, match="too many members"):
        read([gzip.compress(b"") * 1_100], header("gzip"))
    with pytest.raises(FetchStopped, match="too many frames"):
        read([zstandard.compress(b"") * 1_100], header("zstd"))


def test_a_zstd_window_beyond_what_http_allows_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=25)
    coder = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(FetchStopped, match="broken zstd"):
        read([coder.compress(bytes(40_000_000)) + coder.flush()], header("zstd"), limit=50_000_000)


def test_codings_are_limited_in_number_and_kind():
    with pytest.raises(Undecodable, match="3 codings"):
        decoders("gzip, gzip, gzip", LIMIT)
    with pytest.raises(Undecodable, match="unknown coding, 'compress'"):
        decoders("compress", LIMIT)
    assert decoders("Identity, UTF-8", LIMIT) == []


def test_gzip_that_nobody_announced_is_undone():
    for sizes in ([], [1], [1, 1], [2]):
        content, reader = read(cut_up(gzip.compress(FEED), sizes), {})
        assert content == FEED
        assert reader.note == "gzip that no header announced"


def test_press_corner_breaks_off_the_connection_behind_whole_gzip():
    """2026: gzip answers end without a close; the compressed stream itself has its trailer."""
    for coding in ("gzip", "deflate", "br", "zstd"):
        content, reader = read([compressed(FEED, coding)], header(coding), fails=httpcore.ReadError())
        assert content == FEED
        assert "whole" in reader.note


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_a_body_that_the_connection_cuts_is_broken(coding):
    wire = compressed(FEED, coding)[:-5]
    fault = httpcore.RemoteProtocolError("incomplete chunked read")
    with pytest.raises(FetchStopped, match="in the middle of the body") as stopped:
        read([wire], header(coding) | {"content-length": "300"}, fails=fault)
    assert stopped.value.verdict is Verdict.BROKEN


def test_a_cut_body_is_as_long_as_the_cap():
    assert read([b"x" * 600, b"y" * 600], {}, 1_000, cut=True)[0] == b"x" * 600 + b"y" * 400
    assert len(read([bomb(5_000_000, "gzip")], header("gzip"), 1_000, cut=True)[0]) == 1_000


def test_a_cut_body_that_never_gets_longer_is_cut_by_what_travels():
    endless = b"\x50\x2a\x4d\x18\xff\xff\xff\x7f" + bytes(5_000)  # a zstd frame to be skipped, of 2 GB
    content, reader = read([endless[:900], *[endless] * 99], header("zstd"), 1_000, cut=True)
    assert content == b""
    assert reader.wire < 10_000


def test_a_body_in_the_smallest_pieces_takes_no_more_memory_than_in_one():
    tracemalloc.start()
    try:
        read((b"ab" for _ in range(300_000)), {})
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_feeding_zstd_costs_no_more_than_its_bytes():
    """A view, not copies: a chunk of 256 KiB near the cap is cut into slices of four bytes."""
    body = bytes(range(256)) * 4_000
    wire = zstandard.compress(body)
    assert b"".join(Zstd(len(body)).feed(wire)) == body
