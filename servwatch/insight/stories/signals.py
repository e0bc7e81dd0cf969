"""What a headline says, in signs that hold in every language: concepts, numbers, names, references.

A signal is a short text: ``c:steel`` a concept, ``d:child`` one inside the words of a longer one, ``n:12%`` a number, ``a:CSRD`` an acronym that no concept
has, ``w:mercos`` the beginning of any other word. Words of the same origin begin alike in our languages
(``tarief`` and ``tariff`` do not, ``import``, ``importations`` and ``importbeperkingen`` do), and names do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from servwatch.insight.normalise import fold, spans
from servwatch.insight.reading import Place, Reading
from servwatch.insight.stories.concepts import LANGUAGES, ConceptTable

CONCEPT, PART, NUMBER, ACRONYM, WORD, REFERENCE = "c:", "d:", "n:", "a:", "w:", "r:"

BEGINNING = 6
"""Letters by which a word that is in no concept is compared."""

LEAST_WORD = 5
"""A shorter word is no name, or is one of another language by chance."""

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?![\w])"
    r"\s*(%|(?:procent|per\s?cent|pour\s?cent|prozent|por\s?ciento)\b"
    r"|(?:miljoen|mln|million(?:s|en)?|mill[oó]n(?:es)?|mio)\b"
    r"|(?:miljard|mld|billion(?:s)?|bn|milliards?|milliarden?)\b)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = {
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
}
_IDLE_WORDS = """
    about after again among being below between could during every first found other people since still
    their there these those through today toward towards under until using where which while within without would
    aan aangaande alle allen andere anders binnen boven buiten daarom echter enkele geen haar hebben heeft hoeveel iets
    onder tijdens tussen tegen krijgt krijgen vanaf verder volgens voortaan waar waarom waren wanneer welke worden wordt zeer zich zijn zonder
    afin ainsi alors aussi autre autres avant avoir cette ceux comme comment concernant dans depuis donc dont encore entre etait etre
    faire faut leurs lors mais meme notre nous parmi pendant pour pourquoi quand quel quelle quelles sans selon seront sont sous
    toujours toute toutes tous vers votre vous aber alle allem allen aller alles andere anderen auch beim bereits dabei damit dann
    deren diese diesem diesen dieser dieses doch durch eine einem einen einer eines fuer gegen haben hinter immer ihre ihren jede
    jedem jeden jeder jedes kann konnen mehr nach neben nicht noch oder ohne schon sehr sein seine seinen seit sich sind sollen
    soll uber unter viele vom wann warum wegen weil welche wenn werden wird wie wieder wir wurde wurden zwischen
    ademas ante antes aunque cada como contra cual cuando desde donde durante entre esta estas este estos hacia hasta mientras
    mismo mucho muchos otra otras otros para pero porque puede pueden quien segun siempre sobre tambien tanto tiene tienen todas todo
    todos tras
    """
_IDLE = frozenset(_IDLE_WORDS.split())
"""Words that tell nothing of a story, folded, beside those too short to be looked at."""


def signals_of(
    title: str, language: str, table: ConceptTable, *, references: Iterable[str] = ()
) -> frozenset[str]:
    """The signals of a headline; `language` is an ISO 639-1 code, "" when unknown."""
    reading = Reading(title)
    found = table.find(reading, language)
    taken = [(place.start, place.end) for places in found.values() for place in places]
    told = {(PART if _within(places, taken) else CONCEPT) + concept for concept, places in found.items()}
    told |= _numbers(title, taken)
    told |= _counted(reading.tokens, language)
    told |= _words(title, taken)
    told |= {REFERENCE + reference for reference in references}
    return frozenset(told)


def _within(places: list[Place], taken: list[tuple[int, int]]) -> bool:
    """Whether a concept stands only inside the words of longer ones, as "child" does in "child labour"."""
    return all(
        any(
            start <= place.start and place.end <= end and end - start > place.end - place.start
            for start, end in taken
        )
        for place in places
    )


def _numbers(title: str, taken: list[tuple[int, int]]) -> set[str]:
    """The numbers, however they are written: ``1.000``, ``1,000`` and ``1 000`` are n:1000."""
    told = set()
    for found in _NUMBER.finditer(title):
        if any(start <= found.start() < end for start, end in taken):
            continue  # of the name of something: 2030 Agenda, G20
        whole, decimals, unit = found.groups()
        digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
        value = f"{digits}.{decimals.rstrip('0')}".rstrip(".") if decimals else digits
        told.add(NUMBER + value + _scale((unit or "").casefold()))
        taken.append(found.span())
    return told


def _scale(unit: str) -> str:
    """What multiplies a number: % for a percentage, e6, e9. Without a unit nothing."""
    if not unit:
        return ""
    if unit.startswith(("%", "pro", "per", "pour", "por")):
        return "%"
    return "e9" if unit.startswith(("miljard", "mld", "bil", "bn", "milliard")) else "e6"


def is_year(signal: str) -> bool:
    """Whether a number is the name of a year, which half of all headlines may have."""
    return signal.startswith(NUMBER) and _YEAR.fullmatch(signal.removeprefix(NUMBER)) is not None


def _counted(tokens: list[str], language: str) -> set[str]:
    """Numbers written as words, from two to twelve."""
    known = _counting(language)
    return {NUMBER + known[token] for token in map(fold, tokens) if token in known}


@lru_cache(maxsize=8)
def _counting(language: str) -> dict[str, str]:
    codes = (language,) if language in _COUNTED else LANGUAGES
    return {fold(word): str(n) for code in codes for n, word in enumerate(_COUNTED[code].split(), 2)}


def _words(title: str, taken: list[tuple[int, int]]) -> set[str]:
    """What stands outside of all concepts and numbers: acronyms, names and other words."""
    told = set()
    shouted = title.isupper()
    for start, end in spans(title):
        if any(a < end and start < b for a, b in taken):
            continue
        word = title[start:end]
        folded = fold(word)
        if word.isupper() and not shouted and 2 <= len(word) <= 8 and not word.isdigit():
            told.add(ACRONYM + folded)
        elif len(folded) >= LEAST_WORD and folded not in _IDLE and not folded.isdigit():
            told.add(WORD + folded[:BEGINNING])
    return told
