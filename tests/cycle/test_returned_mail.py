"""What comes back to the folder of [bounces], on a real Dovecot: counted, noted, told, and nobody removed by it."""

import pytest

from servwatch.archive.archive import Archive
from servwatch.cli.cycle_report import as_json, tell
from tests.cycle.returned import (
    ADMINISTRATOR,
    AN,
    BO,
    EDITOR,
    FIRST,
    LATER,
    NEXT_DAY,
    NOON,
    TAKEN,
    asked,
    board,
    counted,
    deliver,
    failed,
    fates,
    folder_of,
    marks,
    messages,
    state,
)
from tests.mail.bounces.letters import answer, qmail

pytestmark = pytest.mark.dovecot


def test_a_report_on_a_message_of_ours_is_noted_of_its_recipient_and_of_the_message(board_watch, server):
    (sent,) = messages(board_watch)
    deliver(server, failed(sent))
    report = board_watch.run(NOON)
    assert (report.heard.returned, report.heard.others) == (1, 0)
    assert counted(board_watch) == [("5.1.1", 1)]
    assert fates(board_watch, sent) == ["accepted", "returned"]
    assert counted(board_watch, BO) == []
    assert marks(server) == {1: TAKEN}
    assert not asked(report)


def test_a_run_says_on_one_line_what_came_back(board_watch, server, capsys):
    (sent,), (to_bo,) = messages(board_watch), messages(board_watch, BO)
    deliver(server, failed(sent), failed(to_bo), leave(), answer("Een vraag"))
    report = board_watch.run(NOON)
    tell(report, quiet=False)
    line = "2 mails came back, 1 reader left by mail, 1 other letter left unread in the folder: see `servwatch members bounces`."
    assert line in capsys.readouterr().out.replace("\n", " ")
    assert as_json(report)["heard"] == {"returned": 2, "late": 0, "left": 1, "others": 1}
    assert report.as_json()["returned"] == 2


def test_nobody_is_removed_by_it_and_the_next_edition_is_mailed(board_watch, server):
    deliver(server, failed(messages(board_watch)[0]))
    board_watch.run(NOON)
    board_watch.run(NEXT_DAY)
    assert len(messages(board_watch)) == 2
    assert not state(board_watch).suppressed


def test_an_address_that_is_unknown_on_two_days_is_told_to_the_editors_once(board_watch, server):
    deliver(server, failed(messages(board_watch)[0]))
    board_watch.run(NOON)
    board_watch.run(NEXT_DAY)
    deliver(server, failed(messages(board_watch)[1]), at="2026-11-27 07:05")
    report = board_watch.run("2026-11-27 07:30")
    assert asked(report) == {"recipient comes-back"}
    (told,) = board_watch.texts(EDITOR)
    assert f"{AN} (Eerste Lid, voorzitter): 5.1.1" in told
    assert "niemand" in told.lower()
    board_watch.run("2026-11-28 07:00")
    deliver(server, failed(messages(board_watch)[2]), at="2026-11-28 07:05")
    assert board_watch.run("2026-11-28 07:30").heard.returned == 1
    assert len(board_watch.texts(EDITOR)) == 1
    assert not state(board_watch).suppressed


def test_a_report_on_a_message_that_is_not_ours_counts_nothing_and_stays_unread(board_watch, server):
    (to_an,), (to_bo,) = messages(board_watch), messages(board_watch, BO)
    deliver(
        server,
        failed(to_an, original="<forged.20261126.aaaa@example.org>"),
        failed(to_bo, recipient=AN),  # a message of ours, and another's
        failed(to_an, recipient="elders@example.net"),  # where An has it sent on to
    )
    report = board_watch.run(NOON)
    assert (report.heard.returned, report.heard.others) == (0, 3)
    assert counted(board_watch) == counted(board_watch, BO) == []
    assert marks(server) == {1: set(), 2: set(), 3: set()}


def without_message_id(address):
    return b"\n".join(
        line for line in qmail(address).split(b"\n") if not line.startswith(b"Message-ID: <brief")
    )


def test_a_report_that_names_no_message_counts_for_a_member_who_was_mailed_of_late(board_watch, server):
    deliver(server, without_message_id(AN), without_message_id("vreemd@example.net"))
    report = board_watch.run(NOON)
    assert (report.heard.returned, report.heard.others) == (1, 1)
    assert counted(board_watch) == [("5.1.1", 1)]
    assert fates(board_watch, messages(board_watch)[0]) == ["accepted", "returned"]
    assert marks(server) == {1: TAKEN, 2: set()}


def test_but_not_eleven_days_later(board_watch, server):
    board_watch.digests.clear()
    deliver(server, without_message_id(AN), at="2026-12-07 12:00")
    assert board_watch.run("2026-12-07 12:30").heard.returned == 0
    assert counted(board_watch) == []


def test_a_message_that_is_late_is_counted_and_nothing_is_noted(board_watch, server):
    (sent,) = messages(board_watch)
    deliver(server, failed(sent, action="delayed", status="4.4.1", said="smtp; 451 4.4.1 try later"))
    report = board_watch.run(NOON)
    assert (report.heard.returned, report.heard.late) == (0, 1)
    assert counted(board_watch) == []
    assert fates(board_watch, sent) == ["accepted"]
    assert marks(server) == {1: TAKEN}


def test_a_rule_of_the_receiver_is_told_to_the_administrators_and_is_no_fault_of_the_address(
    board_watch, server
):
    (sent,) = messages(board_watch)
    deliver(server, failed(sent, status="5.7.26", said="smtp; 550 5.7.26 DMARC policy"))
    report = board_watch.run(NOON)
    assert asked(report) == {"bounces policy"}
    (told,) = board_watch.texts(ADMINISTRATOR)
    assert "5.7.26" in told
    assert "doctor mail" in told
    assert not state(board_watch).seems_dead(lambda time: time.date())
    assert not state(board_watch).suppressed
    assert not asked(board_watch.run("2026-12-04 12:30"))  # history by then


def test_a_second_report_on_one_message_counts_nothing_more(board_watch, server):
    (sent,) = messages(board_watch)
    deliver(server, failed(sent), failed(sent, status="5.2.2"))
    assert board_watch.run(NOON).heard.returned == 1
    deliver(server, failed(sent), at=LATER)
    report = board_watch.run(LATER)
    assert (report.heard.returned, report.heard.others) == (0, 0)
    assert counted(board_watch) == [("5.1.1", 1)]
    assert set(marks(server)) == {1, 2, 3}


def test_a_folder_that_is_numbered_anew_is_read_again_and_nothing_counts_twice(board_watch, server):
    deliver(server, failed(messages(board_watch)[0]), leave())
    board_watch.run(NOON)
    with board_watch.archive() as archive:
        assert archive.recipients.restore(BO)  # the editors talked to Bo
    server.renumber(server.name)
    report = board_watch.run(LATER)
    assert (report.heard.returned, report.heard.left) == (0, 0)
    assert counted(board_watch) == [("5.1.1", 1)]
    assert not state(board_watch, BO).suppressed


def leave(digest="board", sender=BO, **fields):
    return answer(f"unsubscribe {digest}", sender=f"Bo <{sender}>", **fields)


def test_a_reader_who_asks_to_leave_by_mail_leaves_and_the_editors_hear_of_it(board_watch, server):
    deliver(server, leave())
    report = board_watch.run(NOON)
    assert report.heard.left == 1
    assert state(board_watch, BO).suppression("board") is not None
    assert state(board_watch, BO).suppression("board").detail == "mail"
    (told,) = board_watch.texts(EDITOR)
    assert BO in told
    assert marks(server) == {1: TAKEN}
    board_watch.run(NEXT_DAY)
    assert len(messages(board_watch, BO)) == 1


def test_who_is_no_reader_an_unknown_digest_and_an_automatic_answer_are_left_to_a_person(board_watch, server):
    deliver(
        server,
        leave(sender="vreemd@example.net"),
        leave(digest="jaarverslag"),
        leave(Auto_Submitted="auto-replied"),
        answer("Vraagje over de nieuwsbrief"),
    )
    report = board_watch.run(NOON)
    assert (report.heard.left, report.heard.others) == (0, 4)
    assert not state(board_watch, BO).suppressed
    assert set(map(frozenset, marks(server).values())) == {frozenset()}
    assert board_watch.run(LATER).heard.others == 0  # looked at once


def test_old_wishes_that_lie_there_at_the_first_look_are_left_to_a_person(watch, server, internet):
    folder_of(watch, server, internet)
    board(watch, internet)
    deliver(server, leave(), at="2026-11-01 12:00")
    report = watch.run(FIRST)
    assert (report.heard.left, report.heard.others) == (0, 1)
    assert not state(watch, BO).suppressed
    deliver(server, leave(), at=LATER)
    assert watch.run("2026-12-20 12:00").heard.left == 1  # late, but no person can have seen to it


def test_the_folder_is_looked_into_when_it_is_due_or_all_is_asked_for(board_watch, server):
    board_watch.run(NOON)
    deliver(server, failed(messages(board_watch)[0]), at="2026-11-26 12:05")
    assert board_watch.run("2026-11-26 12:10").heard.returned == 0
    assert board_watch.run("2026-11-26 12:11", everything=True).heard.returned == 1


def test_a_folder_that_cannot_be_read_holds_nothing_up_and_asks_for_attention_after_a_day(
    watch, server, internet
):
    folder_of(watch, server, internet)
    watch.mail = watch.mail.replace(server.name.replace(" ", "%20"), "Nergens")
    board(watch, internet)
    watch.run("2026-11-25 06:00")
    assert not asked(watch.run("2026-11-25 18:00"))
    report = watch.run(FIRST)
    assert asked(report) == {"bounces folder"}
    assert len(messages(watch)) == 2  # of both days
    (remedy,) = (one.remedy for one in report.attention if one.what == "bounces")
    assert "no folder “Nergens”" in remedy
    folder_of(watch, server, internet)
    assert not asked(watch.run(NOON))


def test_an_address_that_was_erased_is_not_noted_again(board_watch, server):
    (sent,) = messages(board_watch)
    with board_watch.archive() as archive:
        archive.person(AN).erase(sent.created)
    deliver(server, failed(sent))
    assert board_watch.run(NOON).heard.returned == 0
    with Archive(f"sqlite:///{board_watch.folder / 'servwatch.db'}") as archive:
        assert archive.recipients.states().by_address == {}
