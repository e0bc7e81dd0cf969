"""Storing what polls brought."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from servwatch.archive.intake import VERSIONS_KEPT, store
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.archive.runs import Runs
from servwatch.archive.schema import annotation, item, item_key, item_theme, item_version, poll
from servwatch.archive.source_state import SourceStates
from servwatch.archive.source_tables import source_state
from servwatch.insight.identity import MOST_OF_ONE_TITLE, title_hash
from servwatch.model import NOTHING_GIVEN, Annotation, Given, ItemKind, Verdict
from tests.archive.arrivals import (
    DAY,
    HOUR,
    NOW,
    all_items,
    arrival,
    harvest,
    keep,
    polled,
    state,
    stored,
    themes,
)

TABLES = (item, item_key, item_version, annotation, item_theme, poll, source_state)


def sizes(database):
    with database.read() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES]


def test_a_new_item_comes_out_as_it_went_in(database):
    taken = arrival(3, kind=ItemKind.STUDY, baseline=True, quarantined=True, language="fr")
    number = stored(database, taken)[0]
    found, understood = Items(database).get(number)
    for name in (
        "source",
        "url",
        "canonical",
        "title",
        "summary",
        "language",
        "kind",
        "categories",
        "published",
        "day",
        "baseline",
        "quarantined",
    ):
        assert getattr(found, name) == getattr(taken, name)
    assert (found.first_seen, found.version) == (NOW, 1)
    assert understood == replace(taken.annotation, item=number)


def test_an_item_without_a_date_keeps_none(database):
    number = stored(database, arrival(published=None))[0]
    found, _ = Items(database).get(number)
    assert (found.published, found.day) == (None, NOW.date())


def test_many_sources_are_stored_in_one_transaction(database):
    harvests = [harvest(*(arrival(n, source=f"s{s}") for n in range(20))) for s in range(25)]
    keep(database, *harvests)
    assert len(all_items(database)) == 500
    assert Items(database).counts() == {f"s{s}": (20, 0) for s in range(25)}
    assert len(SourceStates(database).all()) == 25
    assert len(Runs(database).polls()) == 25


def test_a_harvest_that_fails_leaves_nothing_of_any_source(database):
    before = sizes(database)
    bad = harvest(arrival(2, source="bad"), keys=[("url:known", 4711)])  # of an item that is not there
    with pytest.raises(IntegrityError):
        keep(database, harvest(arrival(1, source="good")), bad)
    assert sizes(database) == before


def test_a_poll_that_cannot_be_logged_takes_its_items_and_validators_back(database):
    keep(database, harvest(arrival(1), state=state(etag="old")))
    before = sizes(database)
    with pytest.raises(SQLAlchemyError):
        keep(database, harvest(arrival(2), state=state(etag="new"), polled=polled(rule=None)))
    assert sizes(database) == before
    assert SourceStates(database).all()["ilo-news"].etag == "old"


def test_a_changed_item_keeps_what_it_was_as_a_version(database):
    number = stored(database, arrival(1, themes=themes(a=1)))[0]
    later = NOW + DAY
    new_state = arrival(
        1, item=number, title="Better", summary="Other.", url="https://example.org/1?x", canonical="example.org/1?x",
        published=NOW, seen=later, language="nl", kind=ItemKind.ACT, categories=(), themes=themes(b=2), keys=(),
    )  # fmt: skip
    keep(database, harvest(changed=[new_state]))
    found, understood = Items(database).get(number)
    assert (found.title, found.summary, found.published, found.version, found.language) == (
        "Better",
        "Other.",
        NOW,
        2,
        "nl",
    )
    assert (found.kind, found.categories, found.canonical) == (ItemKind.ACT, (), "example.org/1?x")
    assert found.first_seen == NOW
    assert [t.theme for t in understood.themes] == ["b"]
    (version,) = Items(database).versions(number)
    assert (version.item, version.number, version.title, version.summary) == (
        number,
        1,
        "Title 1",
        "Summary 1.",
    )
    assert (version.url, version.published, version.until) == ("https://www.example.org/1", NOW - HOUR, later)


def test_a_change_moves_an_item_neither_in_nor_out_of_baseline_and_quarantine(database):
    held, plain = stored(database, arrival(1, baseline=True, quarantined=True), arrival(2))
    keep(
        database,
        harvest(
            changed=[
                arrival(1, item=held, title="x"),
                arrival(2, item=plain, title="y", baseline=True, quarantined=True),
            ]
        ),
    )
    marks = [(i.baseline, i.quarantined) for i in all_items(database)]
    assert marks == [(True, True), (False, False)]


def test_of_an_item_that_changes_for_ever_the_first_and_the_newest_versions_are_kept(database):
    number = stored(database, arrival(1, title="State 1"))[0]
    for n in range(2, VERSIONS_KEPT + 12):
        keep(database, harvest(changed=[arrival(1, item=number, title=f"State {n}")]))
    found, _ = Items(database).get(number)
    kept = [(v.number, v.title) for v in Items(database).versions(number)]
    newest = VERSIONS_KEPT + 10
    expected = [1, *range(newest - VERSIONS_KEPT + 2, newest + 1)]
    assert kept == [(n, f"State {n}") for n in expected]
    assert len(kept) == VERSIONS_KEPT
    assert (found.version, found.title) == (newest + 1, f"State {newest + 1}")


def test_an_item_is_known_by_its_keys_within_its_source_only(database):
    number = stored(database, arrival(1, keys=("url:a", "ref:b")))[0]
    items = Items(database)
    known = items.known_by_key("ilo-news", ["url:a", "ref:b", "url:c"])
    assert {key: k.item for key, k in known.items()} == {"url:a": number, "ref:b": number}
    assert items.known_by_key("ilo-nieuws", ["url:a"]) == {}
    k = known["url:a"]
    assert (k.title, k.summary, k.url, k.canonical) == (
        "Title 1",
        "Summary 1.",
        "https://www.example.org/1",
        "example.org/1",
    )
    assert (k.published, k.text_hash) == (NOW - HOUR, arrival(1).text_hash)


def test_keys_can_be_added_to_known_items_and_more_of_them_than_one_statement_takes(database):
    numbers = stored(database, *(arrival(n) for n in range(1, 1500)))
    keep(
        database,
        harvest(keys=[("url:other", numbers[0])], changed=[arrival(2, item=numbers[1], keys=("url:moved",))]),
    )
    keys = [f"url:example.org/{n}" for n in range(1, 1500)] + ["url:other", "url:moved"]
    known = Items(database).known_by_key("ilo-news", keys)
    assert len(known) == 1501
    assert (known["url:other"].item, known["url:moved"].item) == (numbers[0], numbers[1])


def test_a_shared_key_identifies_nothing_from_then_on(database):
    stored(database, arrival(1, keys=("url:shared",)))
    keep(database, harvest(arrival(2, keys=("url+title:2",)), shared_keys=["url:shared"]))
    assert Items(database).known_by_key("ilo-news", ["url:shared"]) == {"url:shared": None}


def test_items_are_known_by_title_within_their_source_the_newest_first(database):
    numbers = stored(
        database, arrival(1, title="The Agenda"), arrival(2, title="the  agenda"), arrival(3, title="Other")
    )
    stored(database, arrival(4, title="The Agenda", source="elsewhere"))
    found = Items(database).known_by_title("ilo-news", [title_hash("THE AGENDA"), title_hash("unknown")])
    assert {key: [k.item for k in known] for key, known in found.items()} == {
        title_hash("the agenda"): [numbers[1], numbers[0]]
    }


def test_a_title_of_thousands_does_not_hide_the_others(database):
    (rare,) = stored(database, arrival(0, title="Rare"))
    numbers = stored(database, *(arrival(n, title="Agenda") for n in range(1, 2200)))
    found = Items(database).known_by_title("ilo-news", [title_hash("Agenda"), title_hash("Rare")])
    assert [k.item for k in found[title_hash("rare")]] == [rare]
    assert [k.item for k in found[title_hash("agenda")]] == numbers[: -MOST_OF_ONE_TITLE - 1 : -1]


def test_annotations_are_replaced_as_a_whole(database):
    number = stored(database, arrival(1, themes=themes(a=1, b=2)))[0]
    keep(database, harvest(changed=[arrival(1, item=number, themes=themes(b=3, c=4))]))
    assert [i.id for i in all_items(database, theme="a")] == []
    assert [i.id for i in all_items(database, theme="c")] == [number]
    with database.read() as connection:
        rows = connection.execute(
            select(item_theme.c.theme, item_theme.c.score).order_by(item_theme.c.theme)
        ).all()
    assert rows == [("b", 3.0), ("c", 4.0)]


def test_the_annotation_is_the_changed_items_whatever_number_it_bears(database):
    first, second = stored(database, arrival(1), arrival(2))
    strange = Annotation(first, "print-2", "fr")
    keep(database, harvest(changed=[arrival(2, item=second, title="x", annotation=strange)]))
    assert Items(database).get(second)[1] == replace(strange, item=second)
    assert Items(database).get(first)[1].fingerprint == "print-1"


def test_a_poll_is_logged_with_what_it_brought(database):
    line = polled(
        verdict=Verdict.BLOCKED,
        rule="A wall.",
        status=None,
        seen=9,
        new=1,
        changed=2,
        quarantined=3,
        seconds=0.12345,
    )
    keep(database, harvest(polled=line), run=5)
    (found,) = Runs(database).polls()
    assert (found.source, found.at, found.verdict, found.rule, found.status) == (
        "ilo-news",
        NOW,
        Verdict.BLOCKED,
        "A wall.",
        None,
    )
    assert (found.seen, found.new, found.changed, found.quarantined) == (9, 1, 2, 3)


def test_nothing_to_store_is_stored_as_nothing(database):
    before = sizes(database)
    with database.write() as connection:
        store(connection, 1, [])
    assert sizes(database) == before


def test_an_item_that_is_removed_takes_keys_versions_annotation_and_words_along(database):
    number = stored(database, arrival(1, themes=themes(a=1)))[0]
    keep(database, harvest(changed=[arrival(1, item=number, title="Zebra")]))
    with database.write() as connection:
        connection.execute(item.delete().where(item.c.id == number))
    assert sizes(database)[:5] == [0, 0, 0, 0, 0]
    assert list(Items(database).find(ItemQuery(words="zebra"))) == []


def test_what_a_source_states_is_kept_with_the_item_and_with_each_version(database):
    until = datetime(2026, 12, 4, 22, 59, tzinfo=UTC)
    first = Given(until, begins=NOW.date(), stage="OPC_LAUNCHED", references=("18805", "COM(2025) 837"))
    number = stored(database, arrival(1, given=first))[0]
    moved = replace(first, deadline=until + DAY, day_only=True, ends=NOW.date())
    keep(database, harvest(changed=[arrival(1, item=number, given=moved, seen=NOW + DAY)]))
    found, _ = Items(database).get(number)
    assert found.given == moved
    assert [version.given for version in Items(database).versions(number)] == [first]


def test_of_an_item_of_which_nothing_is_stated_nothing_is_kept(database):
    number = stored(database, arrival(1))[0]
    assert Items(database).get(number)[0].given is NOTHING_GIVEN
