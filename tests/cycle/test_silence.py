"""Faults of sources over virtual weeks: each by its name, one mail when it lasts, one when it is over."""

from datetime import timedelta

import pytest

from tests.cycle.lone_source import FEED, STAFF, START, fault, live, mails, news, workdays
from tests.cycle.watch import brussels, days, entry, rss


def test_a_source_that_is_left_behind_is_silent_and_told_once_and_once_more_when_it_speaks(lone, internet):
    internet.at(FEED).serves(news(*workdays(START, 30)), etag='"1"')
    told = live(lone, START, [0, 1, *range(4, 16), 20, 29])
    assert [name for name, _ in told] == ["", "silent"]
    assert 6 <= (told[1][1] - START.date()).days <= 15
    assert internet.asked(FEED)[-1].headers["if-none-match"] == '"1"'
    assert mails(lone, "cell@") == ["servwatch: 1 bron heeft een blijvende fout"]
    assert mails(lone, "admin@") == []
    (text,) = lone.texts("cell@")
    assert "Ec (ec): " in text
    later = START + days(30)
    internet.at(FEED).serves(news(later, *workdays(START, 29)), etag='"2"')
    told = live(lone, later, 3)
    assert [name for name, _ in told] == [""]
    assert mails(lone, "cell@")[1:] == ["servwatch: 1 bron is weer in orde"]


def test_before_it_is_silent_it_is_quiet_where_sources_are_listed(lone, internet):
    from servwatch.cycle.source_standing import fault_of

    internet.at(FEED).serves(news(*workdays(START, 30)), etag='"1"')
    names = []
    for n in (0, 2, 4, 5, 6, 7, 8, 9, 10, 12, 14):
        lone.run(START + days(n), everything=True)
        with lone.archive() as archive:
            state = archive.sources.all()["ec"]
        found = fault_of(state, START.tzinfo, (START + days(n)).date())
        names.append((found.name, found.grave) if found else None)
    assert list(dict.fromkeys(names)) == [None, ("quiet", False), ("silent", True)]


def test_the_same_items_for_ever_from_a_server_that_says_they_are_new(lone, internet):
    internet.at(FEED).serves(news(*workdays(START, 30)))
    told = live(lone, START, [0, 5, 10, 15, 18])
    assert [name for name, _ in told] == ["", "same-old"]
    assert len(mails(lone, "cell@")) == 1


def test_a_feed_that_was_dead_before_it_was_watched_is_told_on_the_first_day(lone, internet):
    internet.at(FEED).serves(news(*workdays(START - days(500), 5)))
    lone.run(START)
    assert fault(lone) == "same-old"


@pytest.mark.parametrize("etag", ["", '"0"'], ids=["answered anew", "not modified"])
def test_a_feed_that_is_always_empty(lone, internet, etag):
    internet.at(FEED).serves(rss(), **({"etag": etag} if etag else {}))
    told = live(lone, START, [0, 1, 7, 13, 14, 15, 16])
    assert told == [("", START.date()), ("always-empty", (START + days(14)).date())]
    assert len(mails(lone, "cell@")) == 1


@pytest.mark.parametrize("etag", ["", '"0"'], ids=["answered anew", "not modified"])
def test_a_filter_of_ours_that_leaves_nothing(lone, internet, etag):
    lone.source("ec", include=["/press/"])
    internet.at(FEED).serves(news(*workdays(START, 10)), **({"etag": etag} if etag else {}))
    told = live(lone, START, [0, 1, 6, 7, 8])
    assert told == [("", START.date()), ("all-filtered", (START + days(7)).date())]
    assert len(mails(lone, "cell@")) == 1
    lone.source("ec", include=["ec.example.org"])
    internet.at(FEED).serves(news(*workdays(START + days(9), 10)))
    assert live(lone, START + days(9), 2) == [("", (START + days(9)).date())]
    assert mails(lone, "cell@")[1:] == ["servwatch: 1 bron is weer in orde"]


@pytest.mark.parametrize("parts", [False, True], ids=["a sitemap", "an index"])
def test_a_sitemap_of_which_nothing_is_ours_is_told_as_filtered(watch, internet, parts):
    def place(name, path):
        return (
            f"<?xml version='1.0'?><{name}set><url><loc>http://ec.example.org{path}</loc></url></{name}set>"
        )

    whole = "sitemap.xml"
    if parts:
        whole, part = "part.xml", "<sitemap><loc>http://ec.example.org/part.xml</loc></sitemap>"
        internet.at("ec.example.org/sitemap.xml").serves(f"<sitemapindex>{part}</sitemapindex>")
    internet.at(f"ec.example.org/{whole}").serves(place("url", "/actualites/un-accord"))
    watch.source("ec", "http://ec.example.org/sitemap.xml", kind="sitemap", include=["/news/"])
    assert live(watch, START, [0, 6, 7, 14]) == [
        ("", START.date()),
        ("all-filtered", (START + days(7)).date()),
    ]


def test_a_search_of_which_nothing_is_ours_is_told_as_filtered(watch, internet):
    internet.at("ec.example.org/search").serves(
        '[{"t": "Oproep", "l": "http://ec.example.org/1"}]', content_type="application/json"
    )
    fields = {"title": "t", "link": "l"}
    watch.source(
        "ec", "http://ec.example.org/search", kind="json_api", fields=fields, where="status == 'OPEN'"
    )
    assert live(watch, START, [0, 6, 7, 14]) == [
        ("", START.date()),
        ("all-filtered", (START + days(7)).date()),
    ]
    (asks,) = watch.report.attention
    assert "include, exclude or `where` of this source leave out every one" in asks.remedy


def test_a_further_page_that_fails_for_a_week_is_the_cells(watch, internet):
    watch.mail = STAFF
    internet.at("ec.example.org/robots.txt").answers(404)
    internet.at("ec.example.org/news?p=1").answers(404)
    watch.source(
        "ec",
        "http://ec.example.org/news",
        kind="page",
        item=".card",
        paging={"page": "p", "first": 0},
        pages=2,
    )

    def one_more(now):
        internet.at("ec.example.org/news").serves(listing(5 + (now - START).days), content_type="text/html")

    told = live(watch, START, 10, each=one_more)
    assert told == [("", START.date()), ("part-missing", (START + days(7)).date())]
    (asks,) = watch.report.attention
    assert "A further page could not be read" in asks.remedy
    assert "correct `paging`" in asks.remedy
    assert mails(watch, "cell@") == ["servwatch: 1 bron heeft een blijvende fout"]
    internet.at("ec.example.org/news?p=1").serves(listing(3), content_type="text/html")
    assert live(watch, START + days(10), 1, each=one_more)[0][0] == ""
    assert mails(watch, "cell@")[1:] == ["servwatch: 1 bron is weer in orde"]


def test_a_day_on_which_nothing_is_ours_is_listed_and_nobody_is_mailed(lone, internet):
    from servwatch.cycle.source_standing import fault_of

    lone.source("ec", include=["/press/"])
    internet.at(FEED).serves(news(*workdays(START, 10)))
    assert lone.run(START).exit_code == 0
    with lone.archive() as archive:
        found = fault_of(archive.sources.all()["ec"], START.tzinfo, START.date())
    assert (found.name, found.grave) == ("all-filtered", False)
    assert mails(lone, "cell@") == []


def test_dates_that_stand_still(lone, internet):
    stuck = brussels("2026-09-01 12:00")

    def one_more(now):
        titles = [f"Bericht {n}" for n in range((now - START).days + 10, 0, -1)]
        internet.at(FEED).serves(
            rss(*(entry(t, f"https://ec.example.org/{t[-2:].strip()}", date=stuck) for t in titles))
        )

    told = live(lone, START, 12, each=one_more)
    assert [name for name, _ in told] == ["", "dates-frozen"]
    assert len(mails(lone, "cell@")) == 1


def test_items_without_dates_are_listed_as_such_and_nobody_is_mailed(lone, internet):
    from servwatch.cycle.source_standing import fault_of

    def one_more(now):
        internet.at(FEED).serves(news(*(now - days(n) for n in range(12)), dated=False))

    assert live(lone, START, 12, each=one_more) == [("", START.date())]
    with lone.archive() as archive:
        state = archive.sources.all()["ec"]
    assert fault_of(state, START.tzinfo, (START + days(12)).date()).name == "undated"
    assert mails(lone, "cell@") == []


PAGE = "<html><body><h1>News</h1>{}</body></html>"


def listing(count, name="card"):
    texts = "".join(
        f'<div class="{name}"><a href="/n/{n}">Announcement number {n} of the office</a></div>'
        for n in range(count)
    )
    return (PAGE.format(texts) + "<!-- " + "x" * 600 + " -->").encode()


def test_a_selector_that_finds_nothing_more_is_the_cells(watch, internet):
    watch.mail = STAFF
    watch.source("ec", "http://ec.example.org/news", kind="page", item=".card")
    internet.at("ec.example.org/robots.txt").answers(404)
    internet.at("ec.example.org/news").serves(listing(5), content_type="text/html")
    watch.run(START)
    assert fault(watch) == ""
    internet.at("ec.example.org/news").serves(listing(5, "tile"), content_type="text/html")
    watch.run(START + timedelta(hours=1), everything=True)
    assert fault(watch) == "changed-shape"
    assert mails(watch, "cell@") == []
    watch.run(START + timedelta(hours=6), everything=True)
    watch.run(START + timedelta(hours=7), everything=True)
    assert mails(watch, "cell@") == ["servwatch: 1 bron heeft een blijvende fout"]
    assert mails(watch, "admin@") == []
    internet.at("ec.example.org/news").serves(listing(6), content_type="text/html")
    watch.run(START + timedelta(hours=8), everything=True)
    assert mails(watch, "cell@")[1:] == ["servwatch: 1 bron is weer in orde"]


def works(day):
    """Whether a source publishes that rests in August, on weekends and around New Year."""
    rests = day.month == 8 or (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)
    return day.weekday() < 5 and not rests


@pytest.mark.parametrize(("rest", "back"), [("2026-07-31", "2026-09-01"), ("2026-12-23", "2027-01-04")])
def test_august_and_the_days_around_new_year_are_no_silence(lone, internet, rest, back):
    last, again = brussels(f"{rest} 09:00"), brussels(f"{back} 09:00")
    year = [last - days(n) for n in range(380) if works(last - days(n))]
    internet.at(FEED).serves(news(*year), etag='"1"')
    told = []
    for n in range(0, (again - last).days, 4):
        lone.run(last + days(n), everything=True)
        told.append(fault(lone))
    assert set(told) == {""}
    assert mails(lone, "cell@") == []
    told = [live(lone, again + days(n), 1)[0][0] for n in range(0, 20, 4)]
    assert told[-1] == "silent", "a rest that does not end is one"


def test_the_foot_of_a_digest_names_who_is_silent(lone, internet):
    lone.digest("board", schedule="0 7 * * mon", when_empty="note")
    lone.member("a@example.org", "board")
    internet.at(FEED).serves(news(*workdays(START, 30)), etag='"1"')
    lone.run(START)
    for n in (7, 14, 21):
        lone.run((START + days(n)).replace(hour=8), everything=True)
    texts = [
        m.get_body(("plain",)).get_content()
        for m in sorted(lone.letters("a@"), key=lambda m: m["Date"].datetime)
    ]
    assert "NIET GELEZEN" not in texts[0]
    assert "Ec (stil sinds 7 sep). De cel volgt dit op." in texts[-1]
