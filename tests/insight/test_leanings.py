"""What editors keep and drop leans the rank of others like it, the more so the more they said."""

import pytest

from servwatch.insight.leanings import leanings
from servwatch.model import Annotation, Judgement, Ruling, ThemeScore
from tests.digest.examples import NOW, item


def judged(number, *rulings, source="ec", themes=("climate",), theme=""):
    annotation = Annotation(number, "", "nl", tuple(ThemeScore(name, 2.0, ()) for name in themes))
    said = [Judgement(number, ruling, f"p{n}", NOW, theme=theme) for n, ruling in enumerate(rulings)]
    return item(number, source=source), annotation, said


def test_without_judgements_nothing_leans():
    assert leanings([]).of("ec", ["climate"]) == 0


def test_the_more_is_dropped_the_further_it_leans_and_never_beyond_one():
    values = [
        leanings([judged(n, Ruling.DROPPED) for n in range(many)]).of("ec", ["climate"])
        for many in (1, 3, 50)
    ]
    assert values == sorted(values, reverse=True)
    assert -1 < values[-1] < values[0] < 0


def test_kept_and_dropped_alike_lean_nowhere():
    both = [judged(1, Ruling.KEPT), judged(2, Ruling.DROPPED)]
    assert leanings(both).of("ec", ["climate"]) == 0
    assert leanings([judged(1, Ruling.KEPT, Ruling.DROPPED)]).of("ec", ["climate"]) == 0


def test_it_is_of_a_source_and_a_theme():
    found = leanings([judged(1, Ruling.KEPT), judged(2, Ruling.KEPT)])
    assert found.of("ec", ["climate"]) > 0
    assert found.of("oecd", ["climate"]) == found.of("ec", ["energy"]) == 0


def test_a_theme_that_does_not_fit_counts_against_it_and_not_against_the_others():
    found = leanings([judged(1, Ruling.NOT, theme="climate", themes=("climate", "energy"))])
    assert found.of("ec", ["climate"]) < 0
    assert found.of("ec", ["energy"]) == 0


@pytest.mark.parametrize("themes", [[], ["unknown"]])
def test_an_item_of_no_judged_theme_leans_nowhere(themes):
    assert leanings([judged(1, Ruling.KEPT)]).of("ec", themes) == 0
