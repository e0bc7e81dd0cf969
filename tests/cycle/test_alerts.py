"""A digest that comes at once: each urgent story in a mail of its own, at the hours people work."""

import pytest

from servwatch.model import Outcome
from tests.cycle.watch import brussels, entry, rss

ADDRESS = "nieuws.example.org/rss"
TUESDAY = "2026-11-24 10:00"


@pytest.fixture
def alerting(watch):
    """A watch with an alert for the board, past its first poll; the theme of climate is critical."""
    watch.themes = watch.themes.replace('id = "climate"', 'id = "climate"\ncritical = true')
    watch.source("nieuws", every="15m")
    watch.digest("dringend", schedule="at once", layout="alert", groups=["board"], when_empty="skip", limit=5)
    watch.member("lid@example.org", "board")
    publishes(watch)
    watch.run("2026-11-23 09:00")
    watch.run("2026-11-23 09:20")
    assert watch.letters() == []
    return watch


def publishes(watch, *titles):
    first = entry("Een bericht van vroeger", "https://nieuws.example.org/0")
    more = [entry(title, f"https://nieuws.example.org/{title.replace(' ', '-')}") for title in titles]
    watch.internet.at(ADDRESS).serves(rss(first, *more))


def subjects(watch):
    return sorted(str(letter["Subject"]) for letter in watch.letters())


def test_an_urgent_item_leaves_with_the_run_that_finds_it(alerting):
    publishes(alerting, "Een nieuw klimaatplan en het klimaat", "Over werk en loon")
    report = alerting.run(TUESDAY)
    assert len(alerting.letters()) == 1
    assert "klimaatplan" in alerting.texts()[0]
    assert [e.digest for e in report.editions] == ["dringend"]


def test_each_story_is_a_mail_of_its_own_and_is_told_once(alerting):
    publishes(alerting, "Klimaat in de haven", "Het klimaat van de boeren")
    alerting.run(TUESDAY)
    alerting.run("2026-11-24 10:20")
    texts = alerting.texts()
    assert len(texts) == 2
    assert sum("haven" in text for text in texts) == sum("boeren" in text for text in texts) == 1
    with alerting.archive() as archive:
        assert [e.number for e in archive.editions.recent("dringend")] == [2, 1]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("2026-11-24 21:30", "2026-11-25 07:00"),  # at night
        ("2026-11-28 11:00", "2026-11-30 07:00"),  # on a Saturday
        ("2026-12-25 11:00", "2027-01-04 07:00"),  # between Christmas and New Year
    ],
)
def test_what_comes_when_nobody_works_waits_until_somebody_does(alerting, found, told):
    publishes(alerting, "Het klimaat van morgen")
    alerting.run(found)
    assert alerting.letters() == []
    alerting.run(told)
    assert len(alerting.letters()) == 1


def test_a_recess_is_no_time_for_alerts(alerting):
    alerting.general = '[calendar]\nrecess = ["2026-11-24/2026-11-25"]'
    publishes(alerting, "Het klimaat van morgen")
    alerting.run(TUESDAY)
    assert alerting.letters() == []
    alerting.run("2026-11-26 08:00")
    assert len(alerting.letters()) == 1


def test_no_more_leave_in_a_day_than_the_limit_and_the_rest_is_not_lost(alerting):
    first = ["Het klimaat van de haven", "Klimaat en landbouw", "Een klimaatwet", "Steden over klimaat"]
    later = ["Een top over klimaat", "Klimaat in de bouw", "Het oude klimaat"]
    publishes(alerting, *first)
    alerting.run(TUESDAY)
    publishes(alerting, *first, *later)
    alerting.run("2026-11-24 16:00")
    assert len(alerting.letters()) == 5
    alerting.run("2026-11-25 09:00")
    assert len(alerting.letters()) == 7


def test_a_critical_source_is_urgent_whatever_its_theme(alerting):
    alerting.source("nieuws", every="15m", critical=True)
    publishes(alerting, "Over werk en loon")
    alerting.run(TUESDAY)
    assert len(alerting.letters()) == 1


def test_why_an_item_was_no_alert_stands_in_the_ledger_once_another_was(alerting):
    publishes(alerting, "Over werk en loon", "Het klimaat")
    alerting.run(TUESDAY)
    with alerting.archive() as archive:
        (edition,) = archive.editions.recent("dringend")
        told = {d.outcome: d.reason for d in archive.editions.ledger("dringend", edition.id)}
    assert set(told) == {Outcome.CHOSEN, Outcome.REJECTED}
    assert told[Outcome.REJECTED].startswith("It is not urgent")


def test_what_is_not_urgent_is_settled_when_there_is_much_of_it_and_nobody_is_mailed(watch):
    watch.internet.at(ADDRESS).serves(
        rss(
            *(
                entry(f"Werk {n}", f"https://nieuws.example.org/{n}", date=brussels(TUESDAY))
                for n in range(310)
            )
        )
    )
    watch.source("nieuws")
    watch.digest("dringend", schedule="at once", layout="alert", groups=["board"])
    watch.member("lid@example.org", "board")
    watch.run("2026-11-24 10:05")
    report = watch.run("2026-11-24 10:10")
    assert report.editions == []
    assert watch.letters() == []
    with watch.archive() as archive:
        (edition,) = archive.editions.recent("dringend")
        assert (edition.number, edition.counts["rejected"]) == (0, 310)


def test_nobody_is_alerted_of_what_they_had_in_full_at_the_same_hour(alerting):
    alerting.digest("overzicht", schedule="0 10 * * tue", layout="full", groups=["leden"])
    alerting.digests["dringend"] = alerting.digests.pop("dringend")  # built after it
    alerting.member("ook@example.org", "leden", "board")
    alerting.run("2026-11-23 10:00")
    publishes(alerting, "Het klimaat van morgen")
    report = alerting.run(TUESDAY)
    alert = next(one for one in report.editions if one.digest == "dringend")
    assert [str(m["List-Id"]).split()[0] for m in alerting.letters("ook@")] == ["Overzicht"]
    assert len(alerting.letters("lid@")) == 1
    assert alert.passed == ("ook@example.org: had it in full in another digest",)
    with alerting.archive() as archive:
        (edition,) = archive.editions.recent("dringend", limit=1)
        assert (edition.counts["recipients"], edition.counts["had_it"]) == (1, 1)


def test_two_runs_in_one_minute_send_nothing_twice(alerting):
    publishes(alerting, "Het klimaat")
    alerting.run(TUESDAY)
    alerting.run(TUESDAY)
    assert len(alerting.letters()) == 1


def test_an_alert_leaves_with_the_shipped_template_where_that_of_staff_is_broken(alerting):
    folder = alerting.folder / "templates"
    folder.mkdir()
    (folder / "alert.html.j2").write_text("{% for n in range(10**9) %}{% endfor %}")
    alerting.general = 'templates = "templates"'
    publishes(alerting, "Een nieuw klimaatplan en het klimaat")
    report = alerting.run(TUESDAY)
    assert "template" in {a.what for a in report.attention}
    assert "klimaatplan" in alerting.texts()[0]
