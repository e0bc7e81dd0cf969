"""`dossier`, and the references of `items` and `tag`, through the command line."""

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import brussels, entry, rss, table
from tests.insight.real_dossier import AROUND, DOCUMENTS

BODIES = ("ec", "ep", "council", "eesc", "opinion")


@pytest.fixture
def told(watch, internet):
    """A watch whose five bodies told of one dossier, and others of what stands around it."""
    news = [("news", one) for one in AROUND]
    feeds: dict[str, list[str]] = {}
    for number, (body, one) in enumerate([*zip(BODIES, DOCUMENTS, strict=True), *news]):
        url = one.url or f"https://www.example.org/{number}"
        day = brussels(f"2026-11-{10 + number} 08:00")
        feeds.setdefault(body, []).append(entry(one.title, url, date=day, text=one.summary))
    for body, entries in feeds.items():
        watch.source(body)
        internet.at(f"{body}.example.org/rss").serves(rss(*entries))
    watch.run("2026-11-20 09:00")
    return watch


def dossier(watch, *arguments):
    return servwatch(watch.folder, "dossier", *arguments)


@pytest.mark.parametrize(
    "ref",
    [
        "COM(2025) 837 final",
        "INT/1108",
        "https://law-tracker.europa.eu/procedure/2025_360",
    ],
)
def test_a_dossier_is_told_by_any_of_its_references(told, ref):
    page = dossier(told, ref, "--json").well().json
    assert (page["id"], page["dossier"], page["whole"]) == ("2025/0360(COD)", True, True)
    assert [line["body"] for line in page["timeline"] if line["about"]] == list(BODIES)
    assert {r["id"] for r in page["references"]} >= {
        "COM(2025) 837",
        "ST 15698/25",
        "INT/1108",
        "EESC-2025-03929",
    }
    assert all(set(r) == {"kind", "id", "url"} for r in page["references"])
    assert page["positions"] == {"employers": [], "workers": []}
    assert page["followed"] is None


def test_it_reads_as_a_page_in_the_language_of_the_council_or_another(told):
    nl = dossier(told, "INT/1108").well().out
    assert nl.startswith("2025/0360(COD)\n")
    assert "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2025/0360(COD)" in nl
    assert (
        'Niemand volgt het.\nOm het te volgen, zet dit in feeds.toml:\n  [[dossier]]\n  ref = "2025/0360(COD)"\n'
        in nl
    )
    assert "2026-11-12  council  bericht" in nl
    assert "Werkgevers: geen standpunt gezien." in nl
    en = dossier(told, "INT/1108", "--language", "en").well().out
    assert "Nobody follows it." in en
    assert "Workers: no position seen." in en


def test_a_reference_may_be_given_in_several_words(told):
    assert dossier(told, "COM(2025)", "837").well().out.startswith("2025/0360(COD)\n")


def test_who_follows_it_is_said(told):
    told.themes += table("dossier", ref="INT/1108", name="Digitale omnibus", digests=["board"])
    told.digest("board")
    told.write()
    out = dossier(told, "2025/0360(COD)").well().out
    assert out.startswith("2025/0360(COD)  Digitale omnibus\n")
    assert "Het wordt gevolgd in board.\n" in out
    assert dossier(told, "2025/0360", "--json").well().json["followed"]["ref"] == "INT/1108"


def test_what_is_no_reference_is_answered_with_what_is_known(told):
    answer = dossier(told, "omnibus").well(1)
    assert "'omnibus' is no reference that is known" in answer.err
    assert "COM(2025) 837; " in answer.err
    assert "Write it like 2025/0360(COD)." in dossier(told, "2025/360", "COD").well(1).err


def test_what_the_archive_does_not_have_is_said(told):
    assert "Het archief bevat niets dat het vermeldt." in dossier(told, "COM(2030) 1").well().out
    page = dossier(told, "COM(2030) 1", "--json").well().json
    assert (page["dossier"], page["timeline"]) == (False, [])


def test_an_act_that_is_only_amended_is_a_dossier_of_its_own(told):
    page = dossier(told, "Regulation (EU) 2016/679", "--json").well().json
    assert page["id"] == "32016R0679"
    assert [line["title"] for line in page["timeline"] if line["about"]] == [AROUND[3].title]


def test_items_and_texts_tell_their_references(told):
    (item,) = servwatch(told.folder, "items", "--source", "council", "--json").well().lines
    assert {(r["kind"], r["id"], r["role"]) for r in item["references"]} == {
        ("council", "ST 15698/25", "own"), ("procedure", "2025/0360(COD)", "title"), ("com", "COM(2025) 837", "text"),
    }  # fmt: skip
    tagged = servwatch(told.folder, "tag", "--title", "Over C190 van de IAO", "--json").well().json
    assert [(r["kind"], r["id"]) for r in tagged["references"]] == [("ilo", "ILO C190")]
    assert (
        "ILO C190  https://normlex.ilo.org"
        in servwatch(told.folder, "tag", "--title", "Over C190 van de IAO").well().out
    )
