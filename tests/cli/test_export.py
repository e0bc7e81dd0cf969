"""Sent editions as pages that can be kept: whole, listed, and without anybody's name."""

import re
import shutil

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A watch with a public address that sent two editions, over the turn of a year."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("sent"), internet)
        watch.general = 'public_url = "https://watch.example.org"\n'
        watch.source("ec")
        watch.digest("brief", title={"nl": "Brief & <b>co</b>"}, min_score=0.5)
        watch.member("an@example.org", "brief", name="An Lezer")
        for n, time in enumerate(("2026-12-24 08:00", "2026-12-25 07:00", "2027-01-01 07:00")):
            day = brussels(time)
            news = (entry(f"Werk {n}.{k}", f"https://ec.example.org/{n}/{k}", date=day) for k in range(3))
            internet.at("ec.example.org/rss").serves(rss(*news))
            watch.run(day, everything=True)
    return watch.folder


def pages(folder):
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in folder.rglob("*.html")}


def test_each_edition_is_a_page_that_lists_lead_to(sent, tmp_path):
    servwatch(sent, "digest", "export", str(tmp_path / "kept")).well()
    found = pages(tmp_path / "kept")
    assert {
        "index.html",
        "brief/index.html",
        "brief/2026/index.html",
        "brief/2027/index.html",
    } <= found.keys()
    assert len([name for name in found if re.fullmatch(r"brief/20\d\d/\d+\.html", name)]) == 2
    for name, html in found.items():
        for link in re.findall(r'href="([^"]+)"', html) if name.endswith("index.html") else ():
            assert (
                str((tmp_path / "kept" / name).parent.joinpath(link).relative_to(tmp_path / "kept")) in found
            )
    assert "<b>co</b>" not in found["index.html"]
    assert "Werk 1." in found["brief/2026/0001.html"]


def test_no_page_names_a_reader_or_lets_anybody_unsubscribe(sent, tmp_path):
    servwatch(sent, "digest", "export", str(tmp_path)).well()
    whole = "".join(pages(tmp_path).values()).casefold()
    for word in ("an@example.org", "an lezer", "unsubscribe", "watch.example.org", "mailto:"):
        assert word not in whole


def test_asked_again_it_leaves_what_is_there(sent, tmp_path):
    folder = tmp_path / "kept"
    servwatch(sent, "digest", "export", str(folder)).well()
    shutil.copy(folder / "index.html", folder / "own.html")
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.html")}
    servwatch(sent, "digest", "export", str(folder)).well()
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.html")} == before


def test_a_folder_that_cannot_be_written_is_told(sent, tmp_path):
    (tmp_path / "file").write_text("x")
    assert "cannot be written" in servwatch(sent, "digest", "export", str(tmp_path / "file")).well(1).err
