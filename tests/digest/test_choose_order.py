"""What stands before what, whatever its rank: deadlines, followed dossiers, pins; and what an editor dropped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servwatch.digest.choose import choose
from servwatch.digest.circumstances import Circumstances
from servwatch.digest.match import OWN
from servwatch.digest.reasons import (
    DROPPED,
    FOLLOWED,
    PINNED,
)
from servwatch.model import Deadline
from tests.digest.examples import DIGEST, NOW, annotated, item, settings
from tests.digest.test_choose import chosen, outcome


def with_deadline(candidate, days):
    one, annotation = candidate
    due = Deadline(NOW.date() + timedelta(days=days), "consultation", "until then")
    return one, replace(annotation, deadlines=(due,))


def test_open_deadlines_go_first_then_followed_dossiers_then_pins_then_rank():
    candidates = [
        annotated(item(1), ("labour-market", 9.0)),
        annotated(item(2), ("labour-market", 1.0)),
        annotated(item(3)),
        with_deadline(annotated(item(4), ("labour-market", 1.0)), 5),
        with_deadline(annotated(item(5), ("labour-market", 1.0)), -1),
    ]
    known = Circumstances(followed={2: "2025/0360(COD)"}, pinned={3: "An"})
    choice = choose(candidates, [], DIGEST, settings(), NOW, known)
    assert chosen(choice) == [4, 2, 3, 1, 5]
    assert outcome(choice, 2).reason == FOLLOWED
    assert (outcome(choice, 3).reason, outcome(choice, 3).facts["by"]) == (PINNED, "An")


def test_limits_of_themes_and_bodies_hold_only_for_what_is_ordered_by_rank():
    candidates = [
        *(with_deadline(annotated(item(n), ("climate", 2.0)), 3) for n in (1, 2, 3)),
        *(annotated(item(n), ("climate", 2.0)) for n in (4, 5)),
    ]
    digest = replace(DIGEST, per_theme=1, per_body=1)
    found = chosen(choose(candidates, [], digest, settings(), NOW))
    assert (found[:3], len(found)) == ([1, 2, 3], 4)


def test_what_an_editor_dropped_is_rejected_with_the_name_whatever_speaks_for_it():
    candidates = [with_deadline(annotated(item(1), ("climate", 9.0)), 2)]
    known = Circumstances(followed={1: "x"}, dropped={1: "Bo"})
    choice = choose(candidates, [], DIGEST, settings(), NOW, known)
    assert (outcome(choice, 1).reason, outcome(choice, 1).facts) == (DROPPED, {"by": "Bo"})


def test_the_councils_own_is_not_told_even_where_it_is_pinned():
    own = replace(settings(), sources=tuple(replace(source, own=True) for source in settings().sources))
    known = Circumstances(pinned={1: "An"}, followed={1: "x"})
    choice = choose([annotated(item(1), ("climate", 5.0))], [], DIGEST, own, NOW, known)
    assert outcome(choice, 1).reason == OWN


def test_the_parts_of_the_rank_are_kept_with_the_decision():
    choice = choose([annotated(item(1), ("climate", 5.0))], [], DIGEST, settings(), NOW)
    assert sum(outcome(choice, 1).facts["parts"].values()) == pytest.approx(
        outcome(choice, 1).score, abs=0.01
    )
