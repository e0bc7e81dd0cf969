"""A brief that cannot be held to its budget goes out, and asks for attention."""

from tests.cycle.watch import brussels, entry, rss

FEED = "ec.example.org/rss"


def told(watch, internet, count, **more):
    titles = [
        f"Nieuws over werk en nog {n} andere zaken van de raad die niemand anders vertelt"
        for n in range(count)
    ]
    items = [
        entry(title, f"https://ec.example.org/{n}", date=brussels("2026-11-26 08:00"))
        for n, title in enumerate(titles)
    ]
    internet.at(FEED).serves(rss(*items))
    watch.source("ec")
    watch.digest("board", layout="brief", limit=60, **more)
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 09:00")
    return watch.run("2026-11-27 07:00")


def test_a_brief_of_too_many_words_asks_for_attention_and_is_sent(watch, internet):
    report = told(watch, internet, 40)
    (built,) = report.editions
    assert built.entries == 40
    (asked,) = [a for a in report.attention if a.what == "budget"]
    assert asked.id == "board 1"
    assert asked.remedy.startswith("It went out longer than a brief may be: ")
    assert "Het korte overzicht heeft " in asked.remedy
    assert report.exit_code == 3
    assert report.messages == {"accepted": 1}


def test_a_brief_within_its_budget_asks_for_nothing(watch, internet):
    assert [a.what for a in told(watch, internet, 3).attention] == []
