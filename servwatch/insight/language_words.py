"""Words that only one of our languages has: those of the table of concepts, and the frequent ones.

A title of two or three words gives an identifier by runs of letters little to go on; there a single known
word tells more.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from servwatch.insight.normalise import fold, words

_LEAST = 3
"""A shorter word is in several languages by chance."""


@lru_cache(maxsize=1)
def known_words() -> Mapping[str, frozenset[str]]:
    """By language, the folded words of its concepts."""
    table: dict[str, set[str]] = {}
    with files("servwatch.insight.stories").joinpath("concepts.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, dialect="excel-tab"):
            for code in row.keys() - {"concept", "kind"}:
                told = (fold(word) for word in words(row[code].replace("*", "")))
                table.setdefault(code, set()).update(word for word in told if len(word) >= _LEAST)
    return {code: frozenset(found) for code, found in table.items()}


def told_by_words(text: str, candidates: Iterable[str]) -> Counter[str]:
    """For each candidate how many words of a text it has and none of the others."""
    known = known_words()
    sought = [code for code in candidates if code in known]
    counts: Counter[str] = Counter()
    for word in {fold(word) for word in words(text)}:
        having = [code for code in sought if word in known[code]]
        if len(having) == 1:
            counts[having[0]] += 1
    return counts
