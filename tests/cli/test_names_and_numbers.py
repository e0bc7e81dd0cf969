"""What names nothing is refused with exit code 1, the nearest name, and where to look."""

import pytest

from tests.cli.line import servwatch


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("fetch sample-labor", ["sample-labor", "Did you mean sample-labour?", "servwatch sources list"]),
        ("items --source sample-labor", ["Did you mean sample-labour?"]),
        ("items --theme climat", ["Did you mean climate?"]),
        ("items --since yesterday", ["--since", "2026-11-01", "7d"]),
        ("sources ack voorbeeld-rad", ["Did you mean voorbeeld-raad?"]),
        ("sources ack voorbeeld-raad --until soon", ["--until", "2026-12-31"]),
        ("sources release voorbeeld-rad", ["Did you mean voorbeeld-raad?"]),
        ("digest preview dagelijks-bestur", ["Did you mean dagelijks-bestuur?", "servwatch digest list"]),
        ("digest build nothing-like-it", ["nothing-like-it", "servwatch digest list"]),
        ("digest preview dagelijks-bestuur --format docx", ["--format", "html, text, eml, pdf or ics"]),
        ("digest preview dagelijks-bestuur --language it", ["--language", "nl, en, fr"]),
        ("digest preview dagelijks-bestuur --out /nowhere/f.html", ["/nowhere/f.html", "No such file"]),
        ("tag --title x --lang xx", ["--lang", "nl, en, fr, de, es"]),
        ("why x --language it", ["--language"]),
        ("why x --digest dagelijks", ["Did you mean dagelijks-bestuur?"]),
        (
            "digest preview dagelijks-bestuur --out brief.docx",
            ["--out: ", "brief.docx names no", ".pdf or .ics"],
        ),
        ("digest preview dagelijks-bestuur --to nobody", ["--to: 'nobody' is no mail address", "no @"]),
        ("sources ack voorbeeld-raad --until 2001-01-01", ["--until", "2001-01-01 is over"]),
        ("retag --reopen", ["--reopen", "--reconsider"]),
        ("members import .", ["Is a directory"]),
        ("outbox retry 999", ["999", "servwatch outbox list"]),
        ("outbox show abc", ["'ID': abc is not a whole number", "`outbox list` shows it"]),
        ("outbox hold 1 abc", ["abc is not a whole number", "`outbox list` shows them"]),
        ("outbox show 99999999999999999999", ["99999999999999999999 is too large"]),
        ("stories join 1 99999999999999999999", ["99999999999999999999 is too large"]),
        ("items --limit=-1", ["'--limit': -1 is not 0 or more", "0 for all"]),
        ("digest drop dagelijks-bestuur abc", ["'ITEM': abc is not a whole number"]),
        ("outbox drop", ["no message is named", "servwatch outbox list"]),
        ("outbox hold 1 --all", ["--all"]),
        ("outbox list --state lost", ["--state", "pending", "held"]),
        ("members list --group dagelijks-bestur", ["Did you mean dagelijks-bestuur?"]),
        ("members add nobody --group dagelijks-bestuur", ["members.toml:", "mail address"]),
        ("members add a@example.org", ["--group"]),
        ("members import /nowhere.csv", ["/nowhere.csv"]),
        ("members remove nobody@example.org", ["nobody@example.org", "servwatch members list"]),
        ("status --max-age old", ["--max-age", "2h"]),
        ("run --now tomorrow", ["--now", "2026-11-27T07:00"]),
        ("run --now 2001-01-01", ["2001-01-01", "last run", "--now"]),
        ("run --demo --db sqlite:///x.db", ["--demo", "--db"]),
        ("check --log-format xml", ["--log-format", "text, json"]),
        ("--db sqlite:////proc/none.db status", ["/proc/none.db", "[servwatch] database"]),
        ("--db nonsense status", ["[servwatch] database"]),
        ("--config nowhere.toml status", ["nowhere.toml", "servwatch init"]),
        ("statuss", ["Did you mean 'status'?"]),
        ("digest lst", ["Did you mean 'list'?"]),
        ("status --jsn", ["--jsn", "--json"]),
    ],
)
def test_it_is_refused_and_the_remedy_named(demo, line, told):
    outcome = servwatch(demo, *line.split()).well(1)
    assert outcome.out == ""
    for words in told:
        assert words in outcome.err


def test_a_faulty_line_of_many_members_changes_nothing(demo):
    before = (demo / "members.toml").read_text()
    (demo / "people.csv").write_text("email;groups\na@example.org;dagelijks-bestuur\n;dagelijks-bestuur\n")
    assert "people.csv:3" in servwatch(demo, "members", "import", "people.csv").well(1).err
    assert (demo / "members.toml").read_text() == before


@pytest.mark.parametrize("command", ["run", "fetch", "items", "status", "serve", "check", "members list"])
def test_without_a_configuration_each_says_how_to_begin(tmp_path, command):
    outcome = servwatch(tmp_path, *command.split()).well(1)
    assert str(tmp_path / "feeds.toml") in outcome.err
    assert "servwatch init" in outcome.err


def test_the_sentence_ends_before_the_remedy_begins(demo):
    assert "has the id x. See `servwatch" in servwatch(demo, "digest", "preview", "x").err


def test_the_sentence_is_in_the_language_of_the_reader(demo, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_BE.UTF-8")
    assert "dat configuratiebestand bestaat niet" in servwatch(demo, "--config", "x.toml", "status").err
