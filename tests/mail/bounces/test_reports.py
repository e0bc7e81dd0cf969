"""What comes back is read in the forms in which mail systems write it, and nothing that comes brings the reader down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.bounces import Failure, Leaving, Result, leaving, report
from tests.mail.bounces.letters import MESSAGE_ID, answer, exim, group, qmail, standard


def test_a_standard_report_tells_recipient_status_words_and_which_message_came_back():
    found = report(standard())
    assert found.original == MESSAGE_ID
    assert found.failures == (Failure("lid@example.com", Result.FAILED, "5.1.1", "550 5.1.1 No such user"),)


def test_a_report_with_only_the_header_of_the_message_tells_which_one_it_was():
    assert report(standard(original="text/rfc822-headers")).original == MESSAGE_ID


def test_a_delay_is_no_failure():
    (failure,) = report(standard(group(action="delayed", status="4.4.7"))).failures
    assert (failure.result, failure.status) == (Result.DELAYED, "4.4.7")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_what_went_on_is_no_failure(action):
    (failure,) = report(standard(group(action=action, status="2.0.0"))).failures
    assert failure.result is Result.DELIVERED


def test_each_recipient_of_a_report_is_told():
    found = report(standard(group(), group("ander@example.com", status="5.2.2", said="smtp; full")))
    assert [(f.recipient, f.status) for f in found.failures] == [
        ("lid@example.com", "5.1.1"),
        ("ander@example.com", "5.2.2"),
    ]


def test_the_recipient_as_it_was_written_goes_before_the_one_it_was_forwarded_to():
    forwarded = "Original-Recipient: rfc822; lid@example.com\n" + group("elders@example.net")
    assert report(standard(forwarded)).failures[0].recipient == "lid@example.com"


def test_a_vague_status_gives_way_to_the_one_in_the_words():
    vague = group(status="5.0.0", said="smtp; 550 5.7.1 Access denied")
    assert report(standard(vague)).failures[0].status == "5.7.1"


def test_an_internationalised_report_is_read_too():
    found = report(standard(group(), group("ander@example.com"), kind="message/global-delivery-status"))
    assert [(f.recipient, f.status) for f in found.failures] == [
        ("lid@example.com", "5.1.1"),
        ("ander@example.com", "5.1.1"),
    ]


def test_the_text_of_qmail_is_understood():
    found = report(qmail())
    (failure,) = found.failures
    assert (failure.recipient, failure.result, failure.status) == ("lid@example.com", Result.FAILED, "5.1.1")
    assert found.original == MESSAGE_ID
    assert "no mailbox here" in failure.text


def test_the_text_of_exim_is_understood():
    (failure,) = report(exim()).failures
    assert (failure.recipient, failure.result, failure.status) == ("lid@example.com", Result.FAILED, "5.2.2")


@pytest.mark.parametrize(
    "letter",
    [
        answer(),
        answer("Out of office", Auto_Submitted="auto-replied"),
        answer("Re: 3 deadlines, 7 berichten"),
        b"",
        b"\x00\xff" * 40,
    ],
)
def test_a_letter_that_reports_nothing_is_no_report(letter):
    assert report(letter) is None


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(content):
    assert report(content) is None or report(content).failures
    leaving(content)


@given(st.data())
def test_no_damaged_report_brings_the_reader_down(data):
    whole = standard(group(), group("ander@example.com"))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    junk = data.draw(st.binary(max_size=30))
    report(whole[:start] + junk + whole[end:])


def test_a_report_of_a_thousand_recipients_is_read_in_part():
    assert len(report(standard(*(group(f"a{n}@example.com") for n in range(1000)))).failures) == 100


def test_a_line_of_a_mail_system_cannot_write_lines_of_its_own():
    (failure,) = report(standard(group(said="smtp; 550 5.1.1 \x1b[31mred\x07"))).failures
    assert failure.text.isprintable()


def test_a_mail_that_asks_to_leave_names_who_and_which_digest():
    assert leaving(answer("unsubscribe dagelijks-bestuur")) == Leaving("lid@example.com", "dagelijks-bestuur")
    assert leaving(answer("Unsubscribe  werk ")) == Leaving("lid@example.com", "werk")


@pytest.mark.parametrize(
    "letter",
    [
        answer("Re: unsubscribe werk"),
        answer("please unsubscribe me"),
        answer("unsubscribe"),
        answer("unsubscribe werk", sender="nobody"),
        answer("unsubscribe werk", Auto_Submitted="auto-replied"),
        answer("unsubscribe ../../etc"),
    ],
)
def test_a_mail_that_does_not_clearly_ask_to_leave_does_not(letter):
    assert leaving(letter) is None
