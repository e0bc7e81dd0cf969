"""Which themes an item gets, what they score, and how that is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.errors import ConfigError
from servwatch.insight.findings import LEAD_LENGTH
from servwatch.insight.hints import Hint
from servwatch.insight.themes import compile_themes
from servwatch.model import Match, Term, Theme


def theme(theme_id, *terms, language="nl", **rest):
    made = tuple(Term(term) if isinstance(term, str) else term for term in terms)
    return Theme(theme_id, {"en": theme_id}, {language: made}, **rest)


def scores(themes, title="", summary="", language="nl", **rest):
    return {one.theme: one.score for one in compile_themes(themes).match(title, summary, language, **rest)}


WORK = theme("work", "loon", "telewerk", "sociaal overleg")


def test_a_term_counts_two_in_the_title_and_one_in_the_summary():
    assert scores([WORK], "Het loon stijgt") == {"work": 2.0}
    assert scores([WORK], "", "Het loon stijgt") == {"work": 1.0}
    assert scores([WORK], "Loon", "loon") == {"work": 2.0}


def test_a_term_that_comes_late_in_the_summary_counts_half():
    late = theme("work", "loon", "telewerk", threshold=0.5)
    assert scores([late], "", "." * LEAD_LENGTH + " het loon") == {"work": 0.5}
    assert scores([late], "", "." * (LEAD_LENGTH - 6) + " het loon") == {"work": 1.0}


def test_distinct_terms_add_up_and_a_repeated_term_does_not():
    assert scores([WORK], "Loon en telewerk", "loon, telewerk, loon") == {"work": 4.0}
    assert scores([WORK], "", "loon loon loon") == {"work": 1.0}


def test_terms_that_overlap_count_once_the_weightiest_first():
    themes = [theme("work", "overleg", Term("sociaal overleg", weight=2.0), "sociaal")]
    (given_theme,) = compile_themes(themes).match("Sociaal overleg", "", "nl")
    assert given_theme.score == 4.0
    assert [match.term for match in given_theme.matches] == ["sociaal overleg"]


def test_a_weak_term_needs_company_unless_it_stands_in_the_title():
    weak = [theme("work", Term("werknemer", weight=0.5), Term("werkgever", weight=0.5))]
    assert scores(weak, "", "Een werknemer klaagt") == {}
    assert scores(weak, "", "Een werknemer en een werkgever") == {"work": 1.0}
    assert scores(weak, "Een werknemer klaagt") == {"work": 1.0}


def test_a_theme_below_its_threshold_is_not_given_but_is_explained():
    strict = compile_themes([theme("work", "loon", threshold=2.0)])
    assert strict.match("", "het loon", "nl") == ()
    (assessment,) = strict.explain("", "het loon", "nl")
    assert (assessment.given, assessment.score, assessment.threshold) == (False, 1.0, 2.0)
    assert assessment.matches == (Match("loon", "summary", 4, 8, "loon", "stem"),)


def test_an_excluded_word_voids_the_match_it_overlaps_and_no_other():
    themes = compile_themes([theme("climate", Term("klimaat", exclude=("ondernemersklimaat",)))])
    assert themes.match("Het ondernemersklimaat verbetert", "", "nl") == ()
    (assessment,) = themes.explain("Het ondernemersklimaat verbetert", "", "nl")
    assert [match.text for match in assessment.voided] == ["ondernemersklimaat"]
    (given_theme,) = themes.match("Ondernemersklimaat en klimaat", "", "nl")
    assert [(match.start, match.text) for match in given_theme.matches] == [(22, "klimaat")]


def test_an_excluded_phrase_voids_a_word_within_it():
    themes = [theme("social", Term("pension", exclude=("pension fund",)), language="en")]
    assert scores(themes, "Pension funds invest", language="en") == {}
    assert scores(themes, "Pension reform", language="en") == {"social": 2.0}


def test_a_required_word_may_stand_anywhere_in_the_item():
    themes = [theme("ilo", Term("C190", requires=("=IAO", "conventie")))]
    assert scores(themes, "De ratificatie van C190") == {}
    assert scores(themes, "De ratificatie van C190", "Een conventie over geweld op het werk") == {"ilo": 2.0}
    (assessment,) = compile_themes(themes).explain("De ratificatie van C190", "", "nl")
    assert [match.term for match in assessment.voided] == ["C190"]


def test_an_excluded_word_of_a_theme_refuses_the_theme():
    barred = [theme("work", "werk", exclude={"": ("vacature",), "nl": ("kunst*",)})]
    assert scores(barred, "Werk") == {"work": 2.0}
    assert scores(barred, "Werk", "Bekijk de vacature") == {}
    assert scores(barred, "Werk in kunstgalerij") == {}
    (assessment,) = compile_themes(barred).explain("Werk", "Bekijk de vacature", "nl")
    assert not assessment.given
    assert [match.text for match in assessment.barring] == ["vacature"]


def test_hints_of_source_and_category_count_as_one_term_each():
    hints = [
        Hint("work", "source", "Eurofound"),
        Hint("work", "category", "POLICY_AREA=EMPL"),
        Hint("unknown", "category", "POLICY_AREA=X"),
    ]
    (given_theme,) = compile_themes([WORK]).match("Nieuws", "", "nl", hints=hints)
    assert given_theme.score == 2.0
    assert given_theme.matches[1] == Match(
        "POLICY_AREA=EMPL", "category", 0, 16, "POLICY_AREA=EMPL", "hint", 1.0
    )


def test_themes_come_by_score_and_then_in_the_order_of_the_configuration():
    themes = [theme("c", "loon"), theme("a", "loon"), theme("b", "loon", "telewerk")]
    given_themes = compile_themes(themes).match("Loon", "telewerk", "nl")
    assert [one.theme for one in given_themes] == ["b", "c", "a"]


TWO = [
    Theme("work", {}, {"nl": (Term("werk"),), "en": (Term("work"),)}),
    Theme("tax", {}, {"en": (Term("tax"),), "fr": (Term("taxe"),)}),
]


@pytest.mark.parametrize("language", ["en", "en-GB", "EN", "eng"])
def test_only_the_terms_of_the_language_are_sought(language):
    assert scores(TWO, "The werk of tax", language=language) == {"tax": 2.0}


@pytest.mark.parametrize("language", ["", "it", "xx-YY"])
def test_every_language_is_tried_when_it_is_unknown(language):
    assert scores(TWO, "Werk, tax", language=language) == {"work": 2.0, "tax": 2.0}


def test_a_word_of_two_languages_counts_once():
    both = [Theme("social", {}, {"en": (Term("pension"),), "fr": (Term("pension"),)})]
    assert scores(both, "Pension", language="") == {"social": 2.0}


def test_an_untranslated_title_is_found_in_the_language_it_is_in():
    assert scores(TWO, "Tax outlook", language="nl") == {"tax": 2.0}
    assert scores(TWO, "Tax outlook van werk", language="nl") == {"work": 2.0}
    assert scores(TWO, "De tax van het land", language="nl") == {}


def test_only_the_languages_asked_for_are_compiled():
    assert compile_themes(TWO, languages=["nl"]).match("tax", "", "en") == ()


def test_a_term_with_a_fault_is_refused_by_name():
    with pytest.raises(ConfigError, match=r"work.*'arb\*markt'"):
        compile_themes([theme("work", "arb*markt")])


def test_no_themes_give_no_themes():
    assert compile_themes([]).match("Loon", "loon", "nl") == ()
    assert compile_themes([WORK]).match("", "", "nl") == ()


MANY = [
    theme(
        "work",
        "loon",
        "*werk",
        "=CAO",
        Term("veiligheid op het werk", weight=0.5),
        Term("gelijkheid", exclude=("mogelijkheid", "loon*")),
        Term("sociaal overleg", gap=2),
        Term("werk veiligheid", near=5, requires=("loon",)),
    ),
    theme("fr", "égalité", "l'emploi", "=l'été", language="fr", exclude={"": ("gratuit",)}),
]
PIECES = [
    "loon",
    "Loon",
    "lonen",
    "gelijkheid",
    "ongelijkheid",
    "mogelijkheid",
    "werk",
    "netwerk",
    "CAO",
    "cao",
    "veiligheid",
    "en",
    "op",
    "het",
    "gezondheid",
    "sociaal",
    "overleg",
    "l'emploi",
    "égalité",
    "E\u0301GALITE\u0301",
    "l’été",
    "gratuit",
    "werk\xadgelegenheid",
    ".",
    ";",
    "|",
    "-",
    "ﬁ",
    "𝕏",
    "''",
]
texts = st.lists(st.sampled_from([*PIECES, "\n", "\u2028"]), max_size=25).map(" ".join) | st.text(max_size=80)
matcher = compile_themes(MANY)


@given(texts, texts, st.sampled_from(["nl", "fr", "", "xx"]))
def test_every_match_stands_where_it_says(title, summary, language):
    fields = {"title": title, "summary": summary}
    for one in matcher.explain(title, summary, language):
        for match in (*one.matches, *one.voided, *one.barring):
            assert match.text == fields[match.field][match.start : match.end] != ""


@given(texts, texts, st.sampled_from(["nl", "fr", ""]))
def test_what_is_given_is_what_is_explained(title, summary, language):
    explained = matcher.explain(title, summary, language)
    given_themes = [(one.theme, one.score, one.matches) for one in explained if one.given]
    found = matcher.match(title, summary, language)
    assert [(one.theme, one.score, one.matches) for one in found] == given_themes


@given(texts, texts)
def test_what_was_read_before_makes_no_difference(title, summary):
    assert compile_themes(MANY).match(title, summary, "nl") == matcher.match(title, summary, "nl")
