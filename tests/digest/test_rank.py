"""What orders an edition: each part alone, and that all of them are shown."""

from datetime import timedelta

import pytest

from servwatch.digest.rank import Standing, rank
from servwatch.model import ThemeScore
from tests.digest.examples import DIGEST, NOW, item, settings

WORK = (ThemeScore("labour-market", 3.0, ()),)


def ranked(one=None, themes=WORK, **standing):
    known = settings()
    return rank(
        one or item(1),
        themes,
        DIGEST,
        theme_settings={theme.id: theme for theme in known.themes},
        source=None,
        standing=Standing(**standing),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("standing", "part"),
    [
        ({"bodies": 3}, "bodies"),
        ({"followed": True}, "dossier"),
        ({"days_left": 5}, "deadline"),
        ({"judged": 0.5}, "judgement"),
    ],
)
def test_each_thing_that_speaks_for_an_item_raises_it_and_is_shown(standing, part):
    plain, _ = ranked()
    raised, parts = ranked(**standing)
    assert raised > plain
    assert raised - plain == pytest.approx(dict(parts)[part], abs=0.002)


def test_the_score_is_the_sum_of_its_parts():
    score, parts = ranked(bodies=4, followed=True, days_left=0, judged=-0.25)
    assert score == pytest.approx(sum(value for _, value in parts), abs=0.001)


def test_the_nearer_a_deadline_the_higher_and_one_far_ahead_hardly_counts():
    scores = [ranked(days_left=days)[0] for days in (0, 3, 10, 60)]
    assert scores == sorted(scores, reverse=True)
    assert scores[3] - ranked()[0] < 0.05


def test_what_editors_dropped_before_sinks():
    assert ranked(judged=-1.0)[0] < ranked()[0]


def test_an_item_grows_old():
    fresh = item(1)
    assert (
        ranked(fresh)[0]
        > rank(
            fresh,
            WORK,
            DIGEST,
            theme_settings={},
            source=None,
            standing=Standing(),
            now=NOW + timedelta(days=30),
        )[0]
    )
