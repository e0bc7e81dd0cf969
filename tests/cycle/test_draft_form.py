"""The form of a draft: read strictly, each fault at its line, and nothing changed means nothing done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from servwatch.cycle.draft_form import form_of, intents_of, read_form
from servwatch.cycle.review_acts import Intent
from servwatch.digest.draft_sheet import Sheet, SheetEntry, SheetLine
from servwatch.errors import UsageError
from servwatch.locale import words
from servwatch.model import ActKind, DraftState
from tests import examples
from tests.digest.examples import DIGEST, NOW, ZONE

SPEECH = words("nl", ZONE)


def entry(place, item, **fields):
    return SheetEntry(place, item, f"Titel {item}", "nl", "EC", f"https://ec.example.org/{item}", **fields)


SHEET = Sheet(
    digest=DIGEST.id,
    draft=7,
    scheduled=NOW,
    built=NOW,
    state=DraftState.OPEN,
    review="window",
    number=48,
    language="nl",
    limit=3,
    introduction="",
    entries=(entry(1, 11), entry(2, 12, headline="Eigen kop", note="Een nota.", initials="LV"), entry(3, 13)),
    cut=(SheetLine(14, "Titel 14", "EC"),),
    close=(),
    dropped=(SheetLine(15, "Titel 15", "EC", "An"),),
    seen=5,
)


def form(sheet=SHEET):
    return form_of(sheet, DIGEST, SPEECH)


def intents(text, sheet=SHEET):
    return list(intents_of(read_form(text, sheet), sheet))


def fault(text, sheet=SHEET):
    with pytest.raises(UsageError) as found:
        intents(text, sheet)
    return found.value.sentence()


def block(item):
    """The lines of an entry in the form."""
    head = form().index(f"[{item}]")
    return (
        form()[head : form().index("note:", head)]
        + form()[form().index("note:", head) :].partition("\n")[0]
        + "\n"
    )


def moved(text, piece, before):
    return text.replace(piece, "").replace(before, piece + before)


def test_a_form_that_was_not_touched_asks_for_nothing():
    assert intents(form()) == []


def test_the_form_says_which_draft_it_is_and_what_was_seen():
    read = read_form(form(), SHEET)
    assert (read.draft, read.seen) == (7, 5)
    assert [one.item for one in read.entries] == [11, 12, 13]


def test_texts_that_were_written_changed_or_taken_away():
    text = (
        form().replace("headline: Eigen kop", "headline:", 1).replace("note: Een nota.", "note: Een andere.")
    )
    assert intents(text) == [
        Intent(ActKind.HEADLINE, 12, ""),
        Intent(ActKind.NOTE, 12, "Een andere."),
    ]


def test_an_introduction():
    text = form().replace("== introduction ==\n", "== introduction ==\nDeze week.\n\nDrie berichten.\n")
    assert intents(text) == [Intent(ActKind.INTRODUCTION, text="Deze week.\n\nDrie berichten.")]


def test_a_line_of_an_introduction_that_looks_like_one_of_the_form_survives():
    sheet = replace(SHEET, introduction="# hashtag\n== entries ==")
    assert intents(form(sheet), sheet) == []


def test_one_that_moved_is_the_only_one_that_is_moved():
    text = moved(form(), block(13), "[11]")
    assert intents(text) == [Intent(ActKind.MOVE, 13, arranged=(13, 11, 12))]


def test_one_that_is_dropped():
    text = form().replace(block(12), "") + "[12] Titel 12\n"
    assert intents(text) == [Intent(ActKind.DROP, 12)]


def test_one_that_was_cut_is_put_in_at_its_place_with_a_headline():
    text = form().replace("[14] Titel 14\n", "").replace("[12]", "[14] Titel 14\nheadline: Toch\n\n[12]", 1)
    assert intents(text) == [
        Intent(ActKind.PIN, 14),
        Intent(ActKind.MOVE, 14, arranged=(11, 14, 12, 13)),
        Intent(ActKind.HEADLINE, 14, "Toch"),
    ]


def test_one_that_was_dropped_comes_back():
    text = form().replace("[15] Titel 15\n", "").replace("[11]", "[15] Titel 15\n\n[11]", 1)
    assert intents(text)[:2] == [Intent(ActKind.DROP, 15, undo=True), Intent(ActKind.PIN, 15)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[13] Titel 13", "[13] Mijn titel", "the title of 13 was changed"),
        ("[13] Titel 13", "[11] Titel 11", "11 stands on line"),
        ("[13] Titel 13", "[99] Iets", "99 is not in this draft"),
        ("[15] Titel 15", "", "15 stands nowhere"),
        ("headline: Eigen kop", "headlin: Eigen kop", "this is not understood"),
        ("headline: Eigen kop", "headline: a\nheadline: b", "stands twice"),
        ("headline: Eigen kop", "headline: " + "x" * 400, "400 characters"),
        ("note: Een nota.", "note: a\x1bb", "U+001B"),
        ("== cut ==", "== cutt ==", "no section 'cutt'"),
        ("== cut ==\n", "", "does not stand here"),
        ("draft: 7 after 5", "draft: seven", "nothing is expected here"),
        ("draft: 7 after 5\n", "", "the line that names the draft is missing"),
        ("[13] Titel 13", "zomaar {tekst}", "this is not understood"),
        ("== introduction ==\n", "== introduction ==\n" + "x" * 3100 + "\n", "3100 characters"),
    ],
)
def test_a_fault_names_its_line(old, new, told):
    sentence = fault(form().replace(old, new, 1))
    assert told in sentence
    assert sentence.startswith("form:")
    assert sentence.split(":")[1].isdigit()


def test_the_line_is_the_right_one():
    text = form().replace("[13] Titel 13", "[13] Mijn titel")
    line = text.split("\n").index("[13] Mijn titel") + 1
    assert fault(text).startswith(f"form:{line}: ")


def test_an_entry_cannot_be_cut_by_hand():
    text = form().replace(block(12), "").replace("[14]", "[12] Titel 12\n[14]")
    assert "what is cut is decided by rank and limit" in fault(text)


@given(st.data())
@hypothesis_settings(max_examples=examples.of(150), deadline=None)
def test_whatever_a_line_becomes_it_is_understood_or_refused_with_its_line(data):
    lines = form().split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.one_of(st.text(max_size=40), st.sampled_from(lines)))
    told = ""
    try:
        found = intents("\n".join(lines))
    except UsageError as error:
        told, found = error.sentence(), []
    assert told.startswith("form:") or not told
    assert all(isinstance(one, Intent) for one in found)


@given(st.permutations([11, 12, 13]))
def test_any_order_is_read_as_it_stands(order):
    text = form()
    blocks = {item: block(item) for item in order}
    head, tail = text.index("[11]"), text.index("== cut ==")
    text = text[:head] + "\n".join(blocks[item] for item in order) + "\n" + text[tail:]
    assert [one.item for one in read_form(text, SHEET).entries] == list(order)
    assert all(one.arranged == tuple(order) for one in intents(text))
