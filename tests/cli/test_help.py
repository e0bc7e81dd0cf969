"""The help of every command: short enough for a terminal, and with examples that work."""

import re
import shlex
import shutil

import pytest

from servwatch import __version__
from servwatch.config import load, shipped
from tests.cli.line import servwatch
from tests.cli.publishers import DATA

REVIEWED = ["draft", "edit", "hold", "release", "approve", "pause", "move", "headline", "note", "intro"]
"""Commands on a draft: the demo has none of these items in it, and nothing is held before it is."""
NUMBERED = (["deadlines", "set"], ["deadlines", "show"])
STANDS_FOR = {
    "eesc-news": "voorbeeld-raad",
    "wto-news": "voorbeeld-handel",
    "imf-news": "sample-labour",
    "cor-news": "sample-list",
}
"""Sources of the shipped watch list that examples name, and those of the demo that stand for them here."""


def listed_in(help_text):
    """The lines that list commands, under one heading or several."""
    listed = re.split(r"^(?:Commands|Editions):\n", help_text, maxsplit=1, flags=re.MULTILINE)[1:]
    return "".join(listed).partition("\n\nExamples:")[0].partition("\n\n  First steps:")[0]


def commands_of(help_text):
    return re.findall(r"^  (\S+)  +\S", listed_in(help_text), re.MULTILINE)


@pytest.fixture(scope="module")
def helps(tmp_path_factory):
    """The help of each command, by its words."""
    folder = tmp_path_factory.mktemp("help")
    found, waiting = {}, [()]
    while waiting:
        words = waiting.pop(0)
        found[words] = servwatch(folder, *words, "--help").well().out
        waiting += [(*words, name) for name in commands_of(found[words])]
    return found


def examples_in(help_text):
    listed = help_text.partition("Examples:\n")[2].splitlines()
    return [line.strip().removeprefix("servwatch ") for line in listed if line.strip()]


def test_every_command_of_the_house_is_there(helps):
    assert {" ".join(words) for words in helps} >= {
        "run", "fetch", "check", "init", "items list", "items covered", "items add", "tag", "why", "dossier", "retag", "digest list", "digest preview", "digest build",
        "digest send", "digest pin", "digest drop", "digest draft", "digest edit", "digest move", "digest headline", "digest note", "digest intro",
        "digest hold", "digest release", "digest approve", "digest pause", "digest log", "outbox list", "outbox show", "outbox retry", "outbox release", "outbox hold", "outbox drop", "members list",
        "members add", "members import", "members remove", "items judge", "backtest", "themes report", "themes suggest", "sources list", "sources ack", "sources release", "sources probe",
        "sources verify", "sources import", "sources export", "serve", "status", "stories list", "stories show",
        "stories split", "stories join", "stories evaluate", "accounts list", "accounts add", "accounts link", "accounts log", "doctor all", "doctor mail", "doctor hosts",
    }  # fmt: skip


def test_help_fits_a_terminal_and_names_no_python_type(helps):
    for words, text in helps.items():
        assert max(map(len, text.splitlines())) <= 80, words
        assert not re.search(r"<\w|list\[|\bNone\b", text), words
        assert text.startswith(f"Usage: servwatch {' '.join(words)}".rstrip()), words
        assert "..." not in listed_in(text), words


def test_the_many_commands_of_a_digest_stand_under_headings(helps):
    listed = helps[("digest",)]
    headings = re.findall(r"^([A-Z][a-z ]+):$", listed, re.MULTILINE)
    assert headings == ["Options", "Editions", "Drafts", "What editors decide"]
    assert len(commands_of(listed)) == 19


def test_every_command_has_an_example(helps):
    leaves = {words: text for words, text in helps.items() if not commands_of(text)}
    assert [words for words, text in leaves.items() if not examples_in(text)] == []


def test_the_sources_that_examples_name_are_shipped():
    known = {source.id for source in load(shipped("feeds.toml"), environ={}).require().sources}
    assert known >= STANDS_FOR.keys()


def test_every_example_works(helps, demo, internet, monkeypatch):
    """Each in turn, in one folder where the demo ran; `serve` runs for ever and has tests of its own."""
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    (demo / "links.txt").write_text("https://www.example.org/news 2026-11-20\n")
    (demo / "people.csv").write_text("email,groups\nnew@example.org,dagelijks-bestuur\n")
    shutil.copyfile(DATA / "drupal-view.html", demo / "saved.html")
    (demo / "labelled.jsonl").write_text(
        '{"language": "nl", "title": "Het klimaat", "labels": ["climate"]}\n'
    )
    (demo / "map.toml").write_text('climate = ["climate"]\n')
    shutil.copyfile(DATA.parent / "stories" / "headlines.tsv", demo / "headlines.tsv")
    shutil.copyfile(DATA.parent / "opml" / "groups.opml", demo / "subscriptions.opml")
    (demo / "labels.tsv").write_text("id\tmt\tnl\ten\tfr\n1\t4421\tarbeid\tlabour\ttravail\n")
    internet.at("www.example.org/news").serves((DATA / "drupal-view.html").read_bytes())
    (demo / "password.txt").write_text("lang genoeg om te raden\n")
    lead(demo, internet)
    shutil.copyfile(demo / "feeds.toml", demo / "candidate.toml")
    done = 0
    for text in helps.values():
        for example in examples_in(text):
            if not example.startswith("serve "):
                for line in example.split(" && servwatch "):
                    run(demo, line)
                    done += 1
    assert done > 35


def lead(demo, internet):
    """Lead the hosts of the demo's feeds to an address where nothing is, so that no name is asked for."""
    hosts = set(re.findall(r'url = "http://([^/]+)/', (demo / "feeds.toml").read_text()))
    assert hosts
    hosts.add("www.example.org")
    led = ", ".join(f'"{host}" = "{internet.address}"' for host in hosts)
    text = (
        (demo / "feeds.toml")
        .read_text()
        .replace(
            "[fetch]\n",
            f'[fetch]\nca_file = "{internet.ca_file}"\nallow_private = true\nconnect_to = {{ {led} }}\n',
        )
    )
    listed = '[[source]]\nid = "sample-list"\nname = "List"\nbody = "sample"\nkind = "page"\nitem = "li"\n'
    paged = f'url = "http://{min(hosts)}/list"\npaging = {{ page = "page", first = 0 }}\n'
    (demo / "feeds.toml").write_text(f"{text}\n{listed}{paged}")


def run(demo, line):
    words = [STANDS_FOR.get(word, word) for word in shlex.split(line.replace(" && cd watch", ""))]
    words = [str(demo / "feeds.toml") if word == "/etc/servwatch/feeds.toml" else word for word in words]
    if words[0] == "outbox" or words[:2] in NUMBERED:  # what became of a message is told, whatever it was
        assert servwatch(demo, *words).code in (0, 1), line
        return
    if words[:2] in (
        ["stories", "split"],
        ["stories", "join"],
    ):  # which numbers are old news depends on who answers first
        assert servwatch(demo, *words).code in (0, 1), line
        return
    if words[0] == "digest" and words[1] in REVIEWED:
        outcome = servwatch(demo, *words)
        assert outcome.code in (0, 1), line
        assert "Traceback" not in outcome.err
        assert "Usage:" not in outcome.err, f"{line}\n{outcome.err}"
        return
    outcome = servwatch(demo, *words, stdin="https://www.example.org/news\n" if "-" in words else "")
    may_ask = words[0] in ("run", "fetch", "status", "restore", "-q") or words[:2] in (
        ["sources", "verify"],
        ["digest", "send"],  # nothing leaves after the example of `restore`
    )
    assert outcome.code in ((0, 3) if may_ask else (0,)), f"{line}\n{outcome.err}"


def test_the_version(tmp_path):
    assert servwatch(tmp_path, "--version").well().out == f"servwatch {__version__}\n"


@pytest.mark.parametrize("words", [(), ("digest",), ("members",)])
def test_without_a_command_there_is_help(tmp_path, words):
    outcome = servwatch(tmp_path, *words)
    assert commands_of(outcome.out + outcome.err)
