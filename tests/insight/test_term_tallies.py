"""What each term of each theme does: hits, items that hang on it, what people say, what was told."""

from datetime import UTC, datetime

import pytest

from servwatch.insight.judging import Standing
from servwatch.insight.sole_terms import sole_terms
from servwatch.insight.term_hits import Proposed, TermHits
from servwatch.insight.theme_report import ThemeReport
from servwatch.insight.themes import compile_themes
from servwatch.model import Annotation, Item, Term, Theme


def theme(*terms, language="nl", **rest):
    made = tuple(Term(term) if isinstance(term, str) else term for term in terms)
    return Theme("work", {}, {language: made}, **rest)


def sole(one, title, summary=""):
    return {id_: set(terms) for id_, terms in sole_terms(compile_themes([one]), title, summary, "nl").items()}


@pytest.mark.parametrize(
    ("title", "needed"),
    [
        ("Het loon", {"work": {"loon"}}),
        ("Loon en telewerk", {}),
        ("Klimaat", {}),
    ],
)
def test_an_item_hangs_on_the_only_term_that_gives_its_theme(title, needed):
    assert sole(theme("loon", "telewerk"), title) == needed


def test_with_a_higher_threshold_an_item_hangs_on_several_terms():
    assert sole(theme("loon", "telewerk", threshold=4.0), "Loon en telewerk") == {
        "work": {"loon", "telewerk"}
    }


def test_a_term_that_a_longer_one_hides_counts_again_without_it():
    """ "sociaal overleg" hides "overleg" in the score, but its item does not hang on it."""
    assert sole(theme("sociaal overleg", "overleg"), "Sociaal overleg") == {}


def test_terms_are_tallied_by_item():
    one = theme("loon", "telewerk", "staking")
    matcher = compile_themes([one])
    report = ThemeReport([one])
    for number, (title, held, chosen) in enumerate(
        [
            ("Loon, loon, loon", Standing.FOR, True),
            ("Loon en telewerk", Standing.AGAINST, False),
            ("Klimaat", None, True),
        ]
    ):
        item = Item(number, "ilo", "", title, "", datetime(2026, 11, 1, tzinfo=UTC))
        annotation = Annotation(number, "", "nl", matcher.match(title, "", "nl"))
        needed = sole_terms(matcher, title, "", "nl")
        report.add(item, annotation, needed, {"work": held}, chosen=chosen)
    rows = {t.term: (t.hits, t.sole, t.kept, t.dropped, t.chosen) for t in report.tallies}
    assert rows == {"loon": (2, 1, 1, 1, 1), "telewerk": (1, 0, 0, 1, 0), "staking": (0, 0, 0, 0, 0)}
    assert report.themes == {"work": 2}
    assert (report.items, report.untagged.items) == (3, 1)
    assert [item.title for item in report.untagged.examples] == ["Klimaat"]
    assert report.untagged.by_source == {"ilo": 1}


def test_proposed_terms_are_counted_in_items_of_their_language_and_of_none():
    hits = TermHits(
        [Proposed("work", "nl", "haven"), Proposed("work", "en", "haven"), Proposed("sea", "nl", "zee")]
    )
    hits.add("De haven en de zee", "", "nl", {"sea"})
    hits.add("A safe haven", "", "en", ())
    hits.add("Haven", "", "", ())
    hits.add("Le haven", "", "fr", ())
    found = {(one.theme, one.language): (count.items, count.new) for one, count in hits.of.items()}
    assert found == {("work", "nl"): (2, 2), ("work", "en"): (2, 2), ("sea", "nl"): (1, 0)}


def test_what_is_no_term_is_not_counted():
    assert TermHits([Proposed("work", "nl", "a*b")]).of == {}
