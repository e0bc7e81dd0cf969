"""What the council advised before stands beside what comes in on the same dossier, or on the same matter."""

from datetime import date

import pytest

from servwatch.insight.own_advice import OwnAdvice, Published, concepts_of, is_advice
from servwatch.insight.stories.concepts import shipped_concepts
from servwatch.model import ItemKind
from tests.digest.examples import item

TODAY = date(2026, 11, 27)


def about(title, language="nl"):
    return concepts_of(title, language, shipped_concepts())


def advice(number, title, day=date(2026, 3, 12), *names):
    return Published(number, title, f"https://serv.example.org/{number}", day, about(title), frozenset(names))


OWN = OwnAdvice(
    [
        advice(1, "Advies over platformwerk en de bescherming van werknemers"),
        advice(2, "Advies over de loonkloof tussen vrouwen en mannen"),
        advice(3, "Advies over levenslang leren", date(2025, 6, 1)),
        advice(4, "Advies over het werkprogramma", date(2024, 5, 1), "2025/0360"),
        advice(5, "Ouder advies over de loonkloof tussen vrouwen en mannen", date(2024, 1, 8)),
    ]
)


def earlier(title, language="nl", *names, before=TODAY):
    found = OWN.earlier(about(title, language), names, before)
    return found.item if found is not None else None


@pytest.mark.parametrize(
    ("title", "language", "number"),
    [
        ("Gender pay gap: women still earn less than men", "en", 2),
        ("Écart de rémunération entre les femmes et les hommes", "fr", 2),
        ("Levenslang leren", "nl", 3),
    ],
)
def test_the_same_matter_in_any_language_finds_the_newest_advice(title, language, number):
    assert earlier(title, language) == number


@pytest.mark.parametrize(
    "title",
    ["Vrouwen in de politiek", "Haven van Antwerpen groeit", "Leerkrachten staken", "Agenda van de week", ""],
)
def test_one_word_in_common_is_no_common_matter(title):
    assert earlier(title) is None


def test_the_same_dossier_goes_before_the_same_matter():
    assert earlier("Loonkloof tussen vrouwen en mannen", "nl", "2025/0360") == 4


def test_an_advice_of_later_is_no_earlier_one():
    assert earlier("Loonkloof tussen vrouwen en mannen", before=date(2026, 1, 1)) == 5


def test_an_advice_does_not_refer_to_itself():
    found = OWN.earlier(about("Advies over de loonkloof tussen vrouwen en mannen"), (), TODAY, item=2)
    assert found is not None
    assert found.item == 5


@pytest.mark.parametrize(
    ("title", "kind", "is_one"),
    [
        ("SERV-advies over de zorg", ItemKind.NEWS, True),
        ("Begrotingsadvies 2027", ItemKind.NEWS, True),
        ("Werkbaarheidsmeting", ItemKind.OPINION, True),
        ("Nieuwe voorzitter voor de SERV", ItemKind.NEWS, False),
        ("Adviseur gezocht", ItemKind.NEWS, False),
    ],
)
def test_what_is_an_advice(title, kind, is_one):
    assert is_advice(item(1, title, kind=kind)) is is_one
