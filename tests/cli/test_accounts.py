"""Accounts of the console, through the command line."""

import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.passwords import fits
from tests.cli.line import ROOT, servwatch

WORDS = "vier woorden op een rij"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "feeds.toml").write_text('[servwatch]\nlisten = "0.0.0.0:8123"\n')
    (tmp_path / "members.toml").write_text("")
    return tmp_path


def archive(folder):
    return Archive(f"sqlite:///{folder / 'servwatch.db'}")


def test_the_first_administrator_is_made_and_gets_a_link_that_signs_in(folder):
    told = servwatch(folder, "accounts", "add", "An Peeters", "--role", "administrator").well()
    found = re.search(r"^http://127\.0\.0\.1:8123/sign-in/(\S+)$", told.out, re.MULTILINE)
    with archive(folder) as opened:
        account = opened.accounts.take_link(found[1], datetime.now(UTC) + timedelta(minutes=59))
    assert (account.name, account.role.word) == ("an peeters", "administrator")


def test_a_link_is_below_the_public_address_and_good_for_an_hour(folder):
    (folder / "feeds.toml").write_text('[servwatch]\npublic_url = "https://watch.example.org/in"\n')
    servwatch(folder, "accounts", "add", "an").well()
    told = servwatch(folder, "accounts", "link", "AN").well().out
    assert told.startswith("https://watch.example.org/in/sign-in/")
    with archive(folder) as opened:
        late = datetime.now(UTC) + timedelta(minutes=61)
        assert opened.accounts.take_link(told.strip().rpartition("/")[2], late) is None


def test_a_password_comes_from_a_file_and_never_from_the_line(folder):
    (folder / "secret").write_text(f"{WORDS}\n")
    servwatch(folder, "accounts", "add", "an", "--password-file", folder / "secret").well()
    with archive(folder) as opened:
        assert fits(WORDS, opened.accounts.password_of("an"))
    assert servwatch(folder, "accounts", "password", "an", WORDS).code == 1
    told = servwatch(folder, "accounts", "password", "an")
    assert told.code == 1
    assert "--password-file" in told.err


def test_a_password_is_typed_twice_on_a_terminal_and_not_shown(folder):
    servwatch(folder, "accounts", "add", "an").well()
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "servwatch", "accounts", "password", "an"], cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True, bufsize=0,
    ) as process:  # fmt: skip
        os.close(theirs)
        told = b""
        for prompts in (1, 2):
            while told.count(b": ") < prompts:
                told += process.stdout.read(1)
            os.write(ours, f"{WORDS}\n".encode())
        told += process.communicate(timeout=60)[0]
    os.close(ours)
    assert process.returncode == 0, told
    assert WORDS.encode() not in told
    with archive(folder) as opened:
        assert fits(WORDS, opened.accounts.password_of("an"))


def test_a_short_password_and_a_name_with_a_line_end_are_refused(folder):
    (folder / "secret").write_text("kort\n")
    told = servwatch(folder, "accounts", "add", "an", "--password-file", folder / "secret")
    assert told.code == 1
    assert "at least 10 characters" in told.err
    for name in ("a\x00b", "", " ", "../an", "x" * 101):
        assert servwatch(folder, "accounts", "add", "--", name).code == 1
    assert servwatch(folder, "accounts", "add", "an", "--email", "a@b\nBcc: c@d").code == 1
    assert servwatch(folder, "accounts", "list").well().out.startswith("No account yet")


def test_a_name_is_given_once_however_it_is_written(folder):
    servwatch(folder, "accounts", "add", "An").well()
    told = servwatch(folder, "accounts", "add", " aN ")
    assert told.code == 1
    assert "there is an account an already" in told.err


def test_the_last_administrator_can_neither_go_nor_be_made_less(folder):
    servwatch(folder, "accounts", "add", "an", "--role", "administrator").well()
    servwatch(folder, "accounts", "add", "bo", "--role", "administrator").well()
    servwatch(folder, "accounts", "disable", "bo").well()
    for act in (["remove", "an"], ["disable", "an"], ["role", "an", "editor"]):
        told = servwatch(folder, "accounts", *act)
        assert told.code == 1, act
        assert "last administrator" in told.err
    servwatch(folder, "accounts", "enable", "bo").well()
    servwatch(folder, "accounts", "role", "an", "reader").well()
    servwatch(folder, "accounts", "remove", "an").well()
    assert [(one["name"], one["role"]) for one in servwatch(folder, "accounts", "list", "--json").lines] == [
        ("bo", "administrator")
    ]


def test_a_disabled_account_gets_no_link_and_an_unknown_one_nothing(folder):
    servwatch(folder, "accounts", "add", "an").well()
    servwatch(folder, "accounts", "disable", "an").well()
    assert "disabled" in servwatch(folder, "accounts", "link", "an").err
    for act in ("link", "disable", "enable", "remove"):
        told = servwatch(folder, "accounts", act, "nobody")
        assert told.code == 1
        assert "no account nobody" in told.err


def test_the_log_tells_who_did_what_and_holds_no_link(folder):
    link = servwatch(folder, "accounts", "add", "an", "--role", "editor").well().out.splitlines()[1]
    servwatch(folder, "accounts", "role", "an", "administrator").well()
    told = servwatch(folder, "accounts", "log").well().out
    lines = servwatch(folder, "accounts", "log", "--json").lines
    assert [(one["act"], one["about"], one["detail"]) for one in lines] == [
        ("accounts.role", "an", "administrator"),
        ("accounts.add", "an", "editor"),
    ]
    assert "accounts.role" in told
    assert link.rpartition("/")[2] not in repr(lines)
    assert servwatch(folder, "accounts", "log", "--by", "somebody else").out.startswith("Nobody")
