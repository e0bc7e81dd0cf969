"""`digest preview` as a page, a text, a mail, a PDF and a calendar; and the calendar files that travel with a mail."""

import re
import zlib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import Watch, days, entry, rss
from tests.internet import Internet


@pytest.fixture(scope="module")
def consulting(tmp_path_factory):
    """A watch whose feed tells of twelve consultations that are open, and of one that is over."""
    with Internet() as internet:
        yield consulted(Watch(tmp_path_factory.mktemp("consulting"), internet), internet)


def consulted(watch, internet):
    dates = [datetime.now(UTC) + timedelta(days=n) for n in [*range(10, 22), -10]]
    entries = [
        entry(
            f"Raadpleging over werk en loon nummer {n}", f"https://ec.example.org/{n}", date=datetime.now(UTC) - days(1),
            text=f"Reageren kan tot en met {day:%d/%m/%Y}.",
        )
        for n, day in enumerate(dates)
    ]  # fmt: skip
    internet.at("ec.example.org/rss").serves(rss(*entries))
    watch.source("ec")
    watch.digest("board", lookback="30d", limit=40, layout="full")
    watch.member("a@example.org", "board")
    watch.write()
    servwatch(watch.folder, "run").well()
    return watch


def preview(watch, name, *options):
    servwatch(watch.folder, "digest", "preview", "board", "--out", name, *options).well()
    return (watch.folder / name).read_bytes()


def registered(watch):
    """The calendar of the whole register."""
    servwatch(watch.folder, "deadlines", "--ics", "register.ics").well()
    return (watch.folder / "register.ics").read_bytes()


def opened(pdf):
    """The streams of a PDF as they are before they are packed (ISO 32000-2, 7.4.4)."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"\n".join(zlib.decompress(one) if one[:1] == b"x" else one for one in packed)


def events(data):
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def test_a_mail_carries_a_calendar_file_for_each_of_the_first_ten_deadlines(consulting):
    mail = message_from_bytes(preview(consulting, "x.eml"), policy=policy.default)
    assert mail.get_content_type() == "multipart/mixed"
    assert next(mail.iter_parts()).get_content_type() == "multipart/alternative"
    files = list(mail.iter_attachments())
    assert [file.get_content_type() for file in files] == ["text/calendar"] * 10
    assert all(file.get_content_disposition() == "attachment" for file in files)
    told = mail.get_body(("plain",)).get_content()
    assert "Van de 10 eerste deadlines is een agendabestand bijgevoegd, niet van 2 andere." in " ".join(
        told.split()
    )
    held = [events(file.get_payload(decode=True)) for file in files]
    assert [len(one) for one in held] == [1] * 10
    days_told = [one[0]["dtstart"].dt for one in held]
    assert days_told == sorted(days_told)
    assert len({one[0]["uid"] for one in held}) == 10
    assert files[0].get_filename().startswith(f"deadline-{days_told[0]}-")


def test_one_calendar_holds_all_deadlines_under_the_same_names(consulting):
    whole = events(preview(consulting, "x.ics"))
    mail = message_from_bytes(preview(consulting, "x.eml"), policy=policy.default)
    alone = [events(file.get_payload(decode=True))[0]["uid"] for file in mail.iter_attachments()]
    register = events(registered(consulting))
    assert len(whole) == 12
    assert [event["uid"] for event in whole][:10] == alone
    assert {event["uid"] for event in whole} <= {event["uid"] for event in register}


def test_a_pdf_is_one_that_screen_readers_can_read(consulting):
    pytest.importorskip(
        "weasyprint", reason="the extra servwatch[pdf] is not installed", exc_type=(ImportError, OSError)
    )
    data = preview(consulting, "x.pdf")
    assert data.startswith(b"%PDF-1.7")
    inside = opened(data)
    assert b"pdfuaid:part" in inside
    assert b"/MarkInfo" in inside
    assert b"/Lang" in inside


def test_the_format_goes_before_the_name_of_the_file(consulting):
    assert preview(consulting, "x.txt", "--format", "html").startswith(b"<!DOCTYPE html>")
    assert (
        servwatch(consulting.folder, "digest", "preview", "board", "--format", "ics")
        .well()
        .out.startswith("BEGIN:VCALENDAR")
    )
