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
