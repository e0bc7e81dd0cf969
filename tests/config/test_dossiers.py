"""`[[dossier]]`: what is followed, and each fault at its place."""

from datetime import date

import pytest

from servwatch.model import FollowedDossier
from tests.config.configurations import DIGEST, SOURCE, faults, loaded

FULL = """\
[[dossier]]
ref = "2025/0360(COD)"
name = { nl = "Digitale omnibus", en = "Digital omnibus" }
digests = ["weekly"]
until = 2027-12-31
note = "asked by the board"
"""


def followed(text):
    return loaded(SOURCE + DIGEST + text).require().dossiers


def test_a_dossier_with_all_its_keys():
    assert followed(FULL) == (
        FollowedDossier(
            "2025/0360(COD)", {"nl": "Digitale omnibus", "en": "Digital omnibus"}, ("weekly",), date(2027, 12, 31), "asked by the board"
        ),
    )  # fmt: skip


def test_a_reference_is_enough_and_every_digest_tells_it():
    assert followed('[[dossier]]\nref = "COM(2025) 837"\n') == (FollowedDossier("COM(2025) 837"),)


def test_a_name_may_be_one_text_for_every_language():
    (one,) = followed('[[dossier]]\nref = "COM(2025) 837"\nname = "Omnibus"\n')
    assert [one.called(language) for language in ("nl", "fr")] == ["Omnibus", "Omnibus"]


def test_a_name_is_told_in_the_readers_language_where_it_has_one():
    (one,) = followed(FULL)
    assert [one.called(language) for language in ("nl", "en", "fr")] == [
        "Digitale omnibus",
        "Digital omnibus",
        "Digital omnibus",
    ]
    assert FollowedDossier("INT/1").called("nl") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('ref = "INT/1"\ndigests = ["weeky"]\n', "digests = [\"weeky\"]: no digest has the id 'weeky'; did you mean 'weekly'?"),
        ('ref = "INT/1"\ndigests = ["qqq"]\n', "no digest has the id 'qqq'; expected the id of a digest, or \"*\""),
        ('ref = "INT/1"\ndigests = []\n', "digests of the dossier 'INT/1' is empty; expected at least one value"),
        ('ref = "INT/1"\nuntil = "soon"\n', "expected a date such as 2026-11-27, without quotes and time"),
        ('ref = "INT/1"\nname = 3\n', "expected a text, or a table per language"),
        ('ref = "INT/1"\nname = { xx = "a" }\n', "name"),
        ("ref = 3\n", "ref of [[dossier]] is 3; expected a text"),
        ('name = "x"\n', "[[dossier]] lacks the key 'ref'"),
        ('ref = "INT/1"\ntill = 2027-01-01\n', "unknown key 'till' in the dossier 'INT/1'; did you mean 'until'?"),
    ],
)  # fmt: skip
def test_each_fault_is_told(text, told):
    (fault,) = faults(f"{SOURCE}{DIGEST}[[dossier]]\n{text}")
    assert told.rpartition("]: ")[2] in fault
    line = (SOURCE + DIGEST).count("\n") + 2
    assert fault.startswith((f"feeds.toml:{line}:", f"feeds.toml:{line + 1}:", f"feeds.toml:{line - 1}:"))


def test_what_is_followed_belongs_to_what_decides_an_edition():
    plain = loaded(SOURCE + DIGEST).require().fingerprint
    assert loaded(SOURCE + DIGEST + FULL).require().fingerprint != plain


def test_the_same_reference_twice_breaks_nothing_here():
    assert len(followed('[[dossier]]\nref = "INT/1"\n[[dossier]]\nref = "INT/1"\n')) == 2
