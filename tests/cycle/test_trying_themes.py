"""What a changed theme would do, seen beforehand, is what a back-test of all items says."""

import random
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.tagging import make_items
from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.source_state import SourceState
from servwatch.config import shipped
from servwatch.cycle import trying_themes
from servwatch.cycle.backtesting import backtest
from servwatch.cycle.configuration import examine, understanding_of
from servwatch.cycle.trying_themes import try_theme
from servwatch.insight.identity import text_hash
from servwatch.model import ItemKind, Term, Verdict
from tests.cycle.watch import brussels

NOW = brussels("2026-11-22 09:00")
COUNT = 150


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    themes = "\n".join(
        f"[[{part}" for part in shipped("feeds.toml").read_text().split("\n[[") if part.startswith("theme]]")
    )
    source = '[[source]]\nid = "s"\nname = "S"\nbody = "s"\nkind = "feed"\nurl = "https://www.example.org/"\nthemes = ["climate"]\n'
    digest = '[[digest]]\nid = "d"\ntitle = { nl = "D" }\nschedule = "0 7 * * fri"\nmin_score = 1.5\nthemes = ["social-dialogue"]\n'
    (folder / "feeds.toml").write_text(f"[servwatch]\n{source}{themes}\n{digest}")
    return examine(folder / "feeds.toml", {}).require()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def archive(request, settings):
    url = settings.database
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = server.url(server.new())
    understanding = understanding_of(settings)
    with Archive(url) as archive:
        arrivals = []
        for number, (title, summary, language) in enumerate(make_items(COUNT)):
            annotation = understanding.annotation("s", title, summary, language, ())
            address = f"example.org/{number}"
            arrivals.append(
                Arrival(
                    "s", f"https://{address}", address, title, summary, language, ItemKind.NEWS, (), NOW, NOW.date(), NOW,
                    text_hash(title, summary), (f"url:{address}",), annotation,
                )
            )  # fmt: skip
        state = SourceState("s", "r", NOW, last_poll=NOW, verdict=Verdict.OK)
        archive.store(1, [Harvest(state, Polled(NOW, Verdict.OK, "", 200, 1, 0.1), arrivals)])
        yield archive


def drafts(settings):
    theme = next(one for one in settings.themes if one.id == "social-dialogue")
    climate = next(one for one in settings.themes if one.id == "climate")
    nl, en = theme.terms["nl"], theme.terms["en"]
    more = (
        Term("zorg"),
        Term("sociale handel"),
        Term("*beleid"),
        Term("arbeid", requires=("loon",)),
        Term("markt groei", near=6),
    )
    yield "added", replace(theme, terms=theme.terms | {"nl": (*nl, *more), "en": (*en, Term("care policy"))})
    chosen = random.Random(4).sample(range(len(nl)), len(nl) // 2)
    yield "taken out", replace(theme, terms=theme.terms | {"nl": tuple(nl[n] for n in chosen), "en": ()})
    yield "excluded", replace(theme, exclude={"": ("handel", "trade")})
    yield "weighed", replace(theme, terms=theme.terms | {"nl": tuple(replace(t, weight=0.4) for t in nl)})
    yield "raised", replace(theme, threshold=2.0)
    yield "lowered", replace(theme, threshold=0.4)
    yield "hinted", replace(climate, threshold=1.5)


def test_every_change_does_what_a_back_test_says(archive, settings):
    moved = 0
    for label, draft in drafts(settings):
        themes = tuple(draft if theme.id == draft.id else theme for theme in settings.themes)
        whole = backtest(archive, settings, replace(settings, themes=themes), since=date(2026, 1, 1))
        trial = try_theme(archive, settings, draft, since=date(2026, 1, 1))
        assert trial.complete
        for part in ("themes", "digests"):
            told = {id_: (d.gained.items, d.lost.items) for id_, d in getattr(trial.run, part).items()}
            assert told == {id_: (d.gained.items, d.lost.items) for id_, d in getattr(whole, part).items()}, (
                label
            )
        own = trial.run.themes[draft.id]
        assert len(trial.gained) == min(own.gained.items, trying_themes.SHOWN)
        assert all(one.found.matches for one in (*trial.gained, *trial.lost))
        moved += own.gained.items + own.lost.items
    assert moved > 20


def test_nothing_is_read_where_nothing_differs(archive, settings):
    trial = try_theme(archive, settings, settings.themes[0], since=date(2026, 1, 1))
    assert (trial.items, trial.gained, trial.lost) == (0, [], [])


def test_items_of_before_do_not_count(archive, settings):
    label, draft = next(drafts(settings))
    trial = try_theme(archive, settings, draft, since=date(2026, 11, 23))
    assert (label, trial.touched) == ("added", 0)
