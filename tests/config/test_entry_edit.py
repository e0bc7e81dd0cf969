"""Changing the entry of a source and nothing beside it."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.config.entry_edit import entry_text_of, further_lines, with_further_lines, with_keys
from servwatch.errors import ConfigError

FILE = '''# The watch of the council.
[servwatch]
database = "sqlite:///x.db"

# Brussels first.
[[source]]
id = "ec" # never change it
name = "European Commission, news"   # as it calls itself
body = "ec"
kind = "page"
# The list is the second column.
item = "ul.news > li"
languages = [
  "en", # and French, for some
  "fr",
]
url = "https://ec.example/news"

[source.item_kind]
default = "news"

# The other one.
[[source]]
  id = "oecd"
  url = "https://oecd.example/rss"
  note = """
[[source]]
id = "ec"
"""

[[theme]]
id = "work"
'''
KEYS = ("id", "name", "body", "url", "languages", "enabled")


def test_a_value_is_changed_where_it_stands_and_its_comment_stays():
    changed = with_keys(FILE, "ec", {"name": 'The "Commission"'})
    assert changed == FILE.replace('"European Commission, news"', "'The \"Commission\"'")


def test_a_new_key_stands_behind_the_others_of_its_entry_and_before_its_tables():
    changed = with_keys(FILE, "ec", {"enabled": False})
    assert changed == FILE.replace(
        'url = "https://ec.example/news"\n', 'url = "https://ec.example/news"\nenabled = false\n'
    )


def test_a_value_over_several_lines_is_replaced_whole():
    changed = with_keys(FILE, "ec", {"languages": ["nl"]})
    assert tomllib.loads(changed)["source"][0]["languages"] == ["nl"]
    assert 'languages = ["nl"]\nurl = "https://ec.example/news"\n' in changed


def test_a_key_is_taken_out():
    changed = with_keys(FILE, "ec", {"body": None})
    assert changed == FILE.replace('body = "ec"\n', "")


def test_a_text_that_looks_like_an_entry_is_none():
    changed = with_keys(FILE, "oecd", {"url": "https://oecd.example/atom"})
    assert changed == FILE.replace("https://oecd.example/rss", "https://oecd.example/atom")


def test_a_source_that_the_file_does_not_have_gets_an_entry_at_its_end():
    assert with_keys(FILE, "ilo", {"enabled": False}) == FILE + '\n[[source]]\nid = "ilo"\nenabled = false\n'


def test_the_further_lines_are_what_no_field_shows():
    assert further_lines(FILE, "ec", KEYS) == (
        'kind = "page"\n# The list is the second column.\nitem = "ul.news > li"\n\n[source.item_kind]\ndefault = "news"'
    )
    assert further_lines(FILE, "ilo", KEYS) == ""


def test_a_further_line_is_changed_where_it_stands():
    wanted = further_lines(FILE, "ec", KEYS).replace("ul.news > li", "ol > li")
    assert with_further_lines(FILE, "ec", KEYS, wanted) == FILE.replace("ul.news > li", "ol > li")


def test_further_lines_are_added_at_the_top_in_between_and_at_the_end():
    lines = further_lines(FILE, "ec", KEYS).split("\n")
    wanted = ["weight = 2", *lines[:3], "include = ['/news/']", *lines[3:], "'a' = 'study'", "# the end"]
    changed = with_further_lines(FILE, "ec", KEYS, "\n".join(wanted))
    assert further_lines(changed, "ec", KEYS) == "\n".join(wanted[:-1])  # a last comment is below the entry
    assert [line for line in changed.split("\n") if line in FILE.split("\n")] == FILE.split("\n")
    assert "# the end\n" in changed


def test_all_further_lines_can_go():
    changed = with_further_lines(FILE, "ec", KEYS, "")
    assert sorted(tomllib.loads(changed)["source"][0]) == ["body", "id", "languages", "name", "url"]


@pytest.mark.parametrize(
    "hostile",
    [
        "[fetch]\nallow_private = true",
        '[[source]]\nid = "other"',
        'id = "other"',
        'name = "twice"',
        'kind = "feed"\n[servwatch]\nlisten = "0.0.0.0:80"',
        'note = """',
        "kind = ",
        '[[theme]]\nid = "x"',
    ],
)
def test_lines_that_reach_beyond_their_entry_are_refused(hostile):
    with pytest.raises(ConfigError):
        with_further_lines(FILE, "ec", KEYS, hostile)


def test_sources_that_are_written_in_one_line_are_left_to_people():
    text = 'source = [{ id = "ec", name = "x" }]\n'
    with pytest.raises(ConfigError):
        with_keys(text, "ec", {"name": "y"})


def test_the_entry_is_what_stands_from_its_header_to_its_last_line():
    assert entry_text_of(FILE, "ec").startswith('[[source]]\nid = "ec"')
    assert entry_text_of(FILE, "ec").endswith('[source.item_kind]\ndefault = "news"')


@given(st.text(max_size=60))
def test_whatever_name_is_given_the_rest_of_the_file_stays(name):
    changed = with_keys(FILE, "ec", {"name": name})
    read = tomllib.loads(changed)
    assert read["source"][0]["name"] == name
    assert len(changed.split("\n")) == len(FILE.split("\n"))


@given(st.lists(st.sampled_from(FILE.split("\n")), max_size=12).map("\n".join))
def test_further_lines_change_their_entry_or_nothing(wanted):
    try:
        changed = with_further_lines(FILE, "ec", KEYS, wanted)
    except ConfigError:
        return
    before, after = tomllib.loads(FILE), tomllib.loads(changed)
    assert after["source"][1:] == before["source"][1:]
    assert after["servwatch"] == before["servwatch"]
