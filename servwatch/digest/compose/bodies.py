"""What bodies are called in the language of a reader: "OESO" for "OECD".

The shipped watch list names sources in English. These are the names that bodies have in Dutch and French too,
as the bodies themselves or the Interinstitutional Style Guide of the EU give them; any other stands as it is.
"""

from __future__ import annotations

from servwatch.locale import Words
from servwatch.sources.plain_text import visible

NAMES = frozenset(
    {
        "Committee of the Regions",
        "Council meetings",
        "Council of Europe",
        "Council of the EU",
        "European Central Bank",
        "European Commission",
        "European Court of Human Rights",
        "European Economic and Social Committee",
        "European Institute for Gender Equality",
        "European Investment Bank",
        "European Labour Authority",
        "European Parliament",
        "European Semester",
        "European Trade Union Confederation",
        "European Trade Union Institute",
        "European Union",
        "Fundamental Rights Agency",
        "ILO",
        "IMF",
        "International Labour Conference",
        "OECD",
        "UN",
        "WTO",
        "World Bank",
    }
)
"""As they stand in the name of a source, before what sort of items it is of."""


def body_name(name: str, words: Words) -> str:
    """The body in the name of a source ("OECD, publications"), as the reader's language calls it."""
    body = visible(name).partition(", ")[0]
    return words._(body) if body in NAMES else body
