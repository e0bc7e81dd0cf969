"""Write a source as an entry of feeds.toml: text that a person reads, and `check` accepts as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, get_args
from urllib.parse import urlsplit

from servwatch.config.tables.table import Language
from servwatch.config.toml_value import toml_value
from servwatch.model import Source

LANGUAGES: tuple[str, ...] = get_args(Language)
LONGEST_ID = 64
LONGEST_BODY = 40
_TOP_NAMES = "com org net int eu be nl fr de uk ch at lu es it info europa gov edu co ac www"
_TOP = frozenset(_TOP_NAMES.split())
_EMPTY_WORDS_NAMES = (
    "rss xml feed feeds atom json index html htm php aspx jsp node en nl fr de es public api search "
    "latest all list"
)
_EMPTY_WORDS = frozenset(_EMPTY_WORDS_NAMES.split())
_WORD = re.compile(r"[a-z0-9]+")


def entry_text(entry: Mapping[str, Any], notes: Iterable[str] = ()) -> str:
    """An entry as a `[[source]]` table, with notes as comments above it. Ends with a line end."""
    lines = [*(f"# {_comment(note)}" for note in notes), "[[source]]"]
    lines += [f"{key} = {toml_value(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _comment(note: str) -> str:
    """A note on one line, without the control characters that TOML forbids there."""
    return " ".join("".join(c if c.isprintable() else " " for c in note).split())


def known_body(url: str, sources: Iterable[Source]) -> str:
    """The body whose other sources are at the host of an address, "" where none is."""
    site = _site(url)
    bodies = Counter(source.body for source in sources if _site(source.url) == site)
    return bodies.most_common(1)[0][0] if bodies else ""


def body_of(url: str) -> str:
    """A name for an institution, made of its host: of "www.eurofound.europa.eu" "eurofound"."""
    labels = _site(url).split(".")
    if labels[-1].isdigit() or ":" in labels[-1]:
        telling = labels
    else:
        telling = [label for label in labels if label not in _TOP] or labels[:1]
        telling = [label for label in telling if len(label) > 2][-1:] or telling[:1]
    return "-".join(_WORD.findall("-".join(telling)))[:LONGEST_BODY].strip("-") or "source"


def id_of(url: str, body: str, taken: Collection[str]) -> str:
    """An id that no other source has, made of the body and of what the address is called."""
    parts = urlsplit(url)
    words = [
        w
        for w in _WORD.findall(parts.path.lower())
        if w not in _EMPTY_WORDS and not w.isdigit() and len(w) > 1
    ]
    own = _WORD.findall(body)
    tail = [word for word in words if word not in own][-2:] or ["news"]
    base = "-".join([body, *tail])[: LONGEST_ID - 4].strip("-")
    numbered = (f"{base}-{number}" for number in range(2, 1_000_000))
    return base if base not in taken else next(name for name in numbered if name not in taken)


def usable_languages(codes: Iterable[str]) -> list[str]:
    """Those that a source may have."""
    return [code for code in dict.fromkeys(codes) if code in LANGUAGES]


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")
