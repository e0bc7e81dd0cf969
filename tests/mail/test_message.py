"""The composed bytes: what RFC 5322 and its kin ask, shown on the raw bytes and by parsing them again."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servwatch.errors import Unmailable
from servwatch.mail.headers import clean
from servwatch.mail.message import Attachment, compose

MESSAGE_ID = "<dagelijks-bestu.20261127T0600.jdf6b3ovdj5yy2ck@servwatch.example.org>"
MAILTO = "mailto:afmelden+abcdefghijklmnopqrstuv@servwatch.example.org"
ONE_CLICK = "https://servwatch.example.org/u/abcdefghijklmnopqrstuv"
CALENDAR = Attachment("termijn.ics", "text/calendar; method=PUBLISH; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
STRUCTURED = re.compile(rb"(?im)^(message-id|references|in-reply-to|list-[a-z-]+):((?:.|\r\n[ \t])*)")


def written(**changes):
    arguments = {
        "subject": "SERV 27 nov: 3 deadlines, 14 berichten",
        "html": "<p>Sociaal overleg: één akkoord</p>\n",
        "text": "Sociaal overleg: één akkoord\n",
        "sender": "SERV Internationaal <internationaal@servwatch.example.org>",
        "recipient": "lid@example.org",
        "message_id": MESSAGE_ID,
        "date": datetime(2026, 11, 27, 7, tzinfo=timezone(timedelta(hours=1))),
        "language": "nl",
    }
    return compose(**arguments | changes)


def parsed(data):
    return message_from_bytes(data, policy=policy.SMTP)


def content_of(part):
    return part.get_content().replace("\r\n", "\n")


def test_every_header_of_the_set_is_there_once_and_in_order():
    mail = parsed(
        written(
            name="Gewoon Lid",
            reply_to="internationaal@example.org",
            list_id="SERV Dagelijks overzicht <dagelijks-bestuur.servwatch.example.org>",
            list_unsubscribe=MAILTO,
            list_unsubscribe_https=ONE_CLICK,
        )
    )
    assert list(map(tuple, mail.items())) == [
        ("From", "SERV Internationaal <internationaal@servwatch.example.org>"),
        ("Reply-To", "internationaal@example.org"),
        ("To", "Gewoon Lid <lid@example.org>"),
        ("Subject", "SERV 27 nov: 3 deadlines, 14 berichten"),
        ("Date", "Fri, 27 Nov 2026 07:00:00 +0100"),
        ("Message-ID", MESSAGE_ID),
        ("Content-Language", "nl"),
        ("List-Id", "SERV Dagelijks overzicht <dagelijks-bestuur.servwatch.example.org>"),
        ("List-Unsubscribe", f"<{MAILTO}>, <{ONE_CLICK}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply, DR, RN, NRN"),
        ("Precedence", "bulk"),
        ("MIME-Version", "1.0"),
        ("Content-Type", mail["Content-Type"]),
    ]


def test_without_an_https_address_no_one_click_is_promised():
    assert b"List-Unsubscribe-Post" not in written(list_unsubscribe="mailto:afmelden@example.org")


def test_a_correction_points_at_the_mail_it_corrects_and_nothing_else_is_threaded():
    mail = parsed(written(in_reply_to="<a.1@example.org>"))
    assert (mail["In-Reply-To"], mail["References"]) == ("<a.1@example.org>", "<a.1@example.org>")
    assert b"References" not in written()


def test_plain_comes_first_and_html_last_both_quoted_printable():
    parts = parsed(written()).get_payload()
    assert [p.get_content_type() for p in parts] == ["text/plain", "text/html"]
    assert {p["Content-Transfer-Encoding"] for p in parts} == {"quoted-printable"}
    assert [content_of(p) for p in parts] == [
        "Sociaal overleg: één akkoord\n",
        "<p>Sociaal overleg: één akkoord</p>\n",
    ]


def test_a_calendar_is_attached_beside_the_alternative_never_in_it():
    mail = parsed(written(attachments=[CALENDAR]))
    body, calendar = mail.get_payload()
    assert mail.get_content_type() == "multipart/mixed"
    assert [p.get_content_type() for p in body.get_payload()] == ["text/plain", "text/html"]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar.get_content_disposition() == "attachment"
    assert calendar.get_filename() == "termijn.ics"
    assert calendar.get_payload(decode=True) == CALENDAR.content


def test_no_boundary_is_the_beginning_of_the_other():
    mail = parsed(written(attachments=[CALENDAR]))
    outer, inner = mail.get_boundary(), mail.get_payload(0).get_boundary()
    assert not outer.startswith(inner)
    assert not inner.startswith(outer)


def test_equal_input_gives_equal_bytes():
    assert written(attachments=[CALENDAR]) == written(attachments=[CALENDAR])


def test_who_reads_the_same_gets_the_same_body_and_only_the_header_section_is_their_own():
    first = written(attachments=[CALENDAR])
    second = written(attachments=[CALENDAR], recipient="b@example.org", message_id="<b.1@example.org>")
    (head, _, body), (other, _, same) = first.partition(b"\r\n\r\n"), second.partition(b"\r\n\r\n")
    assert head != other
    assert body == same


@pytest.mark.parametrize("change", [{"text": "x"}, {"html": "x"}, {"attachments": [CALENDAR]}], ids=list)
def test_another_content_has_another_boundary(change):
    assert parsed(written(**change)).get_boundary() != parsed(written()).get_boundary()


def test_line_ends_of_any_kind_become_crlf():
    mail = parsed(written(text="a\r\nb\rc\nd"))
    assert content_of(mail.get_payload(0)) == "a\nb\nc\nd\n"


def test_an_international_domain_travels_in_ascii():
    assert parsed(written(recipient="jan@müller.example.org"))["To"] == "jan@xn--mller-kva.example.org"
    assert b"To: jan@xn--strae-oqa.example.org" in written(recipient="jan@straße.example.org")


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("recipient", "élise@example.org"),
        ("recipient", "a@example.org, b@example.org"),
        ("recipient", "a@example.org\r\nBcc: b@example.org"),
        ("recipient", '"a b"@example.org'),
        ("recipient", "a@[127.0.0.1]"),
        ("recipient", "a@example..org"),
        ("recipient", ".a@example.org"),
        ("recipient", "a@localhost"),
        ("recipient", "a@-x.example.org"),
        ("recipient", "a" * 65 + "@example.org"),
        ("recipient", "a@" + "x" * 64 + ".org"),
        ("recipient", "a@b@example.org"),
        ("recipient", "a@\u2603\u2603.\ud800"),
        ("recipient", ""),
        ("sender", "SERV <a@example.org> <b@example.org>"),
        ("sender", "SERV"),
        ("reply_to", "a@example.org\nX: y"),
        ("message_id", "<a b@example.org>"),
        ("message_id", "<a@example.org>\r\nX: y"),
        ("message_id", "<" + "a" * 60 + "@example.org>"),
        ("in_reply_to", "a@example.org"),
        ("language", "nl\r\nX: y"),
        ("list_id", "SERV"),
        ("list_id", "SERV <dagelijks>"),
        ("list_id", "SERV <a..b>"),
        ("list_id", "SERV <dagelijks>\r\nX: y <a.b>x"),
        ("list_unsubscribe", "mailto:" + "a" * 60 + "@example.org"),
        ("list_unsubscribe", "mailto:a@example.org>, <mailto:b@example.org"),
        ("list_unsubscribe", "https://example.org/"),
        ("list_unsubscribe_https", "http://example.org/"),
        ("list_unsubscribe_https", "https://example.org/" + "a" * 60),
        ("list_unsubscribe_https", "https://example.org/\r\nX: y"),
        ("date", datetime(2026, 11, 27)),  # noqa: DTZ001
        ("attachments", [Attachment("a.ics", "text/calendar\r\nX: y", b"")]),
        ("attachments", [Attachment("a.eml", "message/rfc822", b"")]),
        ("attachments", [Attachment("\r\n", "text/plain", b"")]),
    ],
)
def test_what_cannot_stand_in_a_mail_is_refused(argument, value):
    with pytest.raises(Unmailable):
        written(**{argument: value})


def test_a_refusal_never_repeats_what_would_break_a_log_line():
    with pytest.raises(Unmailable) as refusal:
        written(recipient="a\r\nb")
    assert "\n" not in str(refusal.value)


def test_a_mailto_of_seventy_characters_is_still_taken():
    mailto = "mailto:" + "a" * 51 + "@example.org"
    assert len(mailto) == 70
    assert f"<{mailto}>".encode() in written(list_unsubscribe=mailto)


SEVERAL = 'Raad, "Sociale" partners (SERV) <nep@example.com>, '


@given(subject=st.text(max_size=400), name=st.text(max_size=200))
@example(subject="x\r\nBcc: b@example.org\r\n\r\nbody", name="x\r\nBcc: b@example.org")
@example(subject="=?utf-8?q?nep?=", name="=?utf-8?q?nep?=")
@example(subject="a" * 400, name=SEVERAL * 4)
@example(subject="é" * 400, name='Jansen, "Piet" \\ (SERV)')
@example(subject="\u202egnp.exe \x00\x85\u2028", name="a\x7fb\ufeff")
@example(subject="  dubbele   spaties ", name=" ")
@example(subject="", name='"')
@example(subject="woord " * 60, name="a" * 60)
def test_whatever_the_subject_and_the_name_the_mail_says_just_that(subject, name):
    data = written(subject=subject, name=name, attachments=[CALENDAR])
    mail = parsed(data)
    assert mail["Subject"] == clean(subject)
    assert [a.addr_spec for a in mail["To"].addresses] == ["lid@example.org"]
    assert display_name(data) == clean(name)
    assert len(mail.keys()) == len(parsed(written()).keys())
    assert_sound(data)


@given(text=st.text(), html=st.text())
@example(text=".\r\n.\n..\nFrom me\n", html="a" * 5000)
@example(text="x " * 100, html="=_alternative --=_ \t\n \n\x00\ud800")
def test_whatever_the_bodies_they_are_read_as_written(text, html):
    data = written(text=text, html=html)
    for part, content in zip(parsed(data).get_payload(), (text, html), strict=True):
        expected = re.sub("\r\n|\r", "\n", content)
        expected = "".join(" " if unreadable(c) else c for c in expected)
        assert content_of(part).removesuffix("\n") == expected.removesuffix("\n")
    assert_sound(data)


def display_name(data):
    """By the older parser: the newer one keeps the space between two encoded words (RFC 2047, 6.2)."""
    phrase, _ = parseaddr(re.sub(r"\r\n(?=[ \t])", "", message_from_bytes(data)["To"]))
    return str(make_header(decode_header(phrase)))


def unreadable(character):
    return (
        unicodedata.category(character) == "Cs"
        or (character < " " and character not in "\t\n")
        or (character == "\x7f")
    )


@given(st.text(min_size=1, max_size=100), st.binary(max_size=500))
def test_whatever_the_file_name_the_attachment_comes_through(filename, content):
    try:
        data = written(attachments=[Attachment(filename, "application/pdf", content)])
    except Unmailable:
        assert not re.search(r"\w", clean(filename))
        return
    part = parsed(data).get_payload(1)
    assert part.get_payload(decode=True) == content
    assert part.get_filename() == re.sub(r'[/\\:*?"<>|]', "-", clean(filename)).strip(". ")
    assert_sound(data)


@given(st.text(max_size=80))
@example("SERV, Internationaal")
@example("Vue d’ensemble =?utf-8?q?a?=")
def test_a_list_name_never_becomes_encoded_words(name):
    data = written(list_id=f"{name} <dagelijks.servwatch.example.org>")
    assert parsed(data)["List-Id"].endswith("<dagelijks.servwatch.example.org>")
    assert_sound(data)


def assert_sound(data):
    """What must hold of any mail: ASCII, CRLF only, line lengths, no encoded word where none may be."""
    assert data.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data)
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    head, body = lines[: lines.index(b"")], lines[lines.index(b"") :]
    assert max(map(len, head)) <= 998
    assert max(map(len, body)) <= 76 or b"filename" in data
    assert max(map(len, body)) <= 998
    for name, value in STRUCTURED.findall(data):
        assert b"=?" not in value, name


def test_dates_are_written_with_their_own_offset():
    assert b"Date: Fri, 27 Nov 2026 06:00:00 +0000" in written(date=datetime(2026, 11, 27, 6, tzinfo=UTC))
