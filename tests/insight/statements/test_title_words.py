"""What titles say of themselves: kept back, withdrawn, corrected, another number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.statements import changes_facts, corrects, embargo, withdrawn

TODAY = date(2026, 11, 22)
KEPT_BACK = [
    "Test No. 322 by Environment Directorate has an embargo on Thursday 3 December 2026 at 8:00.",
    "Embargo until 3 December 2026, 10:00 CET",
    "Under embargo until Thursday 3 December",
    "EMBARGO: 3 December 2026",
    "Embargoed until 10:00 on 3 December 2026",
    "Not for publication before 3 December 2026",
    "not to be released before 3 December 2026",
    "Onder embargo tot donderdag 3 december 2026",
    "Embargo tot en met 3 december 2026",
    "Sous embargo jusqu'au 3 décembre 2026",
    "À ne pas publier avant le 3 décembre 2026",
    "Sperrfrist: 3.12.2026",
]
FREE = [
    "",
    "The Council lifts the arms embargo on Libya.",
    "The embargo lifted. Conference on 3 December 2026.",
    "An oil embargo on Russia since 5 December 2022. New rules on 3 December 2026.",
    "Report of 3 December 2026",
]


@pytest.mark.parametrize("text", KEPT_BACK)
def test_a_release_under_embargo_tells_its_day_in_title_and_in_summary(text):
    assert embargo(text, "", TODAY) == date(2026, 12, 3)
    assert embargo("Outlook", text, TODAY) == date(2026, 12, 3)


@pytest.mark.parametrize("text", FREE)
def test_another_embargo_keeps_nothing_back(text):
    assert embargo(text, text, TODAY) is None


@pytest.mark.parametrize(
    "title",
    [
        "WITHDRAWN Call for proposals on skills", "Withdrawn: call for proposals", "[Withdrawn] Call", "(INGETROKKEN) Oproep", "Ingetrokken – Oproep",
        "RETIRÉ : appel à projets", "Annulé : conférence sur le travail", "Conference on work [cancelled]", "Geannuleerd: hoorzitting", "Zurückgezogen: Aufruf",
    ],
)  # fmt: skip
def test_a_label_says_that_it_is_withdrawn(title):
    assert withdrawn(title)
    assert not corrects(title)


@pytest.mark.parametrize(
    "title",
    [
        "Corrigendum to Regulation (EU) 2026/1".replace("Corrigendum", "CORRIGENDUM"), "Corrigendum: call", "Erratum - Opinion", "Rectificatie: advies",
        "[Correction] Outlook", "Rectificatif : avis", "Berichtigung: Aufruf", "Economic outlook (corrected)",
    ],
)  # fmt: skip
def test_a_label_says_that_it_puts_right(title):
    assert corrects(title)
    assert not withdrawn(title)


@pytest.mark.parametrize(
    "title",
    [
        "", "Withdrawn support for farmers under scrutiny", "Cancelled debts and growth", "UK withdrawal from the EU", "Correction of macroeconomic imbalances",
        "Verbetering van de arbeidsvoorwaarden", "WITHDRAWN SUPPORT FOR FARMERS", "Parliament: proposal withdrawn by the Commission", "Corrections officers strike",
    ],
)  # fmt: skip
def test_the_same_words_in_a_sentence_are_no_label(title):
    assert not withdrawn(title)
    assert not corrects(title)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Consultatie tot 15 december", "Consultatie tot 18 december"),
        ("Growth of 2.1% in 2026", "Growth of 1.9% in 2026"),
        ("Budget van 1.000.000 euro", "Budget van 2.000.000 euro"),
        ("Seminar on 3 March", "Seminar on 3 April"),
        ("Article 7 procedure", "Article 8 procedure"),
    ],
)
def test_another_number_or_day_in_a_title_is_another_fact(old, new):
    assert changes_facts(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Loonindexering", "Loonindexering en koopkracht"),
        ("Growth of 2.1% in 2026", "Groei van 2,1% in 2026"),
        ("Budget of 1,000,000 euro", "Budget van 1.000.000 euro"),
        ("Budget of 1 000 000 euro", "Budget van 1000000 euro"),
        ("Outlook", "Outlook 2026"),
        ("Outlook 2026", "Outlook"),
        ("Seminar on 3 March", "Seminar op 3 maart"),
        ("Seminar on 3rd March, Hall 5", "Hall 5: seminar le 3 mars"),
        ("", ""),
    ],
)
def test_other_words_are_no_other_fact(old, new):
    assert not changes_facts(old, new)


@given(st.text(max_size=120))
def test_nothing_differs_from_itself(title):
    assert not changes_facts(title, title)


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_comes_in_is_judged(old, new):
    assert changes_facts(old, new) == changes_facts(new, old)
    withdrawn(old)
    corrects(old)
    embargo(old, new, TODAY)
