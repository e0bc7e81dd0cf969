"""What a reference is to its item."""

from __future__ import annotations

from servwatch.insight.references import references_of
from servwatch.model import Reference


def roles(*args: str, **options: object) -> dict[str, str]:
    return {r.id: r.role for r in references_of(*args, **options)}


def test_own_goes_before_title_before_pair_before_text() -> None:
    found = roles(
        "COM(2025) 837 on things",
        "COM(2025) 837 final \u2013 2025/0360 (COD). See also INT/1108.",
        "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52025PC0837",
        given=("ST 15698/25",),
    )
    assert found == {
        "52025PC0837": "own",
        "ST 15698/25": "own",
        "COM(2025) 837": "title",
        "2025/0360(COD)": "pair",
        "INT/1108": "text",
    }
    assert list(found.values()) == sorted(found.values(), key=("own", "title", "pair", "text").index)


def test_names_side_by_side_are_a_pair_and_names_in_a_list_are_none() -> None:
    assert roles("t", "(COM(2021)0762 \u2013 C9-0454/2021 \u2013 2021/0414(COD))") == {
        "COM(2021) 762": "pair",
        "C9-0454/2021": "pair",
        "2021/0414(COD)": "pair",
    }
    assert roles("t", "COM(2021) 762, 2021/0414(COD)") == {"COM(2021) 762": "text", "2021/0414(COD)": "text"}
    assert roles("t", "COM(2021) 762 and 2021/0414(COD)") == {
        "COM(2021) 762": "text",
        "2021/0414(COD)": "text",
    }
    assert roles("COM(2021) 762", "2021/0414(COD)") == {"COM(2021) 762": "title", "2021/0414(COD)": "text"}


def test_places_stay_right_where_unseen_characters_stand() -> None:
    assert roles("\u200b\u200b\u200bCOM(2025)\u200b 837", "\u00ad2025/0360(COD)") == {
        "COM(2025) 837": "title",
        "2025/0360(COD)": "text",
    }


def test_a_procedure_is_named_once_with_its_type() -> None:
    found = roles("t", "2025/0360(COD)", "https://law-tracker.europa.eu/procedure/2025_360")
    assert found == {"2025/0360(COD)": "own"}


def test_an_address_in_a_text_names_and_does_not_hide_what_stands_beside_it() -> None:
    text = "See https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=COM:2025:837:FIN. And INT/1108 (https://example.org/COM(2020) 1)"
    assert set(roles("t", text)) == {"COM(2025) 837", "INT/1108"}


def test_addresses_are_in_the_language_of_the_reader_where_the_publisher_has_it() -> None:
    found = {r.id: r.url for r in references_of("COM(2025) 837 2025/0360(COD)", language="nl")}
    assert found["COM(2025) 837"] == "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2025:837:FIN"
    assert found["2025/0360(COD)"].startswith("https://oeil.europarl.europa.eu/oeil/en/")


def test_a_reference_is_made_as_before_where_no_role_is_given() -> None:
    assert Reference("com", "COM(2025) 837") == Reference("com", "COM(2025) 837", "", "text")


def test_what_a_source_states_and_nobody_can_read_is_left_out() -> None:
    assert roles("t", given=("", "nothing", "\x00", "18805")) == {}


def test_a_field_says_no_more_than_a_text_where_context_is_needed() -> None:
    assert roles("t", given=("C190", "C-181/23", "R12")) == {}
    assert roles("t", url="https://www.ilo.org/x", given=("C190",)) == {"ILO C190": "own"}
    assert roles("t", given=("SOC/828-EESC-2025", "2025/0360", "52025PC0837")) == {
        "SOC/828": "own", "2025/0360": "own", "52025PC0837": "own",
    }  # fmt: skip
