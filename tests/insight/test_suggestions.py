"""Terms are proposed from the words of items that fit a theme, and no word that says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.candidate_words import CandidateWords, WordCounts
from servwatch.insight.log_odds import log_odds
from servwatch.insight.suggestions import Existing, suggest
from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import compile_themes
from servwatch.model import Match, Term, Theme

WORK = Theme("work", {}, {"nl": (Term("loon"),), "en": (Term("wage"),)})


def words(title, summary="", language="nl", matches=()):
    return sorted(written for written in CandidateWords().of(title, summary, language, matches).values())


def counted(*titles, language="nl", only=None, theme=None):
    """The words of items; outside what a theme finds in them, where one is given."""
    taken = CandidateWords()
    counts = WordCounts(only)
    matcher = compile_themes([theme]) if theme else None
    for title in titles:
        found = matcher.match(title, "", language) if matcher else ()
        counts.add(taken.of(title, "", language, [m for score in found for m in score.matches]))
    return counts


def proposed(fitting, other, theme=WORK, language="nl"):
    here = counted(*fitting, language=language, theme=theme)
    there = counted(*other, language=language, only=here.counts)
    return [one.term for one in suggest(here, there, Existing(theme))]


def test_words_and_phrases_without_those_that_say_nothing():
    assert words("De kinderopvang in de steden") == ["kinderopvang", "steden"]
    assert words("Betaalbare kinderopvang") == ["Betaalbare", "Betaalbare kinderopvang", "kinderopvang"]


def test_a_phrase_ends_with_its_sentence_and_its_field():
    assert "kinderopvang crisis" not in words("Kinderopvang. Crisis") + words("Kinderopvang", "crisis")


def test_numbers_and_short_words_are_no_terms_but_acronyms_are():
    assert words("Er zijn 12 in 2030, en EU of eu") == ["EU"]


def test_what_matches_already_is_left_out():
    match = Match("sociaal overleg", "title", 7, 22, "sociaal overleg", "stem")
    assert words("Nieuw, sociaal overleg, havens", matches=[match]) == ["havens"]


def test_forms_of_a_word_are_one():
    found = counted("De haven", "Alle havens")
    assert [count for key, count in found.counts.items() if len(key.stems) == 1] == [2]


def test_an_item_of_an_unknown_language_gives_nothing():
    assert words("Betaalbare kinderopvang", language="") == []


def test_words_that_stand_in_items_that_fit_and_not_in_others_are_proposed():
    fitting = [f"Vakbond vraagt meer personeel in haven {letter}" for letter in "abcdefghijkl"]
    other = [f"Klimaat vraagt meer bomen in stad {letter}" for letter in "abcdefghijkl"]
    assert sorted(proposed(fitting, other)) == ["haven", "personeel", "vakbond"]


def test_what_the_theme_finds_already_is_not_proposed():
    fitting = ["Looneis van de bond", "De lonen en de bond", "Loonakkoord met de bond"] * 4
    found = proposed(fitting, ["Klimaat en zee", "Bomen in de stad", "De zee stijgt"] * 4)
    assert found == ["bond"]


def test_an_acronym_is_proposed_as_one():
    fitting = [f"CSRD voor bedrijf {n}" for n in "abcdefghij"]
    assert "=CSRD" in proposed(fitting, [f"Iets anders voor bedrijf {n}" for n in "abcdefghij"])


def test_a_phrase_stands_for_its_words_where_they_come_together():
    fitting = [f"Digitale platformen {n}" for n in "abcdefghij"]
    found = proposed(fitting, [f"Zee en lucht {n}" for n in "abcdefghij"])
    assert found == ["digitale platformen"]


def test_words_are_weighed_within_their_language():
    """All that fits is French: that a word is French is no reason."""
    titles = [f"Crèches et {other}" for other in ("salaires", "marchés", "gares", "pensions")] * 5
    taken, here, there = CandidateWords(), WordCounts(), WordCounts()
    for title in titles:
        here.add(taken.of(title, "", "fr"))
    for title in [f"Child {n}" for n in ("care", "wages", "markets")] * 30 + titles:
        there.add(taken.of(title, "", "fr" if "Crèches" in title else "en"))
    assert suggest(here, there, Existing(WORK)) == []


def test_two_items_are_chance():
    assert proposed(["Kinderopvang"] * 2, ["Zee"] * 50) == []


def test_words_of_other_items_are_counted_only_where_they_are_wanted():
    here = counted("Kinderopvang")
    there = counted("Kinderopvang en zee", only=here.counts)
    assert len(here.counts) == len(there.counts) == 1
    assert there.totals == {"nl": 2}


@given(
    st.lists(st.text(max_size=60), min_size=4, max_size=8),
    st.sampled_from(["nl", "en", "fr", "de", "es", "xx"]),
)
def test_whatever_stands_in_items_every_proposal_is_a_term(titles, language):
    here = counted(*titles * 4, language=language)
    for one in suggest(here, counted("x", only=here.counts), Existing(WORK)):
        assert not isinstance(parse_term(one.term, one.language), TermFault)


@pytest.mark.parametrize("word", ["kinderopvang", "zee"])
def test_the_strength_is_the_log_odds(word):
    here, there = counted(*["Kinderopvang zee"] * 5, "Zee"), counted(*["Zee"] * 5)
    key = next(key for key in here.counts if here.written(key) == word)
    z = log_odds({key: here.counts[key]}, there.counts, totals=(here.totals["nl"], there.totals["nl"]))[key]
    made = {one.term: one.z for one in suggest(here, there, Existing(WORK))}
    assert made.get(word, 0) in (0, round(z, 2))
