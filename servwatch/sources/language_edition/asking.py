"""Whom to ask for the edition of a document in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from servwatch.insight.references import public_address
from servwatch.model import Reference, Request
from servwatch.sources.sparql import FORM, RESULTS

PRESS_CORNER = "https://ec.europa.eu/commission/presscorner/api/documents"
CELLAR = "https://publications.europa.eu/webapi/rdf/sparql"
EUR_LEX = "https://eur-lex.europa.eu/legal-content/{language}/TXT/?uri=CELEX:{celex}"
THREE_LETTERS = {"nl": "NLD", "fr": "FRA", "en": "ENG", "de": "DEU"}
"""Languages as the Publications Office writes them, for those in which digests come."""

_QUERY = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?celex ?title WHERE {
  VALUES ?celex { %s }
  ?work cdm:resource_legal_id_celex ?celex .
  ?expression cdm:expression_belongs_to_work ?work ; cdm:expression_title ?title ;
    cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/%s> .
} LIMIT 5"""
_CELEX = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?")
_NUMBER = re.compile(r"[A-Z]+[(-](\d{4})\)?[ -](\d{1,5})")
_SERIES = {"com": ("PC", "DC"), "join": ("JC",), "swd": ("SC",), "eesc": ("AE",), "cor": ("AR",)}
"""Kinds of references that CELLAR knows by a CELEX number of sector 5, with the letters it may have there."""
_EVERY_LANGUAGE = ("europarl.europa.eu", "consilium.europa.eu", "eesc.europa.eu", "cor.europa.eu")
"""Sites that have each page in every language, by a part of the path."""
_BY_ENDING = ("ec.europa.eu", "commission.europa.eu")
"""Sites whose addresses end in the language: /news_en."""
_PART = re.compile(r"(?<=/)[a-z]{2}(?=/)")
_ENDING = re.compile(r"_[a-z]{2}(?=$|\.html?$)")


@dataclass(frozen=True, slots=True)
class Question:
    """One question for one edition. `form` tells the reader the shape of the answer."""

    form: str  # "press-corner" | "cellar" | "page"
    request: Request
    url: str  # of the edition itself, "" where the answer tells it


def question(url: str, references: Iterable[Reference], language: str) -> Question | None:
    """How to ask for the edition of a document in a language, None where nobody offers one.

    `references` are the item's; only those that are the document's own count: what a text merely names is
    another document.
    """
    if language not in THREE_LETTERS:
        return None
    own = [one for one in references if one.role == "own"]
    press = next((one.id for one in own if one.kind == "press-corner"), "")
    if press:
        return _press_corner(press, language)
    celexes = [celex for one in own for celex in _celexes(one)]
    if celexes:
        return _cellar(celexes, language)
    return _page(url, language)


def _press_corner(reference: str, language: str) -> Question:
    asked = f"{PRESS_CORNER}?{urlencode({'reference': reference, 'language': language}, safe='/')}"
    at = public_address("press-corner", reference, language)
    return Question("press-corner", Request(asked, expects="json"), at)


def _cellar(celexes: list[str], language: str) -> Question:
    values = " ".join(f'"{celex}"^^xsd:string' for celex in celexes)
    query = _QUERY % (values, THREE_LETTERS[language])
    request = Request(
        CELLAR,
        expects="json",
        accept=f"{RESULTS}, application/json;q=0.9",
        method="POST",
        content=urlencode({"query": query, "format": RESULTS}).encode(),
        content_type=FORM,
        tries=2,
    )
    return Question("cellar", request, "")


def _celexes(reference: Reference) -> list[str]:
    """The CELEX numbers that a document may have."""
    if reference.kind == "celex":
        return [reference.id] if _CELEX.fullmatch(reference.id) else []
    found = _NUMBER.match(reference.id)
    if found is None:
        return []
    year, number = found.groups()
    return [f"5{year}{letters}{int(number):04d}" for letters in _SERIES.get(reference.kind, ())]


def _page(url: str, language: str) -> Question | None:
    """The same page in the language, on sites that have all of theirs in each."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme != "https" or parts.query:
        return None
    if host.endswith(_EVERY_LANGUAGE):
        path, count = _PART.subn(language, parts.path, count=1)
    elif host.endswith(_BY_ENDING):
        path, count = _ENDING.subn(f"_{language}", parts.path, count=1)
    else:
        return None
    if not count or path == parts.path:
        return None
    at = parts._replace(path=path, fragment="").geturl()
    return Question("page", Request(at, expects="page", obey_robots=True), at)
