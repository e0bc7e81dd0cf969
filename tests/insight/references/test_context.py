"""What looks like a reference and is none, and what is one only where something explains it."""

from __future__ import annotations

import pytest

from servwatch.insight.references import known_as, nearest_form, read_reference, references_of


def named(title: str, summary: str = "", url: str = "") -> list[str]:
    return [r.id for r in references_of(title, summary, url)]


@pytest.mark.parametrize(
    "text",
    [
        "Hall C190 of the fair is open",
        "The R206 road is closed",
        "P155 of the report",
        "Bus C-181/23 leaves at nine",
        "SR 28/2023 is a spare part",
        "Article 8.5 of the statutes",
        "Advies nr. 2.357 over de begroting",
        "Zie pagina 12345",
        "The notice 593909-2026 was placed",
        "In 2024/25 growth was 2.3 %",
        "Meeting of 12/11/2026, room 20",
        "COM(2025) is the year",
        "De CAO 24 uur per dag",
        "A 32022L204 wire and a 132022L20415 code",
        "telecom(2025) 837",
        "International 2025/0360 rules",
        "ODD 85 and SDG 18",
        "JOINT(2025) 12",
        "Council meeting 15698/25",
        "A9-123/2022",
        "regulation of 2016/679 persons",
        "3.5% up, C-5 class, E-3195/2025",
        "a bit of C190",
        "IP/26",
        "xINT/1108 and SOC/12/34",
        "Decision 2024/123 of the board",
        "Directive 1234/5678",
    ],
)
def test_nothing_is_found_in(text: str) -> None:
    assert named(text) == []
    assert named("Title", text) == []


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("België bekrachtigt C190 van de IAO", "ILO C190"),
        ("Ratification of Convention C190", "ILO C190"),
        ("ILO Convention 190", None),
        ("Convention No. 190 of the ILO", "ILO C190"),
        ("Convention No. 108 of the Council of Europe", None),
        ("Judgment in Case C-181/23", "C-181/23"),
        ("HvJ: arrest C-181/23", "C-181/23"),
        ("ECA publishes SR 28/2023", "SR 28/2023"),
        ("De NAR bracht advies nr. 2.357 uit", "NAR advies 2357"),
        ("De NAR bespreekt CAO 109", "CAO 109"),
        ("CAO nr. 109 gewijzigd", "CAO 109"),
        ("CAO nr. 2024123 van het paritair comité", None),
        ("Richtlijn 89/391/EEG", "31989L0391"),
        ("Directive 2003/88/EC", "32003L0088"),
        ("Regulation (EU) 1303/2013", "32013R1303"),
        ("Council Regulation (EEC) No 1408/71", "31971R1408"),
        ("GDPR: Regulation 2016/679", "32016R0679"),
        ("SDG 8.b", "SDG 8.b"),
        ("SDG 8", "SDG 8"),
        ("indicator SDG 8.5.2", "SDG 8.5.2"),
    ],
)
def test_context_decides(text: str, reference: str | None) -> None:
    assert named("", text) == ([reference] if reference else [])


def test_the_site_of_the_publisher_is_context_enough() -> None:
    assert named("Ratifications of C190", url="https://www.ilo.org/resource/news/x") == ["ILO C190"]
    assert named("Ratifications of C190", url="https://www.example.org/ilo") == []
    assert named("Ratifications of C190", url="https://ilo.org.example.com/") == []
    assert named("C-181/23 P", url="https://curia.europa.eu/juris/x") == ["C-181/23"]


def test_context_must_stand_nearby() -> None:
    assert named("", "C190 " + "word " * 60 + "ILO") == []


def test_a_title_explains_the_beginning_of_the_text() -> None:
    assert named("ILO news", "C190 ratified") == ["ILO C190"]


@pytest.mark.parametrize(
    ("kind", "canonical", "name"),
    [
        ("celex", "52025PC0837", "COM(2025) 837"),
        ("celex", "52025DC0012", "COM(2025) 12"),
        ("celex", "52025JC0012", "JOIN(2025) 12"),
        ("celex", "52025SC0836", "SWD(2025) 836"),
        ("celex", "52010SC0836", "SEC(2010) 836"),
        ("celex", "52012SC0836", "52012SC0836"),
        ("celex", "52025AE3929", "EESC-2025-03929"),
        ("celex", "52023AR1234", "COR-2023-01234"),
        ("celex", "52026AB0009", "CON/2026/9"),
        ("celex", "62023CJ0181", "C-181/23"),
        ("celex", "62023CC0181", "C-181/23"),
        ("celex", "62022TJ0009", "T-9/22"),
        ("celex", "32015R0757R(03)", "32015R0757"),
        ("celex", "02018R0389-20230725", "32018R0389"),
        ("celex", "32022L2041", "32022L2041"),
        ("procedure", "2025/0360(COD)", "2025/0360"),
        ("com", "COM(2025) 837", "COM(2025) 837"),
    ],
)
def test_one_thing_has_one_name(kind: str, canonical: str, name: str) -> None:
    assert known_as(kind, canonical).name == name


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "2025", "593909-2026", "\x00", "https://example.org/", "http://[", "x" * 9999]
)
def test_what_is_no_reference_is_told_so(text: str) -> None:
    assert read_reference(text) is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("C190", "ILO C190"),
        ("c-181/23", "C-181/23"),
        ("com(2025) 837", "COM(2025) 837"),
        ("2025/0360", "2025/0360"),
        ("INT/1108-EESC-2025-03929", "INT/1108"),
        ("https://law-tracker.europa.eu/procedure/2025_360?lang=en", "2025/0360"),
        ("https://eur-lex.europa.eu/procedure/EN/2025_360", "2025/0360"),
        (
            "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2025%2F0360%28COD%29",
            "2025/0360(COD)",
        ),
        ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2025:47:FIN", "COM(2025) 47"),
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=PI_EESC:EESC-2025-03929-AS",
            "EESC-2025-03929",
        ),
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=celex%3A32022L2041", "32022L2041"),
        ("https://eur-lex.europa.eu/eli/dir/2022/2041/oj/eng", "32022L2041"),
        ("http://data.europa.eu/eli/reg_impl/2024/2690/oj", "32024R2690"),
        ("http://publications.europa.eu/resource/celex/52025PC0837", "52025PC0837"),
        ("https://data.europarl.europa.eu/api/v2/procedures/2025-0360", "2025/0360"),
        ("https://www.europarl.europa.eu/doceo/document/RC-10-2026-0398_EN.html", "RC-B10-0398/2026"),
        ("https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=A9-0123/2022", "A9-0123/2022"),
        ("https://ted.europa.eu/udl?uri=TED:NOTICE:593909-2026:TEXT:EN:HTML", "TED 593909-2026"),
        ("https://ec.europa.eu/info/law/better-regulation/brpapi/groupInitiatives/18805", "HYS 18805"),
        ("https://sdgs.un.org/goals/goal8", "SDG 8"),
        ("https://commission.europa.eu/document/download/COM_2025_837_1_EN_ACT_part1.pdf", "COM(2025) 837"),
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=OJ:L_202401760", "OJ L, 2024/1760"),
    ],
)
def test_a_person_or_a_link_may_say(text: str, canonical: str) -> None:
    reference = read_reference(text)
    assert reference is not None
    assert reference.id == canonical


def test_an_address_on_another_site_is_no_reference() -> None:
    assert read_reference("https://www.cedefop.europa.eu/en/join-2026-10-campaign") is None
    assert read_reference("https://evil.example/?uri=CELEX:32022L2041") is None
    assert read_reference("https://eur-lex.europa.eu.evil.example/?uri=CELEX:32022L2041") is None
    assert read_reference("https://noteur-lex.europa.eu/?uri=CELEX:32022L2041") is None


@pytest.mark.parametrize(
    ("typed", "example"),
    [("COM 2025 837", "COM(2025) 837"), ("2025/360 COD", "2025/0360(COD)"), ("qqq", ""), ("TED", "")],
)
def test_the_nearest_form_is_shown(typed: str, example: str) -> None:
    assert nearest_form(typed) == example


@pytest.mark.parametrize(
    "text", ["COM(２０２５) ８３７", "COM(٢٠٢٥) ٨٣٧", "COM(2025)\t837", "COM\u2009(2025)\u2009837"]
)
def test_digits_and_spaces_of_other_scripts_are_read_as_ours(text: str) -> None:
    assert named(text) == ["COM(2025) 837"]
