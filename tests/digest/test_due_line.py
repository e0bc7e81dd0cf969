"""The line that says until when one can act, in three languages."""

from dataclasses import replace
from datetime import date, time

import pytest

from servwatch.digest.compose import compose
from servwatch.digest.due_line import due_line
from servwatch.locale import words
from servwatch.model import Advice, Annotation, Calendar, Deadline, Meeting
from tests.digest.examples import DIGEST, ZONE, annotated, edition, item, settings

TODAY = date(2026, 11, 27)
DUE = Deadline(date(2026, 12, 4), "consultation", "open tot 4 december", time=time(23, 59))
BOARD = Meeting(
    date(2026, 12, 2), {"nl": "Dagelijks Bestuur", "en": "Daily Board", "fr": "Bureau"}, ("board",)
)


def said(language, *deadlines, groups=("board",)):
    note = Annotation(1, "", "nl", deadlines=deadlines)
    return due_line(note, TODAY, Calendar(meetings=(BOARD,)), groups, words(language, ZONE))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "nl",
            "SLUIT vr 4 dec 23.59 u., nog 5 werkdagen. Laatste Dagelijks Bestuur: wo 2 dec",
        ),
        (
            "en",
            "CLOSES Fri 4 Dec 23:59, 5 working days left. Last Daily Board: Wed 2 Dec",
        ),
    ],
)
def test_it_names_the_moment_the_working_days_and_the_last_meeting(language, line):
    assert said(language, DUE) == line


def test_the_french_line_is_french():
    assert said("fr", DUE).startswith("CLÔTURE ven 4 déc 23 h 59, encore 5 jours ouvrables.")


def test_what_is_over_and_what_is_a_meeting_is_no_deadline():
    over = Deadline(date(2026, 11, 26), "call", "x")
    event = Deadline(date(2026, 12, 1), "event", "x")
    assert said("nl", over, event) == ""


def test_a_meeting_of_other_groups_is_not_named():
    assert "Bestuur" not in said("nl", DUE, groups=("studies",))


def shown(earlier=None):
    one, note = annotated(item(1), ("climate", 3.0))
    edited = edition([(one, Annotation(1, "", "nl", note.themes, deadlines=(DUE,)))])
    entries = tuple(replace(entry, earlier=earlier) for entry in edited.entries)
    return (
        compose(replace(edited, entries=entries), DIGEST, settings(), words("nl", ZONE)).groups[0].entries[0]
    )


def test_an_entry_shows_its_deadline_and_the_earlier_advice_with_date_and_address():
    advice = Advice(7, "Advies over werkbaar werk", "https://serv.example.org/7", date(2026, 3, 12))
    view = shown(advice)
    assert view.due.startswith("SLUIT vr 4 dec")
    assert view.earlier == "Eerder: Advies over werkbaar werk, 12 mrt 2026"
    assert view.earlier_url == "https://serv.example.org/7"
    assert shown().earlier == ""


def test_the_subject_and_the_counts_tell_the_deadlines_first():
    one, note = annotated(item(1), ("climate", 3.0))
    plain = annotated(item(2, "Een ander bericht over het klimaat"), ("climate", 3.0))
    edited = edition([(one, replace(note, deadlines=(DUE,))), plain])
    view = compose(edited, DIGEST, settings(), words("nl", ZONE))
    assert view.subject.startswith("1 deadline, 2 berichten: ")
    assert view.counts.startswith("1 deadline, 2 berichten, ")
    assert len(view.subject) <= 50
