"""The Maildir transport: exactly once, whatever crashed, and whatever the mail reader did meanwhile."""

import mailbox
import os
import resource
import stat
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.errors import DeliveryError
from servwatch.mail.hand_over import Fate, Phase
from servwatch.mail.maildir import MaildirTransport, file_name, page
from tests.mail.letters import letter


def files(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture
def box(tmp_path):
    return tmp_path / "deep" / "outbox"


def test_a_message_lies_in_new_with_the_stored_bytes_and_nothing_in_tmp(box):
    message = letter()
    assert MaildirTransport(box).hand_over(message, list).fate is Fate.ACCEPTED
    (name,) = files(box / "new")
    assert (box / "new" / name).read_bytes() == message.mime
    assert files(box / "tmp") == files(box / "cur") == []
    assert name == file_name(message.message_id)


def test_a_mail_reader_sees_the_message(box):
    MaildirTransport(box).hand_over(letter(7), list)
    (mail,) = mailbox.Maildir(box, create=False)
    assert mail["Subject"] == "Bericht 7"


def test_its_html_lies_beside_it_before_the_message_appears(box):
    seen = []

    def mark():
        seen.append((files(box / "new"), len(files(box / "html"))))

    MaildirTransport(box).hand_over(letter(), mark)
    assert seen == [([], 1)]
    (html,) = (box / "html").iterdir()
    assert html.name == file_name(letter().message_id) + ".html"
    assert '<head><meta charset="utf-8"></head><body>één 1' in html.read_text("utf-8")


def test_folders_and_files_are_for_the_owner_only(box):
    MaildirTransport(box).hand_over(letter(), list)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (box, *box.iterdir())}
    assert modes == {0o700}
    assert {stat.S_IMODE(p.stat().st_mode) for p in box.rglob("*") if p.is_file()} == {0o600}


@pytest.mark.parametrize("same_process", [True, False])
def test_the_same_message_again_makes_no_second_copy(box, same_process):
    transport = MaildirTransport(box)
    transport.hand_over(letter(), list)
    again = transport if same_process else MaildirTransport(box)
    marks = []
    outcome = again.hand_over(letter(), lambda: marks.append(1))
    assert outcome.fate is Fate.ACCEPTED
    assert "already there" in outcome.reply
    assert marks == []
    assert len(files(box / "new")) == 1


@pytest.mark.parametrize("flags", ["", ":2,", ":2,S", ":2,FRS", ";2,S", "!2,S", ",S=1234:2,S"])
@pytest.mark.parametrize("same_process", [True, False])
def test_a_message_that_a_reader_moved_and_flagged_is_recognised(box, flags, same_process):
    transport = MaildirTransport(box)
    transport.hand_over(letter(1), list)
    transport.hand_over(letter(2), list)  # looks into cur/ before the move
    name = file_name(letter(1).message_id)
    (box / "new" / name).rename(box / "cur" / (name + flags))
    outcome = (transport if same_process else MaildirTransport(box)).hand_over(letter(1), list)
    assert outcome.fate is Fate.ACCEPTED
    assert name not in files(box / "new")


def test_the_read_messages_are_listed_again_only_after_a_change(box):
    transport = MaildirTransport(box)
    name = file_name(letter(1).message_id)
    (box / "cur" / f"{name}:2,S").touch()
    os.utime(box / "cur", (time.time() - 60,) * 2)
    assert transport.hand_over(letter(1), list).reply.startswith("already there")
    (box / "cur" / f"{name}:2,S").unlink()
    os.utime(box / "cur", (time.time() - 60,) * 2)
    assert transport.hand_over(letter(1), list).reply.startswith("filed")


def test_what_a_crash_left_in_tmp_is_overwritten(box):
    transport = MaildirTransport(box)
    (box / "tmp" / file_name(letter().message_id)).write_bytes(b"half a messa")
    transport.hand_over(letter(), list)
    assert (box / "new" / file_name(letter().message_id)).read_bytes() == letter().mime
    assert files(box / "tmp") == []


@pytest.mark.parametrize("error", [ZeroDivisionError, OSError])
def test_a_mark_that_fails_leaves_nothing_to_see_and_the_next_attempt_makes_one_copy(box, error):
    def mark():
        raise error

    transport = MaildirTransport(box)
    with pytest.raises(error):
        transport.hand_over(letter(), mark)
    assert files(box / "new") == []
    transport.hand_over(letter(), list)
    assert len(files(box / "new")) == 1


@pytest.mark.parametrize("lost", ["tmp", "new", "html", "cur"])
def test_a_folder_that_is_lost_defers_and_says_why(box, lost):
    transport = MaildirTransport(box)
    (box / lost).rmdir()
    (box / lost).write_text("now a file")
    outcome = transport.hand_over(letter(), list)
    assert outcome.fate is Fate.DEFERRED
    assert outcome.broken
    assert "directory" in outcome.reply.lower()


@pytest.fixture
def full_disk():
    """No file may grow over 500 bytes: the write itself fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, before[1]))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_defers_and_shows_nothing_until_there_is_room(box, full_disk):
    transport = MaildirTransport(box)
    assert transport.hand_over(letter(), list).fate is Fate.DEFERRED
    assert files(box / "new") == []
    full_disk()
    assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
    assert (box / "new" / file_name(letter().message_id)).read_bytes() == letter().mime


def test_a_link_in_tmp_is_not_followed(box, tmp_path):
    transport = MaildirTransport(box)
    (box / "tmp" / file_name(letter().message_id)).symlink_to(tmp_path / "elsewhere")
    assert transport.hand_over(letter(), list).fate is Fate.DEFERRED
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("spoil", ["file", "parent is a file", "part is a file"])
def test_a_folder_that_can_never_work_is_an_error_that_names_it(tmp_path, spoil):
    box = tmp_path / "outbox"
    match spoil:
        case "file":
            box.write_text("")
        case "parent is a file":
            box.write_text("")
            box = box / "deeper"
        case _:
            box.mkdir()
            (box / "cur").write_text("")
    with pytest.raises(DeliveryError, match="maildir under") as error:
        MaildirTransport(box)
    assert str(box) in str(error.value)


@given(st.text(), st.text())
def test_names_are_safe_and_tell_any_two_ids_apart(one, other):
    for name in (file_name(one), file_name(other)):
        assert len(name) < 200
        assert not name.startswith(".")
        assert not set(name) & set("/:;!,\0\n")
    assert (file_name(one) == file_name(other)) == (one == other)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>é</p>", '<meta charset="utf-8"><p>é</p>'),
        ("<!DOCTYPE html><p>é", '<!DOCTYPE html><meta charset="utf-8"><p>é'),
        ("<html><HEAD lang=nl><title>é", '<html><HEAD lang=nl><meta charset="utf-8"><title>é'),
        ('<head><meta charset="utf-8">é', '<head><meta charset="utf-8">é'),
        (
            "<head><META content='text/html; charset=utf-8'>é",
            "<head><META content='text/html; charset=utf-8'>é",
        ),
    ],
)
def test_a_page_says_its_charset_once(html, expected):
    assert page(mail_of(html)).decode("utf-8").strip() == expected


def test_a_charset_too_far_down_for_a_browser_is_said_again():
    html = "<head><style>" + "a{}" * 500 + '</style><meta charset="utf-8"></head>é'
    assert page(mail_of(html)).decode("utf-8").startswith('<head><meta charset="utf-8"><style>')


@given(st.binary(max_size=300))
def test_a_page_is_made_of_any_bytes_without_an_error(mime):
    page(mime)
    page(b"Content-Type: text/html; charset=" + mime)


def mail_of(html):
    head = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + html.encode()


def test_the_phase_tells_how_far_a_filing_came(box):
    transport = MaildirTransport(box)
    (box / "tmp").rmdir()
    assert transport.hand_over(letter(), list).phase is Phase.BODY
    (box / "tmp").mkdir()
    (box / "new").rmdir()
    assert transport.hand_over(letter(), list).phase is Phase.DOT
