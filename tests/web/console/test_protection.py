"""What strangers try at the door: guessing, floods, planted names, other hosts, paths that lead out."""

import http.client
import re
from email import message_from_bytes, policy

import pytest

from servwatch.model.account import Role
from servwatch.web.console.hosts import known_hosts, listens_here_only
from servwatch.web.console.sign_in_waits import (
    FREE_OF_ACCOUNT,
    FREE_OF_ADDRESS,
    LONGEST_OF_ACCOUNT,
    MOST_KEPT,
    SignInWaits,
)
from tests.web.console.visitor import PASSWORD, Console


class Seconds:
    now = 1000.0

    def __call__(self):
        return self.now


def test_a_name_waits_longer_after_each_wrong_password_and_never_longer_than_a_minute():
    clock = Seconds()
    waits = SignInWaits(clock)
    assert [waits.attempt("an", f"10.0.0.{n}") for n in range(FREE_OF_ACCOUNT)] == [0] * FREE_OF_ACCOUNT
    told = []
    for n in range(12):
        told.append(waits.attempt("an", f"10.0.1.{n}"))
        clock.now += told[-1]
        assert waits.attempt("an", f"10.0.2.{n}") == 0
    assert told[:4] == [1, 2, 4, 8]
    assert told[-1] == LONGEST_OF_ACCOUNT


def test_what_comes_during_a_wait_does_not_lengthen_it():
    clock = Seconds()
    waits = SignInWaits(clock)
    for _ in range(FREE_OF_ACCOUNT):
        waits.attempt("an", "10.0.0.1")
    assert {waits.attempt("an", "10.0.0.1") for _ in range(100)} == {1}
    clock.now += 1
    assert waits.attempt("an", "10.0.0.1") == 0


def test_one_address_that_tries_many_names_waits_and_its_own_account_does_not_help_it():
    clock = Seconds()
    waits = SignInWaits(clock)
    for n in range(FREE_OF_ADDRESS - 1):
        assert waits.attempt(f"name {n}", "10.0.0.1") == 0
        if n % 3 == 0:
            assert waits.attempt("own", "10.0.0.1") == 0
            waits.succeeded("own", "10.0.0.1")
    waits.attempt("another", "10.0.0.1")
    assert waits.attempt("yet another", "10.0.0.1") > 0
    assert waits.attempt("another", "10.0.0.2") == 0


def test_memory_for_attempts_is_bounded():
    waits = SignInWaits(Seconds())
    for n in range(MOST_KEPT):
        waits.attempt(f"name {n}", f"address {n}")
    assert len(waits._tallies) <= MOST_KEPT + 2


def test_guessing_is_slowed_down_and_a_link_comes_in_all_the_same(console):
    account = console.account(Role.ADMINISTRATOR)
    visitor = console.visitor()
    for _ in range(FREE_OF_ACCOUNT):
        assert visitor.sign_in("administrator", "a wrong guess").status_code == 401
    answer = visitor.sign_in("administrator", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "set-cookie" not in answer.headers
    with console.archive() as archive:
        token = archive.accounts.link(account.id, console.clock.now().replace(year=2027))
    assert visitor.client.post(f"/sign-in/{token}").status_code == 303
    assert console.visitor().sign_in("administrator", PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8080", 421),
        ("localhost.", 421),
        ("[::ffff", 421),
        ("", 421),
        ("LOCALHOST:99", 200),
        ("[::1]:8080", 200),
        ("127.0.0.1", 200),
    ],
)
def test_a_page_elsewhere_cannot_lead_its_own_name_to_us(open_console, host, status):
    assert asked(open_console, "GET", "/sign-in", host=host) == status


def test_the_public_name_and_the_one_listened_at_are_ours():
    assert known_hosts("https://Watch.example.org:8443/in", "10.0.0.5:8080") >= {
        "watch.example.org",
        "10.0.0.5",
    }
    assert not known_hosts("", "0.0.0.0:8080") & {"", "0.0.0.0"}
    assert [listens_here_only(x) for x in ("127.0.0.1:1", "[::1]:1", "localhost:1", "0.0.0.0:1", "10.0.0.5:1")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def asked(console, method, path, *, host, body=b"", **headers):
    """The status of a request as it is written, which a library would mend."""
    connection = http.client.HTTPConnection(*console.server.address, timeout=30)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders(body)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/..%2fsite.py",
        "/static/..%5csite.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/",
        "/static/templates/base.html.j2",
    ],
)
def test_no_path_leads_out_of_the_static_files(open_console, path):
    assert asked(open_console, "GET", path, host="localhost") in (400, 404, 405)


@pytest.mark.parametrize("length", [10_001, 50_000_000])
def test_a_body_that_is_too_big_is_not_read(open_console, length):
    status = asked(
        open_console, "POST", "/sign-in", host="localhost", body=b"name=" + b"a" * 10_000,
        Content_Length=str(length), Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert status == 413


def test_a_body_of_another_kind_is_refused(open_console):
    visitor = open_console.visitor()
    assert visitor.client.post("/sign-in", json={"name": "x"}).status_code == 415
    assert visitor.client.post("/sign-in", files={"name": b"x"}).status_code in (413, 415)


@pytest.mark.parametrize(
    "wanted",
    [
        "/x\r\nSet-Cookie: a=b",
        "/x\nX: y",
        "/\x00",
        "//evil.example",
        "https:evil.example",
        "/\\evil",
        "/é",
        "x" * 3000,
    ],
)
def test_no_wish_becomes_a_header_or_leads_elsewhere(open_console, wanted):
    open_console.account(Role.READER)
    answer = open_console.visitor().sign_in("reader", next=wanted)
    assert answer.headers["location"] == "/"
    assert "x" not in answer.headers
    assert answer.headers.get_list("set-cookie") == [answer.headers["set-cookie"]]


def test_behind_a_public_https_address_the_cookie_is_this_hosts_alone(watch):
    watch.general = 'listen = "127.0.0.1:0"\npublic_url = "https://watch.example.org/in"'
    watch.write()
    from tests.web.console.conftest import NOW

    with Console(watch.path, NOW) as console:
        console.account(Role.READER)
        visitor = console.visitor()
        visitor.client.headers["Host"] = "watch.example.org"
        page = visitor.see("/in/sign-in", next="/in/account")
        assert 'action="/in/sign-in"' in page
        answer = visitor.client.post(
            "/in/sign-in", data={"name": "reader", "password": PASSWORD, "next": "/in/account"}
        )
        assert answer.headers["location"] == "/in/account"
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-servwatch_session=")
        assert "Secure" in cookie
        assert "Path=/;" in cookie
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        token = cookie.partition("=")[2].partition(";")[0]
        headers = {"Cookie": f"__Host-servwatch_session={token}"}
        assert visitor.client.get("/in/account", headers=headers).status_code == 200
        planted = {"Cookie": f"servwatch_session={token}"}
        assert visitor.client.get("/in/account", headers=planted).status_code == 303
        for elsewhere in ("/account", "https://watch.example.org/in/", "/inside"):
            answer = visitor.client.post(
                "/in/sign-in", data={"name": "reader", "password": PASSWORD, "next": elsewhere}
            )
            assert answer.headers["location"] == "/in/"


def mailed(watch):
    folder = watch.folder / "outbox" / "new"
    return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in sorted(folder.glob("*"))]


def mail_after(console, watch, visitor, who):
    """Ask for a link; the answer, and all mails when the console is done with it."""
    answer = visitor.client.post("/sign-in/mail", data={"who": who})
    for thread in console.server._site.link_mail._threads:
        thread.join(60)
    return answer, mailed(watch)


def test_a_link_is_mailed_to_the_address_of_an_account_and_signs_in_once(console, watch):
    console.account(Role.EDITOR, email="an@example.org", language="nl")
    visitor = console.visitor()
    answer, (mail,) = mail_after(console, watch, visitor, "AN@example.org")
    assert answer.status_code == 200
    assert mail["To"].addresses[0].addr_spec == "an@example.org"
    assert mail["Subject"] == "servwatch: uw aanmeldlink"
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"http://127\.0\.0\.1:\d+(/sign-in/[\w-]{43})\s", text)
    assert visitor.client.post(found[1]).status_code == 303
    assert console.visitor().client.post(found[1]).status_code == 401


def test_the_answer_is_the_same_for_an_address_that_nobody_has(console, watch):
    console.account(Role.EDITOR, email="an@example.org")
    console.account(Role.READER, name="bo", email="bo@example.org", disabled=True)
    visitor = console.visitor()
    pages = set()
    for who in ("an@example.org", "cis@example.org", "bo@example.org", "bo", "", "a\r\nBcc: x@example.org"):
        answer, mails = mail_after(console, watch, visitor, who)
        pages.add((answer.status_code, answer.text))
    assert len(pages) == 1
    assert len(mails) == 1


def test_a_link_by_mail_is_good_for_twenty_minutes_and_another_does_not_end_it(console, watch):
    from datetime import timedelta

    console.account(Role.EDITOR, email="an@example.org")
    visitor = console.visitor()
    for _ in range(2):
        _, mails = mail_after(console, watch, visitor, "editor")
    links = [re.search(r"(/sign-in/[\w-]{43})", m.get_body(("plain",)).get_content())[1] for m in mails]
    assert len(set(links)) == 2
    console.clock.time += timedelta(minutes=19)
    assert visitor.client.post(links[0]).status_code == 303
    console.clock.time += timedelta(minutes=2)
    assert console.visitor().client.post(links[1]).status_code == 401


def test_nobodys_mailbox_is_filled_and_who_asks_too_often_is_told_to_wait(console, watch):
    console.account(Role.EDITOR, email="an@example.org")
    visitor = console.visitor()
    answers = [mail_after(console, watch, visitor, "editor") for _ in range(11)]
    assert [answer.status_code for answer, _ in answers] == [200] * 10 + [429]
    assert int(answers[-1][0].headers["retry-after"]) > 0
    assert len(mailed(watch)) == 3


def test_ways_that_are_turned_off_are_not_offered_and_not_taken(console, watch):
    console.account(Role.READER)
    watch.general += "\n[console]\nsign_in = []"
    watch.write()
    console.reread()
    visitor = console.visitor()
    page = visitor.see("/sign-in")
    assert "<form" not in page
    assert visitor.sign_in("reader").status_code == 404
    assert visitor.client.post("/sign-in/mail", data={"who": "x"}).status_code == 404
