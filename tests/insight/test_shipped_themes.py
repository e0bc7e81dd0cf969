"""The 24 shipped themes: complete, without collisions, and right about sentences they were not made from."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import compile_themes
from servwatch.model import Term, Theme

ROOT = Path(__file__).resolve().parents[2]
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
    nl | De minister van Energie antwoordt                              |
    nl | Energiedrankjes verboden                                       |
    nl | Energiearmoede treft een op vijf gezinnen         | energy inequality-poverty
    nl | Ziekteverzuim bij ambtenaren daalt                             | workable-work
    nl | Werkloosheidsuitkering daalt sneller in de tijd                | social-protection
    nl | Politiestation krijgt een nieuwe gevel                         |
    nl | Interne mobiliteit bij de politie                              |
    nl | Dienstencheques worden duurder                                 | labour-market
    nl | Loonindexering en koopkracht: advies van de CRB                | workable-work
    nl | Verkeersveiligheid: trajectcontrole werkt                      | mobility
    en | Senior officials meet in Brussels                              |
    en | A challenging environment for banks                            |
    en | Purchasing power parities for 2025                             |
    en | Radioactive waste disposal in clay                             | energy
    en | COVID: schools reopen                             | welfare-health education-skills
    en | Cooperatives and social enterprises want better rules          | labour-market
    en | Groundwater and soil: Parliament agrees on monitoring          | environment
    fr | Assainissement budgétaire : la Commission salue l'effort       | economic-governance
    fr | Droits de douane et accès aux marchés                          | trade-globalisation
    fr | Mobilité des étudiants                                         | education-skills
    fr | Déchets radioactifs : enquête publique                         | energy
    fr | Pénibilité et organisation du travail                          | workable-work
    de | Sozialpartner einigen sich auf höheren Mindestlohn             | social-dialogue workable-work
    de | Kommission schlägt Kreislaufwirtschaft und saubere Energie vor | resources-food energy
    es | Dictamen sobre vivienda y pobreza infantil        | welfare-health inequality-poverty
    es | Cambio climático y empleo en el País Vasco        | climate labour-market
    es | El diálogo social y la negociación colectiva en Cataluña       | social-dialogue
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("language", "title", "expected"), ROWS)
def test_a_title_gets_exactly_its_themes(matcher, language, title, expected):
    assert {one.theme for one in matcher.match(title, "", language)} == set(expected.split())
