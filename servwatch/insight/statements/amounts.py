"""How much a tender or a call is worth, as its publisher writes it: "EUR 250 000", "250.000 euro", "€ 2,5 miljoen".

An amount counts where its sentence says what it is (a budget, an estimated value, a maximum); else only where the text
has no other, since of two it cannot be told which one is the whole. Amounts of other currencies are told too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

READ = 20_000
_NEAR = 60
"""Characters between an amount and the word that says what it is."""
_NUMBER = r"\d{1,3}(?:[.,'\s\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2})?(?![\d])"
_SCALE = (
    r"(?:[\s\u00a0](?:mil(?:j|l)oen(?:en)?|million(?:s|en)?|miljard(?:en)?|milliards?|milliarden?|billion|mln|mld|mio|mrd|bn)\b\.?"
    r"|(?:m|bn|k)\b)"
)
_CURRENCY = r"(?:EUR|€|euros?|USD|US\$|GBP|£|CHF)"
_AMOUNT = re.compile(
    rf"(?<![\w.,€£$])(?:{_CURRENCY}[\s\u00a0]{{0,2}}(?:{_NUMBER}){_SCALE}?(?![\w-])"
    rf"|(?:{_NUMBER}){_SCALE}?[\s\u00a0]{{0,2}}(?:d['’])?{_CURRENCY}(?![\w-]))",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"budget|(?:estimated|total|contract|maximum)\s(?:total\s)?(?:value|amount)|value\sof\sthe\scontract|available\sfunding|ceiling"
    r"|(?:geraamde|geschatte|totale|maximale)\s(?:totale\s)?(?:waarde|bedrag)|raming|opdrachtwaarde|totaalbedrag|beschikba(?:ar|re)\sbedrag"
    r"|(?:valeur|montant)\s(?:total\w*\s)?(?:estim\w+|maxim\w+|total\w*|du\smarché)|enveloppe|auftragswert|gesamtwert|mittel",
    re.IGNORECASE,
)


def budget(text: str) -> str:
    """The amount as it is written; "" where none is stated, or several and none is said to be it."""
    text = text[:READ]
    found = list(_amounts(text))
    meant = [amount for start, end, amount in found if _is_meant(text, start, end)]
    if meant:
        return meant[0]
    return found[0][2] if len({amount for _, _, amount in found}) == 1 else ""


def _amounts(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _AMOUNT.finditer(text):
        yield match.start(), match.end(), " ".join(match.group().split())


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether its sentence says, near it, that it is the budget."""
    before = re.split(r"[.;!?]\s", text[max(0, start - _NEAR) : start])[-1]
    after = re.split(r"[.;!?](?:\s|$)", text[end : end + _NEAR // 2])[0]
    return _MEANT.search(before) is not None or _MEANT.search(after) is not None
