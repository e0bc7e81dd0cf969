"""Does an item speak of Flanders or Belgium?"""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"\b(?:vlaanderen|vlaam[a-z]*|vlaming[a-z]*|flanders|flemish|flandre|flamand[a-z]*|flandern|flämisch\w*|flandes|flamenc[oa]s?"
    r"|antwerpen|antwerpse|antwerp|anvers|gent|gentse|ghent|gand|brugge|bruges|zeebrugge|leuven|louvain|mechelen|malines|hasselt|genk"
    r"|kortrijk|courtrai|aalst|oostende|ostend|ostende|wallonië|waalse?|wallonia|walloon|wallonie|wallonn?e?s?"
    r"|belgi[eë]|belgisch[a-z]*|belg(?:en)?|belgium|belgian[s]?|belgique|belges?|belgien|belgisch\w*|bélgica|belgas?)\b",
    re.IGNORECASE,
)


def regional(title: str, summary: str) -> str:
    """The first words that name Flanders, Belgium or one of their cities, "" where there are none.

    Brussels does not count: half of Europe's press releases are dated there.
    """
    found = _NAMES.search(title) or _NAMES.search(summary)
    return found.group(0) if found else ""


_SAME = (
    ("Flanders", re.compile(r"vla|fl[aäe](?:nd|m)", re.IGNORECASE)),
    ("Belgium", re.compile(r"b[eé]lg", re.IGNORECASE)),
    ("Wallonia", re.compile(r"wa(?:ll|al)", re.IGNORECASE)),
)


def most_named(title: str, summary: str) -> tuple[str, int]:
    """Which place is named and how often: Flanders before all, else the one that is named first; ("", 0) for none.

    "Flanders", "Belgium" and "Wallonia" stand for all their forms, a city for itself.
    """
    found = [_place(match.group(0)) for text in (title, summary) for match in _NAMES.finditer(text)]
    if not found:
        return "", 0
    place = "Flanders" if "Flanders" in found else found[0]
    return place, found.count(place)


def _place(name: str) -> str:
    return next((place for place, form in _SAME if form.match(name)), name[:1].upper() + name[1:])
