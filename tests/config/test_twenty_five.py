"""Twenty-five mistakes in one feeds.toml, through the real `servwatch check`: each told at its line, no traceback."""

import json
import re
import shutil

import pytest

from tests.config.command_line import servwatch
from tests.config.configurations import DATA, MEMBER

FEEDS = DATA / "twenty_five" / "feeds.toml"
LINES = [n for n, line in enumerate(FEEDS.read_text(encoding="utf-8").split("\n"), 1) if line.endswith("# !")]


@pytest.fixture
def folder(tmp_path):
    shutil.copyfile(FEEDS, tmp_path / "feeds.toml")
    (tmp_path / "members.toml").write_text(MEMBER, encoding="utf-8")
    return tmp_path


def test_each_of_twenty_five_mistakes_is_told_once_at_its_line(folder):
    told = servwatch("check", folder=folder)
    assert len(LINES) == 25
    pattern = re.compile(rf"{re.escape(str(folder))}/feeds\.toml:(\d+):\d+: error: .+")
    found = [pattern.fullmatch(line) for line in told.stdout.splitlines()[:-1]]
    assert [int(line[1]) for line in found if line] == LINES
    assert all(found), told.stdout
    assert told.stdout.splitlines()[-1] == f"{folder}/feeds.toml: 25 error(s)."
    assert told.returncode == 1
    assert "Traceback" not in told.stdout + told.stderr
    assert "geheim" not in told.stdout + told.stderr


def test_programs_are_told_the_same(folder):
    told = servwatch("check", "--json", folder=folder)
    page = json.loads(told.stdout)
    assert (told.returncode, page["ok"]) == (1, False)
    assert [(p["line"], p["severity"]) for p in page["problems"]] == [(line, "error") for line in LINES]


def test_a_run_that_never_had_a_valid_file_tells_them_too_and_does_nothing(folder):
    run = servwatch("run", folder=folder)
    assert run.returncode == 1
    assert [int(n) for n in re.findall(r"feeds\.toml:(\d+):\d+: error", run.stderr)] == LINES
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert not (folder / "outbox").exists()


def test_without_its_mistakes_the_file_is_in_order(folder):
    """Each line is mended, so that no mistake hides behind another's."""
    mended = {
        4: 'timezone = "Europe/Brussels"',
        5: 'language = "nl"',
        6: 'database = "postgresql+psycopg://servwatch@db/servwatch"',
        9: 'pace = "1s"',
        10: "per_host = 1",
        11: 'proxy_file = "proxy"',
        12: "allow_private = false",
        15: 'from = "SERV Internationaal <name@example.org>"',
        16: 'transport = "smtp"',
        17: 'password_file = "password"',
        18: 'rate = "25/min"',
        21: 'id = "example-news"',
        24: 'url = "https://www.example.org/rss"',
        25: 'languages = ["en"]',
        27: '[[source]]\nbody = "example"\nurl = "https://www.example.org/press"',
        35: 'kind = "feed"',
        37: 'every = "12h"',
        38: 'themes = ["work"]',
        42: 'name = { nl = "Werk" }',
        43: 'terms.nl = ["werk", "loon*"]',
        44: 'terms.en = ["work"]',
        49: 'schedule = "0 7 * * fri"',
        52: "limit = 8",
        55: 'id = "again"',
        60: "",
    }
    assert list(mended) == LINES
    lines = FEEDS.read_text(encoding="utf-8").split("\n")
    (folder / "feeds.toml").write_text(
        "\n".join(mended.get(n, line) for n, line in enumerate(lines, 1)), encoding="utf-8"
    )
    (folder / "proxy").write_text("http://me:geheim@proxy.example.org:3128", encoding="utf-8")
    told = servwatch("check", folder=folder)
    assert told.returncode == 0, told.stdout
    assert "error" not in told.stdout
