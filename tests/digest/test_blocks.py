"""The lines of blocks where what they tell is lacking, wrong or hostile."""

from dataclasses import replace
from datetime import date

import pytest

from servwatch.digest.arrangement import numbered
from servwatch.digest.compose import compose
from servwatch.locale import words
from servwatch.model import (
    Coming,
    Correction,
    DossierState,
    Offer,
    Passed,
    Preparing,
    Reference,
    Surroundings,
)
from tests.digest.examples import DIGEST, ZONE, item
from tests.digest.whole_edition import CALENDAR, FULL, whole, whole_settings

HOSTILE = "Titel \u202e met\n<b>van</b> alles"


def lines(name, language="nl", digest=FULL, **around):
    built = replace(whole(digest), around=replace(Surroundings(), **around))
    built = numbered(built, digest, whole_settings())
    shown = compose(built, digest, whole_settings(), words(language, ZONE), CALENDAR)
    return next((b.lines for b in (*shown.before, *shown.after) if b.id == name), None)


def correction(what, old="", new=""):
    return Correction(47, 3, 1, "Raadpleging", "https://ec.example.org/1", what, old, new)


@pytest.mark.parametrize(
    ("language", "found", "said"),
    [
        ("nl", correction("deadline", "2026-12-15", "2026-12-18"), "sluit 18 dec, niet 15 dec."),
        ("en", correction("deadline", "2026-12-15", "2026-12-18"), "closes 18 Dec, not 15 Dec."),
        ("fr", correction("deadline", "2026-12-15", "2026-12-18"), "clôture le 18 déc, et non le 15 déc."),
        ("nl", correction("deadline", "", "2026-12-18"), "sluit 18 dec."),
        ("nl", correction("deadline", "2026-12-15"), "sluit niet op 15 dec: er is geen datum meer."),
        ("nl", correction("deadline", "onbekend", "2027-08-01"), "sluit 1 aug 2027, niet onbekend."),
        ("nl", correction("title", "Oud", HOSTILE), "heet nu “Titel met <b>van</b> alles”, niet “Oud”."),
        ("nl", correction("withdrawn"), "werd ingetrokken door de uitgever."),
    ],
)
def test_a_correction_says_what_is_so_and_what_was_told(language, found, said):
    (line,) = lines("corrections", language, corrections=(found,))
    assert line.text == said
    assert line.meta == "Raadpleging"


def test_one_correction_and_several_have_a_heading_of_their_own():
    built = replace(whole(), around=Surroundings(corrections=(correction("withdrawn"),) * 2))
    shown = compose(built, DIGEST, whole_settings(), words("nl", ZONE), CALENDAR)
    assert shown.after[0].title == "Rechtzettingen"


def test_offers_stand_by_closing_day_and_those_that_are_over_do_not():
    open_ended, later, sooner, over = (
        Offer(item(n, f"Opdracht {n}"), "Europese Commissie", closes)
        for n, closes in enumerate(
            (None, date(2027, 2, 1), date(2026, 12, 1), date(2026, 11, 20)),
            1,
        )
    )
    told = lines("tenders", offers=(open_ended, later, sooner, over))
    assert [(line.lead, line.text) for line in told] == [
        ("di 1 dec", "Opdracht 3"),
        ("ma 1 feb", "Opdracht 2"),
        ("geen einddatum", "Opdracht 1"),
    ]


def test_an_opinion_of_which_nothing_is_known_yet_has_only_its_body():
    (line,) = lines("preparing", preparing=(Preparing(item(1, "Advies"), "EESC"),))
    assert (line.lead, line.text, line.meta) == ("EESC:", "Advies", "")


def test_a_dossier_without_a_name_is_called_by_its_reference():
    (line,) = lines("dossiers", dossiers=(DossierState("", Reference("com", "COM(2026) 1")),))
    assert (line.text, line.meta, line.details) == ("COM(2026) 1", "", ())


def test_a_dossier_on_which_neither_side_was_seen_says_nothing_of_sides():
    (line,) = lines(
        "dossiers", dossiers=(DossierState("X", Reference("com", "COM(2026) 1"), stage="adopted"),)
    )
    assert (line.meta, line.details) == ("Stand: aangenomen", ())


def test_titles_of_what_was_not_chosen_are_cleaned_and_those_without_are_counted():
    passed = Passed("social-dialogue", 3, (item(1, HOSTILE), replace(item(2), title="")))
    (line,) = lines("not-chosen", passed=(passed,))
    assert [one.text for one in line.details] == ["Titel met <b>van</b> alles", "en nog 2 andere"]


def test_blocks_without_anything_to_tell_are_not_there():
    built = replace(whole(FULL), around=Surroundings(), unread=(), rejected=0)
    shown = compose(built, FULL, whole_settings(), words("nl", ZONE), CALENDAR)
    assert (shown.before, shown.after) == ((), ())


@pytest.mark.parametrize(
    ("language", "tongue", "said"),
    [("nl", "en", "IAO, Engels"), ("en", "", "ILO"), ("fr", "en", "OIT, anglais")],
)
def test_what_comes_under_a_title_in_another_language_says_so(language, tongue, said):
    ahead = Coming(date(2026, 12, 3), {"": "Global Wage Report launch"}, body="ILO, events", language="en")
    (line,) = lines("coming-up", language, coming=(ahead,))
    assert (line.language, line.meta) == (tongue, said)


def test_a_meeting_that_is_named_in_the_reader_s_language_is_in_no_other():
    ahead = Coming(date(2026, 12, 3), {"nl": "DB", "en": "Board"}, language="en")
    (line,) = lines("coming-up", coming=(ahead,))
    assert line.language == ""
