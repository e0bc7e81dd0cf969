"""Lists a page at a time, and what is counted of them: alike whichever way they are read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servwatch.archive import item_lists
from servwatch.archive.item_lists import ItemLists, Place
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.archive.search_marks import spans
from servwatch.model import Annotation, ItemKind, Reference
from tests.archive.arrivals import NOW, arrival, stored, themes

DAYS = 10


def _made(number):
    kind = ItemKind.STUDY if number % 3 == 0 else ItemKind.NEWS
    refs = (Reference("procedure", "2024/0001(COD)", "", "own"),) if number % 5 == 0 else ()
    given = themes(work=2) if number % 2 else themes(work=2, climate=1)
    note = Annotation(0, "print-1", "nl" if number % 4 else "fr", given, refs)
    day = NOW.date() - timedelta(days=number % DAYS)
    return arrival(
        number, title=f"Overleg {number}", summary="Over loon.", kind=kind, day=day, source=f"s{number % 2}",
        themes=given, annotation=note,
    )  # fmt: skip


@pytest.fixture(params=["few", "many"])
def lists(database, request, monkeypatch):
    """Thirty items; read by the ids of a condition, or by walking through the days."""
    monkeypatch.setattr(item_lists, "_FEW", 1000 if request.param == "few" else 0)
    stored(database, *map(_made, range(30)))
    return ItemLists(database)


QUERIES = [
    ItemQuery(), ItemQuery(words="overleg"), ItemQuery(words="overleg -7"), ItemQuery(theme="climate"), ItemQuery(kind="study"),
    ItemQuery(kind="news"), ItemQuery(language="fr"), ItemQuery(sources=("s1",)), ItemQuery(reference="2024/0001"), ItemQuery(digest="none"),
    ItemQuery(since=date(2026, 8, 28), until=date(2026, 8, 30)), ItemQuery(words="over*", theme="climate", language="nl"), ItemQuery(words="-x"),
]  # fmt: skip


def test_pages_tell_each_item_once_there_and_back(database, lists):
    for query in QUERIES:
        whole = [item.id for item, _ in Items(database).find(query)]
        seen, before, pages = [], None, []
        while True:
            page = lists.page(query, 4, before=before)
            seen += [item.id for item, _ in page.items]
            pages.append([item.id for item, _ in page.items])
            if page.earlier is None:
                break
            before = page.earlier
        assert seen == whole, query
        while page.later is not None:
            page = lists.page(query, 4, after=page.later)
            pages.append([item.id for item, _ in page.items])
        assert pages[-1] == pages[0] if pages else True
        assert lists.counted(query).total == len(whole)
        assert lists.first(query, 4) == (lists.page(query, 4), lists.counted(query))


def test_counts_say_what_the_items_are(lists):
    counted = lists.counted(ItemQuery())
    assert counted.whole
    assert counted.kinds == {"study": 10, "news": 20}
    assert counted.sources == {"s0": 15, "s1": 15}
    assert counted.themes == {"work": 30, "climate": 15}
    assert counted.languages == {"fr": 8, "nl": 22}
    assert counted.references == {"2024/0001": 6}
    assert sum(counted.months.values()) == 30
    assert set(counted.months) == {"2026-08", "2026-09"}


def test_counts_of_many_are_of_the_newest_and_say_so(database, lists):
    counted = ItemLists(database, most=7).counted(ItemQuery(words="overleg"))
    assert (counted.total, counted.whole) == (7, False)
    assert counted.months == {"2026-09": 7}


def test_a_page_that_is_empty_leads_nowhere(lists):
    page = lists.page(ItemQuery(words="nowhere"), 4)
    assert (page.items, page.earlier, page.later) == ((), None, None)


@given(st.text())
@example("2026-11-20.3")
@example("2026-11-20.٣")
def test_the_place_of_an_address_is_read_or_refused(text):
    place = Place.read(text)
    assert place is None or Place.read(str(place)) == place


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("overleg", ["Overleg"]), ("été", ["ÉTÉ"]), ("over*", ["Overleg", "over"]), ('"sociaal overleg"', []), ('"over lonen"', ["over lonen"]),
        ('"over lon*"', ["over lonen"]), ("overleg -lonen", ["Overleg"]), ("", []), ("*", []), ('"lonen à l\'ete"', ["lonen à l'ÉTÉ"]),
    ],
)  # fmt: skip
def test_the_words_that_were_asked_for_are_marked(query, marked):
    text = "Overleg over lonen à l'ÉTÉ"
    assert [text[a:b] for a, b in spans(query, text)] == marked


@given(st.text(), st.text())
def test_no_query_and_no_text_is_marked_beyond_its_ends(query, text):
    last = 0
    for start, end in spans(query, text):
        assert last <= start < end <= len(text)
        last = end


def test_what_an_index_tells_of_a_kind_it_leaves_out_is_not_asked(lists):
    assert lists.counted(replace(ItemQuery(), kind="news")).total == 20
