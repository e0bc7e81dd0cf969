"""The blocks of an edition that are read from the archive: deadlines, opinions in preparation, offers, what is coming."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from servwatch.archive.deadlines import Decision
from servwatch.archive.editions import Candidates
from servwatch.cycle.surroundings.coming import coming
from servwatch.cycle.surroundings.deadlines import open_deadlines
from servwatch.cycle.surroundings.offers import offers
from servwatch.cycle.surroundings.preparing import preparing
from servwatch.model import (
    Calendar,
    CalendarDay,
    Deadline,
    DeadlineState,
    Expectation,
    Given,
    ItemKind,
    Meeting,
    Window,
)
from tests.archive.arrivals import DAY, NOW
from tests.cycle.surroundings.house import DOSSIER, FULL, about, day, due

NONE = Candidates((), 0, 0)
PREPARING = ItemKind.OPINION_IN_PREPARATION
CLIMATE = replace(FULL, themes=("climate",))


def decide(house, item, state):
    (entry,) = [e for e in house.archive.deadlines.find() if e.item == item]
    house.archive.deadlines.decide(entry.id, Decision(state, "LV"), who="lv", at=NOW)


def titles(told):
    return [one.title for one in told]


def test_deadlines_of_60_days_that_wait_are_told_the_first_first(either_house):
    house = either_house
    house.add("Sixty", deadlines=[due(60)])
    house.add("Today", deadlines=[due(0)])
    house.add("Later", deadlines=[due(61)])
    for number, state in enumerate((DeadlineState.NOT_FOR_US, DeadlineState.DONE, DeadlineState.OURS)):
        decide(house, house.add(state.value, deadlines=[due(5 + number)]), state)
    found = open_deadlines(house.stock(), FULL)
    assert titles(found) == ["Today", "ours", "Sixty"]
    assert [(one.ours, one.owner) for one in found] == [(False, ""), (True, "LV"), (False, "")]
    assert (found[0].body, found[0].language, found[0].kind) == ("The ec", "en", "consultation")
    assert found[0].url.startswith("https://ec.example.org/")


def test_only_deadlines_that_matter_to_the_digest_are_told(house):
    house.add("Climate", deadlines=[due(3)])
    house.add("Work", deadlines=[due(4)], themes=("labour-market",))
    house.add("None", deadlines=[due(5)], themes=())
    house.add("Own", deadlines=[due(6)], source="serv")
    house.follow()
    house.add("Followed", deadlines=[due(7)], themes=(), references=about(DOSSIER))
    house.hold(house.add("Held", deadlines=[due(8)]))
    assert titles(open_deadlines(house.stock(), CLIMATE)) == ["Climate", "Followed"]
    assert titles(open_deadlines(house.stock(), replace(CLIMATE, untagged=True))) == [
        "Climate",
        "None",
        "Followed",
    ]
    calls = replace(FULL, kinds=(ItemKind.CALL,))
    assert titles(open_deadlines(house.stock(), calls)) == ["Followed"]


def test_a_deadline_entered_by_hand_without_an_item_is_told(house):
    said = Deadline(day(9), "reply", "Antwoord aan de minister")
    house.archive.deadlines.add(said, item_id=None, url="https://example.org/x", who="lv", at=NOW)
    (found,) = open_deadlines(house.stock(), CLIMATE)
    assert (found.title, found.url, found.body) == ("Antwoord aan de minister", "https://example.org/x", "")


def test_a_document_has_one_deadline_and_so_has_a_story_on_one_day(house):
    document = Given(references=("HYS-1",))
    house.add("First", deadlines=[due(5)], given=document)
    house.add("Second stage", deadlines=[due(9)], given=document, source="eesc")
    one, other = (house.add(f"Copy {n}", deadlines=[due(6)], source=s) for n, s in enumerate(("ec", "ser")))
    assert titles(open_deadlines(house.stock(), FULL)) == ["First", "Copy 0", "Copy 1"]
    told_as_one(house, one, other)
    assert titles(open_deadlines(house.stock(), FULL)) == ["First", "Copy 0"]


def told_as_one(house, *items):
    """Put items into one story."""
    from servwatch.cycle.telling import tell_stories

    tell_stories(house.archive, "pivot", NOW)
    assert house.archive.stories.join(items[0], items[1:], NOW, who="lv", note="")


def test_an_opinion_in_preparation_tells_its_rapporteur_and_its_votes(either_house):
    house = either_house
    text = (
        "Rapporteur: Given SURNAME (Workers - GR II). Section vote: 12/10/2026. Plenary session: 21/10/2026"
    )
    house.add("Opinion on jobs", source="eesc", kind=PREPARING, summary=text)
    house.add("Exploratory opinion", source="eesc", kind=PREPARING, age=300)
    first, second = preparing(house.stock(), FULL)
    assert (first.rapporteur, first.body) == ("Given SURNAME (Workers - GR II)", "The eesc")
    assert (first.section_vote, first.plenary) == (date(2026, 10, 12), date(2026, 10, 21))
    assert (second.item.title, second.rapporteur, second.plenary) == ("Exploratory opinion", "", None)


def test_votes_in_fields_and_deadlines_count_too_and_the_first_vote_stands_first(house):
    house.add("Fields", source="eesc", kind=PREPARING, given=Given(begins=day(20), ends=day(40)))
    house.add("Events", source="eesc", kind=PREPARING, deadlines=[due(10, "vote"), due(30, "event")])
    found = preparing(house.stock(), FULL)
    assert [(one.item.title, one.section_vote, one.plenary) for one in found] == [
        ("Events", day(10), day(30)),
        ("Fields", day(20), day(40)),
    ]


def test_what_was_adopted_or_is_old_or_of_other_themes_is_not_in_preparation(house):
    house.add("Voted", source="eesc", kind=PREPARING, given=Given(begins=day(-1)))
    house.add("Published", source="eesc", kind=PREPARING, references=about("SOC/900"))
    house.add("The opinion", source="eesc", kind=ItemKind.OPINION, references=about("SOC/900"))
    house.add(
        "Another opinion", source="eesc", kind=ItemKind.OPINION, references=about("SOC/901", role="text")
    )
    house.add("Of last year", source="eesc", kind=PREPARING, age=400)
    house.add("Work", source="eesc", kind=PREPARING, themes=("labour-market",))
    house.add("Open", source="eesc", kind=PREPARING, references=about("SOC/901"))
    house.add("Open, elsewhere", source="ser", kind=PREPARING, given=Given(references=("SOC/902",)))
    house.add("Open, in French", source="ec", kind=PREPARING, given=Given(references=("SOC/902",)))
    assert [one.item.title for one in preparing(house.stock(), CLIMATE)] == ["Open, in French", "Open"]


def test_a_tender_tells_until_when_for_how_much_and_of_whom(house):
    text = "Contracting authority: Agency of Samples. Estimated value: EUR 250 000."
    house.add("Study", kind=ItemKind.TENDER, deadlines=[due(12, "tender"), due(4, "reply")], summary=text)
    (found,) = offers(house.stock(), FULL)
    assert (found.closes, found.budget, found.buyer) == (day(12), "EUR 250 000", "Agency of Samples")
    assert found.body == "The ec"


def test_only_offers_that_are_open_are_told_the_first_to_close_first(house):
    house.add("Undated", kind=ItemKind.CALL)
    house.add("Undated and old", kind=ItemKind.CALL, age=31)
    house.add("Open", kind=ItemKind.CALL, deadlines=[due(20, "call")], age=200)
    house.add("Closed", kind=ItemKind.CALL, deadlines=[due(-1, "call")])
    house.add("Sooner", kind=ItemKind.TENDER, deadlines=[due(10, "tender")])
    house.add("Withdrawn: call", kind=ItemKind.CALL, deadlines=[due(10, "call")])
    house.add("Of work", kind=ItemKind.CALL, deadlines=[due(10, "call")], themes=("labour-market",))
    house.add("A consultation", kind=ItemKind.CONSULTATION, deadlines=[due(10)])
    decide(
        house,
        house.add("Not ours", kind=ItemKind.TENDER, deadlines=[due(9, "tender")]),
        DeadlineState.NOT_FOR_US,
    )
    found = [(one.item.title, one.closes) for one in offers(house.stock(), CLIMATE)]
    assert found == [("Sooner", day(10)), ("Open", day(20)), ("Undated", None)]


def test_events_of_three_weeks_are_told_day_by_day(either_house):
    house = either_house
    house.add("Council", kind=ItemKind.EVENT, given=Given(begins=day(9), ends=day(10)))
    house.add("Conference", kind=ItemKind.EVENT, deadlines=[replace(due(2, "event"), ends=day(3))])
    house.add("Goes on", kind=ItemKind.EVENT, given=Given(begins=day(-1), ends=day(1)))
    house.add("Far", kind=ItemKind.EVENT, given=Given(begins=day(22)))
    house.add("Over", kind=ItemKind.EVENT, given=Given(begins=day(-1)))
    house.add("Cancelled: hearing", kind=ItemKind.EVENT, given=Given(begins=day(3)))
    house.add("Work", kind=ItemKind.EVENT, given=Given(begins=day(3)), themes=("labour-market",))
    house.add("No day", kind=ItemKind.EVENT)
    found = coming(house.stock(), CLIMATE, NONE)
    assert [(one.title[""], one.day, one.until, one.sort) for one in found] == [
        ("Goes on", day(-1), day(1), "event"),
        ("Conference", day(2), day(3), "event"),
        ("Council", day(9), day(10), "event"),
    ]


def test_what_two_bodies_tell_of_one_day_is_told_once_by_title_and_by_story(house):
    house.add("Council  meets", kind=ItemKind.EVENT, given=Given(begins=day(9)))
    house.add("COUNCIL MEETS", kind=ItemKind.EVENT, given=Given(begins=day(9)), source="ser")
    items = [house.add(f"Summit {n}", kind=ItemKind.EVENT, given=Given(begins=day(5 + n)), source=s) for n, s in enumerate(("ec", "ser"))]  # fmt: skip
    told_as_one(house, *items)
    assert [one.title[""] for one in coming(house.stock(), FULL, NONE)] == ["Summit 0", "Council  meets"]


def test_own_meetings_are_told_to_those_whose_they_are(house):
    house.calendar = Calendar(
        meetings=(
            Meeting(day(4), {"nl": "Dagelijks bestuur", "en": "Board"}, ("dagelijks-bestuur",)),
            Meeting(day(5), {"": "Raad"}),
            Meeting(day(6), {"nl": "Werkgroep"}, ("others",)),
            Meeting(day(22), {"": "Later"}),
            Meeting(day(-1), {"": "Past"}),
        )
    )
    found = coming(house.stock(), FULL, NONE)
    assert [(one.day, one.title, one.sort) for one in found] == [
        (day(4), {"nl": "Dagelijks bestuur", "en": "Board"}, "meeting"),
        (day(5), {"": "Raad"}, "meeting"),
    ]


def awaited(id_, first, last, **fields):
    window = Window(CalendarDay(first.month, first.day), CalendarDay(last.month, last.day))
    return Expectation(id_, id_.title(), (window,), ("outlook",), **fields)


def test_what_is_awaited_is_told_while_its_window_is_open_or_near_and_stands_last(house):
    house.settings = replace(
        house.settings,
        expectations=(
            awaited("long", day(-30), day(90)),
            awaited("open", day(-3), day(4)),
            awaited("near", day(21), day(30)),
            awaited("far", day(22), day(30)),
            awaited("past", day(-9), day(-1)),
            awaited("off", day(-3), day(4), enabled=False),
            awaited("of-calls", day(-3), day(4), kinds=(ItemKind.CALL,)),
            awaited("met", day(-3), day(4)),
        ),
    )
    from servwatch.archive.expected import AwaitedRow

    house.archive.awaited.keep([AwaitedRow("met", day(-3), day(4), "r", item=1, day=day(-1))])
    house.add("Council", kind=ItemKind.EVENT, given=Given(begins=day(20)))
    found = coming(house.stock(), replace(FULL, kinds=(ItemKind.EVENT, ItemKind.STUDY)), NONE)
    assert [(one.title[""], one.day, one.until, one.sort) for one in found] == [
        ("Council", day(20), None, "event"),
        ("Open", day(-3), day(4), "awaited"),
        ("Near", day(21), day(30), "awaited"),
        ("Long", day(-30), day(90), "awaited"),
    ]


def test_only_what_may_fall_in_the_next_weeks_is_read_of_events(either_house):
    house = either_house
    near = house.add("Near", kind=ItemKind.EVENT, deadlines=[due(20, "event")])
    given = house.add("In a field", kind=ItemKind.EVENT, given=Given(begins=day(-40), ends=day(2)))
    kept = house.add("Kept back", kind=ItemKind.EVENT, summary="It is under Embargo.")
    house.add("Far", kind=ItemKind.EVENT, deadlines=[due(90, "event")])
    house.add("Silent", kind=ItemKind.EVENT)
    found = house.archive.selection.events(day(-180), day(0), day(21), 10)
    assert {item.id for item, _ in found} == {near, given, kept}


def test_an_outline_has_what_decides_whether_it_matters(either_house):
    house = either_house
    number = house.add("Title", themes=("climate", "work"), references=about(DOSSIER), kind=ItemKind.CALL)
    item, note = house.archive.selection.outlines([number])[number]
    whole, full = house.archive.items.get(number)
    assert (item.title, item.url, item.kind, item.source, item.day) == (
        whole.title,
        whole.url,
        whole.kind,
        whole.source,
        whole.day,
    )
    assert {(t.theme, t.score) for t in note.themes} == {(t.theme, t.score) for t in full.themes}
    assert [(r.kind, r.id, r.role) for r in note.references] == [
        (r.kind, r.id, r.role) for r in full.references
    ]
    assert note.language == full.language


def test_a_release_under_embargo_is_announced_until_it_is_free(house):
    text = "The Outlook has an embargo on Thursday 10 September 2026 at 8:00."
    house.add("Outlook", kind=ItemKind.EVENT, summary=text, age=-7, seen=NOW)
    (found,) = coming(house.stock(), FULL, NONE)
    assert (found.day, found.embargoed, found.sort) == (date(2026, 9, 10), True, "awaited")
    assert [
        one.embargoed for one in coming(house.stock(datetime(2026, 9, 10, 5, tzinfo=UTC)), FULL, NONE)
    ] == [True]
    assert coming(house.stock(datetime(2026, 9, 10, 17, tzinfo=UTC)), FULL, NONE) == ()
    assert coming(house.stock(NOW + 30 * DAY), FULL, NONE) == ()


@pytest.mark.parametrize("where", ["title", "summary"])
def test_a_release_among_the_news_that_is_kept_back_is_announced(house, where):
    words = {
        "title": "Study, not for publication before 9 September 2026",
        "summary": "Under embargo until 9 September",
    }
    number = house.add(**{where: words[where]}, kind=ItemKind.STUDY)
    candidates = Candidates((house.archive.items.get(number),), number, 0)
    (found,) = coming(house.stock(), FULL, candidates)
    assert (found.day, found.embargoed) == (date(2026, 9, 9), True)
