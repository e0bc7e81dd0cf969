"""Who comes in, how, and for how long."""

import re
from datetime import timedelta

import pytest

from servwatch.model.account import Role
from tests.web.console.conftest import NOW
from tests.web.console.visitor import PASSWORD


def test_nobody_sees_the_first_page_before_signing_in(console):
    answer = console.visitor().get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in"


def test_a_password_opens_the_page_that_was_asked_for(console):
    console.account(Role.READER)
    visitor = console.visitor()
    asked = visitor.get("/?x=1").headers["location"]
    page = visitor.see(asked)
    wanted = re.search(r'name="next" value="([^"]+)"', page)[1]
    answer = visitor.sign_in("Reader", next=wanted)
    assert answer.headers["location"] == "/?x=1"
    assert "Sign out" in visitor.see("/")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_no_sign_in_leads_elsewhere(console, elsewhere):
    console.account(Role.READER)
    assert console.visitor().sign_in("reader", next=elsewhere).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("reader", "other words"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_is_refused_in_the_same_words(console, name, password):
    console.account(Role.READER)
    answer = console.visitor().sign_in(name, password)
    assert answer.status_code == 401
    assert "Name or password are not right." in answer.text


def test_each_sign_in_has_a_new_session_and_the_one_before_ends(console):
    visitor = console.visitor(Role.READER)
    before = visitor.client.cookies["servwatch_session"]
    visitor.sign_in("reader")
    assert visitor.client.cookies["servwatch_session"] != before
    stranger = console.visitor()
    stranger.client.cookies.set("servwatch_session", before, domain="127.0.0.1")
    assert stranger.get("/").status_code == 303


def test_a_session_that_a_browser_was_given_beforehand_is_not_taken_over(console):
    console.account(Role.READER)
    visitor = console.visitor()
    visitor.client.cookies.set("servwatch_session", "planted", domain="127.0.0.1")
    visitor.sign_in("reader")
    stranger = console.visitor()
    stranger.client.cookies.set("servwatch_session", "planted", domain="127.0.0.1")
    assert stranger.get("/").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites(console):
    console.account(Role.READER)
    cookie = console.visitor().sign_in("reader").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_session_ends_when_it_is_not_used_for_half_a_day(console):
    visitor = console.visitor(Role.READER)
    console.clock.time = NOW + timedelta(hours=13)
    assert visitor.get("/").status_code == 303


def test_signing_out_ends_the_session_for_who_kept_the_cookie(console):
    visitor = console.visitor(Role.READER)
    kept = dict(visitor.client.cookies)
    visitor.post("/sign-out")
    visitor.client.cookies.update(kept)
    assert visitor.get("/").status_code == 303


def test_a_link_signs_in_once_and_looking_at_it_does_not_use_it_up(console):
    account = console.account(Role.EDITOR)
    with console.archive() as archive:
        token = archive.accounts.link(account.id, NOW + timedelta(hours=1))
    visitor = console.visitor()
    visitor.see(f"/sign-in/{token}")
    assert visitor.client.post(f"/sign-in/{token}").status_code == 303
    assert "Sign out" in visitor.see("/")
    assert console.visitor().client.post(f"/sign-in/{token}").status_code == 401
    with console.archive() as archive:
        assert token not in repr(archive.deeds.newest())


def test_a_form_without_the_token_of_its_session_does_nothing(console):
    visitor = console.visitor(Role.READER)
    assert visitor.client.post("/sign-out").status_code == 403
    assert visitor.client.post("/sign-out", data={"token": "0" * 40}).status_code == 403
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_a_form_that_another_site_sends_does_nothing(console, headers):
    visitor = console.visitor(Role.READER)
    answer = visitor.client.post("/sign-out", data={"token": visitor.token()}, headers=headers)
    assert answer.status_code == 403
    assert visitor.get("/").status_code == 200


def test_every_answer_forbids_scripts_and_styles_from_elsewhere(console):
    for path in ("/sign-in", "/nowhere", "/static/console.css"):
        headers = console.visitor().get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
