"""What an editor may write: plain text of a sane length, said when it is long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.digest.editor_texts import headline, initials_of, introduction, note
from servwatch.errors import UsageError


def test_a_headline_is_taken_as_it_is_but_for_its_spaces():
    assert headline("  Commissie  vraagt\tmening ").text == "Commissie vraagt mening"
    assert not headline("x" * 70).warning


def test_a_long_headline_is_said():
    assert headline("x" * 75).warning == "The headline has 75 characters, 5 over."


@pytest.mark.parametrize("text", ["een\ntwee", "een\r\ntwee", "een\u2028twee", "een\x0btwee", "een\x85twee"])
def test_a_headline_or_note_of_two_lines_is_refused(text):
    for write in (headline, note):
        with pytest.raises(UsageError, match="one line"):
            write(text)


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\u202e", "\u2066", "\x7f"])
@pytest.mark.parametrize("write", [headline, note, introduction])
def test_signs_that_cannot_be_seen_are_refused_and_named(write, sign):
    with pytest.raises(UsageError, match=f"{ord(sign):04X}"):
        write(f"een{sign}twee")


@pytest.mark.parametrize(("write", "most"), [(headline, 300), (note, 1000), (introduction, 3000)])
def test_what_is_no_text_for_a_mail_any_more_is_refused(write, most):
    assert write("x" * most).text == "x" * most
    with pytest.raises(UsageError, match=str(most)):
        write("x" * (most + 1))


def test_a_note_of_more_than_forty_words_is_said():
    assert not note("woord " * 40).warning
    assert note("woord " * 43).warning == "The note has 43 words, 3 over."


def test_an_introduction_may_have_paragraphs():
    assert introduction("\n Een. \nTwee.\n\n\n\nDrie.\n").text == "Een.\nTwee.\n\nDrie."


@given(st.text(max_size=200))
def test_whatever_is_given_is_either_one_visible_line_or_refused(text):
    try:
        clean = headline(text).text
    except UsageError:
        return
    assert clean == headline(clean).text
    assert clean.isprintable() or not set(clean) & set("\r\n\x1b\x00")
    assert len(clean.splitlines()) <= 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lees Voor", "LV"),
        ("an", "A"),
        ("jan.peeters", "JP"),
        ("Élise d'Hont", "ÉD"),
        ("  ", ""),
        ("😀", ""),
    ],
)
def test_initials_come_from_the_name(name, expected):
    assert initials_of(name) == expected
