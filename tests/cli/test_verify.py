"""`sources verify`: every source asked once, told, and enabled where somebody says so."""

import os
import pty
import subprocess
import sys

import pytest

from tests.cli.line import ROOT, servwatch
from tests.cli.publishers import open_doors, sample

LINE = {
    "id": str, "outcome": str, "verdict": str, "rule": str, "items": int, "newest": (str, type(None)), "enabled": bool,
    "moved_to": (str, type(None)), "proposal": (dict, type(None)),
}  # fmt: skip


@pytest.fixture
def list_(watch, internet):
    """A watch list of every fate."""
    open_doors(internet)
    watch.fetch = f'ca_file = "{internet.ca_file}"\ntimeout = "2s"'
    watch.source("feed", "https://drupal.example/en/news/rss.xml")
    watch.source("page", "https://council.example/adviezen", kind="page", item="#inhoud tbody tr", date="td")
    watch.source("moved", "https://moved.example/rss")
    watch.source("off", "https://europa.example/node/2/rss_en", enabled=False, origin="only inferred")
    watch.source("off-and-gone", "https://gone.example/rss", enabled=False)
    watch.write()
    return watch


def outcomes(watch, *arguments, code=0):
    found = servwatch(watch.folder, "sources", "verify", "--json", *arguments).well(code).lines
    return {one["id"]: one for one in found}


def test_each_source_is_one_line_for_machines(list_):
    found = outcomes(list_)
    for one in found.values():
        for key, kind in LINE.items():
            assert isinstance(one[key], kind), (key, one[key])
    assert {id_: one["outcome"] for id_, one in found.items()} == {
        "feed": "works", "page": "works", "moved": "works", "off": "works", "off-and-gone": "gone",
    }  # fmt: skip
    assert (found["page"]["items"], found["page"]["newest"]) == (4, "2026-11-17")
    assert found["moved"]["moved_to"] == "https://drupal.example/en/news/rss.xml"
    assert found["off"]["enabled"] is False


def test_each_is_asked_once_and_nothing_is_stored(list_, internet):
    before = sorted(list_.folder.iterdir())
    outcomes(list_)
    assert len(internet.asked("council.example/adviezen")) == 1
    assert len(internet.asked("gone.example/rss")) == 1
    assert sorted(list_.folder.iterdir()) == before


def test_some_can_be_chosen_and_a_name_that_is_none_is_refused(list_):
    assert list(outcomes(list_, "page")) == ["page"]
    assert "no source" in servwatch(list_.folder, "sources", "verify", "pages").well(1).err


@pytest.mark.parametrize(
    ("url", "keys", "outcome"),
    [
        ("https://wall.example/rss", {}, "blocked"),
        ("https://gone.example/rss", {}, "gone"),
        ("https://slow.example/rss", {}, "unreachable"),
        ("https://untrusted.example/news", {"kind": "page", "item": "article"}, "unreachable"),
        ("https://catchall.example/rss", {}, "changed"),
        ("https://council.example/adviezen", {"kind": "page", "item": "article.news"}, "changed"),
        ("https://drupal.example/en/news/rss.xml", {"include": ["/nothing-of-that-kind/"]}, "changed"),
        ("https://private.example/news", {"kind": "page", "item": "article"}, "refused"),
    ],
)
def test_what_does_not_work_is_told_and_asks_for_attention(list_, internet, url, keys, outcome):
    internet.untrusted("untrusted.example")
    list_.source("ill", url, **keys)
    list_.write()
    assert outcomes(list_, "ill", code=3)["ill"]["outcome"] == outcome


def test_an_empty_feed_is_well_and_not_enabled(list_, internet):
    internet.at("empty.example/rss").serves(b'<rss version="2.0"><channel><title>E</title></channel></rss>')
    list_.source("empty", "https://empty.example/rss", enabled=False)
    list_.write()
    assert outcomes(list_, "empty", "--enable")["empty"]["outcome"] == "empty"
    assert "enabled = true" not in list_.path.read_text()


def test_a_person_reads_a_table_and_a_sum(list_):
    out = servwatch(list_.folder, "sources", "verify").well().out
    assert "5 sources asked: 4 works, 1 gone." in out
    assert "moved to https://drupal.example/en/news/rss.xml" in out
    assert "Off, and working: off. Enable them with --enable." in out


def test_quiet_says_only_what_needs_attention(list_):
    assert servwatch(list_.folder, "-q", "sources", "verify").well().out == ""
    list_.source("ill", "https://wall.example/rss")
    list_.write()
    out = servwatch(list_.folder, "-q", "sources", "verify").well(3).out
    assert "ill" in out
    assert "page" not in out


def test_what_is_off_and_works_is_enabled_on_request_and_only_that(list_):
    before = list_.path.read_text()
    servwatch(list_.folder, "sources", "verify", "--enable").well()
    changed = [
        (a, b)
        for a, b in zip(before.splitlines(), list_.path.read_text().splitlines(), strict=True)
        if a != b
    ]
    assert changed == [("enabled = false", "enabled = true")]
    found = outcomes(list_)
    assert (found["off"]["enabled"], found["off-and-gone"]["enabled"]) == (True, False)


@pytest.mark.parametrize(("answer", "state"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_at_a_terminal_it_asks(list_, answer, state):
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "servwatch", "sources", "verify", "off"], cwd=list_.folder, stdin=its, stdout=its,
        stderr=its, start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )  # fmt: skip
    os.close(its)
    said = b""
    while b"Enable it?" not in said:
        said += os.read(ours, 65536)
    assert b"only inferred" in said
    os.write(ours, answer)
    assert process.wait(60) == 0
    os.close(ours)
    assert ("enabled = true" in list_.path.read_text()) is state


def test_what_changed_is_probed_for_a_new_entry(list_, internet):
    internet.at("new.example/news").serves(sample("hashed-classes.html"), content_type="text/html")
    list_.source("ill", "https://new.example/news", kind="page", item="article.old")
    list_.write()
    told = outcomes(list_, "ill", "--probe", code=3)["ill"]
    assert told["outcome"] == "changed"
    assert told["proposal"]["entry"]["kind"] == "page"
    assert (told["proposal"]["entry"]["id"], told["proposal"]["entry"]["body"]) == (
        "ill",
        "ill",
    )  # its past is kept
    out = servwatch(list_.folder, "sources", "verify", "ill", "--probe").well(3).out
    assert "# In place of ill:" in out
