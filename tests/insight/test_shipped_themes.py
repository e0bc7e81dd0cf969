"""The 24 shipped themes: complete, without collisions, and right about sentences they were not made from."""

import json
import os
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import compile_themes
from servwatch.model import Term, Theme

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("SERVWATCH_CORPUS") or ROOT.parent / "shared" / "corpus")
IDS = [
    "social-dialogue",
    "decent-work",
    "labour-market",
    "workable-work",
    "equal-participation",
    "social-protection",
    "inequality-poverty",
    "welfare-health",
    "education-skills",
    "migration",
    "digitalisation",
    "economy-innovation",
    "economic-governance",
    "public-finance",
    "trade-globalisation",
    "sustainable-development",
    "climate",
    "energy",
    "environment",
    "resources-food",
    "mobility",
    "governance",
    "international-cooperation",
    "enlargement-geopolitics",
]
LANGUAGES = ("nl", "en", "fr")


def read_term(written):
    if isinstance(written, str):
        return Term(written)
    lists = {key: tuple(written[key]) for key in ("exclude", "requires") if key in written}
    return Term(**{"text": written["term"], **{k: v for k, v in written.items() if k != "term"}, **lists})


def read_theme(table):
    terms = {code: tuple(map(read_term, written)) for code, written in table["terms"].items()}
    optional = {key: table[key] for key in ("priority", "threshold", "description") if key in table}
    return Theme(table["id"], table["name"], terms, {"": tuple(table.get("exclude", ()))}, **optional)


@pytest.fixture(scope="module")
def themes():
    files = [path for path in (ROOT / "themes.toml", ROOT / "feeds.toml") if path.exists()]
    return [read_theme(table) for table in tomllib.loads(files[0].read_text("utf-8"))["theme"]]


@pytest.fixture(scope="module")
def matcher(themes):
    return compile_themes(themes)


def test_they_are_the_twenty_four_in_their_order(themes):
    assert [theme.id for theme in themes] == IDS


def test_each_has_a_name_and_terms_in_three_languages(themes):
    for theme in themes:
        assert set(theme.name) == set(LANGUAGES)
        assert all(theme.name.values())
        for language in LANGUAGES:
            assert len(theme.terms[language]) >= 15, (theme.id, language)


def test_each_says_what_it_covers_in_a_line_of_each_language(themes):
    for theme in themes:
        assert set(theme.description) == set(LANGUAGES)
        assert all(20 < len(text) <= 120 for text in theme.description.values())
    for language in LANGUAGES:
        assert len({theme.description[language] for theme in themes}) == len(themes)


def test_every_term_can_be_used(themes):
    for theme in themes:
        for language, terms in theme.terms.items():
            faults = [parse_term(term, language) for term in terms]
            assert not [fault for fault in faults if isinstance(fault, TermFault)]


def test_no_term_stands_twice_or_in_two_themes(themes):
    homes = defaultdict(list)
    for theme in themes:
        for language, terms in theme.terms.items():
            for term in terms:
                homes[language, term.text.strip('="*').casefold()].append(theme.id)
    assert {term: found for term, found in homes.items() if len(found) > 1} == {}


SENTENCES = """
    nl | Sociale partners sluiten nieuwe cao over telewerk              | social-dialogue workable-work
    nl | Europese Commissie stelt richtlijn kwaliteitsvolle jobs voor   | workable-work labour-market
    nl | Vakbonden staken op 4 december tegen pensioenhervorming        | social-dialogue social-protection
    nl | IAO neemt nieuw verdrag aan over platformwerk                  | decent-work workable-work
    nl | Krapte op de arbeidsmarkt blijft historisch hoog               | labour-market
    nl | De loonkloof daalt tot 5 procent                               | equal-participation
    nl | Advies over de Europese pijler van sociale rechten             | inequality-poverty
    nl | Europees Semester: landspecifieke aanbevelingen voor België    | economic-governance
    nl | Meerjarig financieel kader 2028-2034: wat met het ESF+?        | public-finance
    nl | Handelsakkoord met Mercosur ondertekend                        | trade-globalisation
    nl | Klimaattop COP30 eindigt zonder akkoord over aardgas           | climate energy
    nl | Circulaire economie: raadpleging over kritieke grondstoffen    | resources-food
    nl | Haven van Antwerpen-Brugge verwerkt minder containers          | mobility
    nl | Omnibuspakket moet administratieve lasten verlagen             | governance
    nl | Vlaanderen steunt capaciteitsopbouw in Zuid-Afrika             | international-cooperation
    nl | Westelijke Balkan: uitbreidingspakket voorgesteld              | enlargement-geopolitics
    nl | AI-verordening: regels voor algoritmisch management            | digitalisation
    nl | Productiviteit en concurrentievermogen van Vlaanderen dalen    | economy-innovation
    nl | Rapport over de duurzame-ontwikkelingsdoelstellingen           | sustainable-development
    nl | Natuurherstelwet: lidstaten dienen plannen in                  | environment
    nl | Levenslang leren: individuele leerrekening in de steigers      | education-skills
    nl | Gecombineerde vergunning voor arbeidsmigranten sneller         | migration
    nl | Wachtlijsten in de kinderopvang en ouderenzorg                 | welfare-health
    nl | Veiligheid en gezondheid op het werk: nieuwe strategie         | workable-work
    nl | De NAR bracht een advies uit                                   | social-dialogue
    nl | Het ondernemersklimaat in Limburg                              | economy-innovation
    nl | Netwerk voor vuurwerk beloond met een prijs                    |
    nl | Tal van mogelijkheden, ten gevolge van de storm                |
    nl | Diplomatieke betrekkingen na baarmoederonderzoek               |
    nl | Wie zich zorgen maakt, is belast met overbelasting             |
    en | Council adopts position on the platform work directive         | workable-work
    en | ILO report: forced labour generates billions                   | decent-work
    en | Country-specific recommendations published                     | economic-governance
    en | Commission proposes multiannual financial framework            | public-finance
    en | Carbon border adjustment mechanism enters definitive phase     | climate
    en | Electricity networks fit for the future                        | energy
    en | WTO members fail to agree on fisheries subsidies               | trade-globalisation resources-food
    en | Jobs resilient, wages lag                                      | labour-market workable-work
    en | Accession negotiations with Moldova and Ukraine opened         | enlargement-geopolitics
    en | WHO warns of new pandemic                                      | welfare-health
    en | ETUC and BusinessEurope clash over the right to disconnect     | social-dialogue workable-work
    en | TAIEX mission on social dialogue                  | international-cooperation social-dialogue
    en | Union of Skills: new action plan for vocational training       | education-skills
    en | Railway package: stricter rules                                | mobility
    en | Rail strike enters its third day                               | social-dialogue mobility
    en | Air strike hits convoy; striking a balance was no option       |
    en | Names were stricken from the list; a striking success          |
    en | Who pays? The crowd, it or us                                  |
    fr | Les partenaires sociaux concluent un accord interprofessionnel | social-dialogue
    fr | Grève nationale contre la réforme des retraites    | social-dialogue social-protection
    fr | Retraitement des déchets nucléaires à La Hague                 | energy
    fr | Le Conseil adopte la directive sur le salaire minimum          | workable-work
    fr | Devoir de vigilance : le Parlement vote                        | decent-work
    fr | La Commission relance la garantie jeunesse                     | labour-market
    fr | Également adopté : le budget de l'Union                        | public-finance
    fr | Pacte vert : neutralité carbone en 2050                        | climate
    fr | Lutte contre la pauvreté et l'exclusion sociale                | inequality-poverty
    fr | Ces mesures améliorent le climat des affaires                  | economy-innovation
    fr | Ces mesures répondent à mes attentes, car elles sont élevées   |
    fr | Accord commercial : l'agriculture inquiète         | trade-globalisation resources-food
    fr | L'intelligence artificielle et l'avenir du travail             | digitalisation
    fr | Coopération au développement : l'APD recule                    | international-cooperation
    de | Sozialpartner einigen sich auf höheren Mindestlohn             | social-dialogue workable-work
    es | El diálogo social y la negociación colectiva en Cataluña       | social-dialogue
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("language", "title", "expected"), ROWS)
def test_a_title_gets_exactly_its_themes(matcher, language, title, expected):
    assert {one.theme for one in matcher.match(title, "", language)} == set(expected.split())


KAMER = {
    "employment_labour": "labour-market workable-work social-dialogue decent-work",
    "equality_inclusion": "inequality-poverty equal-participation",
    "environment_climate": "climate environment",
    "public_finance_tax": "public-finance",
    "health": "welfare-health",
    "mobility_transport": "mobility",
    "digital": "digitalisation",
    "migration": "migration",
    "social_protection": "social-protection",
    "energy": "energy",
    "education_skills": "education-skills",
    "development_coop": "international-cooperation",
}
OECD = {
    "Employment": "labour-market workable-work social-dialogue decent-work",
    "Social Issues/Migration/Health": "social-protection inequality-poverty equal-participation "
    "welfare-health migration",
    "Education": "education-skills",
    "Environment": "climate environment",
    "Energy": "energy",
    "Trade": "trade-globalisation",
    "Taxation": "public-finance",
    "Development": "international-cooperation",
    "Transport": "mobility",
    "Agriculture and Food": "resources-food",
    "Science and Technology": "digitalisation economy-innovation",
}


def f1(matcher, name, language, key, mapping, rename=None):
    """Micro and macro F1 over the labels of `mapping`."""
    path = CORPUS / "labelled" / name
    if not path.exists():
        pytest.skip(f"no labelled set at {path}")
    labels = {theme: label for label, found in mapping.items() for theme in found.split()}
    counts = {label: [0, 0, 0] for label in mapping}  # hits, false, missed
    for item in map(json.loads, path.read_text("utf-8").splitlines()):
        if item["language"] == language:
            gold = {(rename or {}).get(label, label) for label in item[key]}
            found = matcher.match(item["title"], item["summary"], language)
            guessed = {labels[one.theme] for one in found if one.theme in labels}
            for label, count in counts.items():
                count[0] += label in gold and label in guessed
                count[1] += label not in gold and label in guessed
                count[2] += label in gold and label not in guessed
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    score = [
        2 * hits / max(1, 2 * hits + false + missed) for hits, false, missed in (*counts.values(), total)
    ]
    return score[-1], sum(score[:-1]) / len(counts)


@pytest.mark.corpus
def test_dutch_written_questions_get_the_themes_their_documentalists_gave(matcher):
    micro, macro = f1(matcher, "dekamer-nl.jsonl", "nl", "themes", KAMER)
    assert micro >= 0.70
    assert macro >= 0.66


@pytest.mark.corpus
@pytest.mark.parametrize("language", ["en", "fr"])
def test_oecd_publications_get_the_themes_the_oecd_gave(matcher, language):
    micro, _ = f1(matcher, "oecd-en-fr.jsonl", language, "labels", OECD, {"Nuclear Energy": "Energy"})
    assert micro >= 0.60
    strict, _ = f1(matcher, "oecd-en-fr.jsonl", language, "labels", OECD)
    assert strict >= 0.55


@pytest.mark.corpus
def test_a_keyword_as_given_is_found_in_its_forms_and_in_little_else():
    path = CORPUS / "labelled" / "keyword-inflection.tsv"
    if not path.exists():
        pytest.skip(f"no labelled set at {path}")
    counts = {"1": [0, 0], "0": [0, 0]}
    for row in path.read_text("utf-8").splitlines()[1:]:
        language, keyword, should_match, text = row.split("\t")
        one = compile_themes([Theme("t", {}, {language: (Term(keyword),)})])
        counts[should_match][0] += 1
        counts[should_match][1] += bool(one.match(text, "", language))
    assert counts["1"][1] / counts["1"][0] >= 0.85
    assert counts["0"][1] / counts["0"][0] <= 0.04
