"""Where one term is found: forms, compounds, wildcards, exact words, phrases, gaps."""

import pytest

from servwatch.insight.phrases import Phrase, Phrasebook
from servwatch.insight.reading import READ, Reading
from servwatch.insight.terms import CompiledTerm, parse_term
from servwatch.insight.vocabulary import REMEMBERED
from servwatch.model import Term


def book(term, language="nl", compound_length=7):
    compiled = parse_term(term, language)
    assert isinstance(compiled, CompiledTerm), compiled
    source = compiled.source
    return Phrasebook(
        language, [Phrase(compiled.words, source.gap, source.near)], compound_length=compound_length
    )


def found(term, text, language="nl", **settings):
    """The words found, with the rule that found them."""
    places = book(term, language, **settings).find(Reading(text)).get(0, [])
    return [(text[place.start : place.end], place.rule) for place in places]


@pytest.mark.parametrize(
    ("language", "term", "text", "words", "rule"),
    [
        ("nl", "loon", "De Lonen stijgen", "Lonen", "stem"),
        ("nl", "vakbond", "Europese vakbondsfederatie", "vakbondsfederatie", "compound"),
        ("nl", "werknemers", "de platformwerknemer", "platformwerknemer", "compound"),
        ("nl", "vaardigheid", "digitale taalvaardigheden", "taalvaardigheden", "compound"),
        ("nl", "gelijkheid", "de ongelijkheid groeit", "ongelijkheid", "compound"),
        ("nl", "zorg", "de gezondheidszorg", "gezondheidszorg", "compound"),
        ("nl", "loon", "automatische loonindexering", "loonindexering", "compound"),
        ("nl", "loon", "de brutolonen", "brutolonen", "compound"),
        (
            "nl",
            "kunstmatige intelligentie",
            "Kunstmatige-intelligentiewet",
            "Kunstmatige-intelligentiewet",
            "compound",
        ),
        ("nl", "werk*", "werkgelegenheid", "werkgelegenheid", "wildcard"),
        ("nl", "*werk", "netwerk", "netwerk", "wildcard"),
        ("nl", "*loon*", "beloond", "beloond", "wildcard"),
        ("nl", "=cao", "een nieuwe CAO", "CAO", "exact"),
        ("nl", "=cao", "cao's", "cao", "exact"),
        ("en", "=SDG", "the SDGs in 2030", "SDGs", "exact"),
        ("en", "child labour", "child labor in cocoa farming", "child labor", "stem"),
        ("en", "collective bargaining", "collective-bargaining agreements", "collective-bargaining", "stem"),
        ("fr", "égalité", "STRATEGIE D'EGALITE", "EGALITE", "stem"),
        ("fr", "salaire minimum", "des salaires minima", "salaires minima", "stem"),
        ("de", "Lohn", "die Löhne", "Löhne", "stem"),
        ("de", "Rente", "die Rentenreform", "Rentenreform", "compound"),
        ("de", "Mindestlohn", "Mindestlohnerhöhung", "Mindestlohnerhöhung", "compound"),
        ("es", "desigualdad", "las desigualdades", "desigualdades", "stem"),
    ],
)
def test_a_term_is_found_in_its_forms(language, term, text, words, rule):
    assert found(term, text, language) == [(words, rule)]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("nl", "werk", "netwerk, vuurwerk, kunstwerk en werkelijk"),
        ("nl", "loon", "beloond, ballonvaart, kolonel"),
        ("nl", "zorg", "zorgvuldig en bezorgd"),
        ("nl", "gelijkheid", "een mogelijkheid, de mogelijkheden"),
        ("nl", "armoede", "baarmoederkanker"),
        ("nl", "handel", "behandeling"),
        ("nl", "energie", "synergie"),
        ("nl", "verkeer", "de verkeerde weg"),
        ("nl", "kunstmatige intelligentie", "kunstmatige schaarste; intelligentiequotiënt"),
        ("nl", "loon*", "het brutoloon"),
        ("nl", "*loon", "loonindexering"),
        ("nl", '"loon"', "lonen, loonnorm"),
        ("de", "Rente", "Referenten und Konkurrenten"),
        ("de", "Lohn", "es lohnt sich, belohnt"),
        ("en", "worker", "working paper, coworking"),
        ("en", "=WHO", "those who pay, Who pays"),
        ("en", "=IT", "it is"),
        ("fr", "=CES", "ces mesures"),
        ("fr", "retraite", "retraitement des déchets"),
        ("fr", "égalité", "légalité, également"),
    ],
)
def test_what_only_looks_like_the_term_is_not_found(language, term, text):
    assert found(term, text, language) == []


def test_compounds_can_be_turned_off_or_made_stricter():
    assert found("vakbond", "vakbondsleiders", compound_length=0) == []
    assert found("loon", "loonindexering", compound_length=0) == []
    assert found("vakbond", "vakbondsactie", compound_length=20) == [("vakbondsactie", "compound")]
    assert found("vakbond", "vakbondsgevoel", compound_length=20) == []


@pytest.mark.parametrize(
    ("language", "term", "text", "words"),
    [
        (
            "nl",
            "veiligheid op het werk",
            "Veiligheid en gezondheid op het werk.",
            "Veiligheid en gezondheid op het werk",
        ),
        (
            "fr",
            "protection sociale",
            "une protection juridique et sociale",
            "protection juridique et sociale",
        ),
        ("nl", "sociaal beleid", "sociaal en economisch beleid", "sociaal en economisch beleid"),
        ("nl", "cao nr 90", "de cao nr. 90 van de NAR", "cao nr. 90"),
    ],
)
def test_a_coordination_may_stand_between_the_words_of_a_phrase(language, term, text, words):
    assert [place[0] for place in found(term, text, language)] == [words]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("sociaal overleg", "We werken sociaal. Overleg volgt."),
        ("sociaal overleg", "sociaal; overleg"),
        ("sociaal overleg", "Sociaal - overleg"),
        ("sociaal overleg", "overleg sociaal"),
        ("sociaal overleg", "sociaal en zo verder overleg"),
        ("=sociaal overleg", "sociaal en economisch overleg"),
        ("=sociaal overleg", "sociale overleg"),
    ],
)
def test_a_phrase_is_not_found_across_sentences_or_out_of_order(term, text):
    assert found(term, text) == []


def test_a_phrase_does_not_run_on_from_title_to_summary():
    for term in ("sociaal overleg", Term("sociaal overleg", gap=5), Term("sociaal overleg", near=9)):
        assert book(term).find(Reading("Vlaanderen sociaal", "Overleg in Brussel")) == {}


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        (Term("veiligheid werk", gap=2), "veiligheid op het werk", "veiligheid op het werk"),
        (Term("veiligheid werk", gap=1), "veiligheid op het werk", None),
        (
            Term("steun aan industrie", gap=1),
            "steun aan de grote en steun aan onze industrie",
            "steun aan onze industrie",
        ),
        (Term("werk veiligheid", gap=5), "veiligheid op het werk", None),
        (Term("werk veiligheid", near=4), "veiligheid op het werk", "veiligheid op het werk"),
        (Term("werk veiligheid", near=3), "veiligheid op het werk", None),
        (Term("werk veiligheid", near=9), "werk is er, maar veiligheid op werk", "veiligheid op werk"),
    ],
)
def test_gap_keeps_the_order_and_near_does_not(term, text, words):
    assert found(term, text) == ([] if words is None else [(words, "near")])


def test_every_place_is_found_once_and_in_its_field():
    one = book("werk")
    places = one.find(Reading("Werk en werk", "geen werk"))[0]
    assert [(place.field, place.start, place.end) for place in places] == [
        ("title", 0, 4),
        ("title", 8, 12),
        ("summary", 5, 9),
    ]


def test_a_phrase_whose_words_repeat_is_found_where_it_stands():
    assert found("werk voor werk", "werk voor werk voor werk") == [
        ("werk voor werk", "stem"),
        ("werk voor werk", "stem"),
    ]


def test_the_memory_of_words_stays_bounded():
    one = book("werk")
    for number in range(0, 3 * REMEMBERED, 100):
        one.find(Reading(" ".join(f"woord{number + k}" for k in range(100))))
    assert len(one) <= REMEMBERED
    assert one.find(Reading("werk"))[0][0].rule == "stem"


def test_a_run_of_letters_that_is_no_word_is_passed_over_and_not_remembered():
    one = book("*loon*")
    assert one.find(Reading("loon" * 1_000)) == {}
    assert all(len(word) < 100 for word in one)


def test_only_the_beginning_of_a_very_long_text_is_read():
    one = book("loon")
    assert len(one.find(Reading("loon " * 1_000_000, "loon " * 1_000_000))[0]) == 2 * READ // 5
    assert one.find(Reading("x " * READ, "x " * READ + "loon")) == {}
