"""A process that ends while it reads what came back: nothing is lost, and nothing counts twice."""

import pytest

from servwatch.archive.returned import ReturnedMail
from servwatch.cycle import returned_mail
from servwatch.fetch import Fetcher
from tests.cycle.returned import (
    LATER,
    NOON,
    TAKEN,
    counted,
    deliver,
    failed,
    marks,
    messages,
)
from tests.mail.bounces.letters import answer

pytestmark = pytest.mark.dovecot


def test_one_that_cannot_be_read_stops_no_other(board_watch, server, monkeypatch):
    reading = returned_mail.report

    def breaks(content):
        if b"EVIL" in content:
            raise RuntimeError("a fault of the parser")
        return reading(content)

    monkeypatch.setattr(returned_mail, "report", breaks)
    deliver(server, answer("EVIL"), failed(messages(board_watch)[0]), b"\x00\xff" * 5000)
    report = board_watch.run(NOON)
    assert (report.heard.returned, report.heard.others) == (1, 2)
    assert marks(server) == {1: set(), 2: TAKEN, 3: set()}


def test_a_process_that_ends_before_it_is_kept_loses_nothing(board_watch, server, monkeypatch):
    deliver(server, failed(messages(board_watch)[0]))

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ReturnedMail, "keep", dies)
        with pytest.raises(KeyboardInterrupt):
            board_watch.run(NOON)
    assert marks(server) == {1: set()}
    assert counted(board_watch) == []
    assert board_watch.run(LATER).heard.returned == 1
    assert marks(server) == {1: TAKEN}


def test_one_that_ends_between_keeping_and_marking_counts_nothing_twice_and_the_next_marks(
    board_watch, server, monkeypatch
):
    deliver(server, failed(messages(board_watch)[0]), answer("Een vraag"))

    async def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Fetcher, "mark", dies)
        with pytest.raises(KeyboardInterrupt):
            board_watch.run(NOON)
    assert counted(board_watch) == [("5.1.1", 1)]
    assert marks(server) == {1: set(), 2: set()}
    assert board_watch.run(LATER).heard.returned == 0
    assert counted(board_watch) == [("5.1.1", 1)]
    assert marks(server) == {1: TAKEN, 2: set()}


def test_one_that_ends_while_it_is_kept_keeps_none_of_it(board_watch, server, monkeypatch):
    deliver(server, failed(messages(board_watch)[0]))

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(returned_mail, "letters_of", dies)  # within the transaction
        with pytest.raises(KeyboardInterrupt):
            board_watch.run(NOON)
    assert counted(board_watch) == []
    assert board_watch.run(LATER).heard.returned == 1
