"""Who writes an opinion, and who buys, as publishers say so. The names are placeholders, no people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.statements import buyer, rapporteur
from servwatch.insight.statements.names import LONGEST

RAPPORTEURS = [
    # the European Economic and Social Committee
    ("Rapporteur: Given SURNAME (Employers - GR I)", "Given SURNAME (Employers - GR I)"),
    ("Opinion SOC/999. Rapporteur: Given SURNAME (Workers – GR II, Belgium). Plenary: 18/03/2026",
     "Given SURNAME (Workers – GR II, Belgium)"),
    ("Rapporteur: Given SURNAME (Slovakia", "Given SURNAME"),
    ("Rapporteurs: Given SURNAME (GR I), Other SURNAME (GR II)", "Given SURNAME (GR I), Other SURNAME (GR II)"),
    ("Rapporteur: Given SURNAME (GR I) Co-rapporteur: Other SURNAME (GR II)", "Given SURNAME (GR I)"),
    ("Rapporteur: Given SURNAME\nCo-rapporteur: Other SURNAME", "Given SURNAME"),
    ("Rapporteur-general: Given van der SURNAME", "Given van der SURNAME"),
    ("Rapporteur(s): G. SURNAME", "G. SURNAME"),
    ("Rapporteure : Prénom NOM (Travailleurs - GR II)", "Prénom NOM (Travailleurs - GR II)"),
    ("Rapporteur général : Prénom NOM | Adoption en plénière : 18/03/2026", "Prénom NOM"),
    ("Rapporteur-generaal: Voornaam NAAM (Werknemers - groep II)", "Voornaam NAAM (Werknemers - groep II)"),
    ("Berichterstatterin: Vorname NACHNAME (Arbeitnehmer - Gruppe II)",
     "Vorname NACHNAME (Arbeitnehmer - Gruppe II)"),
    ("Hauptberichterstatter: Vorname NACHNAME", "Vorname NACHNAME"),
    # the Committee of the Regions
    ("Rapporteur: Given SURNAME (BE/EPP), Member of a Regional Parliament",
     "Given SURNAME (BE/EPP), Member of a Regional Parliament"),
    ("Rapporteur: Voornaam NAAM (BE/EVP)\nCommissie SEDEC, stemming 12 februari 2026", "Voornaam NAAM (BE/EVP)"),
    ("Berichterstatter: Vorname NACHNAME (DE/SPE). Plenartagung im März", "Vorname NACHNAME (DE/SPE)"),
    ("Rapportrice : Prénom NOM (FR/PSE) – commission SEDEC", "Prénom NOM (FR/PSE)"),
    # the European Parliament
    ("The committee heard rapporteur Given Surname (S&D, BE) on the draft report.", "Given Surname (S&D, BE)"),
    ("Draft report - Rapporteur: Given SURNAME (Renew) - Committee on Employment", "Given SURNAME (Renew)"),
    ("Vote on the report by rapporteur Given van Surname, scheduled in March", "Given van Surname"),
    ("Shadow rapporteur: Other SURNAME. Rapporteur: Given SURNAME.", "Given SURNAME"),
]  # fmt: skip
NO_RAPPORTEURS = [
    "",
    "The committee appointed a rapporteur and will hear experts.",
    "Rapporteur: to be appointed.",
    "Rapporteur: nog aan te wijzen",
    "De rapporteur stelt het verslag voor.",
    "Co-rapporteur: Other SURNAME",
    "Shadow rapporteur: Other SURNAME",
    "the rapporteur Member State for the evaluation",
    "gènes rapporteurs ToxTracker",
    "Rapporteur: ",
    "Rapporteur: 12/03",
]
BUYERS = [
    ("Buyer: European Agency for Samples", "European Agency for Samples"),
    ("Contracting authority: City of Samples, Department of Work. Deadline: 4 December 2026",
     "City of Samples, Department of Work"),
    ("Study on wages; Aanbestedende dienst: Departement Voorbeeld (Vlaamse overheid)",
     "Departement Voorbeeld (Vlaamse overheid)"),
    ("Koper: Gemeente Voorbeeld\nRaming: 250.000 euro", "Gemeente Voorbeeld"),
    ("Opdrachtgever: Dienst Voorbeeld - Procedure: open", "Dienst Voorbeeld"),
    ("Pouvoir adjudicateur : Service public Exemple", "Service public Exemple"),
    ("Acheteur : Ville d'Exemple. Date limite : 4/12/2026", "Ville d'Exemple"),
    ("Öffentlicher Auftraggeber: Beispielstadt", "Beispielstadt"),
    ("Contracting entity (lead): Agency A", "Agency A"),
]  # fmt: skip
NO_BUYERS = ["", "The buyer must ask for offers.", "Buyers: see list", "De opdrachtgever kiest.", "Buyer: 12"]


@pytest.mark.parametrize(("text", "name"), RAPPORTEURS)
def test_who_writes_an_opinion_is_told_as_it_is_written(text, name):
    assert rapporteur(text) == name


@pytest.mark.parametrize("text", NO_RAPPORTEURS)
def test_what_names_nobody_has_no_rapporteur(text):
    assert rapporteur(text) == ""


@pytest.mark.parametrize(("text", "name"), BUYERS)
def test_who_buys_is_told_as_it_is_written(text, name):
    assert buyer(text) == name


@pytest.mark.parametrize("text", NO_BUYERS)
def test_a_buyer_that_is_not_named_is_none(text):
    assert buyer(text) == ""


@given(st.text(max_size=200), st.sampled_from(["Rapporteur: ", "Buyer: ", "Berichterstatter:", ""]))
def test_no_text_gives_a_name_that_is_long_broken_or_not_in_it(text, label):
    for found in (rapporteur(label + text), buyer(label + text)):
        assert len(found) <= LONGEST
        assert "\n" not in found
        assert found in " ".join(text.split())


def test_a_hostile_text_takes_no_time():
    for text in (
        "Rapporteur: " * 5000,
        "Rapporteur: (" * 5000,
        "rapporteur A" + "a " * 9000,
        "Buyer:" + "x " * 9999,
    ):
        rapporteur(text)
        buyer(text)
