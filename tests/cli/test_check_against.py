"""`check --against`: what putting another configuration in force would change, with an exit code for machines."""

import shutil

import pytest

from tests.cli.line import servwatch
from tests.cli.tuning_desk import Folder, by_id, candidate, run
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

TITLES = [f"Werk in haven {letter}" for letter in "abcdefgh"] + ["Klimaat"]


def prepared(watch, internet):
    """A watch with two digests, two members, and a feed that was read."""
    feed = (
        entry(title, f"https://ec.example.org/{n}", date=brussels("2026-11-26 08:00"))
        for n, title in enumerate(TITLES)
    )
    internet.at("ec.example.org/rss").serves(rss(*feed))
    watch.source("ec")
    watch.digest("board")
    watch.digest("full", "0 7 * * tue", min_score=1.0)
    watch.member("a@example.org", "board", "full")
    watch.member("b@example.org", "board")
    watch.run("2026-11-26 09:00")
    return watch


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with Internet() as internet:
        return prepared(Watch(tmp_path_factory.mktemp("read"), internet), internet).folder


@pytest.fixture
def read(folder, tmp_path):
    """A copy of the folder of such a watch."""
    return Folder(shutil.copytree(folder, tmp_path / "watch"))


def against(watch, *changes, code=0, since="2026-01-01"):
    line = ("check", "--against", candidate(watch, *changes), "--since", since, "--json")
    return run(watch, *line).well(code).json


def attention(found):
    return [(one["what"], one["id"]) for one in found["attention"]]


def test_the_same_needs_no_attention(read):
    found = against(read)
    assert (found["ok"], found["exit"], found["attention"], found["problems"]) == (True, 0, [], [])
    assert found["sources"] == found["digests"] == found["themes"] == found["recipients"] == []
    assert found["backtest"]["items"] == 9
    assert len(found["next_times"]["board"]) == 3


def test_faults_of_the_file_are_told_with_their_lines_and_nothing_else(read):
    found = against(read, ('schedule = "0 7 * * fri"', 'schedule = "0 7 * *"'), code=1)
    assert not found["ok"]
    (problem,) = found["problems"]
    line = next(
        n
        for n, text in enumerate((read.folder / "candidate.toml").read_text().split("\n"), 1)
        if '"0 7 * *"' in text
    )
    assert (problem["line"], problem["severity"]) == (line, "error")
    assert found["backtest"] is None
    told = run(read, "check", "--against", "candidate.toml").well(1).out
    assert f"candidate.toml:{line}:" in told
    assert "1 error." in told


def test_a_term_that_cannot_be_read_is_a_fault(read):
    found = against(read, ('"loon*"', '"lo*n"'), code=1)
    assert "cannot be read" in found["problems"][0]["text"]


def test_what_is_lost_needs_attention(read):
    found = against(read, ('groups = ["full"]', 'groups = ["fill"]'), code=3)
    assert attention(found) == [("digest-lost", "full"), ("recipient-lost", "a@example.org")]
    assert found["recipients"] == [{"email": "a@example.org", "gains": [], "loses": ["full"]}]
    assert [p["severity"] for p in found["problems"]] == ["warning"]
    assert by_id(found["digests"])["full"]["keys"] == [{"key": "groups", "before": "full", "after": "fill"}]


def test_an_id_that_means_another_source_needs_attention(read):
    found = against(
        read, ('url = "http://ec.example.org/rss"', 'url = "http://other.example.org/rss"'), code=3
    )
    assert attention(found) == [("source-other", "ec")]


def test_a_digest_at_another_time_needs_attention_and_tells_its_next_times(read):
    change = ("0 7 * * fri", "0 8 * * mon")
    assert attention(against(read, change, code=3)) == [("digest-moved", "board")]
    told = run(read, "check", "--against", "candidate.toml").well(3).out
    assert "attention: digest-moved board:" in told
    assert "Mon " in told
    assert "08:00" in told


def test_a_source_that_is_turned_off_needs_attention(read):
    found = against(read, ('id = "ec"', 'id = "ec"\nenabled = false'), code=3)
    assert ("source-lost", "ec") in attention(found)
    assert found["backtest"]["digests"][0]["lost"] == 9
    assert ("digest-shrinks", "board") in attention(found)


def test_a_theme_that_would_lose_much_needs_attention(read):
    found = against(read, ('"werk", "loon*"', '"loon*"'), code=3)
    assert attention(found) == [
        ("theme-shrinks", "work"),
        ("digest-shrinks", "board"),
        ("digest-shrinks", "full"),
    ]


def test_a_theme_that_is_gone_needs_attention_once(read):
    text = candidate(read)
    whole = (read.folder / text).read_text()
    start = whole.index('[[theme]]\nid = "climate"')
    (read.folder / text).write_text(whole[:start] + whole[whole.index("[[digest]]") :])
    found = run(read, "check", "--against", text, "--since", "2026-01-01", "--json").well(3).json
    assert attention(found) == [("theme-lost", "climate")]


def test_a_term_more_is_back_tested_and_needs_no_attention(read):
    found = against(read, ('"klimaat"', '"klimaat", "haven"'))
    assert by_id(found["backtest"]["themes"])["climate"]["gained"] == 8
    told = run(read, "check", "--against", "candidate.toml", "--since", "2026-01-01").well().out
    assert "~  theme  climate  terms" in told
    assert "climate gains 8 items, by 'haven' in 8:" in told
    assert "Nothing of it needs attention." in told


def test_without_a_database_it_says_so_and_makes_none(tmp_path, watch):
    watch.source("ec")
    watch.write()
    found = against(watch)
    assert found["backtest"] is None
    assert found["no_backtest"] == "there is no database yet"
    assert (
        "No back-test: there is no database yet." in run(watch, "check", "--against", "feeds.toml").well().out
    )
    assert not (tmp_path / "servwatch.db").exists()


def test_a_database_that_does_not_open_is_said_to(read):
    read.path.write_text(read.path.read_text().replace("sqlite:///servwatch.db", "sqlite:///members.toml"))
    found = against(read)
    assert "cannot be used" in found["no_backtest"]


def test_the_configuration_in_force_may_itself_be_an_earlier_revision(watch, internet):
    """Then FILE is held against what runs work with, not against a file that has faults."""
    read = prepared(watch, internet)
    whole = read.path.read_text()
    candidate(read)
    read.path.write_text(whole.replace("[[digest]]", "[[digets]]", 1))
    found = servwatch(read.folder, "check", "--against", "candidate.toml", "--json").well(0).json
    assert found["digests"] == []


def test_a_secret_is_never_printed(read):
    (read.folder / "hush").write_text("geheim-wachtwoord")
    mail = '[mail]\nauth = "login"\nuser = "me"\npassword_file = "hush"\nsecurity = "tls"\nhost = "mail.example.org"\ntransport = "smtp"'
    candidate(read, ("[mail]", mail))
    outcome = run(read, "check", "--against", "candidate.toml").well()
    assert "[mail]" in outcome.out
    assert "geheim" not in outcome.out + outcome.err
