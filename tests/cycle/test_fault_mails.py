"""Staff are mailed of a lasting fault once, and once that it is over."""

from datetime import timedelta
from itertools import pairwise

from servwatch.cycle.attention import attention_of
from servwatch.cycle.configuration import in_force
from tests.cycle.lone_source import FEED, STAFF, START, fault, live, mails, news, workdays
from tests.cycle.watch import days


def test_a_fault_of_the_way_is_the_administrators_when_it_has_lasted_a_day(lone, internet):
    internet.at(FEED).serves(news(*workdays(START, 10)))
    lone.run(START)
    internet.at(FEED).answers(500, b"out of order")
    for hours in range(1, 25, 6):
        lone.run(START + timedelta(hours=hours), everything=True)
    assert fault(lone) == "broken"
    assert mails(lone, "admin@") == []
    for hours in range(25, 60, 6):
        lone.run(START + timedelta(hours=hours), everything=True)
    assert mails(lone, "admin@") == ["servwatch: 1 bron heeft een blijvende fout"]
    assert mails(lone, "cell@") == []
    (told,) = lone.letters("admin@")
    assert ". Technische regel: " in " ".join(told.get_body(("plain",)).get_content().split())
    with lone.archive() as archive:
        current = in_force(lone.path, {})
        (asked,) = attention_of(archive, current, START + timedelta(hours=60))
    assert asked.shown == f"source {asked.id} ({current.settings.sources[0].name})"
    internet.at(FEED).serves(news(*workdays(START + days(3), 10)))
    for hours in range(61, 70, 3):
        lone.run(START + timedelta(hours=hours), everything=True)
    assert mails(lone, "admin@")[1:] == ["servwatch: 1 bron is weer in orde"]


def test_a_fault_that_comes_and_goes_is_told_once_until_it_comes_to_stay(lone, internet):
    good = news(*(START - days(n) for n in range(10)))

    def answers(hours, status):
        if status == 200:
            internet.at(FEED).serves(good)
        else:
            internet.at(FEED).answers(status)
        lone.run(START + timedelta(hours=hours), everything=True)

    answers(0, 200)
    for hours in (1, 9, 17, 26):
        answers(hours, 503)
    answers(30, 200)
    assert len(mails(lone, "admin@")) == 2
    for day in (2, 4):
        for hours in (0, 8, 16, 25):
            answers(24 * day + hours, 503)
        answers(24 * day + 30, 200)
    assert len(mails(lone, "admin@")) == 2
    for hours in range(24 * 6, 24 * 14, 24):
        answers(hours, 503)
    assert len(mails(lone, "admin@")) == 3


def test_an_acknowledged_fault_is_not_mailed(lone, internet):
    internet.at(FEED).serves(news(*workdays(START, 30)), etag='"1"')
    lone.run(START)
    with lone.archive() as archive:
        archive.sources.acknowledge("ec", (START + days(25)).date(), "They know.")
    assert live(lone, START + days(1), [0, 8, 14, 23]) == [("", (START + days(1)).date())]
    assert mails(lone, "cell@") == []
    told = live(lone, START + days(25), 3)
    assert [name for name, _ in told] == ["", "silent"]
    assert len(mails(lone, "cell@")) == 1


def test_nobody_is_told_where_nobody_is_named_and_all_of_it_once_somebody_is(lone, internet):
    lone.mail = ""
    internet.at(FEED).serves(news(*workdays(START, 30)))
    live(lone, START, [0, 8, 15])
    assert lone.letters() == []
    lone.mail = STAFF
    live(lone, START + days(16), 3)
    assert len(mails(lone, "cell@")) == 1


def test_many_that_fail_at_once_are_one_mail(watch, internet):
    watch.mail = STAFF
    for n in range(12):
        watch.source(f"s{n}", f"http://one.example.org/{n}")
        internet.at(f"one.example.org/{n}").serves(news(*workdays(START, 5)))
    watch.run(START)
    for n in range(12):
        internet.at(f"one.example.org/{n}").answers(404)
    for hours in (1, 10, 20, 26, 32):
        watch.run(START + timedelta(hours=hours), everything=True)
    assert mails(watch, "admin@") == ["servwatch: 12 bronnen hebben een blijvende fout"]
    (text,) = watch.texts("admin@")
    assert text.count("verdwenen sinds") == 12


def test_a_network_that_is_down_is_told_in_one_sentence_and_nothing_of_it_later(watch, internet):
    watch.mail = STAFF
    for n in range(6):
        watch.source(f"s{n}")
        internet.at(f"s{n}.example.org/rss").serves(news(*workdays(START, 5)))
    watch.run(START)
    for n in range(6):
        internet.at(f"s{n}.example.org/rss").answers(200, reset=True)
    for hours in (1, 3, 5, 12, 24, 30, 40):
        watch.run(START + timedelta(hours=hours), everything=True)
    assert mails(watch, "admin@") == ["servwatch: het netwerk ligt plat"]
    assert "6 bronnen" in watch.texts("admin@")[0]
    for n in range(5):
        internet.at(f"s{n}.example.org/rss").serves(news(*workdays(START, 5)))
    for hours in (41, 47, 53, 60):
        watch.run(START + timedelta(hours=hours), everything=True)
    assert mails(watch, "admin@")[1:] == ["servwatch: het netwerk is er weer"]
    for hours in (66, 72):
        watch.run(START + timedelta(hours=hours), everything=True)
    assert mails(watch, "admin@")[2:] == ["servwatch: 1 bron heeft een blijvende fout"]


def flap(watch, internet, pattern, *, first=0):
    """Live one day for each letter of a pattern, w(ell) or d(own); the days on which mails came."""
    told = []
    for day, letter in enumerate(pattern, first):
        if letter == "w":
            internet.at(FEED).serves(news(*(START - days(n) for n in range(10))))
        else:
            internet.at(FEED).answers(404)
        for hour in (0, 8, 16):
            before = mails(watch, "admin@")
            watch.run(START + days(day) + timedelta(hours=hour), everything=True)
            told += [
                (day, "well" if "in orde" in m else "down") for m in mails(watch, "admin@")[len(before) :]
            ]
    return told


def test_a_source_that_is_down_six_days_of_seven_is_told_each_week_and_never_called_well(lone, internet):
    told = flap(lone, internet, ("w" + "d" * 6) * 5)
    assert told[:2] == [(2, "down"), (7, "well")], "the first time it is believed"
    later = [day for day, _ in told[2:]]
    assert {what for _, what in told[2:]} == {"down"}
    assert all(7 <= b - a <= 8 for a, b in pairwise(later)), later
    assert later[0] <= 11
    assert later[-1] >= 28
    (end,) = flap(lone, internet, "w" * 20, first=35)
    assert end[1] == "well"
    assert end[0] - 35 >= 2


def test_one_that_came_back_is_well_when_it_has_been_so_for_two_days(lone, internet):
    told = flap(lone, internet, "w" + "d" * 3 + "w" + "d" * 8 + "w" * 12)
    assert [what for _, what in told] == ["down", "well", "down", "well"]
    assert told[3][0] - 13 >= 2


def test_one_that_fails_for_half_an_hour_each_night_is_not_told(lone, internet):
    for day in range(20):
        for hour, letter in ((2, "d"), (3, "w"), (9, "w"), (20, "w")):
            internet.at(FEED).answers(503) if letter == "d" else internet.at(FEED).serves(news(START))
            lone.run(START + days(day) + timedelta(hours=hour), everything=True)
    assert mails(lone, "admin@") == []


def test_a_silent_page_that_changes_its_shape_is_told_anew_since_something_else_is_to_be_done(
    watch, internet
):
    watch.mail = STAFF
    card = '<div class="{}"><a href="/news/{}">Bericht nummer {}</a><time datetime="{}"></time></div>'
    days = workdays(START, 20)

    def listed(name):
        cards = "".join(card.format(name, n, n, f"{day:%Y-%m-%d}") for n, day in enumerate(days))
        return f"<!doctype html><html><body><main>{cards}</main></body></html>"

    place = internet.at("page.example.org/news")
    internet.at("page.example.org/robots.txt").answers(404)
    place.serves(listed("card"), content_type="text/html")
    watch.source("p", "http://page.example.org/news", kind="page", item=".card", date="time")
    live(watch, START, 30)
    assert mails(watch, "cell@") == ["servwatch: 1 bron heeft een blijvende fout"]
    internet.at("page.example.org/news").serves(listed("tile"), content_type="text/html")
    live(watch, START + timedelta(days=30), 10)
    assert len(mails(watch, "cell@")) == 2
    assert any("van vorm veranderd" in text for text in watch.texts("cell@"))
