"""Positions beside the entries, both sides beside an entry, and where a followed dossier stands."""

from dataclasses import replace

from servwatch.archive.editions import Candidates
from servwatch.cycle.surroundings.balance import BothSides
from servwatch.cycle.surroundings.dossiers import dossiers
from servwatch.cycle.surroundings.positions import positions
from servwatch.digest.choose import Choice, choose
from servwatch.digest.circumstances import Circumstances
from servwatch.model import Balance, Entry, Given, ItemKind, Side
from tests.archive.arrivals import DAY, NOW
from tests.cycle.surroundings.house import DOSSIER, FULL, about, day, due
from tests.cycle.surroundings.test_blocks import told_as_one

POSITION = ItemKind.POSITION


def entry(house, number, *companions):
    item, note = house.archive.items.get(number)
    others = tuple(house.archive.items.get(other)[0] for other in companions)
    return Entry(1, item, note, "climate", 2.0, companions=others)


def beside(house, number, *companions):
    return BothSides(house.stock()).beside(entry(house, number, *companions))


def bodies(balance):
    return tuple(one.body if one is not None else None for one in (balance.employers, balance.workers))


def test_an_entry_that_tells_no_side_needs_no_balance(house):
    house.add("Union", source="etuc", kind=POSITION, references=about(DOSSIER))
    assert beside(house, house.add("Commission", references=about(DOSSIER))) is None
    assert beside(house, house.add("A study of a union", source="etuc", kind=ItemKind.STUDY)) is None


def test_the_newest_position_of_the_other_side_on_the_dossier_stands_beside(either_house):
    house = either_house
    house.add("Old", source="business", kind=POSITION, references=about(DOSSIER), age=100)
    house.add("New", source="business", kind=POSITION, references=about(DOSSIER, role="text"), age=50)
    house.add("A call", source="business", kind=ItemKind.CALL, references=about(DOSSIER), age=2)
    house.add("A year ago", source="business", kind=POSITION, references=about(DOSSIER), age=400)
    found = beside(house, house.add("Union", source="etuc", kind=POSITION, references=about(DOSSIER)))
    assert (found.employers.title, found.workers.title) == ("New", "Union")
    assert (found.employers.side, found.employers.body, found.employers.language) == (
        Side.EMPLOYERS,
        "The business",
        "en",
    )


def test_nothing_of_the_other_side_is_said_to_be_nothing(house):
    house.add("Of another dossier", source="business", kind=POSITION, references=about("COM(2025) 1"))
    house.add(
        "A survey", source="business", kind=POSITION, references=about(DOSSIER, "COM(2025) 1", role="text")
    )
    house.add("Of a year ago", source="business", kind=POSITION, references=about(DOSSIER), age=366)
    found = beside(house, house.add("Union", source="etuc", kind=POSITION, references=about(DOSSIER)))
    assert bodies(found) == (None, "The etuc")


def test_a_dossier_is_known_by_all_its_names(house):
    house.add("The file", source="eesc", references=about(DOSSIER, "SOC/900"))
    house.add("Employers", source="business", kind=POSITION, references=about("SOC/900"))
    found = beside(house, house.add("Union", source="etuc", kind=POSITION, references=about(DOSSIER)))
    assert bodies(found) == ("The business", "The etuc")


def test_the_other_side_within_the_story_counts_too(house):
    union, employers = (house.add(s, source=s, kind=POSITION) for s in ("etuc", "business"))
    assert bodies(beside(house, union)) == (None, "The etuc")
    told_as_one(house, union, employers)
    assert bodies(beside(house, union)) == ("The business", "The etuc")


def test_both_sides_told_in_one_entry_are_its_balance(house):
    commission = house.add("Commission")
    union, employers = (house.add(s, source=s, kind=POSITION) for s in ("etuc", "business"))
    assert bodies(beside(house, commission, union, employers)) == ("The business", "The etuc")


def drawn(house, *numbers, choice=None, known=Circumstances(), digest=FULL):  # noqa: B008
    items = tuple(house.archive.items.get(number) for number in numbers)
    made = choice or choose(items, [], digest, house.settings, NOW, known)
    return Candidates(items, max(numbers), 0), made


def test_what_the_sides_and_other_councils_published_and_is_no_entry_is_told_the_newest_first(house):
    numbers = [
        house.add("Union", source="etuc", kind=POSITION, age=3),
        house.add("Employers", source="business", kind=POSITION, age=2),
        house.add("Advice of a council", source="ser", kind=ItemKind.OPINION, age=1),
        house.add("News of a council", source="ser", age=1),
        house.add("A study", source="etuc", kind=ItemKind.STUDY, age=1),
        house.add("Our own", source="serv", kind=ItemKind.OPINION, age=1),
        house.add("No theme", source="etuc", kind=POSITION, themes=()),
    ]
    empty = Choice((), (), ())
    found = positions(house.stock(), FULL, *drawn(house, *numbers, choice=empty))
    assert [(one.title, one.side) for one in found] == [
        ("Advice of a council", Side.PUBLIC),
        ("Employers", Side.EMPLOYERS),
        ("Union", Side.WORKERS),
    ]


def test_what_is_told_merged_or_dropped_is_not_told_as_a_position(house):
    told = house.add("A long enough title for a copy of it", source="etuc", kind=POSITION)
    copy = house.add("A long enough title for a copy of it", source="ituc", kind=POSITION)
    dropped = house.add("Dropped", source="etuc", kind=POSITION)
    cut = [house.add(f"Cut {n}", source="business", kind=POSITION, age=5) for n in range(2)]
    few = replace(FULL, limit=1)
    known = Circumstances(dropped={dropped: "LV"}, pinned={told: "LV"})
    candidates, choice = drawn(house, told, copy, dropped, *cut, known=known, digest=few)
    assert [entry.item.id for entry in choice.entries] == [told] or [
        entry.item.id for entry in choice.entries
    ] == [copy]
    found = positions(house.stock(), few, candidates, choice)
    assert [one.title for one in found] == ["Cut 1", "Cut 0"]


def dossier(house, before=None, now=NOW):
    (found,) = dossiers(house.stock(now), FULL, before)
    return found


def test_a_followed_dossier_tells_where_it_stands(house):
    house.follow()
    title = about(DOSSIER, role="title")  # what has the name for its own is another edition of the proposal
    house.add("Proposal", references=about(DOSSIER), age=30, given=Given(stage="proposal"))
    house.add("Study", references=title, age=20)
    house.add("Advice", source="serv", kind=ItemKind.OPINION, references=about(DOSSIER), age=15)
    house.add("Union", source="etuc", kind=POSITION, references=about(DOSSIER, role="text"), age=10)
    house.add("Hearing", references=title, age=5, deadlines=[due(-2, "event"), due(8, "vote"), due(12)])
    house.add("Vote", references=title, age=1, given=Given(stage="first reading"))
    found = dossier(house, NOW - 7 * DAY)
    assert (found.name, found.reference.id) == (f"Jobs ({DOSSIER})", DOSSIER)
    assert (found.before, found.stage) == ("proposal", "first reading")
    assert [step.title for step in found.steps] == ["Advice", "Hearing", "Vote"]
    assert (found.next_step.day, found.next_step.title, found.next_step.sort) == (
        day(8),
        {"": "Hearing"},
        "event",
    )
    assert found.balance.workers.title == "Union"
    assert found.balance.employers is None
    assert found.earlier.title == "Advice"
    assert found.url.startswith("https://")


def test_the_stage_of_before_is_what_was_known_then(house):
    house.follow()
    number = house.add("File", references=about(DOSSIER), age=30, given=Given(stage="proposal"))
    house.change(number, at=NOW - 2 * DAY, given=Given(stage="in committee"))
    house.add(
        "Told late", references=about(DOSSIER), age=20, seen=NOW - DAY, given=Given(stage="in committee")
    )
    assert dossier(house).before == ""
    assert dossier(house, NOW - 7 * DAY).before == "proposal"
    assert dossier(house, NOW - DAY).before == "in committee"
    assert dossier(house, NOW - DAY).stage == "in committee"


def test_a_day_by_which_to_act_may_be_the_next_step(house):
    house.follow()
    house.add("Consultation", references=about(DOSSIER), deadlines=[due(4)])
    house.add(
        "Conference", references=about(DOSSIER), kind=ItemKind.EVENT, given=Given(begins=day(6), ends=day(7))
    )
    assert (dossier(house).next_step.sort, dossier(house).next_step.day) == ("deadline", day(4))
    later = dossier(house, now=NOW + 5 * DAY).next_step
    assert (later.sort, later.day, later.until) == ("event", day(6), day(7))
    assert dossier(house, now=NOW + 9 * DAY).next_step is None


def test_only_dossiers_that_the_digest_follows_on_the_day_are_told(house):
    house.follow(digests=("other",))
    house.follow("COM(2025) 1", until=day(-1))
    house.follow("COM(2025) 2", until=day(0))
    found = dossiers(house.stock(), FULL, None)
    assert [one.reference.id for one in found] == ["COM(2025) 2"]
    assert (found[0].steps, found[0].stage, found[0].balance) == ((), "", Balance())
