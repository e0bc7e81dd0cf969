"""`sources probe` against publishers on a loopback internet: what it finds, prints, asks, and leaves alone."""

import json
import tomllib

import pytest

from servwatch.cycle.configuration import in_force
from tests.cli.line import servwatch
from tests.cli.publishers import DATA, open_doors, sample

FOUND = {
    "drupal.example/en/news": ("feed", "https://drupal.example/en/news/rss.xml"),
    "wordpress.example/category/actualites/": ("feed", "https://wordpress.example/category/actualites/feed/"),
    "europa.example/news_en": ("feed", "https://europa.example/node/2/rss_en"),
    "council.example/adviezen": ("page", "https://council.example/adviezen"),
    "front.example/publications": ("page", "https://front.example/publications"),
    "catchall.example/x/y": ("page", "https://catchall.example/x/y"),
    "api.example/search": ("json_api", "https://api.example/search"),
    "private.example/news": ("feed", "https://private.example/rss.xml"),
    "map.example/news": ("sitemap", "https://map.example/news-map.xml"),
    "drupal.example/en/news/old-feed.xml": ("feed", "https://drupal.example/en/news/rss.xml"),
    "moved.example/rss": ("feed", "https://drupal.example/en/news/rss.xml"),
}
MOST = 15


@pytest.fixture
def doors(watch, internet):
    """A watch of nothing, in a world of publishers."""
    open_doors(internet)
    watch.fetch = f'ca_file = "{internet.ca_file}"\ntimeout = "2s"'
    watch.write()
    return watch


def titles(watch):
    """The titles in the archive after everything was polled once."""
    servwatch(watch.folder, "fetch", "--all").well()
    return watch.titles()


@pytest.mark.parametrize("address", FOUND)
def test_it_finds_the_kind_and_its_entry_is_valid_and_gives_what_was_shown(address, doors):
    told = servwatch(doors.folder, "sources", "probe", f"https://{address}", "--json").well().json
    assert (told["kind"], told["entry"]["url"]) == FOUND[address]
    (written,) = tomllib.loads(told["toml"])["source"]
    assert written == told["entry"]
    assert len(told["tried"]) <= MOST
    doors.path.write_text(doors.path.read_text() + "\n" + told["toml"], encoding="utf-8")
    servwatch(doors.folder, "check").well()
    assert sorted(titles(doors)) == sorted(item["title"] for item in told["items"])


def test_what_it_prints_for_a_person_may_be_put_into_the_file_as_it_is(doors):
    out = servwatch(doors.folder, "sources", "probe", "https://council.example/adviezen").well().out
    assert "# 2026-11-17  Advies over de arbeidsmarkt in de zorg" in out
    doors.path.write_text(f"{doors.path.read_text()}\n{out}", encoding="utf-8")
    servwatch(doors.folder, "check").well()
    assert len(titles(doors)) == 4


def test_it_changes_nothing(doors):
    before = doors.path.read_bytes()
    servwatch(doors.folder, "sources", "probe", "https://drupal.example/en/news").well()
    assert doors.path.read_bytes() == before
    assert sorted(p.name for p in doors.folder.iterdir()) == ["feeds.toml", "members.toml"]


def test_other_ways_to_read_it_are_told(doors):
    told = servwatch(doors.folder, "sources", "probe", "https://drupal.example/en/news", "--json").well().json
    (other,) = told["alternatives"]
    assert (other["kind"], other["items"]) == ("page", 6)
    assert tomllib.loads(other["toml"])["source"][0]["item"]


@pytest.mark.parametrize(
    ("address", "verdict", "words"),
    [
        ("wall.example/news", "blocked", "newsletter"),
        ("shell.example/newsroom", "empty", "made by script"),
        ("gone.example/rss", "gone", "new address"),
        ("slow.example/rss", "timeout", "reaches the internet"),
    ],
)
def test_it_says_why_it_fails_and_what_to_do(address, verdict, words, doors):
    outcome = servwatch(doors.folder, "sources", "probe", f"https://{address}").well(3)
    assert outcome.out == ""
    assert f"{verdict}: " in outcome.err
    assert words in " ".join(outcome.err.split())
    told = servwatch(doors.folder, "sources", "probe", f"https://{address}", "--json").well(3).json
    assert (told["entry"], told["verdict"]) == (None, verdict)


@pytest.mark.parametrize("address", ["http://[bad", "https://x.example:99999/", "http://me:pw@x.example/"])
def test_an_address_that_is_none_is_said_to_be_none(address, doors):
    outcome = servwatch(doors.folder, "sources", "probe", address).well(3)
    assert "Give the whole address as a browser shows it" in " ".join(outcome.err.split())
    assert "private" not in outcome.err
    assert "pw" not in outcome.err.replace(address, "")


def test_a_wall_is_not_knocked_at_for_ever(doors, internet):
    servwatch(doors.folder, "sources", "probe", "https://wall.example/news").well(3)
    assert len(internet.asked("wall.example")) <= 4  # with robots.txt


def test_it_keeps_away_from_what_robots_txt_forbids(doors, internet):
    servwatch(doors.folder, "sources", "probe", "https://private.example/news").well()
    assert internet.asked("private.example/news") == []


def test_it_asks_no_private_address(doors, internet):
    doors.path.write_text(doors.path.read_text().replace("allow_private = true", ""), encoding="utf-8")
    outcome = servwatch(doors.folder, "sources", "probe", f"http://{internet.address}/news").well(3)
    assert "allow_private" in outcome.err
    assert internet.asked() == []


def test_a_feed_of_the_whole_site_does_not_stand_for_a_list_without_one(doors, internet):
    internet.at("front.example/rss.xml").serves(sample("feed.xml").replace(b"<title>", b"<title>Other: "))
    told = (
        servwatch(doors.folder, "sources", "probe", "https://front.example/publications", "--json")
        .well()
        .json
    )
    assert told["kind"] == "page"
    assert [(o["kind"], "whole site" in o["note"]) for o in told["alternatives"]] == [("feed", True)]


def test_an_address_that_is_watched_is_told(doors):
    doors.source("drupal", "https://drupal.example/en/news/rss.xml", body="institute")
    doors.write()
    told = servwatch(doors.folder, "sources", "probe", "https://drupal.example/en/news", "--json").well().json
    assert told["known_as"] == "drupal"
    assert told["entry"]["body"] == "institute"
    assert told["entry"]["id"] not in [s.id for s in in_force(doors.path, {}).settings.sources]


def test_a_saved_page_needs_no_network(watch, internet):
    watch.write()
    saved = DATA / "table-nl.html"
    base = "https://raad.example/nl/adviezen"
    told = servwatch(watch.folder, "sources", "probe", saved, "--url", base, "--json").well().json
    assert told["items"][0]["url"].startswith("https://raad.example/nl/adviezen/advies-over")
    assert told["tried"] == []
    assert internet.asked() == []
    assert told["entry"]["languages"] == ["nl"]


def test_a_saved_page_that_names_its_feed_says_so(watch):
    watch.write()
    base = "https://drupal.example/en/news"
    told = (
        servwatch(watch.folder, "sources", "probe", DATA / "drupal-view.html", "--url", base, "--json")
        .well()
        .json
    )
    assert "https://drupal.example/en/news/rss.xml" in [other["url"] for other in told["alternatives"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.html"], "no such file"),
        (["www.example.org"], "https://www.example.org"),
        ([DATA / "table-nl.html"], "--url"),
        (["ftp://example.org/x"], "no web address"),
    ],
)
def test_a_target_that_is_none_is_refused(watch, arguments, words):
    watch.write()
    outcome = servwatch(watch.folder, "sources", "probe", *arguments).well(1)
    assert words in outcome.err


def test_what_it_tries_is_told_on_request(doors):
    outcome = servwatch(doors.folder, "sources", "probe", "-v", "https://drupal.example/en/news").well()
    assert "https://drupal.example/en/news: 6 items (page)" in outcome.err
    json.loads(servwatch(doors.folder, "sources", "probe", "https://drupal.example/en/news", "--json").out)
