"""Ways to spoil one line of a configuration, and whether a message then names that line."""

import re

from hypothesis import strategies as st

from servwatch.config import load
from tests.config.configurations import FOLDER, REPOSITORY

FEEDS = FOLDER / "feeds.toml"
CHARACTERS = "abz019_-+.\"'[]{}=,#\\ \t*é€:/@()\x07\xa0"
MARKS = "\"'[]{},="
GARBAGE = [
    *[
        "garbage",
        "x y z",
        "???",
        "\x00",
        "# note",
        "",
        "= 3",
        "a = 1",
        "a.b.c = [",
        '"x" = "y"',
        ",",
        '"',
        "'",
    ],
    *['"""', "'''", 'foo = """bar', "[", "]", "[[", "}}", "{", "<<<<<<< HEAD", "\\", "id", "id =", "- id: x"],
]
VALUES = [
    *[
        "1",
        "-1",
        "1.5",
        "nan",
        "true",
        '"x"',
        '""',
        "''",
        "[]",
        "[1]",
        '["x"]',
        "{}",
        "{ a = 1 }",
        "2026-01-01",
    ],
    *['"' + "y" * 300 + '"', '"smtp"', '"page"', '"nl"', "0", "[[]]", "07:00:00"],
]
KEYS = ["id", "name", "body", "kind", "url", "every", "terms.nl", "terms", "title", "schedule", "groups", "x"]
HEADERS = [
    *["[source]", "[[sources]]", "[[source]]", "[[theme]]", "[[digest]]", "[mail]", "[fetch]", "[servwatch]"],
    *[
        "[x]",
        "[[y]]",
        "[[member]]",
        "[source.item_kind]",
        "[source.category_themes]",
        "[theme.terms]",
        "[[mail]]",
    ],
]
STUB = """\

[[theme]]
id = "{id}"
name = {{ nl = "{id}, nl", en = "{id}, en" }}
terms.nl = [
  "{id} een", "={id}", {{ term = "{id} twee", weight = 0.5 }},
  "*{id}", "é{id}", "{id}*",
]
terms.en = [
  "{id} one",
  {{ term = "{id} two", near = 5, exclude = ["{id} three"] }},
]
terms.fr = ["{id} un", "{id} deux"]
"""


def shipped_text():
    """The shipped watch list; while it has no themes, with a stub of each theme that it names."""
    text = (REPOSITORY / "feeds.toml").read_text(encoding="utf-8")
    if "[[theme]]" in text:
        return text
    named = re.findall(r'^(?:"POLICY_AREA=\w+"|themes) = \[(.*)\]$', text, re.MULTILINE)
    ids = sorted({name.strip(' "') for names in named for name in names.split(",")})
    head, mark, digests = text.partition("# === What is sent")
    return head + "".join(STUB.format(id=name) for name in ids) + "\n" + mark + digests


TEXT = shipped_text()
LINES = TEXT.split("\n")


def load_text(text):
    return load(FEEDS, environ={}, read={FEEDS: text}.__getitem__)


def verdict(number, line):
    """What is told of the shipped list with another line in the place of one; "" where that is as it should be.

    Either there is no error, or at least one names the line (from 1) or counts it among those to see. A text
    over several lines is named by the line on which it begins.
    """
    text = "\n".join([*LINES[: number - 1], line, *LINES[number:]])
    errors = load_text(text).errors
    lines = {number, begin_of_text(number)}
    named = {place for e in errors for place in [(e.file, e.line), *e.related]}
    if not errors or any((str(FEEDS), one) in named for one in lines):
        return ""
    return f"line {number}, {LINES[number - 1]!r} -> {line!r}:\n" + "\n".join(map(str, errors))


def begin_of_text(number):
    """The line (from 1) on which the text over several lines begins that a line belongs to; else the line itself."""
    begun = 0
    for place, line in enumerate(LINES[: number - 1], 1):
        if "'''" in line:
            begun = 0 if begun else place
    return begun or number


def fixed_mutations(line):
    """Some spoilt forms of a line, always the same."""
    middle = len(line) // 2
    forms = [line[1:], line[:-1], line[:middle] + line[middle + 1 :], line + " x", line + '"', "# " + line]
    forms += [line[:middle] + mark + line[middle:] for mark in '"[#=']
    forms += [line.replace(mark, "", 1) for mark in MARKS if mark in line]
    key, equals, value = line.partition("=")
    if equals and re.fullmatch(r"[\w.]+ ", key):
        forms += [f"{key}= {other}" for other in ("1", '"x"', "[]", "{}")]
        forms += [f"x{line}", f"{key[1:]}={value}", f"{key}{value}"]
    if line.startswith("["):
        forms += HEADERS
    return [
        *forms,
        "garbage",
        "",
        '"""',
        "[[source]]",
        "[fetch]",
        "[source.item_kind]",
        'name = "x"',
        "]",
        '"x", "y",',
    ]


@st.composite
def spoilt(draw, line):
    """A line with one change of any of the sorts that happen to people."""
    sort = draw(st.sampled_from(SORTS))
    return draw(sort(line))


def _character(line):
    places = st.integers(0, max(0, len(line) - 1))
    characters = st.sampled_from(CHARACTERS)
    return st.one_of(
        places.map(lambda n: line[:n] + line[n + 1 :]),
        places.map(lambda n: line[: n + 1] + line[n:]),
        st.tuples(st.integers(0, len(line)), characters).map(lambda t: line[: t[0]] + t[1] + line[t[0] :]),
        st.tuples(places, characters).map(lambda t: line[: t[0]] + t[1] + line[t[0] + 1 :]),
        places.map(lambda n: line[:n] + line[n + 1 : n + 2] + line[n : n + 1] + line[n + 2 :]),
    )


def _mark(line):
    marks = [n for n, char in enumerate(line) if char in MARKS]
    return st.sampled_from(marks).map(lambda n: line[:n] + line[n + 1 :]) if marks else _character(line)


def _key(line):
    key, equals, value = line.partition("=")
    if not equals:
        return _character(line)
    misspelt = st.integers(0, len(key)).map(lambda n: key[:n] + "x" + key[n:])
    return st.one_of(misspelt, st.sampled_from(KEYS)).map(lambda new: f"{new} ={value}")


def _value(line):
    key, equals, _ = line.partition("=")
    return st.sampled_from(VALUES).map(lambda new: f"{key}= {new}") if equals else _character(line)


def _header(line):
    return st.sampled_from(HEADERS) if line.startswith("[") else _character(line)


def _appended(line):
    return st.text(CHARACTERS, min_size=1, max_size=6).map(lambda more: line + more)


def _garbage(_line):
    return st.sampled_from(GARBAGE)


def _another(_line):
    return st.sampled_from(LINES)


SORTS = [_character, _mark, _key, _value, _header, _appended, _garbage, _another]
