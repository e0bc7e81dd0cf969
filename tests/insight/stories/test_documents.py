"""Which addresses are editions of one document."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.stories.document import document_key

EUROPA = "https://ec.europa.eu"
EDITIONS = {
    "Press Corner": [
        f"{EUROPA}/commission/presscorner/detail/en/ip_24_1234",
        f"{EUROPA}/commission/presscorner/detail/nl/IP_24_1234",
        "http://europa.eu/rapid/press-release_IP-24-1234_fr.htm",
    ],
    "another of Press Corner": [f"{EUROPA}/commission/presscorner/detail/en/ip_24_1235"],
    "a memo of that number": [f"{EUROPA}/commission/presscorner/detail/en/qanda_24_1234"],
    "press room of the Parliament": [
        "https://www.europarl.europa.eu/news/en/press-room/20240112IPR16773/a-title",
        "https://www.europarl.europa.eu/news/nl/press-room/20240112IPR16773/een-titel",
    ],
    "another of the press room": ["https://www.europarl.europa.eu/news/en/press-room/20240112IPR16774/a-title"],
    "doceo": [
        "https://www.europarl.europa.eu/doceo/document/TA-9-2024-0123_EN.html",
        "https://www.europarl.europa.eu/doceo/document/TA-9-2024-0123_NL.pdf",
    ],
    "CELEX": [
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1234",
        "https://eur-lex.europa.eu/legal-content/NL/TXT/PDF/?uri=CELEX%3A32024R1234",
        "https://eur-lex.europa.eu/legal-content/FR/ALL/?uri=CELEX:32024R1234&qid=17",
    ],
    "its corrigendum": ["https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1234R(01)"],
    "ELI": [
        "https://eur-lex.europa.eu/eli/reg/2024/1234/oj/eng",
        "https://eur-lex.europa.eu/eli/reg/2024/1234/oj/nld",
        "https://eur-lex.europa.eu/eli/reg/2024/1234/oj",
    ],
    "another ELI": ["https://eur-lex.europa.eu/eli/dir/2024/1234/oj/eng"],
    "Have Your Say": [
        f"{EUROPA}/info/law/better-regulation/have-your-say/initiatives/14123-Quality-jobs_en",
        f"{EUROPA}/info/law/better-regulation/have-your-say/initiatives/14123-Emplois-de-qualite_fr",
    ],
    "its consultation": [
        f"{EUROPA}/info/law/better-regulation/have-your-say/initiatives/14123-Quality-jobs/public-consultation_en",
        f"{EUROPA}/info/law/better-regulation/have-your-say/initiatives/14123-Emplois/public-consultation_fr",
    ],
    "TED": [
        "https://ted.europa.eu/en/notice/-/detail/123456-2024",
        "https://ted.europa.eu/nl/notice/-/detail/123456-2024",
        "https://ted.europa.eu/udl?uri=TED:NOTICE:123456-2024:TEXT:EN:HTML",
    ],
    "a part of the path": ["https://www.example.org/nl/news/pact-2026", "https://example.org/fr/news/pact-2026"],
    "a part of the path with a country": ["https://example.org/nl-be/item/77x", "https://example.org/fr-be/item/77x"],
    "a parameter": ["https://example.org/page?id=512345&lang=en", "https://example.org/page?id=512345&lang=nl"],
    "an ending": ["https://example.org/pension/report_en.htm", "https://example.org/pension/report_nl.htm"],
    "an ending without a suffix": ["https://example.org/pension/report-en", "https://example.org/pension/report-fr"],
}  # fmt: skip


@pytest.mark.parametrize("name", EDITIONS)
def test_the_editions_of_a_document_have_one_key(name):
    assert len({document_key(url) for url in EDITIONS[name]}) == 1
    assert document_key(EDITIONS[name][0])


def test_no_two_documents_share_a_key():
    keys = {name: document_key(urls[0]) for name, urls in EDITIONS.items()}
    assert [pair for pair in combinations(keys, 2) if keys[pair[0]] == keys[pair[1]]] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/",
        "https://www.example.org/en",
        "https://www.example.org/en/news",
        "https://www.example.org/news/2026/11/pact",
        "https://www.example.org/denmark/report",
        "mailto:someone@example.org",
        "",
    ],
)
def test_an_address_that_shows_no_language_or_no_document_has_no_key(url):
    assert document_key(url) == ""


def test_the_references_of_a_document_count_where_the_address_shows_nothing():
    address = "https://www.example.org/news/2026/pact"
    assert document_key(address, ["IP/24/1234"]) == document_key(EDITIONS["Press Corner"][0])
    assert document_key(address, ["32024R1234"]) == document_key(EDITIONS["CELEX"][0])
    assert document_key(address, ["IP/24/1234", "IP/24/1235"]) == ""
    assert document_key(address, ["COM(2024) 12"]) == ""


@given(st.text(max_size=200))
def test_no_text_is_too_odd_for_a_key(text):
    assert isinstance(document_key(f"https://example.org/{text}", [text]), str)
