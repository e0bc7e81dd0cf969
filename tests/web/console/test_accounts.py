"""Accounts in the console: made, changed and let in by administrators; one's own by everybody."""

import re
from datetime import timedelta

import pytest

from servwatch.archive.deeds import Deed
from servwatch.cycle.passwords import fits
from servwatch.model.account import Role
from tests.web.console.conftest import NOW
from tests.web.console.visitor import PASSWORD

OTHER = "heel andere woorden dan die"


def link_in(page):
    return re.search(r'value="http://[^/]+(/sign-in/[^"]+)"', page)[1]


def kept(console, name):
    with console.archive() as archive:
        return archive.accounts.find(name)


def test_an_administrator_adds_somebody_who_comes_in_by_the_link_once(console):
    boss = console.visitor(Role.ADMINISTRATOR)
    answer = boss.post("/accounts", name="Bo de Wit", role="editor", email="bo@example.org", language="nl")
    path = link_in(answer.text)
    visitor = console.visitor()
    assert visitor.client.post(path).status_code == 303
    assert "Afmelden" in visitor.see("/account")
    assert visitor.client.post(path).status_code == 401
    account = kept(console, "bo de wit")
    assert (account.role, account.email, account.language) == (Role.EDITOR, "bo@example.org", "nl")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "Administrator"}, "There is an account administrator already"),
        ({"name": "a\x01b"}, "cannot be the name"),
        ({"name": "../x"}, "cannot be the name"),
        ({"name": "bo", "email": "bo@example.org, c@example.org"}, "no mail address"),
        ({"name": "bo", "email": "First@example.org"}, "Another account has this mail address"),
        ({"name": "bo", "role": "owner"}, "no role"),
        ({"name": "bo", "language": "xx"}, "no language"),
    ],
)
def test_what_is_no_account_is_not_made_and_what_was_typed_stays(console, fields, told):
    console.account(Role.ADMINISTRATOR, email="first@example.org")
    boss = console.visitor(Role.ADMINISTRATOR)
    answer = boss.post("/accounts", **{"role": "reader", **fields})
    assert answer.status_code == 422
    assert told in answer.text
    with console.archive() as archive:
        assert len(archive.accounts.all()) == 1


def test_hostile_names_are_shown_as_text(console):
    boss = console.visitor(Role.ADMINISTRATOR)
    hostile = '"><img src=x onerror=alert(1)>'
    answer = boss.post("/accounts", name=hostile, role="reader", language="fr")
    number = kept(console, hostile).id
    for page in (answer.text, boss.see("/accounts"), boss.see(f"/accounts/{number}"), boss.see("/log")):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_role_counts_at_once_and_a_disabled_account_is_out_at_once(console):
    boss, other = console.visitor(Role.ADMINISTRATOR), console.visitor(Role.READER)
    number = kept(console, "reader").id
    assert other.get("/accounts").status_code == 403
    assert "Administrator" in boss.do(f"/accounts/{number}/role", role="administrator")
    assert other.get("/accounts").status_code == 200
    boss.do(f"/accounts/{number}/disable")
    assert other.get("/").status_code == 303
    assert console.visitor().sign_in("reader").status_code == 401
    boss.do(f"/accounts/{number}/enable")
    assert console.visitor().sign_in("reader").status_code == 303
    assert "removed" in boss.do(f"/accounts/{number}/remove")
    assert console.visitor().sign_in("reader").status_code == 401


@pytest.mark.parametrize(("act", "fields"), [("disable", {}), ("remove", {}), ("role", {"role": "editor"})])
def test_the_last_administrator_stays_one(console, act, fields):
    boss = console.visitor(Role.ADMINISTRATOR)
    answer = boss.post(f"/accounts/{kept(console, 'administrator').id}/{act}", **fields)
    assert answer.status_code == 422
    assert "last administrator" in answer.text
    assert boss.get("/accounts").status_code == 200


def test_an_administrator_sets_a_password_and_the_sessions_of_that_person_end(console):
    boss, other = console.visitor(Role.ADMINISTRATOR), console.visitor(Role.EDITOR)
    boss.do(f"/accounts/{kept(console, 'editor').id}/password", password=OTHER)
    assert other.get("/").status_code == 303
    assert other.sign_in("editor", OTHER).status_code == 303


def test_one_changes_ones_own_password_and_stays_in_here_only(console):
    here, there = console.visitor(Role.READER), console.visitor(Role.READER)
    fields = {"old": PASSWORD, "password": OTHER, "again": OTHER}
    assert here.post("/account/password", **{**fields, "old": "x"}).status_code == 403
    assert here.post("/account/password", **{**fields, "again": "x"}).status_code == 422
    assert (
        here.post("/account/password", **{**fields, "password": "kort", "again": "kort"}).status_code == 422
    )
    before = here.client.cookies["servwatch_session"]
    assert "no more" in here.do("/account/password", **fields)
    assert here.client.cookies["servwatch_session"] != before
    assert there.get("/").status_code == 303
    with console.archive() as archive:
        assert fits(OTHER, archive.accounts.password_of("reader"))


def test_the_old_password_cannot_be_guessed_fast_by_who_sits_at_an_open_browser(console):
    visitor = console.visitor(Role.READER)
    codes = [
        visitor.post("/account/password", old="x", password=OTHER, again=OTHER).status_code for _ in range(7)
    ]
    assert codes[0] == 403
    assert codes[-1] == 429


def test_one_describes_oneself_in_ones_own_language(console):
    visitor = console.visitor(Role.READER)
    page = visitor.do("/account", language="fr", email="an@example.org", initials="A. P.")
    assert '<html lang="fr">' in page
    account = kept(console, "reader")
    assert (account.email, account.initials, account.role) == ("an@example.org", "A. P.", Role.READER)
    assert visitor.post("/account", language="fr", email="geen adres").status_code == 422


def test_one_signs_oneself_out_elsewhere(console):
    here, there = console.visitor(Role.READER), console.visitor(Role.READER)
    assert "1 other place" in here.see("/account")
    assert "here only" in here.do("/account/sessions")
    assert there.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_every_change_is_in_the_log_with_who_did_it_and_without_secrets(console):
    boss = console.visitor(Role.ADMINISTRATOR)
    path = link_in(boss.post("/accounts", name="bo", role="editor").text)
    boss.do(f"/accounts/{kept(console, 'bo').id}/password", password=OTHER)
    with console.archive() as archive:
        deeds = [done for _, done in archive.deeds.newest()]
    assert [(d.by, d.act, d.about, d.detail, d.place) for d in deeds[:2]] == [
        ("administrator", "accounts.password", "bo", "", "127.0.0.1"),
        ("administrator", "accounts.add", "bo", "editor", "127.0.0.1"),
    ]
    assert path.rpartition("/")[2] not in repr(deeds)
    assert OTHER not in repr(deeds)


def test_the_log_is_read_page_after_page_and_by_person(console):
    with console.archive() as archive:
        for n in range(120):
            archive.deeds.add(Deed(NOW + timedelta(minutes=n), "an" if n % 2 else "bo", "x.y", f"thing-{n}."))
    boss = console.visitor(Role.ADMINISTRATOR)
    seen, path = [], "/log?by=an"
    while path:
        page = boss.see(path)
        seen += re.findall(r"thing-(\d+)\.", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found and found[1].replace("&amp;", "&")
    assert seen == [str(n) for n in range(119, 0, -2)]
    assert boss.get("/log", by="nobody", before="x").status_code == 200


def test_the_log_tells_the_last_runs(console, watch):
    watch.run("2026-11-26 09:00")
    page = console.visitor(Role.ADMINISTRATOR, language="nl").see("/log")
    assert "De laatste runs" in page
    assert "<code>run</code>" in page
