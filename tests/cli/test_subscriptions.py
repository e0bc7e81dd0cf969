"""`sources export` and `sources import`: OPML out and in, hostile files refused, feeds.toml never broken."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from servwatch.cycle.configuration import in_force
from servwatch.model import Source
from servwatch.sources import READERS
from servwatch.sources.opml.writing import outlines
from tests.cli.line import servwatch
from tests.sources.samples import DATA, context

LISTS = DATA / "opml"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def list_(watch):
    watch.source("safety", "http://www.safety.example/feed", name="Safety & <health>", body="agencies")
    watch.source("other", "https://other.example/rss", enabled=False)
    watch.source("page", "https://page.example/news", kind="page", item="article")
    watch.write()
    return watch


def sources(watch):
    return {source.url: source for source in in_force(watch.path, {}).settings.sources}


def test_feeds_are_exported_by_body_and_the_rest_is_counted(list_):
    outcome = servwatch(list_.folder, "sources", "export").well()
    root = etree.fromstring(outcome.out.encode())
    (group,) = root.find("body")
    (feed,) = group
    assert (root.get("version"), group.get("text")) == ("2.0", "agencies")
    assert dict(feed.attrib) == {
        "type": "rss", "text": "Safety & <health>", "title": "Safety & <health>",
        "xmlUrl": "http://www.safety.example/feed", "language": "nl",
    }  # fmt: skip
    assert "1 source left out: of a kind" in outcome.err
    assert "1 source left out: disabled" in outcome.err


def test_those_that_are_off_come_on_request_and_into_a_file(list_):
    servwatch(list_.folder, "-q", "sources", "export", "--all", "--output", "out.opml").well()
    assert len(list(etree.parse(list_.folder / "out.opml").getroot().iter("outline"))) == 4


def test_what_is_not_watched_is_printed_as_entries_that_are_valid(list_):
    outcome = servwatch(list_.folder, "sources", "import", LISTS / "groups.opml").well()
    assert "watched already, as safety: https://safety.example/feed/" in outcome.err
    before = list_.path.read_text()
    list_.path.write_text(before + "\n" + outcome.out, encoding="utf-8")
    servwatch(list_.folder, "check").well()
    new = set(sources(list_)) - {
        "http://www.safety.example/feed",
        "https://other.example/rss",
        "https://page.example/news",
    }
    assert new == {"https://publisher.example/en/news/rss.xml", "https://atom.example/atom.xml"}
    assert sources(list_)["https://publisher.example/en/news/rss.xml"].languages == ("en",)


def test_they_are_written_on_request_and_the_second_time_nothing_is_new(list_):
    before = list_.path.read_text()
    servwatch(list_.folder, "sources", "import", LISTS / "groups.opml", "--write").well()
    after = list_.path.read_text()
    assert after.startswith(before)
    assert len(sources(list_)) == 5
    again = servwatch(list_.folder, "sources", "import", LISTS / "groups.opml", "--write").well()
    assert "Every feed of it is watched already." in again.err
    assert list_.path.read_text() == after


@pytest.mark.parametrize(
    ("name", "words"),
    [("bomb.opml", "entities"), ("no-list.opml", "no list of subscriptions"), ("none", "no such file")],
)
def test_what_is_no_list_is_refused_and_nothing_is_written(list_, name, words):
    before = list_.path.read_bytes()
    outcome = servwatch(list_.folder, "sources", "import", LISTS / name, "--write").well(1)
    assert words in outcome.err
    assert list_.path.read_bytes() == before


def test_nothing_is_written_into_a_configuration_with_faults(list_):
    servwatch(list_.folder, "fetch", "--all")  # so that a valid revision is kept
    list_.path.write_text(list_.path.read_text() + "\n[mial]\n")
    before = list_.path.read_bytes()
    servwatch(list_.folder, "sources", "import", LISTS / "groups.opml", "--write").well(1)
    assert list_.path.read_bytes() == before


def test_out_and_in_again_is_the_same_list(list_, tmp_path_factory):
    other = Path(tmp_path_factory.mktemp("other"))
    (other / "feeds.toml").write_text('[servwatch]\ndatabase = "sqlite:///x.db"\n')
    servwatch(list_.folder, "sources", "export", "--all", "--output", other / "out.opml").well()
    servwatch(other, "sources", "import", "out.opml", "--write").well()
    there = in_force(other / "feeds.toml", {}).settings.sources
    here = [source for source in sources(list_).values() if source.kind == "feed"]
    assert sorted((s.url, s.name, s.body) for s in there) == sorted((s.url, s.name, s.body) for s in here)


names = st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "x")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(names, st.from_regex(r"https://[a-z]{1,9}\.example/[a-z?=&]{0,9}", fullmatch=True)),
        max_size=5,
    )
)
def test_any_name_survives_the_round_trip_as_one_line_of_text(pairs):
    listed = [
        Source(id=f"s{n}", name=name, body="b", kind="feed", url=url) for n, (name, url) in enumerate(pairs)
    ]
    parsed = READERS["opml"].parse(outlines(listed, NOW).encode(errors="replace"), context())
    assert [item.url for item in parsed.items] == list(dict.fromkeys(url for _, url in pairs))
    plain = {url: name for name, url in reversed(pairs)}
    for item in parsed.items:
        if plain[item.url].isprintable() and plain[item.url].isascii():
            assert item.title == plain[item.url]


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda t: f"<opml><body>{t}".encode(errors="replace")),
    )
)
def test_any_bytes_are_read_or_refused(body):
    parsed = READERS["opml"].parse(body, context())
    assert parsed.rule
    assert all(item.url.startswith("http") for item in parsed.items)
