"""Rubbish of any length and kind is read quickly and gives nothing, or something sane."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.references import KINDS, public_address, read_reference, references_of
from servwatch.insight.references.finding import MOST, in_address, in_text
from servwatch.insight.references.registry import FAMILIES
from tests import examples

SIZE = 100_000
PIECES = [
    "A",
    "9",
    "COM(",
    "2025/",
    "(COD)",
    "C-1/",
    "AB/AB/",
    "DELSA/ELSA/",
    "ILC.112/",
    "ILC.112/A.",
    "SERV_20240703_a_",
    "https://",
    "(",
    "3202",
    "32022L",
    "EESC-2025-",
    "Directive (EU) ",
    "Regulation (EC) No ",
    "OJ L 2",
    " ",
    "\u00a0",
    "P9_TA(2022)",
    "SDG 1.",
    "1234 (2023-2024) ",
    "VR 2024 0510 DOC.",
    "https://eur-lex.europa.eu/?uri=",
    "https://europarl.europa.eu/",
    "advies nr. ",
    "special report ",
    "ST 12345/1",
    "\U0001f600",
    "İ",
    "ß",
]


@pytest.mark.timeout(60)  # against minutes; it takes a fraction of a second
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    """A hundred thousand characters: what backtracks takes minutes, what does not takes a moment."""
    rubbish = (piece * (SIZE // len(piece) + 1))[:SIZE]
    text = f"COM(2025) 837 {rubbish} 2025/0360(COD) C190 ILO"
    in_text(text)
    text = text[: SIZE // 5]
    for family in FAMILIES:
        for grammar in family.grammars:
            for _ in grammar.pattern.finditer(text):
                pass
        for location in family.locations:
            for _ in location.pattern.finditer(text):
                pass
    assert {f.id for f in in_text(f"{text[:5000]} COM(2025) 837")} >= {"COM(2025) 837"}


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
def test_any_text_is_read_without_fault(title: str, summary: str, url: str) -> None:
    for reference in references_of(title, summary, url):
        assert reference.kind in KINDS
        assert KINDS[reference.kind].form.fullmatch(reference.id)


_BITS = st.sampled_from(
    [
        *PIECES,
        "837",
        "2025",
        "final",
        "-",
        "/",
        ")",
        ".",
        "\n",
        "https://ted.europa.eu/",
        "ILO ",
        "nr. ",
        "%2F",
        "[",
        "://",
    ]
)


@settings(max_examples=examples.of(150))
@given(st.lists(_BITS, max_size=30).map("".join))
def test_pieces_of_references_in_any_order_give_only_forms_that_are_known(text: str) -> None:
    for reference in [*references_of(text, text, text), *filter(None, [read_reference(text)])]:
        assert KINDS[reference.kind].form.fullmatch(reference.id), reference
        assert public_address(reference.kind, reference.id) == public_address(
            reference.kind, reference.id, "en"
        )
        again = read_reference(reference.id)
        assert again is not None
        assert again.id == reference.id


def test_a_register_gives_no_more_than_can_be_kept() -> None:
    text = " ".join(f"COM(2025) {n}" for n in range(1, 2000))
    assert len(references_of("t", text)) == MOST


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "https://",
        "https:///x",
        "http://eur-lex.europa.eu",
        "https://eur-lex.europa.eu?uri=CELEX:32022L2041",
        "ftp://eur-lex.europa.eu/?uri=CELEX:32022L2041",
        "https://europa.eu/%ff%00",
    ],
)
def test_strange_addresses_do_no_harm(url: str) -> None:
    assert isinstance(in_address(url), list)
