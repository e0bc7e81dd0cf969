"""The keys by which readers are reached and get what they want."""

import pytest

from servwatch.config.values import PUBLIC_URL_LENGTH
from servwatch.model import Frequency, Preferences
from tests.config.configurations import MEMBER, faults, loaded, told

THEME = '[[theme]]\nid = "work"\nname = { nl = "Werk" }\nterms.nl = ["werk"]\n'


def public(url):
    return f'[servwatch]\npublic_url = "{url}"\n'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://servwatch.example.org", "https://servwatch.example.org"),
        ("https://example.org/servwatch/", "https://example.org/servwatch"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_a_public_address_is_https_unless_it_is_this_machine(given, kept):
    assert loaded(public(given)).require().public_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://servwatch.example.org",
        "http://127.0.0.1.example.org",
        "https://user:secret@example.org",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example.org/é",
        "https://example.org/a<b>",
        "ftp://example.org",
        "example.org",
    ],
)
def test_a_public_address_that_mails_cannot_carry_is_refused(url):
    (fault,) = faults(public(url))
    assert fault.startswith("feeds.toml:2:14: ")
    assert "secret" not in fault


def test_a_public_address_with_a_token_fits_a_header_and_a_longer_one_is_refused_with_a_sentence():
    fits = "https://" + "a" * (PUBLIC_URL_LENGTH - 12) + ".org"
    assert len(f"{loaded(public(fits)).require().public_url}/u/{'t' * 22}") == 70
    (fault,) = faults(public(fits.replace("aaaa", "aaaaa", 1)))
    assert f"at most {PUBLIC_URL_LENGTH} characters" in fault
    assert f"this one has {PUBLIC_URL_LENGTH + 1}" in fault


def test_a_member_has_copies_and_preferences():
    member = 'copy = ["desk@example.org"]\nfrequency = "weekly"\nlayout = "brief"\nthemes = ["work"]\n'
    (found,) = loaded(THEME, MEMBER + member).require().recipients
    assert found.copy == ("desk@example.org",)
    assert found.preferences == Preferences(Frequency.WEEKLY, "brief", ("work",))


def test_a_member_who_says_nothing_prefers_nothing():
    (found,) = loaded("").require().recipients
    assert (found.copy, found.preferences) == ((), Preferences())


def test_a_theme_that_a_member_wants_and_that_is_none_is_a_doubt_and_no_error():
    found = loaded(THEME, MEMBER + 'themes = ["werk"]\n')
    assert told(found) == []
    assert told(found, "warning") == [
        "members.toml:4:11: no theme has the id 'werk', which the member 'name@example.org' wants; did you mean 'work'?"
    ]
