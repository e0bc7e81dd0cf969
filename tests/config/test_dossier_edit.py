"""Following a dossier writes one entry and changes nothing beside it."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.config.dossier_edit import with_dossier, with_dossier_until
from servwatch.errors import ConfigError
from servwatch.model import FollowedDossier

MAIN = "/etc/feeds.toml"
TEXT = """# Ours.
[[dossier]]
ref = "COM(2025) 837"  # the omnibus
name = "Omnibus"

# And the other.
[[dossier]]
ref = "INT/1108"
digests = [
  "board",  # alone
]
"""


def changed(was, **fields):
    return was, replace(was, **fields)


def test_what_is_left_alone_keeps_its_form():
    made = with_dossier({MAIN: TEXT}, MAIN, *changed(FollowedDossier("INT/1108", {}, ("board",)), note="x"))
    assert made == {MAIN: TEXT + 'note = "x"\n'}


def test_where_nothing_changes_nothing_is_written():
    was = FollowedDossier("INT/1108", {}, ("board",))
    assert with_dossier({MAIN: TEXT}, MAIN, was, was) == {MAIN: TEXT}
    fresh = FollowedDossier("2025/0360(COD)")
    assert with_dossier({MAIN: TEXT}, MAIN, fresh, fresh) == {
        MAIN: TEXT + '\n[[dossier]]\nref = "2025/0360(COD)"\n'
    }


def test_an_entry_written_in_another_way_is_refused_in_words_that_are_true():
    text = '[[dossier]]\nref = "INT/1108"\nname.nl = "A"\n'
    was = FollowedDossier("INT/1108", {"nl": "A"})
    with pytest.raises(ConfigError, match="cannot be changed so"):
        with_dossier({MAIN: text}, MAIN, *changed(was, name={"nl": "B"}))
    assert with_dossier({MAIN: text}, MAIN, *changed(was, note="x")) == {
        MAIN: text.replace("name.nl", 'note = "x"\nname.nl')
    }


def test_an_entry_that_is_not_there_comes_at_the_end():
    made = with_dossier({MAIN: TEXT}, MAIN, *changed(FollowedDossier("2025/0360(COD)"), name={"nl": "Werk"}))
    assert made == {MAIN: TEXT + '\n[[dossier]]\nref = "2025/0360(COD)"\nname = { nl = "Werk" }\n'}


def test_an_entry_of_another_file_is_changed_there():
    texts = {MAIN: "", "/etc/dossiers.toml": TEXT}
    made = with_dossier_until(texts, MAIN, "INT/1108", date(2026, 11, 30))
    assert made == {"/etc/dossiers.toml": TEXT + "until = 2026-11-30\n"}


def test_comments_and_what_is_not_changed_stay():
    made = with_dossier(
        {MAIN: TEXT}, MAIN, *changed(FollowedDossier("COM(2025) 837", {"": "Omnibus"}), digests=("board",))
    )
    assert made[MAIN] == TEXT.replace('name = "Omnibus"\n', 'name = "Omnibus"\ndigests = ["board"]\n')


@given(
    st.text(max_size=30),
    st.dictionaries(st.sampled_from(["nl", "en", "fr"]), st.text(min_size=1, max_size=30), max_size=3),
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=3).map(tuple),
    st.none() | st.dates(),
)
def test_what_is_written_reads_back_as_it_was_meant(note, name, digests, until):
    was, wanted = (
        FollowedDossier("INT/1108", {}, ("board",)),
        FollowedDossier("INT/1108", name, digests, until, note),
    )
    made = tomllib.loads(with_dossier({MAIN: TEXT}, MAIN, was, wanted)[MAIN])
    first, entry = made["dossier"]
    assert first == {"ref": "COM(2025) 837", "name": "Omnibus"}
    assert entry.get("name", {}) == name
    assert tuple(entry.get("digests", ["*"])) == digests
    assert (entry.get("until"), entry.get("note", "")) == (until, note)
