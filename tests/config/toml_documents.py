"""Hypothesis strategies for TOML texts that `tomllib` reads, in every style a person may write them."""

import string

from hypothesis import strategies as st

LETTERS = "abéß漢🦉 \t#=.,[]{}'x"
BARE = string.ascii_letters + string.digits + "-_"

escaped = st.sampled_from(["\\n", "\\t", '\\"', "\\\\", "\\u00e9", "\\U0001F989", "\\r", "\\b"])
plain_piece = st.text(LETTERS, max_size=6)
basic = st.lists(plain_piece | escaped, max_size=4).map("".join).map('"{}"'.format)
literal = st.text(LETTERS.replace("'", '"\\'), max_size=8).map("'{}'".format)
lines_piece = plain_piece | escaped | st.sampled_from(["\n", "\n\n  ", "\\\n   ", '"', '""'])
basic_lines = (
    st.lists(lines_piece, max_size=5)
    .map("".join)
    .filter(lambda text: '"""' not in text)
    .map(lambda text: f'"""{text}{" " if text.endswith(chr(92)) else ""}"""')
)
literal_lines = (
    st.text(LETTERS + '\n"\\', max_size=10).filter(lambda text: "'''" not in text).map("'''{}'''".format)
)
numbers = st.sampled_from(
    [
        "0",
        "-0",
        "+7",
        "12",
        "1_000",
        "0xDEAD_beef",
        "0o17",
        "0b101",
        "1.5",
        "-2.0e3",
        "1e5",
        "inf",
        "-inf",
        "nan",
    ]
)
words = st.sampled_from(["true", "false"])
dates = st.sampled_from(
    [
        "2026-11-27",
        "07:32:00",
        "07:32:00.25",
        "2026-11-27T07:32:00Z",
        "2026-11-27 07:32:00-07:00",
        "2026-11-27T07:32:00",
    ]
)
scalars = st.one_of(basic, literal, basic_lines, literal_lines, numbers, words, dates)

key_parts = st.one_of(
    st.text(BARE, min_size=1, max_size=6),
    st.sampled_from(['"a b"', "'c.d'", '"é"', '""', '"x\\"y"', '"#"', "'['", '"="']),
)
blank = st.sampled_from(["", " ", "\t", "  "])
comment = st.sampled_from(["", "", "", " # note", '# é = ["', "\t#"])
gap = st.sampled_from(["", " ", "\n", "\n  ", " # é ]\n "])


@st.composite
def arrays(draw, values):
    """`[1, 2]`, over one line or several, with comments, with and without a last comma."""
    items = draw(st.lists(values, max_size=4))
    text = "["
    for number, item in enumerate(items):
        comma = "," if number < len(items) - 1 or draw(st.booleans()) else ""
        text += draw(gap) + item + draw(gap) + comma
    return text + draw(gap) + "]"


@st.composite
def inline_tables(draw, values):
    """`{ a = 1, b.c = 2 }`, on one line."""
    keys = draw(st.lists(key_parts, max_size=3, unique_by=unquoted))
    pairs = [f"{draw(dotted(key))}{draw(blank)}={draw(blank)}{draw(values)}" for key in keys]
    return "{" + draw(blank) + ", ".join(pairs) + draw(blank) + "}"


@st.composite
def dotted(draw, first):
    """A key, or a key with one or two steps below it."""
    more = draw(st.lists(key_parts, max_size=2))
    return (draw(blank) + "." + draw(blank)).join([first, *more])


def unquoted(key):
    """What a written key names, near enough to keep keys apart."""
    return key.strip("\"'")


values = st.recursive(scalars, lambda inner: st.one_of(arrays(inner), inline_tables(inner)), max_leaves=6)


@st.composite
def pairs(draw):
    """Some lines `key = value`, with blank lines and comments between them."""
    text = ""
    for key in draw(st.lists(key_parts, max_size=4, unique_by=unquoted)):
        text += draw(st.sampled_from(["", "\n", "# c = 1\n", "  "]))
        text += f"{draw(dotted(key))}{draw(blank)}={draw(blank)}{draw(values)}{draw(comment)}\n"
    return text


@st.composite
def tables(draw, name):
    """`[name]`, or some `[[name]]`, with pairs and tables below them."""
    text = ""
    many = draw(st.booleans())
    for _ in range(draw(st.integers(1, 3)) if many else 1):
        opening, closing = ("[[", "]]") if many else ("[", "]")
        text += f"{draw(blank)}{opening}{draw(blank)}{name}{draw(blank)}{closing}{draw(comment)}\n"
        text += draw(pairs().map(lambda body: body.replace("below", "beside")))
        if draw(st.booleans()):
            below = f"{name}{draw(blank)}.{draw(blank)}below"
            text += f"[{below}]{draw(comment)}\n{draw(pairs())}"
    return text


@st.composite
def documents(draw):
    """A whole text, perhaps with a byte order mark, perhaps with the line ends of Windows."""
    text = draw(pairs())
    for name in draw(st.lists(key_parts, max_size=3, unique_by=unquoted)):
        text += draw(tables(name))
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text
