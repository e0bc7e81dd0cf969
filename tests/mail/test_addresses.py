"""Addresses: what is let through can carry nothing but itself."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servwatch.errors import Unmailable
from servwatch.mail import Mailbox, ascii_address, mailbox, short_hash


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@example.org", "", "a@example.org"),
        (" a@Example.ORG ", "", "a@example.org"),
        ("SERV Internationaal <a@example.org>", "SERV Internationaal", "a@example.org"),
        ('"Raad, \\"Sociale\\" (SERV)" <a@example.org>', 'Raad, "Sociale" (SERV)', "a@example.org"),
        ("Één <a@example.org>", "Één", "a@example.org"),
        ("<a@example.org>", "", "a@example.org"),
        ("o'neill+x_y-z@sub.example.org", "", "o'neill+x_y-z@sub.example.org"),
        ("jan@MÜLLER.example", "", "jan@xn--mller-kva.example"),
        ("servwatch@localhost.localdomain", "", "servwatch@localhost.localdomain"),
    ],
)
def test_a_mailbox_is_a_name_and_an_address_in_ascii(text, name, address):
    assert mailbox(text) == Mailbox(name, address)


def test_the_domain_of_a_mailbox_is_what_follows_the_at_sign():
    assert mailbox("SERV <a@servwatch.example.org>").domain == "servwatch.example.org"


@pytest.mark.parametrize(
    "text",
    [
        "a@example.org, b@example.org",
        "A <a@example.org>, B <b@example.org>",
        "A <a@example.org> B",
        "A <<a@example.org>>",
        'A" <a@example.org>',
        "a@example.org>",
        "A (comment) a@example.org",
        "a@[192.0.2.1]",
        "a@ex ample.org",
        "a@example.org\0",
        "a@example",
        "a@1.2.3.4",
        "@example.org",
        "a@",
        "a..b@example.org",
        "a.@example.org",
        "élise@example.org",
        "a@" + "x." * 130 + "org",
    ],
)
def test_what_is_not_one_plain_mailbox_is_refused(text):
    with pytest.raises(Unmailable, match="cannot be mailed"):
        mailbox(text)


@given(st.text() | st.emails() | st.from_regex(r".{1,20}@.{1,30}"))
@example("a@b.org\r\nRCPT TO:<c@d.org>")
@example("a@b。org")
def test_whatever_is_taken_is_one_word_of_letters_that_say_nothing(text):
    try:
        address = ascii_address(text)
    except Unmailable:
        return
    assert re.fullmatch(r"[!#-'*+/-9=?A-Z^-~-]+@[a-z0-9.-]+\.[a-z0-9-]+", address)
    assert len(address) <= 254
    assert ascii_address(address) == address


def test_an_address_is_logged_as_a_short_hash_whatever_its_case():
    assert short_hash("Jan@Example.org") == short_hash("jan@example.org")
    assert re.fullmatch(r"[0-9a-f]{8}", short_hash("jan@example.org"))
