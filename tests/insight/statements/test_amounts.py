"""How much a tender or a call is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.statements import budget

STATED = [
    ("Budget: EUR 250 000.", "EUR 250 000"),
    ("Budget: EUR 250\u00a0000 (excl. VAT)", "EUR 250 000"),
    ("Raming: 250.000 euro exclusief btw", "250.000 euro"),
    ("Er is € 2,5 miljoen beschikbaar.", "€ 2,5 miljoen"),
    ("Het budget bedraagt 2,5 miljoen euro", "2,5 miljoen euro"),
    ("Total budget: €2.5 million", "€2.5 million"),
    ("Available funding: EUR 12.5m", "EUR 12.5m"),
    ("Valeur estimée hors TVA : 1 250 000 EUR", "1 250 000 EUR"),
    ("Montant maximal de 3 millions d'euros", "3 millions d'euros"),
    ("Geschätzter Auftragswert: 1.200.000,00 EUR", "1.200.000,00 EUR"),
    ("Estimated total value: 1,200,000.00 EUR", "1,200,000.00 EUR"),
    ("A fee of EUR 50 is asked. The estimated value of the contract is EUR 400,000.", "EUR 400,000"),
    ("Grants of EUR 60 000 to EUR 100 000; total budget EUR 1 200 000", "EUR 1 200 000"),
    ("Budget CHF 40'000", "CHF 40'000"),
]
NOT_STATED = [
    "",
    "Two lots of EUR 10 000 and EUR 20 000.",
    "In 2026 there are 250 000 workers.",
    "Articles 12 and 13, 5 euros-shaped things",
    "COM(2025) 837 final",
    "The budget is not known",
]


@pytest.mark.parametrize(("text", "amount"), STATED)
def test_the_budget_is_told_as_it_is_written(text, amount):
    assert budget(text) == amount


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_states_no_budget_or_several_amounts_has_none(text):
    assert budget(text) == ""


@given(st.text(max_size=200))
def test_no_text_gives_an_amount_without_a_digit(text):
    found = budget("Budget: " + text)
    assert not found or any(c.isdigit() for c in found)
    assert len(found) < 60


def test_a_hostile_text_takes_no_time():
    for text in ("1 234 " * 4000, "€ " * 9000, "EUR 1" * 4000, "budget " * 3000 + "EUR 1"):
        budget(text)
