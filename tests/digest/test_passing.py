"""What was not chosen, and what matters beside the entries."""

from dataclasses import replace

from servwatch.digest.choose import choose
from servwatch.digest.passing import passed
from servwatch.digest.relevance import matters
from servwatch.model import ItemKind
from tests.digest.examples import DIGEST, NOW, annotated, item, settings

ORDER = ("labour-market", "social-dialogue", "climate")
STRICT = replace(DIGEST, min_score=3.0, limit=1)


def chosen_from(*candidates, digest=STRICT, order=ORDER, own=False, most=100):
    known = settings()
    if own:
        known = replace(known, sources=(replace(known.sources[0], own=True), *known.sources[1:]))
    choice = choose(candidates, [], digest, known, NOW)
    decisions = {decision.item: decision for decision in choice.decisions}
    return {
        p.theme: (p.count, [i.id for i in p.items]) for p in passed(candidates, decisions, order, most=most)
    }


def test_what_was_rejected_stands_under_its_best_theme_the_nearest_first():
    found = chosen_from(
        annotated(item(1), ("climate", 1.0)),
        annotated(item(2), ("climate", 2.0), ("labour-market", 1.0)),
        annotated(item(3)),
        annotated(item(4), ("labour-market", 1.0)),
    )
    assert found == {"labour-market": (1, [4]), "climate": (2, [2, 1]), "": (1, [3])}
    assert list(found) == ["labour-market", "climate", ""]


def test_what_is_told_or_cut_is_not_among_it():
    found = chosen_from(annotated(item(1), ("climate", 4.0)), annotated(item(2), ("climate", 5.0)))
    assert found == {}


def test_what_the_council_wrote_is_not_among_it():
    assert chosen_from(annotated(item(1), ("climate", 1.0)), own=True) == {}


def test_a_theme_that_is_none_of_ours_any_more_stands_last():
    found = chosen_from(annotated(item(1), ("gone", 1.0)), annotated(item(2), ("climate", 1.0)))
    assert list(found) == ["climate", "gone"]


def test_of_many_the_titles_are_bounded_and_all_are_counted():
    many = [annotated(item(n), ("climate", 1.0)) for n in range(1, 9)]
    assert [count for count, _ in chosen_from(*many, most=3).values()] == [8]
    assert [len(ids) for _, ids in chosen_from(*many, most=3).values()] == [3]


def test_what_matters_has_a_theme_of_the_digest_however_weakly():
    themed = replace(DIGEST, themes=("climate",), min_score=3.0)
    one, note = annotated(item(1), ("climate", 0.1))
    assert matters(one, note, themed, ())
    assert not matters(*annotated(item(1), ("labour-market", 9.0)), themed, ())
    assert not matters(one, note, themed, {"ec"})


def test_what_is_on_a_followed_dossier_matters_whatever_its_theme_but_not_our_own():
    one, note = annotated(item(1))
    assert not matters(one, note, DIGEST, ())
    assert matters(one, note, DIGEST, (), followed=True)
    assert not matters(one, note, DIGEST, {"ec"}, followed=True)


def test_what_has_no_theme_matters_where_that_is_taken_and_kinds_restrict():
    one, note = annotated(item(1))
    assert matters(one, note, replace(DIGEST, untagged=True), ())
    calls = replace(DIGEST, kinds=(ItemKind.CALL,))
    assert not matters(*annotated(item(1), ("climate", 2.0)), calls, ())
    assert matters(*annotated(item(1, kind=ItemKind.CALL), ("climate", 2.0)), calls, ())
