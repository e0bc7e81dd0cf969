"""Which words are forms of one word, and which only look so to Snowball."""

import pytest

from servwatch.insight.normalise import fold
from servwatch.insight.stems import Stems

FORMS = {
    "nl": """
        sociaal sociale; bedrijf bedrijven; loon lonen; overheid overheden; belasting belastingen;
        vaardigheid vaardigheden; huis huizen; tarief tarieven; lidstaat lidstaten; gezin gezinnen;
        haven havens; milieu milieus; financieel financiële; staking stakingen; werknemer
        werknemers; school scholen
    """,
    "en": """
        strike striking; skill skills; inequality inequalities; pension pensioners; unemployment
        unemployed; labour labor; labour labourers; digitalisation digitalization; organisation
        organizations; programme program; policy policies; ageing aging; care caring;
        homeless homelessness
    """,
    "fr": """
        emploi emplois; revenu revenus; social sociaux; minimum minimums; minimum minimaux; retraite
        retraités; salarié salariées; travailleur travailleuses; impôt impôts; formation formations;
        national nationaux; handicap handicapées; handicapé handicapée; retraité retraitées
    """,
    "de": "Mindestlohn Mindestlöhne; Arbeitnehmer Arbeitnehmerinnen; sozialer sozialen; Rente Renten",
    "es": """
        mínimo mínimos; social sociales; desigualdad desigualdades; trabajador trabajadoras;
        empleo empleos
    """,
}
OTHERS = {
    "nl": """
        overheid over; belasting belast; gelijkheid gelijk; opleiding opleiden; handel handeling;
        gezin zin; gezondheid zon; geweld wel; gemeente mening
    """,
    "en": """
        productivity products; productivity production; employment employer; training trains;
        housing houses; policy police; ageing age; competitiveness competition; strike stricken;
        care careful; home homeless; care carelessly
    """,
    "fr": """
        retraite retraitement; environnement environ; égalité également; travail travaux;
        formation formel
    """,
    "es": "trabajador trabajos; igualdad igual",
}


def pairs(table):
    return [(language, *pair.split()) for language, text in table.items() for pair in text.split(";")]


def are_forms(language, keyword, word):
    stems, keyword, word = Stems(language), fold(keyword), fold(word)
    stem = stems.stem(keyword)
    return stem == stems.stem(word) and stems.forms(keyword, word, stem)


@pytest.mark.parametrize(("language", "keyword", "word"), pairs(FORMS))
def test_forms_of_one_word_are_found(language, keyword, word):
    assert are_forms(language, keyword, word)


@pytest.mark.parametrize(("language", "keyword", "word"), pairs(OTHERS))
def test_other_words_of_the_same_stem_are_not(language, keyword, word):
    assert not are_forms(language, keyword, word)


def test_a_language_without_stems_has_its_words_as_they_are():
    assert Stems("xx").stem("arbeidsmarkten") == "arbeidsmarkten"
