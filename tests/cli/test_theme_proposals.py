"""Terms are proposed from the command line."""

import json
import tomllib
from datetime import UTC, datetime

import pytest

from servwatch.model import Judgement, Ruling
from tests.cli.line import servwatch
from tests.cli.tuning_desk import (
    FEED,
    WAGES,
    run,
)
from tests.cycle.watch import entry, rss


def proposals(watch, *arguments):
    found = run(watch, "themes", "suggest", "--theme", "work", "--since", "2026-01-01", "--json", *arguments)
    return found.well().json["themes"][0]


@pytest.fixture
def judged(watch, internet):
    """A watch with enough judgements: items on quays fit, others do not."""
    titles = [*WAGES, *(f"Werk voor een museum {letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    internet.at(FEED).serves(rss(*(entry(t, f"https://ec.example.org/{t[-1]}{len(t)}") for t in titles)))
    watch.source("ec")
    watch.run("2026-11-26 09:00")
    with watch.archive() as archive:
        given = [
            Judgement(
                item.id,
                Ruling.FITS if "kade" in item.title else Ruling.NOT,
                "An",
                datetime(2026, 11, 26, tzinfo=UTC),
                theme="work",
            )
            for batch in archive.batches.each()
            for item, _ in batch
        ]
        archive.judgements.give(*given)
    return watch


def test_terms_are_proposed_from_judgements(judged):
    found = proposals(judged)
    assert (found["from"], found["fitting"], found["other"]) == ("judgements", 26, 26)
    (one,) = found["words"]
    assert (one["term"], one["language"], one["fitting"], one["other"]) == ("kade", "nl", 26, 0)
    assert (one["hits"], one["new"]) == (26, 0)


def test_with_few_judgements_the_archive_is_learnt_from_and_that_is_said(tuned):
    found = proposals(tuned)
    assert found["from"] == "archive"
    told = run(tuned, "themes", "suggest", "--theme", "work").well().out
    assert "since fewer than 20 were judged to fit" in told


EUROVOC = (
    "id\tmt\tnl\ten\tfr\n1\t4421\twerkweek\tworking week\tsemaine\n2\t4421\twerkdag\tworking day\tjour\n"
    "5\t4421\twerkuur\tworking hour\theure\n3\t4421\thaven\tport\tport\n4\t7211\tmuseum\tmuseum\tmusée\n"
)


def test_labels_of_eurovoc_are_proposed_with_what_they_would_hit(tuned):
    (tuned.folder / "labels.tsv").write_text(EUROVOC)
    (tuned.folder / "names.tsv").write_text("mt\tnl\ten\n4421\tarbeid\tpersonnel\n")
    tuned.changes('["werk", "loon*"]', '["werk*", "loon*"]')
    servwatch(tuned.folder, "retag").well()
    (one,) = proposals(tuned, "--eurovoc", "labels.tsv", "--eurovoc", "names.tsv")["labels"]
    assert one == {
        "language": "nl", "term": "haven", "concept": "3", "why": "microthesaurus", "beside": "personnel", "hits": 9, "new": 8,
    }  # fmt: skip


def test_what_is_proposed_can_be_pasted_and_nothing_was_added(judged):
    (judged.folder / "labels.tsv").write_text(EUROVOC)
    before = judged.path.read_text()
    told = run(judged, "themes", "suggest", "--theme", "work", "--eurovoc", "labels.tsv").well().out
    assert judged.path.read_text() == before
    lines = [line for line in told.splitlines() if line.startswith("  ")]
    assert "kade" in tomllib.loads("terms = [\n" + "\n".join(lines) + "\n]")["terms"]
    assert all(line.startswith(("  ", "#")) for line in told.splitlines() if line)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe", b""])
def test_a_file_that_is_no_thesaurus_is_refused(tuned, content):
    (tuned.folder / "labels.tsv").write_bytes(content)
    outcome = run(tuned, "themes", "suggest", "--eurovoc", "labels.tsv").well(1)
    assert "labels.tsv" in outcome.err
    assert "columns id, mt, nl" in outcome.err


def test_an_empty_archive_has_little_to_tell(watch):
    watch.source("ec")
    watch.write()
    assert "0 items" in run(watch, "themes", "report").well().out
    assert "Nothing to propose." in run(watch, "themes", "suggest").well().out
    assert "0 items" in run(watch, "backtest", "feeds.toml").well().out
    assert json.loads(run(watch, "themes", "report", "--json").well().out)["items"] == 0
