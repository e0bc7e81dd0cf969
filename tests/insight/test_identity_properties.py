"""What must hold of identity whatever a source does."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.identity import Fate, Memory, entries_of, keys_to_ask, sort_out, titles_to_ask
from tests.insight.taking_in import HOUR, START, InMemory, fates, feed, raw

DAY = timedelta(days=1)
TITLES = st.sampled_from(["Alpha", "alpha ", "Beta", "Gamma", ""])
URLS = st.sampled_from(
    [
        "",
        "/",
        "/a",
        "/a/",
        "/b",
        "/c?id=1",
        "/c?id=2",
        "https://two.example/a",
        "https://two.example/",
        "mailto:x@y.be",
    ]
)
DATES = st.none() | st.integers(-40, 20).map(lambda days: START + days * DAY)
ENTRY = st.builds(
    raw,
    title=TITLES,
    url=URLS,
    summary=st.sampled_from(["", "One.", "Two."]),
    identifier=st.sampled_from(["", "1", "2", "https://example.org/a"]),
    reference=st.sampled_from(["", "", "", "IP/26/1"]),
    published=DATES,
    updated=DATES,
)
FETCH = st.lists(ENTRY, max_size=12)
IDENTITY = st.sampled_from(["url", "url+title"])
ITEMS = st.lists(st.integers(1, 60), unique=True, min_size=1, max_size=30)


def versions_of(numbers, version, host="https://example.org"):
    return [
        raw(
            f"Title {n} v{version}",
            f"{host}/{n}",
            summary=f"Text {n}",
            identifier=f"{version}-{n}",
            published=START,
        )
        for n in numbers
    ]


@given(FETCH, FETCH, IDENTITY)
def test_the_same_fetch_a_second_time_holds_only_what_is_known(before, fetch, identity):
    archive = InMemory()
    archive.take_in(before, START, identity)
    archive.take_in(fetch, START + HOUR, identity)
    assert set(fates(archive.take_in(fetch, START + 2 * HOUR, identity))) <= {"same"}


@given(FETCH, FETCH, IDENTITY, st.randoms())
def test_the_order_of_the_entries_decides_nothing(before, fetch, identity, chance):
    archive = InMemory()
    archive.take_in(before, START, identity)
    shuffled = list(fetch)
    chance.shuffle(shuffled)

    def sorted_out(raws):
        entries = entries_of(raws, identity)
        by_key = archive.known_by_key(keys_to_ask(entries))
        memory = Memory(by_key, archive.known_by_title(titles_to_ask(entries, by_key)))
        intake = sort_out(entries, memory, last_good=START, now=START + HOUR)
        return {(s.entry.keys, s.entry.text_hash, s.fate, s.item, s.keys) for s in intake.sorted}, set(
            intake.shared_keys
        )

    assert sorted_out(fetch) == sorted_out(shuffled)


@given(st.lists(FETCH, max_size=6), IDENTITY)
def test_every_entry_has_one_fate_and_no_item_is_taken_twice_in_a_fetch(fetches, identity):
    archive = InMemory()
    for number, fetch in enumerate(fetches):
        intake = archive.take_in(fetch, START + number * HOUR, identity)
        items = [taken.item for taken in intake.sorted if taken.item is not None]
        assert len(items) == len(set(items))
        assert (len(intake.sorted) > 0) is (len(fetch) > 0)
        assert all((s.item is None) is (s.fate in (Fate.NEW, Fate.QUARANTINED)) for s in intake.sorted)


@given(st.lists(st.tuples(ITEMS, st.integers(1, 3)), min_size=1, max_size=8))
def test_one_address_is_one_item_in_whatever_order_and_number_its_entries_come(polls):
    archive, numbers = InMemory(), {}
    for poll, (addresses, version) in enumerate(polls):
        intake = archive.take_in(versions_of(addresses, version), START + poll * HOUR)
        for taken in intake.sorted:
            numbers.setdefault(taken.entry.canonical, taken.item)
        assert len(intake.sorted) == len(addresses)
    seen = {number for addresses, _ in polls for number in addresses}
    assert len(archive.items) == len({known.canonical for known in archive.items.values()}) == len(seen)


@given(st.integers(1, 40), st.booleans(), st.booleans())
def test_with_every_identifier_scheme_and_host_changed_nothing_is_new(size, dated, linked):
    archive = InMemory()
    before = [
        replace(
            entry,
            url=entry.url if number % 3 else entry.url.replace("/news/", "/?p="),
            published=entry.published if dated else None,
            summary=f"{entry.summary} More at {entry.url}" if linked else entry.summary,
        )
        for number, entry in enumerate(feed(size))
    ]
    after = [
        replace(
            entry,
            url=entry.url.replace("https://example.org", "http://www.moved.example:8080"),
            summary=entry.summary.replace("https://example.org", "http://www.moved.example:8080"),
            identifier=f"urn:again:{number}",
        )
        for number, entry in enumerate(before)
    ]
    archive.take_in(before)
    assert fates(archive.take_in(after, START + HOUR)) == ["same"] * size
    assert fates(archive.take_in(before, START + 2 * HOUR)) == ["same"] * size
    assert [urlsplit(entry.url).hostname for entry in after] == ["www.moved.example"] * size


@given(
    st.lists(st.lists(st.integers(1, 8), unique=True, min_size=1), min_size=1, max_size=8),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_shared_link_keeps_one_item_for_each_title_whatever_comes_and_goes(polls, identified, edits):
    def entry(number, edition):
        identifier = f"{edition}-{number}" if identified else ""
        return raw(
            f"Tender {number}", "/tenders", summary=f"Edit {edition}", identifier=identifier, published=START
        )

    archive = InMemory()
    archive.take_in([entry(1, 0), entry(2, 0)])
    for poll, numbers in enumerate(polls, 1):
        archive.take_in([entry(number, min(poll, edits)) for number in numbers], START + poll * HOUR)
    seen = {1, 2}.union(*polls)
    assert sorted(known.title for known in archive.items.values()) == sorted(f"Tender {n}" for n in seen)


@given(
    st.integers(5, 40),
    st.integers(0, 4),
    st.sampled_from(["text kept", "text changed"]),
    st.sampled_from(["old", "none", "ahead"]),
)
def test_churn_never_becomes_new(size, stay, texts, dates):
    """All but a few entries get other addresses and identifiers, and perhaps other texts, at once."""
    date = {"old": START - 3 * DAY, "none": None, "ahead": START + 30 * DAY}[dates]
    before = [replace(entry, published=date) for entry in feed(size)]
    stay = min(stay, max(0, (size - 1) // 4))  # under a quarter: the addresses as a whole are dead
    after = before[:stay] + [
        replace(
            entry,
            url=f"https://example.org/portal/{number}.html",
            identifier=f"again-{number}",
            summary=entry.summary if texts == "text kept" else f"{entry.summary} Read more.",
        )
        for number, entry in enumerate(before[stay:])
    ]
    archive = InMemory()
    archive.take_in(before)
    found = fates(archive.take_in(after, START + 2 * HOUR))
    if size - stay >= 5:
        assert "new" not in found
        assert texts == "text changed" or set(found) == {"same"}
        assert set(fates(archive.take_in(after, START + 3 * HOUR))) == {"same"}


@given(st.integers(0, 40), st.integers(1, 40))
def test_what_is_dated_since_the_last_reading_is_never_quarantined(known, fresh):
    archive = InMemory()
    archive.take_in(feed(known))
    later = START + 3 * DAY
    published = [replace(e, published=START + (n + 1) * HOUR) for n, e in enumerate(feed(fresh, 100))]
    assert fates(archive.take_in(feed(known) + published, later)) == ["same"] * known + ["new"] * fresh
