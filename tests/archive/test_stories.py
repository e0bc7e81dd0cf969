"""Stories in the archive: placed once, kept, split and joined by hand."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.telling import tell_stories, told_at
from servwatch.cycle.told_stories import told_stories
from servwatch.insight.stories import SAME_NEWS, WINDOW
from servwatch.model import Annotation
from tests.archive.arrivals import DAY, HOUR, NOW, all_items, arrival, harvest, keep

STRIKE = {
    "nl": "Nationale staking tegen pensioenhervorming legt België plat",
    "en": "General strike over pension reform brings Belgium to a standstill",
    "fr": "Grève générale en Belgique contre la réforme des pensions",
}


@pytest.fixture
def archive(empty_url):
    with Archive(empty_url) as archive:
        yield archive


def strike(number, language, **fields):
    return arrival(
        number,
        source=f"source-{language}",
        title=STRIKE[language],
        summary="",
        language=language,
        annotation=Annotation(0, "print-1", language),
        **fields,
    )


def put(archive, *arrivals):
    keep(archive.database, *[harvest(one) for one in arrivals])


def tell(archive, now=NOW):
    return tell_stories(archive, "pivot", now)


def groups(archive):
    """The titles that tell one story, of each story."""
    items = {item.id: item for item in all_items(archive.database)}
    found = {}
    for number, one in archive.stories.of(items).items():
        found.setdefault(one.story, set()).add(items[number].title)
    return sorted(map(sorted, found.values()))


def numbers(archive):
    return {item.language: item.id for item in all_items(archive.database)}


def story_of(archive, number):
    return archive.stories.of([number])[number].story


def test_what_comes_in_one_run_is_put_together_once(archive):
    put(
        archive,
        strike(1, "nl"),
        strike(2, "en"),
        arrival(3, title="Steel tariffs proposed by the Commission"),
    )
    assert tell(archive) == 3
    assert tell(archive) == 0
    assert [len(titles) for titles in groups(archive)] == [2, 1] or [len(t) for t in groups(archive)] == [
        1,
        2,
    ]


def test_a_later_item_joins_the_story_there_is_and_keeps_the_reason(archive):
    put(archive, strike(1, "nl"))
    tell(archive)
    put(archive, strike(2, "en", seen=NOW + DAY, published=NOW + DAY))
    tell(archive, NOW + DAY)
    ids = numbers(archive)
    assert story_of(archive, ids["en"]) == story_of(archive, ids["nl"])
    items = all_items(archive.database)
    told = told_stories(archive, items)[ids["en"]]
    assert (told.reason, told.beside, told.facts["title"]) == (SAME_NEWS, ids["nl"], STRIKE["nl"])
    assert {"c:strike", "c:pension"} <= set(told.facts["signs"])
    [row] = archive.stories.several(NOW - DAY)
    assert (row.items, row.sources, row.latest) == (2, 2, NOW + DAY)


def test_one_that_comes_after_the_window_is_a_story_of_its_own(archive):
    put(archive, strike(1, "nl"))
    tell(archive)
    later = NOW + WINDOW + 2 * DAY
    put(archive, strike(2, "en", seen=later, published=later))
    tell(archive, later)
    assert len(groups(archive)) == 2


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_within_a_run_changes_nothing(tmp_path, seed):
    def told(order):
        with Archive(f"sqlite:///{tmp_path}/{seed}-{order}.db") as archive:
            arrivals = [strike(n, language, published=NOW - n * HOUR) for n, language in enumerate(STRIKE, 1)]
            arrivals += [arrival(n, title=f"Steel tariffs {n}", source=f"s{n}") for n in (7, 8, 9)]
            random.Random(order).shuffle(arrivals)
            put(archive, *arrivals)
            tell(archive)
            return groups(archive)

    assert told(seed + 1) == told(0)


def test_items_in_quarantine_wait_and_are_placed_when_they_are_let_go(archive):
    put(archive, strike(1, "nl"), strike(2, "en", quarantined=True))
    assert tell(archive) == 1
    archive.items.release("source-en")
    assert tell(archive) == 1
    assert len(groups(archive)) == 1


def test_old_news_of_a_first_reading_has_no_story_and_recent_news_has(archive):
    put(
        archive,
        strike(1, "nl", baseline=True, published=NOW - 40 * DAY),
        strike(2, "en", baseline=True, published=None),
        strike(3, "fr", baseline=True, published=NOW - DAY),
    )
    assert tell(archive) == 1
    assert groups(archive) == [[STRIKE["fr"]]]


def test_what_was_split_stays_so_and_what_comes_later_may_join_either(archive):
    put(archive, strike(1, "nl"), strike(2, "en"))
    tell(archive)
    ids = numbers(archive)
    shared = story_of(archive, ids["nl"])
    own = archive.stories.split(ids["en"], NOW, who="the editors", note="another strike")
    assert own not in (0, shared)
    assert tell(archive) == 0
    put(archive, strike(3, "fr", seen=NOW + HOUR, published=NOW + HOUR))
    tell(archive, NOW + HOUR)
    assert story_of(archive, ids["en"]) == own
    assert story_of(archive, ids["nl"]) == shared
    assert story_of(archive, numbers(archive)["fr"]) in (own, shared)
    [decision] = archive.stories.decisions([ids["en"]])
    assert (decision.kind, decision.who, decision.note, decision.before) == (
        "split",
        "the editors",
        "another strike",
        shared,
    )
    assert told_stories(archive, all_items(archive.database))[ids["en"]].by_hand


def test_what_was_joined_stays_so_and_an_empty_story_is_gone(archive):
    put(archive, strike(1, "nl"), arrival(2, title="Steel tariffs proposed by the Commission"))
    tell(archive)
    first, second = (item.id for item in all_items(archive.database))
    left = story_of(archive, second)
    assert archive.stories.join(first, [second], NOW, who="the editors", note="") == story_of(archive, first)
    assert story_of(archive, second) == story_of(archive, first)
    assert archive.stories.members(left) == []
    members = {item.id: one.how for item, one in archive.stories.members(story_of(archive, first))}
    assert members == {first: "first", second: "hand"}
    told = told_stories(archive, all_items(archive.database))[second]
    assert (told.by_hand, told.beside, told.facts["who"]) == (True, first, "the editors")


def test_an_item_without_a_story_can_be_neither_split_nor_joined(archive):
    put(archive, strike(1, "nl"))
    tell(archive)
    [number] = numbers(archive).values()
    assert archive.stories.split(999, NOW, who="", note="") == 0
    assert archive.stories.join(number, [999], NOW, who="", note="") == 0
    assert archive.stories.decisions([number, 999]) == []


def test_editions_of_one_document_are_one_story(archive):
    address = "https://ec.europa.eu/commission/presscorner/detail/{}/ip_26_1234"
    for language, title in (("nl", "Vlees noch vis"), ("en", "Something else")):
        put(archive, arrival(source=f"ec-{language}", title=title, url=address.format(language), canonical=f"a/{language}",
                             keys=(f"url:{language}",), annotation=Annotation(0, "p", language)))  # fmt: skip
        tell(archive)
    assert len(groups(archive)) == 1


def test_an_item_is_told_at_its_date_unless_that_is_far_from_the_day_it_came(archive):
    put(archive, strike(1, "nl"))
    [item] = all_items(archive.database)
    assert told_at(item) == item.published
    assert told_at(replace(item, published=None)) == item.first_seen
    assert told_at(replace(item, published=item.first_seen - WINDOW - DAY)) == item.first_seen
    assert told_at(replace(item, published=item.first_seen + timedelta(days=30))) == item.first_seen


def test_what_somebody_joins_while_items_are_placed_takes_the_new_ones_along(archive, monkeypatch):
    put(archive, strike(1, "nl"), arrival(2, source="other", title="Something else altogether"))
    tell(archive)
    first, other = sorted(item.id for item in all_items(archive.database))
    put(archive, strike(3, "fr"))
    placing = archive.stories.keep

    def joined_meanwhile(*given):
        archive.stories.join(other, [first], NOW, who="Els", note="")
        placing(*given)

    monkeypatch.setattr(archive.stories, "keep", joined_meanwhile)
    tell(archive)
    found = archive.stories.of(range(1, 10))
    assert len(found) == 3
    assert len({one.story for one in found.values()}) == 1
