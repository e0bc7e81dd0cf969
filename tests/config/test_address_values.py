"""Addresses as values: of the web, of databases, of people."""

import pytest

from servwatch.config.values import (
    DatabaseAddress,
    MailAddress,
    Mailbox,
    WebAddress,
)
from tests.config.validated import read, refusal


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/feed",
        "http://example.org",
        "https://example.org:8443/a?b=c&d=%20#e",
        "http://127.0.0.1:8080/",
        "http://[::1]/feed",
        "https://münchen.example/é",
    ],
)
def test_a_web_address_is_read(address):
    assert read(WebAddress, f" {address} ") == address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ftp://example.org/x", "an address that begins with https:// or http://, not ftp://"),
        ("htps://example.org/x", "an address that begins with https:// or http://, not htps://"),
        ("file:///etc/passwd", "an address that begins with https:// or http://, not file://"),
        ("www.example.org/x", "an address that begins with https:// or http://"),
        ("example.org:8080/x", "an address that begins with https:// or http://"),
        ("", "an address that begins with https:// or http://"),
        ("https://", 'a web address such as "https://www.example.org/feed"'),
        ("https:/example.org", 'a web address such as "https://www.example.org/feed"'),
        ("https://example.org:x/", 'a web address such as "https://www.example.org/feed"'),
        ("https://example.org:99999/", 'a web address such as "https://www.example.org/feed"'),
        ("https://exam ple.org/", 'a web address such as "https://www.example.org/feed"'),
        ("https://example.org/a\nb", 'a web address such as "https://www.example.org/feed"'),
        ("https://[::1/feed", 'a web address such as "https://www.example.org/feed"'),
        (3, 'a web address such as "https://www.example.org/feed"'),
    ],
)
def test_what_is_no_web_address_is_refused_and_its_scheme_named(address, expected):
    assert refusal(WebAddress, address)["expected"] == expected


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///servwatch.db",
        "sqlite:////var/lib/servwatch.db",
        "sqlite:///:memory:",
        "postgresql+psycopg://host/name",
    ],
)
def test_an_address_of_a_database_is_read(address):
    assert read(DatabaseAddress, address) == address


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("postgresql://host/name", "postgresql+psycopg"),
        ("sqlte:///servwatch.db", "sqlite"),
        ("mysql://host/name", ""),
        ("servwatch.db", ""),
        ("sqlite:servwatch.db", ""),
        ("sqlite://servwatch.db", ""),
        ("", ""),
    ],
)
def test_another_sort_of_database_is_refused_with_the_nearest_that_is_known(address, nearest):
    assert refusal(DatabaseAddress, address)["nearest"] == nearest


@pytest.mark.parametrize(
    "value",
    [
        "name@example.org",
        "Name <name@example.org>",
        '"Name, First" <name@example.org>',
        "José Lid <j@example.org>",
    ],
)
def test_a_mailbox_is_an_address_with_or_without_a_name(value):
    assert read(Mailbox, value) == value


@pytest.mark.parametrize(
    "value",
    [
        *["", "name", "name@", "@example.org", "@", "Name <name>", "Name name@example.org", "<>", "a@b@c"],
        *[
            "a@example.org, b@example.org",
            "Name <a@example.org>\r\nBcc: b@example.org",
            "a@example.org\n",
            "a\0@b.c",
        ],
        *["Name\x1b <a@example.org>", "(", "a@[", '"', 3, ["a@example.org"], None],
    ],
)
def test_what_is_no_mailbox_is_refused(value):
    assert "mail address" in refusal(Mailbox, value)["expected"]


@pytest.mark.parametrize(
    "value", ["Name <name@example.org>", "<name@example.org>", "a@example.org (note)", "a @example.org"]
)
def test_where_only_an_address_can_stand_a_name_is_refused(value):
    assert refusal(MailAddress, value)["expected"].startswith('a mail address such as "name@example.org"')
    assert read(MailAddress, " name@example.org ") == "name@example.org"
