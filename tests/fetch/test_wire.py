"""One connection: what was read ahead, what an end means."""

import asyncio

import httpcore
import pytest

from servwatch.fetch.wire import Stream, Wire


class Line(asyncio.Transport):
    """The other side of a `Wire`: remembers what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def write(self, data):
        self.calls.append("write")

    def pause_reading(self):
        self.calls.append("pause")

    def resume_reading(self):
        self.calls.append("resume")

    def abort(self):
        self.calls.append("abort")


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def wire(line):
    wire = Wire()
    wire.connection_made(line)
    return wire


def read(wire: Wire, most: int = 65_536) -> bytes:
    return asyncio.run(wire.read(most))


def test_what_came_is_read_in_order_and_no_more_than_asked_for(wire):
    wire.data_received(b"abcdef")
    wire.data_received(b"gh")
    assert [read(wire, 4), read(wire, 4), read(wire, 4)] == [b"abcd", b"ef", b"gh"]


def test_a_reader_waits_for_what_is_to_come(wire):
    async def run():
        reading = asyncio.create_task(wire.read(10))
        await asyncio.sleep(0)
        wire.data_received(b"late")
        return await reading

    assert asyncio.run(run()) == b"late"


def test_an_end_behind_an_answer_is_an_end(wire):
    wire.write(b"GET")
    wire.data_received(b"answer")
    wire.eof_received()
    assert [read(wire), read(wire)] == [b"answer", b""]


def test_an_end_in_place_of_an_answer_is_an_error(wire):
    wire.data_received(b"the answer before")
    read(wire)
    wire.write(b"GET")
    wire.eof_received()
    with pytest.raises(httpcore.ReadError):
        read(wire)


def test_a_reset_is_an_error_even_behind_an_answer(wire):
    wire.data_received(b"half")
    wire.connection_lost(ConnectionResetError())
    assert read(wire) == b"half"
    with pytest.raises(httpcore.ReadError):
        read(wire)


def test_a_connection_that_ended_takes_no_request(wire):
    wire.connection_lost(None)
    with pytest.raises(httpcore.WriteError):
        wire.write(b"GET")


def test_an_idle_connection_is_stale_once_it_ends_or_speaks_unasked(line):
    """Some servers say 408 on an idle connection before they close it."""
    quiet, ended, speaking = Wire(), Wire(), Wire()
    for wire in (quiet, ended, speaking):
        wire.connection_made(line)
    ended.eof_received()
    speaking.data_received(b"HTTP/1.1 408 Request Timeout\r\n\r\n")
    assert [Stream("a", wire).get_extra_info("is_readable") for wire in (quiet, ended, speaking)] == [
        False,
        True,
        True,
    ]


def test_a_peer_that_sends_faster_than_we_read_is_held_back(wire, line):
    for _ in range(5):
        wire.data_received(bytes(100_000))
    assert line.calls == ["pause"]
    while wire.stale:
        read(wire, 100_000)
    assert line.calls == ["pause", "resume"]


def test_closing_is_at_once(wire, line):
    wire.close()
    assert line.calls == ["abort"]
