"""Searches that take days: what is asked after an outage, and what is said of an answer that was cut."""

import json
import random
import re
from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from servwatch.archive.schema import poll
from servwatch.cycle.back_filling import STOPPED, BackFiller
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.harvesting import Harvester
from servwatch.sources.drafts import MAX_ITEMS, TOO_MANY
from servwatch.sources.json_api.reading import MORE
from servwatch.sources.sparql import FULL
from tests.cycle.listed_source import HOST, MORNING, items, state
from tests.internet.replies import Reply

TODAY = "2026-11-23"


def answering(watch, place, *, well=lambda _: True):
    """A search that answers with one item, or 503 where it is not well; what it was asked."""
    asked = []

    def answer(one):
        asked.append(one.content.decode() or one.path)
        if not well(len(asked)):
            return Reply(status=503)
        body = json.dumps([{"t": "Opdracht", "l": f"http://{HOST}/1"}]).encode()
        return Reply(body=body, content_type="application/json")

    watch.internet.at(place).replies(answer)
    return asked


def search(watch, url=f"http://{HOST}/search", **keys):
    watch.source("n", url, kind="json_api", fields={"title": "t", "link": "l"}, **keys)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        (1, "2026-11-10"),  # the window of 14 days reaches past the last good poll
        (40, "2026-11-21"),  # two days before the last good poll
        (900, "2028-04-06"),  # 400 days back, and no farther
    ],
)
def test_after_an_outage_the_days_since_the_last_good_poll_are_asked_for(watch, days, since):
    asked = answering(watch, f"{HOST}/search", well=lambda n: n in (1, 3))
    search(watch, window="14d", json={"from": "{since}"})
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=days, hours=-2), everything=True)
    watch.run(MORNING + timedelta(days=days), everything=True)
    assert json.loads(asked[-1]) == {"from": since}


def test_when_the_outage_is_over_the_window_is_its_own_again(watch):
    asked = answering(watch, f"{HOST}/search", well=lambda n: n != 2)
    search(watch, window="14d", json={"from": "{since}"})
    for days in (0, 20, 40, 41):
        watch.run(MORNING + timedelta(days=days), everything=True)
    assert [json.loads(one)["from"] for one in asked[2:]] == ["2026-11-21", "2026-12-20"]


def test_days_in_an_address_reach_back_after_an_outage_too(watch):
    asked = answering(watch, f"{HOST}/search")
    search(watch, f"http://{HOST}/search?from={{since}}")
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=60), everything=True)
    assert asked == ["/search?from=2026-10-24", "/search?from=2026-11-21"]


def paged(watch, *lengths):
    """A search whose pages hold so many entries."""
    first = 0
    for page, length in enumerate(lengths, 1):
        entries = [{"t": f"Opdracht {n}", "l": f"http://{HOST}/{n}"} for n in range(first, first + length)]
        place = f"{HOST}/search?size=3" if page == 1 else f"{HOST}/search?size=3&page={page}"
        watch.internet.at(place).serves(json.dumps(entries), content_type="application/json")
        first += length


def noted(watch):
    """What the log of the last poll says of it."""
    with watch.archive() as archive, archive.database.read() as connection:
        return connection.execute(select(poll.c.rule).order_by(poll.c.id.desc())).scalars().first()


@pytest.mark.parametrize(
    ("lengths", "more"), [((3, 3), True), ((3, 2), False), ((3, 0), False), ((2, 0), False)]
)
def test_a_full_last_page_of_a_window_is_told(watch, lengths, more):
    paged(watch, *lengths)
    search(watch, f"http://{HOST}/search?size=3", paging={"page": "page"}, pages=2, json={"d": "{since}"})
    watch.run(MORNING)
    assert len(items(watch)) == sum(lengths)
    assert (MORE in state(watch).rule) is more
    assert noted(watch).count(MORE) == more


def test_of_a_list_without_days_the_log_alone_says_that_it_is_longer(watch):
    paged(watch, 3, 3)
    search(watch, f"http://{HOST}/search?size=3", paging={"page": "page"}, pages=2)
    watch.run(MORNING)
    assert MORE not in state(watch).rule
    assert noted(watch).count(MORE) == 1


def test_where_nobody_says_how_long_a_page_is_any_entry_on_the_last_one_tells(watch):
    watch.internet.at(f"{HOST}/search").serves(
        json.dumps([{"t": "x", "l": f"http://{HOST}/1"}]), content_type="application/json"
    )
    search(watch, json={"d": "{since}"}, paging={"page": "page", "in_json": True})
    watch.run(MORNING)
    assert MORE in state(watch).rule


def rows(*days):
    """An answer to a query, a row a day."""
    bindings = [
        {"title": {"value": f"Act {n}"}, "id": {"value": f"C{n}"}, "date": {"value": day}}
        for n, day in enumerate(days)
    ]
    return json.dumps({"results": {"bindings": bindings}})


def query(watch, body, text="SELECT ?title WHERE { {since} }", **keys):
    watch.internet.at(f"{HOST}/sparql").serves(body, content_type="application/sparql-results+json")
    watch.source("n", f"http://{HOST}/sparql", kind="sparql", query=text, **keys)


@pytest.mark.parametrize("kind", ["sparql", "json_api"])
def test_of_too_many_entries_the_newest_are_kept_wherever_they_stand_and_the_rest_is_told(watch, kind):
    days = ["2026-10-01"] * MAX_ITEMS + ["2026-11-20"] * 10
    if kind == "sparql":
        query(watch, rows(*days))
    else:
        body = [{"t": f"Act {n}", "l": f"http://{HOST}/{n}", "d": day} for n, day in enumerate(days)]
        watch.internet.at(f"{HOST}/search").serves(json.dumps(body), content_type="application/json")
        fields = {"title": "t", "link": "l", "date": "d"}
        watch.source("n", f"http://{HOST}/search", kind=kind, fields=fields, json={"d": "{since}"})
    watch.run(MORNING)
    kept = items(watch)
    assert len(kept) == MAX_ITEMS
    assert sum(item.day.isoformat() == "2026-11-20" for item in kept) == 10
    assert TOO_MANY in state(watch).rule


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("LIMIT 3", True),
        ("limit 3 # enough\n", True),
        ("LIMIT 3 OFFSET 0\n\n", True),
        ("LIMIT 4", False),
        ("", False),
        ("# LIMIT 3 was too few\n LIMIT 30", False),
    ],
)
def test_as_many_rows_as_the_query_allows_are_told_to_be_cut(watch, end, told):
    query(watch, rows(*["2026-11-20"] * 3), f"SELECT ?title WHERE {{ {{since}} }} {end}")
    watch.run(MORNING)
    assert (FULL in state(watch).rule) is told


class Endpoint:
    """A SPARQL endpoint with an act on each day, which gives at most LIMIT rows of the days it is asked for."""

    def __init__(self, watch, limit, bounds="{since}..{today}"):
        self.limit, self.asked = limit, []
        watch.internet.at(f"{HOST}/sparql").replies(self.answer)
        text = f"SELECT ?title WHERE {{ {bounds} }} LIMIT {limit}"
        watch.source("n", f"http://{HOST}/sparql", kind="sparql", query=text, window="30d")
        watch.write()

    def answer(self, one):
        asked = parse_qs(one.content.decode())["query"][0]
        first, last = (date.fromisoformat(day) for day in (*re.findall(r"\d{4}-\d\d-\d\d", asked), TODAY)[:2])
        self.asked.append((last - first).days)
        days = [str(last - timedelta(days=n)) for n in range((last - first).days + 1)][: self.limit]
        bindings = [
            {"title": {"value": f"Act of {d}"}, "id": {"value": d}, "date": {"value": d}} for d in days
        ]
        body = json.dumps({"results": {"bindings": bindings}}).encode()
        return Reply(body=body, content_type="application/sparql-results+json")


def read_back(watch, since, stopping=lambda: False):
    settings = in_force(watch.path, {}).settings
    with watch.archive() as archive:
        rng, ceiling = random.Random(1), settings.fetch.ceiling
        harvester = Harvester(archive, understanding_of(settings), settings.timezone, ceiling, rng)
        filler = BackFiller(settings, archive, harvester, FixedClock(MORNING), 1, stopping=stopping)
        return filler.fill(settings.sources[0], since)


def test_a_window_of_the_past_that_was_cut_is_asked_for_in_halves_until_all_is_given(watch):
    endpoint = Endpoint(watch, limit=10)
    filled = read_back(watch, date(2026, 9, 1))
    days = {item.day for item in items(watch)}
    assert {date(2026, 9, 1) + timedelta(days=n) for n in range(84)} == {d for d in days if d.month > 8}
    assert (filled.fault, filled.note) == ("", "")
    assert len(endpoint.asked) < 60
    assert endpoint.asked[:3] == [30, 15, 8]


def test_broken_off_between_two_halves_it_goes_on_with_the_second(watch):
    endpoint = Endpoint(watch, limit=20)
    stopped = read_back(watch, date(2026, 10, 25), lambda: len(endpoint.asked) > 2)
    assert stopped.fault == STOPPED
    endpoint.asked.clear()
    assert read_back(watch, date(2026, 10, 25)).fault == ""
    assert endpoint.asked == [15]
    assert len({item.day for item in items(watch)}) == 30


def test_where_a_single_day_holds_more_than_is_given_the_days_are_told(watch):
    Endpoint(watch, limit=1)
    filled = read_back(watch, date(2026, 11, 20))
    assert filled.fault == ""
    assert filled.note.startswith("More was there than was given, in what ends on 2026-11-23, 2026-11-22")


def test_a_search_of_the_past_without_an_end_that_was_cut_is_told(watch):
    Endpoint(watch, limit=10, bounds="{since}")
    filled = read_back(watch, date(2026, 9, 1))
    assert filled.note == "More was there than was given, in what ends on 2026-11-23."
    assert len(items(watch)) == 10
