"""The files of the configuration in the console: faults at their lines, what a change would do, revisions."""

import re

import pytest

from servwatch.model.account import Role
from tests.web.console.test_workbench import seen


@pytest.fixture
def watch(watch):
    watch.source("ec")
    watch.digest("board")
    watch.member("a@example.org", "board")
    watch.write()
    return watch


@pytest.fixture
def admin(console):
    return console.visitor(Role.ADMINISTRATOR)


def text_of(console, change=("", "")):
    return console.path.read_text().replace(*change)


def save(admin, text, reason="because", page=None):
    page = page or admin.see("/settings/files/0")
    return admin.post("/settings/files/0", text=text.replace("\n", "\r\n"), reason=reason, seen=seen(page))


def test_what_is_wrong_leads_to_its_line(console, admin):
    console.path.write_text(text_of(console).replace('pace = "0s"', 'pace = "soon"'))
    line = text_of(console).split("\n").index('pace = "soon"') + 1
    page = admin.see("/settings")
    assert f"/settings/files/0?line={line}#f-text" in page
    assert f"feeds.toml, line {line}, column" in page
    assert "<mark>pace = &#34;soon&#34;</mark>" in page
    page = admin.see("/settings/files/0", line=line)
    assert f'data-line="{line}"' in page
    assert "expected a duration" in page


def test_a_text_that_would_not_do_is_kept_in_the_form_and_not_saved(console, admin):
    before = console.path.read_bytes()
    answer = save(
        admin, text_of(console, ('id = "ec"', 'id = "ec"\nurll = "</textarea><script>alert(1)</script>"'))
    )
    assert answer.status_code == 422
    assert "urll" in answer.text
    assert "<script>alert(1)" not in answer.text
    assert console.path.read_bytes() == before


def test_what_a_change_would_do_is_shown_and_not_done(console, admin):
    before = console.path.read_bytes()
    page = admin.see("/settings/files/0")
    text = text_of(console, ('id = "ec"', 'id = "ec"\nenabled = false'))
    answer = admin.post("/settings/files/0/check", text=text, seen=seen(page))
    assert "<ins>+ enabled = false</ins>" in answer.text
    assert "Nothing of ec is read any more." in answer.text
    assert console.path.read_bytes() == before
    with console.archive() as archive:
        assert "settings.check" not in {deed.act for _, deed in archive.deeds.newest()}


def test_a_text_is_saved_shown_as_a_revision_and_brought_back(console, admin):
    before = console.path.read_bytes()
    answer = save(admin, text_of(console, ("Ec", "Commission")), "a better name")
    page = admin.see(answer.headers["location"])
    assert "administrator: a better name" in page
    assert "<ins>+ name = &#34;Commission&#34;</ins>" in page
    assert "Commission" in console.path.read_text()
    first = re.findall(r"/settings/revisions/(\d+)", admin.see("/settings"))[-1]
    page = admin.see(f"/settings/revisions/{first}")
    assert re.search(r'value="feeds.toml" checked', page)
    page = admin.do(f"/settings/revisions/{first}/restore", file="feeds.toml", reason="no")
    assert "It was brought back." in page
    assert console.path.read_bytes() == before


def test_who_left_since_does_not_come_back_with_a_revision_unasked(console, admin):
    save(admin, text_of(console, ("Ec", "Commission")))
    (console.path.parent / "members.toml").write_text("")
    number = re.findall(r"/settings/revisions/(\d+)", admin.see("/settings"))[0]
    page = admin.see(f"/settings/revisions/{number}")
    assert re.search(r'value="members.toml"> ', page)
    assert "who left since would come back" in page


def test_the_second_of_two_is_told_and_sees_both(console, admin):
    other = console.visitor(Role.ADMINISTRATOR, name="other")
    page = admin.see("/settings/files/0")
    save(other, text_of(console, ("Ec", "Commission")))
    answer = save(admin, text_of(console, ("Commission", "Council")), page=page)
    assert answer.status_code == 409
    assert "<del>- name = &#34;Commission&#34;</del>" in answer.text
    assert "<ins>+ name = &#34;Council&#34;</ins>" in answer.text
    assert "Commission" in console.path.read_text()
    assert save(admin, text_of(console, ("Commission", "Council")), page=answer.text).status_code == 303


def test_an_edit_by_hand_meanwhile_is_not_overwritten(console, admin):
    page = admin.see("/settings/files/0")
    console.path.write_text(text_of(console) + "# by hand\n")
    assert save(admin, "[servwatch]\n", page=page).status_code == 409
    assert console.path.read_text().endswith("# by hand\n")


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_a_browser_does_to_line_ends_is_not_written(console, admin, ends, end):
    text = text_of(console).rstrip("\n") + end
    console.path.write_bytes(text.replace("\n", ends).encode())
    assert save(admin, text.replace("Ec", "Commission")).status_code == 303
    assert console.path.read_bytes() == text.replace("Ec", "Commission").replace("\n", ends).encode()


def test_no_file_but_those_of_the_configuration_is_shown_or_written(console, admin):
    secret = console.path.parent / "password"
    secret.write_text("hush")
    assert admin.get("/settings/files/7").status_code == 404
    text = text_of(console, ("[servwatch]", '[servwatch]\ninclude = ["password"]'))
    page = admin.see("/settings/files/0")
    answer = admin.post("/settings/files/0/check", text=text, seen=seen(page))
    assert "password, line 1" in answer.text or "password" in answer.text
    assert "<mark>hush</mark>" not in answer.text
