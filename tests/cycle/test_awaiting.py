"""What is awaited at its time of the year: met, missed and told once, late and told once."""

import pytest

from tests.cycle.watch import brussels, days, entry, rss, table

FEED = "oecd.example.org/rss"
START = brussels("2026-10-01 09:00")


@pytest.fixture
def awaiting(watch, internet):
    watch.mail = 'editors = ["cell@example.org"]\nadministrators = ["admin@example.org"]'
    watch.source("oecd")
    expects(watch)
    publish(internet, (START, "Regional outlook 2026"))
    return watch


def expects(watch, **keys):
    values = {"name": "OECD Economic Outlook", "match": ["economic outlook"], "bodies": ["oecd"], **keys}
    if "windows" not in keys:
        values |= {"from_": "11-10", "until": "12-15"}
    watch.digests["awaited"] = table("expect", id="outlook", **values)


def publish(internet, *items):
    links = [(t, f"https://oecd.example.org/{n}", d) for n, (d, t) in enumerate(items)]
    internet.at(FEED).serves(rss(*(entry(t, link, date=d) for t, link, d in reversed(links))))


def mails(watch, to="cell@"):
    letters = sorted(watch.letters(to), key=lambda letter: letter["Date"].datetime)
    return [str(letter["Subject"]) for letter in letters]


def asks(watch):
    return [(a.what, a.id) for a in watch.report.attention if a.what == "expectation"]


def rows(watch):
    from datetime import date

    with watch.archive() as archive:
        return archive.awaited.since(date.min)


def test_what_comes_in_time_is_noted_and_nobody_is_mailed(awaiting, internet):
    awaiting.run(START)
    assert rows(awaiting) == []
    came = brussels("2026-12-02 08:00")
    publish(internet, (START, "Regional outlook 2026"), (came, "OECD Économic OUTLOOK, Issue 2"))
    awaiting.run("2026-12-02 09:00", everything=True)
    (row,) = rows(awaiting)
    assert (row.item, row.day) == (2, came.date())
    for date in ("2026-12-15", "2026-12-16", "2027-01-15"):
        awaiting.run(f"{date} 09:00")
        assert asks(awaiting) == []
    assert mails(awaiting) == []


def test_what_does_not_come_is_told_once_when_the_window_closes_and_once_when_it_comes_late(
    awaiting, internet
):
    awaiting.run(START)
    awaiting.run("2026-12-15 09:00")
    assert (asks(awaiting), mails(awaiting)) == ([], [])
    for date in ("2026-12-16", "2026-12-17", "2026-12-29"):
        awaiting.run(f"{date} 09:00")
        assert asks(awaiting) == [("expectation", "outlook")]
    assert mails(awaiting) == ["servwatch: 1 document kwam niet"]
    assert mails(awaiting, "admin@") == []
    (text,) = awaiting.texts("cell@")
    assert "OECD Economic Outlook (outlook): verwacht van 10 november 2026 tot 15" in text
    awaiting.run("2026-12-31 09:00")
    assert asks(awaiting) == [], "it is history after two weeks"
    publish(
        internet, (START, "Regional outlook 2026"), (brussels("2027-01-12 08:00"), "Economic Outlook 2026/2")
    )
    for hour in (9, 10, 11):
        awaiting.run(f"2027-01-12 {hour:02}:00", everything=True)
    assert mails(awaiting)[1:] == ["servwatch: 1 document kwam laat"]


def test_another_body_or_another_year_does_not_count(awaiting, internet):
    awaiting.source("imf")
    internet.at("imf.example.org/rss").serves(
        rss(entry("World Economic Outlook", "https://imf.example.org/w", date=brussels("2026-12-01 08:00")))
    )
    publish(internet, (brussels("2026-06-03 08:00"), "OECD Economic Outlook, Issue 1"))
    awaiting.run("2026-12-02 09:00")
    awaiting.run("2026-12-16 09:00")
    assert asks(awaiting) == [("expectation", "outlook")]


def test_a_watch_that_began_after_the_window_missed_nothing(awaiting):
    awaiting.run("2026-12-16 09:00")
    assert (asks(awaiting), mails(awaiting), rows(awaiting)) == ([], [], [])


def test_words_that_are_mended_find_what_had_come(awaiting, internet):
    publish(internet, (brussels("2026-12-02 08:00"), "Perspectives économiques de l'OCDE"))
    awaiting.run("2026-12-02 09:00")
    awaiting.run("2026-12-16 09:00")
    assert asks(awaiting) == [("expectation", "outlook")]
    expects(awaiting, match=["perspectives economiques"])
    awaiting.run("2026-12-16 10:00")
    assert asks(awaiting) == []
    assert mails(awaiting) == ["servwatch: 1 document kwam niet", "servwatch: 1 document kwam laat"]


def test_each_of_several_windows_awaits_its_own(awaiting, internet):
    expects(awaiting, windows=["10-05/10-20", "10-25/11-05"])
    awaiting.run(START)
    publish(internet, (START, "Regional outlook 2026"), (brussels("2026-10-10 08:00"), "Economic Outlook"))
    awaiting.run("2026-10-10 09:00", everything=True)
    awaiting.run("2026-10-25 09:00")
    assert asks(awaiting) == []
    awaiting.run("2026-11-06 09:00")
    assert asks(awaiting) == [("expectation", "outlook")]
    assert [row.item for row in rows(awaiting)] == [2, None]


def test_what_is_switched_off_is_not_awaited(awaiting):
    expects(awaiting, enabled=False)
    awaiting.run(START)
    awaiting.run(START + days(80))
    assert (asks(awaiting), rows(awaiting)) == ([], [])


@pytest.fixture
def held_back(awaiting, internet):
    """It came within a flood, which was quarantined."""
    old = [(START - days(n), f"Nieuws {n}") for n in range(10)]
    publish(internet, *old)
    awaiting.run(START)
    flood = [entry(f"Archive {n}", f"https://oecd.example.org/flood/{n}") for n in range(20)]
    outlook = entry("OECD Economic Outlook", "https://oecd.example.org/eo")
    internet.at(FEED).serves(rss(*flood[:10], outlook, *flood[10:]))
    awaiting.run("2026-12-02 09:00", everything=True)
    assert asks_of(awaiting, "quarantine") == ["oecd"]
    return awaiting


def asks_of(watch, what):
    return [a.id for a in watch.report.attention if a.what == what]


def documents(watch):
    return [subject for subject in mails(watch) if "document" in subject]


def release(watch):
    with watch.archive() as archive:
        assert archive.items.release("oecd") == 21


def test_what_was_held_back_and_released_has_come(held_back):
    release(held_back)
    held_back.run("2026-12-02 10:00")
    (row,) = rows(held_back)
    assert row.item is not None
    held_back.run("2026-12-16 09:00")
    assert (asks(held_back), documents(held_back)) == ([], [])


def test_what_is_held_back_is_not_said_not_to_have_come(held_back):
    held_back.run("2026-12-16 09:00")
    assert documents(held_back) == []
    release(held_back)
    held_back.run("2026-12-16 10:00")
    assert (asks(held_back), documents(held_back)) == ([], [])
