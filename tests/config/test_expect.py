"""`[[expect]]`: its windows, its names, and each fault at its place."""

from datetime import date

import pytest

from servwatch.config import load
from servwatch.model import CalendarDay, ItemKind, Window
from tests.config.configurations import REPOSITORY, SOURCE, faults, loaded

EXPECT = """\
[[expect]]
id = "outlook"
name = "Economic Outlook"
match = ["economic outlook"]
"""
YEARLY = 'from = "05-15"\nuntil = "06-20"\n'


def expectation(text):
    (found,) = loaded(SOURCE + text).require().expectations
    return found


def test_a_window_of_every_year():
    found = expectation(EXPECT + YEARLY + 'bodies = ["example"]\nsources = ["example"]\nkinds = ["study"]\n')
    assert found.windows == (Window(CalendarDay(5, 15), CalendarDay(6, 20)),)
    assert (found.match, found.bodies, found.sources) == (("economic outlook",), ("example",), ("example",))
    assert (found.kinds, found.enabled) == ((ItemKind.STUDY,), True)


@pytest.mark.parametrize("day", ["2027-05-15", '"2027-05-15"'])
def test_a_window_of_one_year_in_quotes_or_not(day):
    found = expectation(EXPECT + f"from = {day}\nuntil = {day}\n")
    assert found.windows == (Window(CalendarDay(5, 15, 2027), CalendarDay(5, 15, 2027)),)
    assert date(found.windows[0].first.year, 5, 15) == date(2027, 5, 15)


def test_several_windows():
    found = expectation(EXPECT + 'windows = ["05-15/06-20", "11-15/01-10"]\n')
    assert [(w.first.month, w.last.month) for w in found.windows] == [(5, 6), (11, 1)]


A_DAY = 'expected a day such as "05-15", of every year, or 2027-05-15, of one'
A_WINDOW = 'expected two days with a stroke between, such as "05-15/06-20" or "2027-05-15/2027-06-20"'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (EXPECT, "feeds.toml:6:1: the expectation 'outlook' has no window; expected the keys \"from\" and \"until\""),
        (EXPECT + 'from = "05-15"\n', "feeds.toml:6:1: the expectation 'outlook' has no window; expected the keys \"from\" and \"until\""),
        (EXPECT + 'from = "15-05"\nuntil = "06-20"\n', f"feeds.toml:10:8: from of the expect 'outlook' is \"15-05\"; {A_DAY}"),
        (EXPECT + 'from = "05-15"\nuntil = 2027-06-20\n', "feeds.toml:11:9: the window of the expectation 'outlook' is none: this one begins in one year and ends in every year, or the other way round; expected a later day"),
        (EXPECT + "from = 2027-06-20\nuntil = 2027-05-15\n", "feeds.toml:11:9: the window of the expectation 'outlook' is none: this one ends before it begins; expected a later day"),
        (EXPECT + YEARLY + 'windows = ["05-15/06-20"]\n', "feeds.toml:12:11: the expectation 'outlook' has windows besides from and until; expected one of them"),
        (EXPECT + 'windows = ["05-15"]\n', f"feeds.toml:10:12: the 1st value of windows of the expect 'outlook' is \"05-15\"; {A_WINDOW}"),
        (EXPECT + YEARLY + 'sources = ["exampel"]\n', "feeds.toml:12:12: no source has the id 'exampel'; did you mean 'example'?"),
        (EXPECT + YEARLY + 'bodies = ["oecd"]\n', "feeds.toml:12:11: no source has the body 'oecd'; expected the body of a source"),
        (EXPECT + YEARLY + 'titel = "x"\n', "feeds.toml:12:1: unknown key 'titel' in the expect 'outlook'"),
    ],
)  # fmt: skip
def test_each_fault_at_its_place(text, told):
    (found,) = faults(SOURCE + text)
    assert found.startswith(told)


def test_the_shipped_ones_say_that_their_windows_are_the_usual_ones():
    found = load(REPOSITORY / "feeds.toml", environ={})
    awaited = {e.id: e for e in found.require().expectations}
    assert {"semester-autumn", "semester-spring", "country-report-belgium", "ilc-reports"} <= awaited.keys()
    assert {"eesc-plenaries", "oecd-economic-outlook", "oecd-employment-outlook"} <= awaited.keys()
    assert all(e.origin.startswith("usual window") for e in awaited.values())


def test_a_shipped_one_is_switched_off_or_moved_by_its_id():
    ours = '[servwatch]\nextends = "shipped"\n[[expect]]\nid = "semester-autumn"\nenabled = false\n'
    awaited = {e.id: e for e in loaded(ours).require().expectations}
    assert not awaited["semester-autumn"].enabled
    assert awaited["semester-autumn"].match
    assert awaited["semester-spring"].enabled
