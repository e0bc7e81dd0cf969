import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.region import regional


@pytest.mark.parametrize(
    "words",
    [
        "Vlaanderen", "de Vlaamse Regering", "Vlamingen", "the Flemish government", "Flanders", "la Flandre",
        "les Flamands", "flamandes", "Flandern", "die flämische Regierung", "Flandes", "flamencos",
        "België", "Belgie", "Belgische bedrijven", "een Belg", "Belgen", "Belgium", "Belgian unions", "Belgians",
        "la Belgique", "les salariés belges", "Port of Antwerp-Bruges", "haven van Gent", "la ville de Gand", "Waalse",
        "Walloon", "la Wallonie", "Belgien", "belgischer", "Bélgica", "los belgas", "BELGIUM'S debt",
    ],
)  # fmt: skip
def test_flanders_and_belgium_are_heard_in_five_languages(words):
    found = regional(f"About {words}, and more", "")
    assert found
    assert found in words
    assert regional("About nothing", f"It concerns {words}.") == found


@pytest.mark.parametrize(
    "words",
    [
        "Brussels",
        "Bruxelles",
        "",
        "belgrade",
        "belgium2030x",
        "A Belgrano story",
        "flam",
        "vlammen",
        "agent",
        "gentrification",
        "Malinese",
        "aalsters",
        "inflanders",
    ],
)
def test_other_places_and_other_words_are_not(words):
    assert regional(words, words) == ""


def test_the_title_is_heard_first():
    assert regional("Flemish jobs", "in Belgium") == "Flemish"


@given(st.text(), st.text())
def test_whatever_it_finds_stands_there(title, summary):
    found = regional(title, summary)
    assert found in title or found in summary
