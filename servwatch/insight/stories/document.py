"""Which addresses are editions of one document in several languages.

Publishers number their documents and give each language its own address. Where the number is known it
names the document; elsewhere two addresses are editions of one document when they are the same but for
the language, which stands as a part of the path, as a parameter, or at the end of the last name.

Sources of the forms: the European Commission's Press Corner and its predecessor Rapid, Have Your Say,
EUR-Lex ("How to link to EUR-Lex documents"), TED ("TED notice links"), the European Parliament's press room
and its document server doceo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from servwatch.insight.address import canonical_address

_CODES = (
    "bg cs da de el en es et fi fr ga hr hu is it lt lv mt nb nl no pl pt ro ru sk sl sv tr uk zh ja ar ko"
)
LANGUAGE_CODES = frozenset(_CODES.split())
"""ISO 639-1 codes of the languages in which the bodies of the watch list publish."""

_CODE = "|".join(sorted(LANGUAGE_CODES))
_TAG = rf"(?:{_CODE})(?:[-_](?:[a-z]{{2}}|latn|cyrl))?"
_SEGMENT = re.compile(rf"(?<=/){_TAG}(?=/|$|\?)", re.IGNORECASE)
_PARAMETER = re.compile(
    rf"(?<=[?&])((?:lang|language|locale|hl|setlang|langid|lg)=){_TAG}(?=&|$)", re.IGNORECASE
)
_ENDING = re.compile(rf"[._-](?:{_CODE})(?=(?:\.(?:html?|aspx?|php|pdf|docx?|xml))?(?:$|\?))", re.IGNORECASE)
_LEAST_REST = 8
"""Characters that two addresses must have in common beside the host: less is a home page or a section."""


def _europa(host: str) -> str:
    return rf"^(?:[a-z0-9-]+\.)*{host}/"


_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("press-corner", _europa(r"ec\.europa\.eu") + r"commission/presscorner/(?:.*[/=])([a-z]+_\d\d_\d+)\b"),
        ("press-corner", _europa(r"europa\.eu") + r"rapid/press-release_([a-z]+-\d\d-\d+)_[a-z]{2}\b"),
        ("europarl-news", _europa(r"europarl\.europa\.eu") + r"news/.*?/(\d{8}[a-z]{3}\d{5})\b"),
        ("doceo", _europa(r"europarl\.europa\.eu") + r"doceo/document/([a-z0-9-]+)_[a-z]{2}\b"),
        ("celex", _europa(r"eur-lex\.europa\.eu") + r".*\bCELEX(?::|%3A)([0-9A-Z()_%-]{8,})"),
        ("oj", _europa(r"eur-lex\.europa\.eu") + r"(?:eli/|legal-content/[a-z]{2}/.*\buri=oj(?::|%3A))([a-z]+_?\w*/?\d.*?)(?:/oj)?(?:/[a-z]{3})?$"),
        ("have-your-say", _europa(r"ec\.europa\.eu") + r"info/law/better-regulation/have-your-say/initiatives/(\d+)[^/]*(/.*?)?_[a-z]{2}$"),
        ("ted", _europa(r"ted\.europa\.eu") + r".*?\b(\d{5,8}-\d{4})\b"),
    )
)  # fmt: skip

_BY_REFERENCE = re.compile(
    r"(?P<press>(?:IP|MEMO|SPEECH|STATEMENT|QANDA|MEX|READ|AC)[/_]\d\d[/_]\d{1,5})"
    r"|(?P<ipr>\d{8}IPR\d{5})"
    r"|(?P<celex>[1-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?)",
)


def document_key(url: str, references: Iterable[str] = ()) -> str:
    """The document that an address is an edition of, "" where it shows none.

    `references` are the document's own, as its source states them; those it merely names are not
    to be given. They count where the address shows nothing, and where they name one document only.
    """
    canonical = canonical_address(url)
    if not canonical:
        return _named(references)
    for name, pattern in _NUMBERED:
        found = pattern.search(canonical)
        if found:
            number = "".join(part for part in found.groups() if part).rstrip("/")
            return f"{name}:{number.upper().replace('-', '_') if name == 'press-corner' else number.upper()}"
    return _without_language(canonical) or _named(references)


def _without_language(canonical: str) -> str:
    """The address with its language left open, "" where none stands in it or too little else does."""
    host, slash, rest = canonical.partition("/")
    path = slash + rest
    for pattern, open_place in _OPENED:
        opened, count = pattern.subn(open_place, path)
        if count:
            bare = opened.replace("*", "").strip("/?&._-=")
            return f"page:{host}{opened}" if len(bare) >= _LEAST_REST else ""
    return ""


_OPENED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_PARAMETER, lambda found: f"{found.group(1)}*"),
    (_SEGMENT, "*"),
    (_ENDING, ".*"),
)


def _named(references: Iterable[str]) -> str:
    named = {
        f"{_KINDS[str(found.lastgroup)]}:{found.group().upper().replace('/', '_')}"
        for reference in references
        if (found := _BY_REFERENCE.fullmatch(reference.strip()))
    }
    return named.pop() if len(named) == 1 else ""


_KINDS = {"press": "press-corner", "ipr": "europarl-news", "celex": "celex"}
