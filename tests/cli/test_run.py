"""`run` and `fetch` for people: what is told, what is told when quiet, and how a run ends."""

from pathlib import Path

import pytest

from servwatch.cycle.locks import lock
from tests.cli.line import servwatch
from tests.cycle.watch import brussels, entry, rss

FEED = "ec.example.org/rss"


@pytest.fixture
def daily(watch, internet):
    news = entry("Nieuws over werk", "https://ec.example.org/1", date=brussels("2037-11-25 08:00"))
    internet.at(FEED).serves(rss(news), etag='"1"')
    watch.source("ec")
    watch.digest("board", schedule="0 7 * * *")
    watch.member("a@example.org", "board")
    watch.write()
    return watch


def test_the_report_tells_sources_editions_messages_and_where_to_look(daily):
    told = servwatch(daily.folder, "run", "--now", "2037-11-26T08:00").well().out
    assert "1 source polled, 1 well; 1 new item." in told
    told = servwatch(daily.folder, "run", "--now", "2037-11-27T07:00").well().out
    assert "board no. 1: 1 entry; to 1 recipient." in told
    assert "Messages: 1 accepted" in told
    (page,) = [line.split()[-1] for line in told.splitlines() if line.startswith("  board")]
    assert "Nieuws over werk" in Path(page).read_text(encoding="utf-8")


def test_the_first_line_of_the_log_gives_absolute_paths(daily):
    first = servwatch(daily.folder, "run").well().err.splitlines()[0]
    for path in (daily.path, daily.folder / "servwatch.db", daily.folder / "outbox"):
        assert str(path) in first


def test_quiet_says_nothing_where_all_went_well(daily):
    outcome = servwatch(daily.folder, "-q", "run").well()
    assert outcome.out == outcome.err == ""


def test_quiet_says_each_fault_once(daily, internet):
    internet.at(FEED).answers(404)
    outcome = servwatch(daily.folder, "-q", "run").well(3)
    assert outcome.out.count("ec") == 1
    assert "404" in outcome.out
    assert outcome.err == ""


def test_quiet_says_a_fault_that_lasts_once_a_day_and_exits_with_3_all_the_same(daily, internet):
    internet.at(FEED).answers(404)
    told = {}
    for moment in ("2037-11-26T08:00", "2037-11-26T08:15", "2037-11-26T20:00", "2037-11-27T06:45"):
        told[moment] = servwatch(daily.folder, "-q", "run", "--now", moment).well(3).out.count("404")
    assert list(told.values()) == [1, 0, 0, 1]


def test_a_fault_is_told_in_the_table_and_counted_below(daily, internet):
    internet.at(FEED).answers(404)
    told = servwatch(daily.folder, "fetch").well(3).out
    assert told.count("404") == 1
    assert told.endswith("attention: 1 source of the table above could not be read.\n")


def test_a_known_fault_asks_for_no_attention(daily, internet):
    internet.at(FEED).answers(404)
    servwatch(daily.folder, "run").well(3)
    assert servwatch(daily.folder, "sources", "list", "--failing").well().out.splitlines()[1].startswith("ec")
    servwatch(daily.folder, "sources", "ack", "ec", "--note", "they know").well()
    servwatch(daily.folder, "run", "--all").well(0)
    assert (
        servwatch(daily.folder, "sources", "list", "--failing").well().out
        == "No source asks for attention.\n"
    )
    servwatch(daily.folder, "sources", "ack", "ec", "--clear").well()
    servwatch(daily.folder, "status").well(3)


def test_a_configuration_that_became_faulty_is_told_and_the_last_valid_one_used(daily):
    servwatch(daily.folder, "run").well()
    daily.path.write_text(daily.path.read_text() + '\n[[source]]\nid = "x"\nkind = "fed"\n')
    outcome = servwatch(daily.folder, "run", "--all").well(3)
    assert "did you mean 'feed'?" in outcome.out
    assert "the last valid configuration is in force" in outcome.out
    assert "1 source polled, 1 well" in outcome.out
    assert "configuration" in servwatch(daily.folder, "status").well(3).out
    servwatch(daily.folder, "check").well(1)


def test_a_faulty_configuration_without_an_earlier_one_stops_the_run(daily):
    daily.path.write_text(daily.path.read_text() + "\nfoo = 1\nbar = 2\n")
    outcome = servwatch(daily.folder, "run").well(1)
    assert outcome.err.count("feeds.toml:") >= 2
    assert "servwatch check" in outcome.err


def test_a_second_run_says_who_is_at_work_and_exits_well(daily):
    servwatch(daily.folder, "fetch").well()
    with daily.archive() as archive, lock(archive.database, "cycle"):
        outcome = servwatch(daily.folder, "run").well(0)
        assert "another servwatch is at work" in outcome.out
        assert servwatch(daily.folder, "status").well().out.startswith("All is well.")


def test_nothing_due_is_said_in_words(daily):
    servwatch(daily.folder, "fetch").well()
    assert servwatch(daily.folder, "fetch").well().out == "No source is due.\n"


def test_a_start_in_an_empty_folder(tmp_path):
    told = servwatch(tmp_path, "init", "watch").well().out
    assert "written:" in told
    again = servwatch(tmp_path, "init", "watch").well().out
    assert "written:" not in again
    folder = tmp_path / "watch"
    assert "is not built" in servwatch(folder, "check").well().out
    assert "No run yet" in servwatch(folder, "status").well(3).out
    assert servwatch(folder, "items").well().err.endswith("No item.\n")
    assert "servwatch members add" in servwatch(folder, "members", "list").well().out
    assert "bevat geen bericht" in servwatch(folder, "why", "klimaat").well().out


def test_a_source_that_fell_silent_is_told_with_its_fault_where_all_polls_were_well(daily, internet):
    old = [
        entry(f"Bericht {n}", f"https://ec.example.org/{n}", date=brussels(f"2019-11-{n:02} 08:00"))
        for n in range(1, 9)
    ]
    internet.at(FEED).serves(rss(*old))
    told = servwatch(daily.folder, "fetch").well(3).out
    assert "1 source polled, 1 well" in told
    assert "attention: source ec (Ec) since" in told
    assert "same-old: It gives the same items again and again" in told
    (row,) = servwatch(daily.folder, "sources", "list", "--failing", "--json").well().lines
    assert (row["state"], row["verdict"], row["fault"]) == ("same-old", "ok", "same-old")
    assert "same-old" in servwatch(daily.folder, "sources", "list").well().out
    page = servwatch(daily.folder, "status", "--json").well(3).lines[0]
    assert page["sources"] == {"same-old": 1}
    servwatch(daily.folder, "sources", "ack", "ec").well()
    servwatch(daily.folder, "status").well(0)
