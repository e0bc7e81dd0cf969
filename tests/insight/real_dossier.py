"""One real dossier as five bodies tell of it, each in its own words, and what stands around it.

COM(2025) 837 = 52025PC0837 = 2025/0360(COD) = ST 15698/25 = INT/1108 = EESC-2025-03929.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """An entry of a source: what it says, and where it stands."""

    title: str
    summary: str = ""
    url: str = ""


NAMES = frozenset({"COM(2025) 837", "2025/0360", "ST 15698/25", "INT/1108", "EESC-2025-03929"})

COMMISSION = Told(
    "CELEX:52025PC0837: Proposal for a REGULATION OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL, COM(2025) 837 final",
    url="https://eur-lex.europa.eu/./legal-content/AUTO/?uri=CELEX:52025PC0837",
)
PARLIAMENT = Told(
    "2025/0360(COD): simplification of the digital legislative framework",
    "Legislative proposal published (COM(2025)0837 \u2013 2025/0360(COD)).",
    "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2025/0360(COD)",
)
COUNCIL = Told(
    "ST 15698/25 INIT \u2013 2025/0360 (COD) \u2013 Omnibus: cover note",
    "Cover note from the Secretary-General of the European Commission, COM(2025)\u00a0837 final",
    "https://data.consilium.europa.eu/doc/document/ST-15698-2025-INIT/en/pdf",
)
COMMITTEE = Told(
    "INT/1108: Digital omnibus (COM(2025) 837 final)",
    "Reference: INT/1108-EESC-2025-03929. Rapporteur: not yet known.",
    "https://www.eesc.europa.eu/en/our-work/opinions-information-reports/opinions/digital-omnibus",
)
OPINION = Told(
    "Advies van het Europees Economisch en Sociaal Comité (INT/1108)",
    url="https://dm-publicapi.eesc.europa.eu/v1/documents/EESC-2025-03929-00-00-AC-TRA-NL.docx/content",
)
DOCUMENTS = (COMMISSION, PARLIAMENT, COUNCIL, COMMITTEE, OPINION)

PRESS = Told(
    "Commission simplifies digital rules", "The proposal COM(2025) 837 amends Regulation (EU) 2016/679."
)
ROUND_UP = Told("This week: 2025/0360(COD) and 2024/0258(COD)", "Also COM(2025) 414, INT/1099.")
OTHER = Told(
    "Proposal for a Directive amending Regulation (EU) 2016/679",
    "(COM(2024) 469 \u2013 2024/0258(COD))",
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52024PC0469",
)
AMENDED_BY_IT = Told(
    "Regulation (EU) 2016/679", url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679"
)
"""What both proposals amend."""

AROUND = (PRESS, ROUND_UP, OTHER, AMENDED_BY_IT)
