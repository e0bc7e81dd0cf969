"""Which window counts on a day, and which titles are what was awaited."""

from datetime import date, timedelta

import pytest

from servwatch.insight.expectations import LATE_FOR, Awaited, Span, Titles, next_span, spans
from servwatch.model import CalendarDay, Window

JUNE = Window(CalendarDay(5, 15), CalendarDay(6, 20))
WINTER = Window(CalendarDay(11, 15), CalendarDay(1, 20))
ONCE = Window(CalendarDay(3, 1, 2027), CalendarDay(3, 31, 2027))


def test_a_window_opens_each_year_and_counts_for_a_while_after_it_closed():
    span = Span(date(2026, 5, 15), date(2026, 6, 20))
    assert spans([JUNE], date(2026, 5, 14)) == []
    assert spans([JUNE], date(2026, 5, 15)) == [span]
    assert spans([JUNE], span.last + LATE_FOR) == [span]
    assert spans([JUNE], span.last + LATE_FOR + timedelta(days=1)) == []
    assert next_span([JUNE], date(2026, 5, 15)) == Span(date(2027, 5, 15), date(2027, 6, 20))


def test_a_window_over_new_year():
    span = Span(date(2026, 11, 15), date(2027, 1, 20))
    assert spans([WINTER], date(2026, 12, 31)) == spans([WINTER], date(2027, 1, 20)) == [span]


def test_a_window_of_one_year_never_comes_back():
    assert spans([ONCE], date(2027, 3, 31)) == [Span(date(2027, 3, 1), date(2027, 3, 31))]
    assert spans([ONCE], date(2028, 3, 31)) == []
    assert next_span([ONCE], date(2027, 3, 1)) is None


def test_several_windows_a_year_are_told_apart():
    found = spans([JUNE, Window(CalendarDay(7, 1), CalendarDay(7, 31))], date(2026, 7, 5))
    assert [span.first.month for span in found] == [5, 7]


def test_the_29th_of_february_is_the_28th_where_there_is_none():
    window = Window(CalendarDay(2, 1), CalendarDay(2, 29))
    assert spans([window], date(2026, 2, 10))[0].last == date(2026, 2, 28)
    assert spans([window], date(2028, 2, 10))[0].last == date(2028, 2, 29)


def test_what_became_of_it_by_a_day():
    span = Span(date(2026, 5, 15), date(2026, 6, 20))
    days = [date(2026, 5, 14), date(2026, 5, 15), date(2026, 6, 20), date(2026, 6, 21)]
    assert [span.standing(None, day) for day in days] == [
        Awaited.WAITING,
        Awaited.OPEN,
        Awaited.OPEN,
        Awaited.MISSED,
    ]
    assert span.standing(date(2026, 6, 1), date(2026, 6, 21)) is Awaited.MET


@pytest.mark.parametrize(
    ("match", "title", "taken"),
    [
        ("economic outlook", "OECD Economic Outlook, Volume 2026 Issue 2", True),
        ("economic outlook", "The economic and social outlook", False),
        ("economic outlook", "Macroeconomic outlook", False),
        ("semestre europeen", "Le Semestre Européen : paquet d'automne", True),
        ("landverslag*", "Landverslagen 2026", True),
        ("landverslag", "Landverslagen 2026", False),
        ("*semester*", "Europasemesterpakket", True),
        ("l'emploi 2026", "Perspectives de L'EMPLOI 2026", True),
        ("e-learning", "E-Learning for all", True),
        ("country * belgium", "Country report Belgium", True),
        ("*", "Anything", False),
        ("(a|b)", "a b", True),
        ("...", "Anything", False),
    ],
)
def test_titles_by_their_words(match, title, taken):
    assert Titles([match]).take(title) is taken
    assert Titles(["nothing of the sort", match]).take(title) is taken


def test_nothing_to_match_takes_nothing():
    assert not Titles([]).take("")
    assert not Titles([]).take("Anything")
