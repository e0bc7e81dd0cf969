"""The table of concepts, and what is found with it."""

import pytest

from servwatch.insight.reading import Reading
from servwatch.insight.stories.concepts import KINDS, LANGUAGES, shipped_concepts
from servwatch.insight.stories.signals import signals_of
from servwatch.insight.terms import TermFault, parse_term

TABLE = shipped_concepts()


def found(text, language):
    return set(TABLE.find(Reading(text), language))


def test_every_concept_has_forms_in_every_language_and_a_kind():
    assert len(TABLE) >= 600
    assert {concept.kind for concept in TABLE} == set(KINDS)
    assert [c.id for c in TABLE if not all(all(c.forms[code]) for code in LANGUAGES)] == []


def test_every_form_is_a_term():
    faults = [
        (concept.id, form)
        for concept in TABLE
        for code in LANGUAGES
        for form in concept.forms[code]
        if isinstance(parse_term(form, code), TermFault)
    ]
    assert faults == []


def test_every_concept_is_found_by_each_of_its_own_forms():
    lost = [
        (concept.id, code, form)
        for concept in TABLE
        for code in LANGUAGES
        for form in concept.forms[code]
        if concept.id not in found(form.strip('="*'), code)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "IAO: sociale dialoog beschermt tegen dwangarbeid"),
        ("en", "ILO: social dialogue protects against forced labour"),
        ("fr", "OIT : le dialogue social protège contre le travail forcé"),
        ("de", "IAO: Sozialer Dialog schützt vor Zwangsarbeit"),
        ("es", "OIT: el diálogo social protege contra el trabajo forzoso"),
    ],
)
def test_one_sentence_says_the_same_in_five_languages(language, text):
    assert {"ilo", "social-dialogue", "protection", "forced-labour"} <= found(text, language)


def test_a_text_of_an_unknown_language_is_read_in_all_of_them():
    assert {"pension", "steel"} <= found("Pensioenen en acier", "")


def test_a_concept_is_called_by_its_first_form():
    assert TABLE["oecd"].name("nl") == "OESO"
    assert TABLE["oecd"].name("fr") == "OCDE"
    assert TABLE["platform"].name("pt") == "platform"


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("Daalt tot 12 procent", "nl", "n:12%"),
        ("Falls to 12%", "en", "n:12%"),
        ("Encore 12 % en 2025", "fr", "n:12%"),
        ("Steigt auf 12 Prozent", "de", "n:12%"),
        ("Sube al 12 por ciento", "es", "n:12%"),
        ("138 miljoen mensen", "nl", "n:138e6"),
        ("138 million people", "en", "n:138e6"),
        ("138 millions de personnes", "fr", "n:138e6"),
        ("138 millones de personas", "es", "n:138e6"),
        ("Voor 2.000 miljard euro", "nl", "n:2000e9"),
        ("For 2,000 billion euro", "en", "n:2000e9"),
        ("Pour 2 000 milliards d'euros", "fr", "n:2000e9"),
        ("1,4 procent groei", "nl", "n:1.4%"),
        ("1.4% growth", "en", "n:1.4%"),
        ("Tien jaar later", "nl", "n:10"),
        ("Ten years later", "en", "n:10"),
        ("Dix ans plus tard", "fr", "n:10"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text, language, number):
    assert number in signals_of(text, language, TABLE)


def test_a_concept_inside_a_longer_one_counts_as_a_part_of_it():
    signals = signals_of("Child labour", "en", TABLE)
    assert {"c:child-labour", "d:child", "d:work"} <= signals
    assert {"c:child", "c:work"} <= signals_of("Children at work", "en", TABLE)


def test_what_no_concept_has_is_an_acronym_or_the_beginning_of_a_word():
    signals = signals_of("XYZQ signs Kyrgyzstan memorandum", "en", TABLE)
    assert {"a:xyzq", "w:kyrgyz", "w:memora"} <= signals
    assert not any(signal.startswith("a:") for signal in signals_of("ALL IN CAPITALS", "en", TABLE))


def test_references_are_signals():
    assert "r:celex:32024R1234" in signals_of("A", "en", TABLE, references=["celex:32024R1234"])
