"""Whom the house's own web server names in a header: believed from it alone, and by our own name alone."""

import pytest

from servwatch.model.account import Role
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console


@pytest.fixture
def house(watch):
    general = watch.general

    def configured(*lines):
        watch.general = "\n".join([general, "[console]", *lines])
        watch.write()
        console.reread()

    with Console(watch.path, NOW) as console:
        configured('user_header = "X-Remote-User"', 'trusted_proxies = ["127.0.0.1"]')
        console.configured = configured
        yield console


def come(console, *names, host="", **headers):
    """A new browser behind the house's web server, which writes these names."""
    visitor = console.visitor()
    written = [("X-Remote-User", name) for name in names] + list(headers.items())
    return visitor, visitor.client.get("/", headers=[*written, *([("Host", host)] if host else [])])


def test_who_has_an_account_is_in_without_more_and_can_act(house):
    house.account(Role.EDITOR, "an@example.org")
    visitor, answer = come(house, "AN@Example.org")
    assert answer.status_code == 200
    visitor.client.headers["X-Remote-User"] = "an@example.org"
    assert "Saved." in visitor.do("/account", language="en")
    with house.archive() as archive:
        assert archive.deeds.newest()[0][1].by == "an@example.org"


def test_an_unknown_name_is_refused_unless_such_names_have_a_role(house):
    assert come(house, "bo@example.org")[1].status_code == 403
    house.configured(
        'user_header = "X-Remote-User"', 'trusted_proxies = ["127.0.0.0/8"]', 'header_role = "reader"'
    )
    visitor, answer = come(house, "bo@example.org")
    assert answer.status_code == 200
    assert visitor.client.get("/accounts", headers={"X-Remote-User": "bo@example.org"}).status_code == 403
    with house.archive() as archive:
        assert archive.accounts.find("bo@example.org").role is Role.READER


def test_what_is_open_to_everybody_is_open_to_an_unknown_name_too(house):
    visitor = house.visitor()
    assert visitor.client.get("/sign-in", headers={"X-Remote-User": "bo"}).status_code == 200
    assert visitor.client.get("/account", headers={"X-Remote-User": "bo"}).status_code == 403


def test_a_disabled_account_stays_out(house):
    house.account(Role.EDITOR, "an", disabled=True)
    assert come(house, "an")[1].status_code == 403


@pytest.mark.parametrize("names", [(), ("",), ("an", "boss")])
def test_no_name_or_several_are_nobodys(house, names):
    house.account(Role.EDITOR, "an")
    assert come(house, *names)[1].status_code == 303


def test_nobody_but_the_houses_server_is_believed(house):
    house.account(Role.EDITOR, "an")
    house.configured('user_header = "X-Remote-User"', 'trusted_proxies = ["10.0.0.1"]')
    assert come(house, "an")[1].status_code == 303
    assert come(house, "an", **{"X-Forwarded-For": "10.0.0.1"})[1].status_code == 303


def test_a_page_that_leads_its_own_name_to_us_is_not_believed(house, watch):
    house.account(Role.EDITOR, "an")
    assert come(house, "an", host="evil.example")[1].status_code == 421
    before = watch.general.replace('listen = "127.0.0.1:0"', 'listen = "0.0.0.0:0"')
    watch.general = before
    watch.write()
    with Console(watch.path, NOW) as open_to_the_house:
        visitor = open_to_the_house.visitor()
        visitor.client.base_url = open_to_the_house.address.replace("0.0.0.0", "127.0.0.1")
        named = {"X-Remote-User": "an"}
        assert visitor.client.get("/", headers=named | {"Host": "evil.example"}).status_code == 303
        assert visitor.client.get("/", headers=named | {"Host": "localhost"}).status_code == 200


def test_another_person_at_the_same_browser_does_not_act_in_the_name_of_the_first(house):
    house.account(Role.ADMINISTRATOR, "an")
    house.account(Role.READER, "bo")
    visitor, _ = come(house, "an")
    token = visitor.client.cookies["servwatch_session"]
    answer = visitor.client.post("/sign-out", headers={"X-Remote-User": "bo"})
    assert answer.headers["location"] == "/"
    assert visitor.client.cookies["servwatch_session"] != token
    assert visitor.client.get("/accounts", headers={"X-Remote-User": "bo"}).status_code == 403


def test_deeds_and_waits_go_by_the_address_that_the_proxy_saw(house):
    house.account(Role.ADMINISTRATOR, "an")
    visitor, _ = come(house, "an")
    headers = {"X-Remote-User": "an", "X-Forwarded-For": "6.6.6.6, 192.0.2.7"}
    visitor.client.headers.update(headers)
    visitor.do("/account", language="en")
    with house.archive() as archive:
        assert archive.deeds.newest()[0][1].place == "192.0.2.7"
