"""Two configurations and the same items: what each theme and each digest gains and loses, and why."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from servwatch.digest.backtest import NO_DIGEST, NOT_READ, Backtest, Side
from servwatch.digest.match import NO_THEME, TOO_WEAK, match
from servwatch.insight.theme_changes import Cause
from servwatch.insight.themes import compile_themes
from servwatch.model import Annotation, Digest, Item, ItemKind, Settings, Source, Term, Theme

TITLES = ("Het loon stijgt", "Meer telewerk", "Klimaat en loon", "Havens")


def theme(id_, *terms, **rest):
    made = tuple(Term(term) if isinstance(term, str) else term for term in terms)
    return Theme(id_, {}, {"nl": made}, **rest)


BOARD = Digest("board", {}, "0 7 * * fri")


def settings(*themes, digests=(BOARD,), sources=("ilo",)):
    watched = tuple(Source(name, name, "ilo", "feed", "https://www.example.org/") for name in sources)
    return Settings(
        Path("feeds.toml"),
        ZoneInfo("Europe/Brussels"),
        "",
        "",
        sources=watched,
        themes=themes,
        digests=digests,
    )


def compared(before, after, *titles, kinds=(ItemKind.NEWS, ItemKind.NEWS)):
    """The back-test of items with these titles."""
    run = Backtest(before, after)
    matchers = [compile_themes(side.themes) for side in (before, after)]
    for number, title in enumerate(titles or TITLES, 1):
        item = Item(number, "ilo", "", title, "", datetime(2026, 11, 1, tzinfo=UTC))
        sides = [
            Side(replace(item, kind=kind), Annotation(number, "", "nl", matcher.match(title, "", "nl")))
            for matcher, kind in zip(matchers, kinds, strict=True)
        ]
        run.add(
            *sides,
            lambda title=title: tuple({a.theme: a for a in m.explain(title, "", "nl")} for m in matchers),
        )
    return run


def moves(run, theme_id):
    one = run.themes[theme_id]
    return (one.before, one.after, one.gained.items, one.lost.items)


def test_a_new_term_gains_items_and_is_named():
    run = compared(settings(theme("work", "loon")), settings(theme("work", "loon", "telewerk")))
    assert moves(run, "work") == (2, 3, 1, 0)
    gained = run.themes["work"].gained
    assert [e.item.title for e in gained.examples] == ["Meer telewerk"]
    assert gained.responsible == {(Cause.TERM, "telewerk"): 1}
    assert [(e.before, e.after) for e in gained.examples] == [(0.0, 2.0)]


def test_a_term_that_is_gone_loses_items_and_is_named():
    run = compared(settings(theme("work", "loon", "telewerk")), settings(theme("work", "loon")))
    assert moves(run, "work") == (3, 2, 0, 1)
    assert run.themes["work"].lost.responsible == {(Cause.TERM, "telewerk"): 1}


def test_a_theme_that_is_new_or_gone_is_said_to_be():
    run = compared(settings(theme("work", "loon")), settings(theme("wages", "loon")))
    assert moves(run, "wages") == (0, 2, 2, 0)
    assert moves(run, "work") == (2, 0, 0, 2)
    assert run.themes["wages"].gained.responsible == {(Cause.THEME, ""): 2}
    assert run.themes["work"].lost.responsible == {(Cause.THEME, ""): 2}


def test_the_newest_items_are_the_examples_and_all_are_counted():
    titles = [f"Loon {number}" for number in range(20)]
    run = compared(settings(), settings(theme("work", "loon")), *titles)
    assert run.themes["work"].gained.items == 20
    assert [e.item.title for e in run.themes["work"].gained.examples] == titles[-5:]


def digest(run, id_="board"):
    one = run.digests[id_]
    return (one.before, one.after, one.gained.items, one.lost.items)


def test_a_digest_takes_what_newly_belongs_and_says_what_refused_it_before():
    run = compared(settings(theme("work", "loon")), settings(theme("work", "loon", "telewerk")))
    assert digest(run) == (2, 3, 1, 0)
    assert run.digests["board"].gained.reasons == {NO_THEME: 1}


def test_the_least_score_of_a_digest_is_told_apart():
    before, after = (replace(BOARD, min_score=least) for least in (2.0, 2.5))
    work = theme("work", "loon")
    run = compared(settings(work, digests=(before,)), settings(work, digests=(after,)))
    assert digest(run) == (2, 0, 0, 2)
    assert run.digests["board"].lost.reasons == {TOO_WEAK: 2}
    assert (run.digests["board"].weak_before, run.digests["board"].weak_after) == (0, 2)


def test_a_digest_that_is_new_gone_or_turned_off():
    work = theme("work", "loon")
    for there, absent in ((BOARD, ()), (BOARD, (replace(BOARD, enabled=False),))):
        run = compared(settings(work, digests=(there,)), settings(work, digests=absent))
        assert digest(run) == (2, 0, 0, 2)
        assert run.digests["board"].lost.reasons == {NO_DIGEST: 2}
        assert digest(compared(settings(work, digests=absent), settings(work, digests=(there,)))) == (
            0,
            2,
            2,
            0,
        )


def test_a_source_that_is_no_longer_read_gives_a_digest_nothing():
    work = theme("work", "loon")
    run = compared(settings(work), settings(work, sources=()))
    assert digest(run) == (2, 0, 0, 2)
    assert run.digests["board"].lost.reasons == {NOT_READ: 2}
    assert moves(run, "work") == (2, 2, 0, 0)


def test_a_source_that_neither_knows_makes_no_difference():
    work = theme("work", "loon")
    assert digest(compared(settings(work, sources=()), settings(work, sources=()))) == (2, 2, 0, 0)


def test_the_kind_of_an_item_counts_as_either_side_gives_it():
    board = replace(BOARD, kinds=(ItemKind.OPINION,))
    one = settings(theme("work", "loon"), digests=(board,))
    assert digest(compared(one, one, kinds=(ItemKind.NEWS, ItemKind.OPINION))) == (0, 2, 2, 0)


@pytest.mark.parametrize("turn", [1, -1])
def test_what_one_side_gains_the_other_loses(turn):
    before, after = (
        settings(theme("work", "loon", "telewerk"), theme("sea", "haven")),
        settings(theme("work", "loon", threshold=3.0), theme("climate", "klimaat")),
    )[::turn]
    run, back = compared(before, after), compared(after, before)
    for id_, one in run.themes.items():
        other = back.themes[id_]
        assert (one.gained.items, one.lost.items) == (other.lost.items, other.gained.items)
        assert one.gained.responsible == other.lost.responsible
        assert one.after - one.before == one.gained.items - one.lost.items


class Asked:
    """A digest that remembers what it was asked for."""

    def __init__(self, digest, asked):
        self._digest, self._asked = digest, asked

    def __getattr__(self, name):
        self._asked.add(name)
        return getattr(self._digest, name)


def test_digests_that_are_asked_once_differ_in_nothing_that_decides():
    """Should `match` come to read another key of a digest, `backtest` has to tell by it too."""
    asked = set()
    item = Item(1, "ilo", "", "Loon", "", datetime(2026, 11, 1, tzinfo=UTC))
    found = compile_themes([theme("work", "loon")]).match("Loon", "", "nl")
    for themes in (found, ()):
        for one in (BOARD, replace(BOARD, untagged=True, min_score=9.0), replace(BOARD, themes=("x",))):
            match(item, Annotation(1, "", "nl", themes), Asked(one, asked), frozenset())
    assert asked == {"themes", "kinds", "untagged", "min_score"}
    for name, other in (
        ("themes", ("x",)),
        ("kinds", (ItemKind.ACT,)),
        ("untagged", True),
        ("min_score", 9.0),
    ):
        work = theme("work", "loon")
        many = (BOARD, replace(BOARD, id="other", **{name: other}))
        run = compared(settings(work, digests=many), settings(work, digests=many))
        assert digest(run) == (2, 2, 0, 0)
        assert digest(run, "other")[:2] == ((4, 4) if name == "untagged" else (0, 0))
