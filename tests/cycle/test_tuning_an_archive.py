"""Back-test, report and proposals over an archive, on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.backtesting import backtest
from servwatch.cycle.suggesting import suggestions_for
from servwatch.cycle.theme_reporting import report_themes
from servwatch.cycle.understanding import Understanding
from servwatch.model import Digest, ItemKind, Judgement, KindRule, Ruling, Source, Term, Theme
from tests.archive.arrivals import NOW, arrival, stored
from tests.digest.examples import settings

ILO = Source("ilo-news", "ILO, news", "ilo", "feed", "https://www.example.org/rss", languages=("nl",))
WORK = Theme("work", {}, {"nl": (Term("loon", weight=0.33336),)}, threshold=0.5)
BOARD = Digest("board", {}, "0 7 * * fri")
BEFORE = settings(sources=(ILO,), themes=(WORK,), digests=(BOARD,))
TITLES = ("Het loon", "Het loon in de haven", "De haven", "Een museum")


@pytest.fixture
def archive(database):
    """An archive with items as `BEFORE` understands them."""
    understanding = Understanding(BEFORE)
    arrivals = [
        arrival(
            number, title=title, summary="", language="nl",
            annotation=understanding.annotation("ilo-news", title, "", "nl", ()),
        )
        for number, title in enumerate(TITLES)
    ]  # fmt: skip
    stored(database, *arrivals)
    with Archive(database.url) as opened:
        yield opened


def moved(archive, after):
    """Per theme and digest what is gained and lost, from BEFORE to `after`."""
    told = []
    run = backtest(archive, BEFORE, after, since=None, progress=told.append)
    assert told == ["4 items"]
    return {id_: (one.gained.items, one.lost.items) for id_, one in {**run.themes, **run.digests}.items()}


def test_nothing_moves_under_the_same_settings(archive):
    """Though the archive keeps scores to the thousandth only: 0.66672 is 0.667 on both sides."""
    least = replace(BEFORE, digests=(replace(BOARD, min_score=0.667),))
    run = backtest(archive, least, replace(least, themes=(WORK, replace(WORK, id="other"))), since=None)
    assert (run.digests["board"].gained.items, run.digests["board"].lost.items) == (0, 0)
    assert run.digests["board"].after == 2
    assert moved(archive, BEFORE) == {"work": (0, 0), "board": (0, 0)}


def test_a_term_moves_themes_and_digests(archive):
    other = replace(WORK, terms={"nl": (Term("haven"),)})
    assert moved(archive, replace(BEFORE, themes=(other,))) == {"work": (1, 1), "board": (1, 1)}


def test_a_source_that_tells_other_kinds_moves_digests(archive):
    rule = KindRule(ItemKind.NEWS, (("/1", ItemKind.OPINION),))
    opinions = replace(BOARD, kinds=(ItemKind.OPINION,))
    before = replace(BEFORE, digests=(opinions,))
    after = replace(before, sources=(replace(ILO, item_kind=rule),))
    run = backtest(archive, before, after, since=None)
    assert [e.item.title for e in run.digests["board"].gained.examples] == ["Het loon in de haven"]
    assert run.digests["board"].gained.items == 1


def test_a_source_that_speaks_for_a_theme_is_back_tested(archive):
    hinting = replace(BEFORE, sources=(replace(ILO, themes=("work",)),))
    run = backtest(archive, BEFORE, hinting, since=None)
    assert run.themes["work"].gained.items == 2
    assert {(cause.value, term) for cause, term in run.themes["work"].gained.responsible} == {
        ("hint", "ILO, news")
    }


def test_the_report_counts_hits_hints_and_judgements(archive):
    hinting = replace(BEFORE, sources=(replace(ILO, themes=("work",)),))
    first = next(archive.batches.each())[0][0].id
    archive.judgements.give(Judgement(first, Ruling.FITS, "An", NOW, theme="work"))
    report = report_themes(archive, hinting, hinting.themes, since=None)
    found = {t.term: (t.hint, t.hits, t.sole, t.kept) for t in report.tallies}
    assert found == {"loon": (False, 2, 0, 1), "ILO, news": (True, 4, 2, 1)}
    assert report.untagged.items == 0


def test_few_items_give_no_proposals_and_the_counts_are_told(archive):
    (found,) = suggestions_for(archive, [WORK])
    assert (found.judged, found.fitting, found.other, found.words) == (False, 2, 2, [])
