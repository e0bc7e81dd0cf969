"""`servwatch run --demo`, as somebody does who has just installed it."""

import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from servwatch.config import load, shipped
from tests.cli.line import ROOT, servwatch

KINDS = {
    "commissie-rss20.xml", "conseil-rss092.xml", "handel-rss091.xml", "productivity-rss10.rdf", "labour-atom10.xml",
    "raad-atom03.xml", "partners-jsonfeed.json",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in [n for n in os.environ if n.startswith("SERVWATCH_") and n != "SERVWATCH_CORPUS"]:
        monkeypatch.delenv(name)


def demo(folder):
    return servwatch(folder, "run", "--demo")


def letters(folder):
    files = sorted((folder / "servwatch-demo" / "outbox" / "new").iterdir())
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def started(folder, *, environ=()):
    return subprocess.Popen(
        [sys.executable, "-m", "servwatch", "run", "--demo"], cwd=folder, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **dict(environ)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_it_ends_well_and_tells_where_the_digests_lie_and_again_the_second_time(tmp_path):
    first, second = demo(tmp_path).well(), demo(tmp_path).well()
    for outcome in (first, second):
        pages = [line.split()[-1] for line in outcome.out.splitlines() if line.endswith(".html")]
        assert len(pages) == 2
        for page in map(Path, pages):
            assert page.is_relative_to(tmp_path / "servwatch-demo")
            assert '<html lang="nl"' in page.read_text(encoding="utf-8")


def test_the_second_run_sends_nothing_and_asks_conditionally_only(tmp_path):
    assert "Messages: 4 accepted" in demo(tmp_path).well().out
    told = demo(tmp_path).well().out
    assert "Messages:" not in told
    assert "9 sources polled, 9 well; 0 new items." in told
    assert told.count("not-modified") == 9
    assert len(letters(tmp_path)) == 4


def test_every_dialect_and_language_is_taken_in(tmp_path):
    demo(tmp_path).well()
    folder = tmp_path / "servwatch-demo"
    sources = servwatch(folder, "sources", "list", "--json").well().lines
    assert {source["url"].rpartition("/")[2] for source in sources} == KINDS
    assert all(source["items"] >= 2 for source in sources)
    items = servwatch(folder, "items", "--json").well().lines
    assert {item["language"] for item in items} >= {"nl", "en", "fr"}
    titles = {item["title"] for item in items}
    assert "Europees Semester: landverslag wijst België op krapte op de arbeidsmarkt en loonvorming" in titles
    assert "Étude sur la pauvreté et l'inclusion sociale des jeunes" in titles
    assert "Social dialogue key to a just transition, new report finds" in titles
    assert sum(bool(item["themes"]) for item in items) >= 24


def test_each_reader_gets_mail_in_the_own_language(tmp_path):
    demo(tmp_path).well()
    found = {str(letter["To"]): letter["Content-Language"] for letter in letters(tmp_path)}
    assert found == {
        "bestuur@servwatch.example": "nl", "experts@servwatch.example": "en", "partenaires@servwatch.example": "fr",
    }  # fmt: skip


def test_nothing_but_the_sample_domains_is_in_the_mail_and_where_a_proposal_would_be(tmp_path):
    demo(tmp_path).well()
    for letter in letters(tmp_path):
        links = re.findall(r"https?://([^/\s]+)", letter.get_body(("plain",)).get_content())
        assert links
        assert all(host.endswith(".example") or host == "eur-lex.europa.eu" for host in links)


@pytest.mark.parametrize("name", ["een map met spaties", "50% é #1 & 'co'", "vraag?teken"])
def test_it_works_in_a_folder_of_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    demo(folder).well()
    assert (folder / "servwatch-demo" / "servwatch.db").is_file()
    assert servwatch(folder / "servwatch-demo", "status").well().out.startswith("All is well.")


def test_two_at_once_in_one_folder_send_everything_once(tmp_path):
    for process in [started(tmp_path) for _ in range(2)]:
        _, log = process.communicate(timeout=120)
        assert process.returncode == 0, log
        assert "Traceback" not in log
    assert len(letters(tmp_path)) == 4
    assert demo(tmp_path).well().out.count("not-modified") == 9


def test_it_asks_no_name_server_and_no_proxy(tmp_path):
    away = {
        "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
        "ALL_PROXY": "http://127.0.0.1:1",
    }
    process = started(tmp_path, environ=away)
    out, log = process.communicate(timeout=120)
    assert process.returncode == 0, out + log


def test_it_pays_no_heed_to_the_configuration_of_the_real_watch(tmp_path, monkeypatch):
    (tmp_path / "feeds.toml").write_text("this is no configuration")
    monkeypatch.setenv("SERVWATCH_CONFIG", str(tmp_path / "feeds.toml"))
    monkeypatch.setenv("SERVWATCH_DATABASE", "sqlite:////proc/none.db")
    demo(tmp_path).well()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "servwatch-demo").write_text("in the way")
    refused = demo(tmp_path).well(1).err
    assert str(tmp_path / "servwatch-demo") in refused
    assert "you may write to" in refused


def test_its_themes_are_the_shipped_ones(tmp_path):
    demo(tmp_path).well()
    ours = load(tmp_path / "servwatch-demo" / "feeds.toml", environ={}).require().themes
    assert ours == load(shipped("feeds.toml"), environ={}).require().themes
    assert len(ours) == 24


def test_the_samples_say_that_they_are_made_up(tmp_path):
    assert "made up" in (ROOT / "servwatch/demo/samples/README.md").read_text()
    names = [
        s.name.casefold()
        for s in load(ROOT / "servwatch/demo/samples/feeds.toml", environ={}, read=sample).require().sources
    ]
    assert all(re.search("voorbeeld|sample|exemple", name) for name in names)


def sample(path):
    from servwatch.demo.trial import shipped_themes

    return shipped_themes() if Path(path).name == "themes.toml" else Path(path).read_text(encoding="utf-8")


def test_its_editions_show_what_stands_beside_the_entries(tmp_path):
    demo(tmp_path).well()
    edition = drawn(tmp_path / "servwatch-demo" / "feeds.toml")
    around = edition.around
    assert edition.previous == 1
    (tender,) = around.offers
    assert (tender.budget, tender.buyer) == ("250.000 euro", "Voorbeelddienst voor werk")
    assert tender.closes is not None
    (opinion,) = around.preparing
    assert opinion.rapporteur == "Voornaam NAAM (voorbeeld)"
    assert None not in (opinion.section_vote, opinion.plenary)
    assert len(around.deadlines) >= 2
    assert "Raad werkgelegenheid en sociaal beleid bespreekt de kwaliteit van jobs" in [
        c.title[""] for c in around.coming
    ]


def drawn(path):
    """What a full edition of the demo would show now, after the one that was sent."""
    from datetime import UTC, datetime

    from servwatch.archive.archive import Archive
    from servwatch.cycle.build import Builder
    from servwatch.cycle.configuration import understanding_of
    from servwatch.digest.render import Renderer

    settings = load(path, environ={}).require()
    now = datetime.now(UTC)
    with Archive(settings.database) as archive:
        builder = Builder(settings, archive, understanding_of(settings), Renderer(shipped("templates")))
        state = archive.digests.all()["commissie-internationaal"]
        draft = builder.draft(settings.digest("commissie-internationaal"), state, now, now, keep=False)
        return draft.edition
