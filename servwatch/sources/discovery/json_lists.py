"""From an answer in JSON to proposals of the kind `json_api`: its lists of objects, and what stands where in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Any
from urllib.parse import SplitResult, urlsplit

from servwatch.model import Proposal, Verdict
from servwatch.sources.dates import read_date
from servwatch.sources.json_api import JsonApi
from servwatch.sources.json_api.expressions import text_of
from servwatch.sources.language_code import language_code
from servwatch.sources.source_kind import ParseContext

MOST = 3
DEPTH = 6
"""How deep lists and fields are looked for."""
FEWEST = 2
SAMPLE = 40
MOST_KEYS = 200
FIELD_DEPTH = 3
_LANGUAGES = ("nl", "en", "fr", "de")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMES = {
    "title": ("title", "headline", "name", "shorttitle", "label", "subject", "titel", "titre"),
    "link": ("url", "link", "href", "permalink", "uri", "path", "alias", "weburl", "pageurl"),
    "date": ("date", "published", "publicationdate", "publisheddate", "pubdate", "created", "datetime", "startdate", "activity_date"),
    "summary": ("summary", "description", "abstract", "teaser", "excerpt", "intro", "snippet", "samenvatting"),
    "id": ("id", "identifier", "uuid", "guid", "reference", "nid"),
}  # fmt: skip
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class _Column:
    """One path of the entries of a list, with the texts that stand there."""

    path: str
    key: str  # its last name that says something, in lower case
    texts: tuple[str, ...]  # one for each entry that has it
    share: float


def json_proposals(value: Any, body: bytes, context: ParseContext) -> tuple[Proposal, ...]:
    """The lists of an answer that can be read, the best first. Each was read by the kind itself."""
    found: list[Proposal] = []
    for path, entries in sorted(_lists(value), key=lambda one: -len(one[1])):
        fields = _fields(entries, context)
        if "title" not in fields:
            continue
        options: dict[str, Any] = ({"list": path} if path else {}) | {"fields": fields}
        parsed = JsonApi().parse(body, replace(context, options=options))
        if parsed.verdict is Verdict.OK and len(parsed.items) >= FEWEST:
            score = len(parsed.items) * (1 + ("link" in fields) * 2 + ("date" in fields))
            found.append(
                Proposal("json_api", options, parsed.items, language=_language(entries), score=float(score))
            )
        if len(found) == 2 * MOST:
            break
    return tuple(sorted(found, key=lambda proposal: -proposal.score)[:MOST])


def _lists(value: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects with its path in JMESPath; "" is the answer itself."""
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    seen = 0
    while waiting and seen < 2_000:
        path, here, depth = waiting.pop(0)
        seen += 1
        if isinstance(here, list):
            entries = [entry for entry in here if isinstance(entry, dict)]
            if entries and 2 * len(entries) >= len(here):
                yield path, entries
            waiting += [(f"{path}[{n}]", one, depth + 1) for n, one in enumerate(here[:3]) if depth < DEPTH]
        elif isinstance(here, dict) and depth < DEPTH:
            waiting += [(_below(path, key), one, depth + 1) for key, one in list(here.items())[:MOST_KEYS]]


def _below(path: str, key: str) -> str:
    name = key if _PLAIN_KEY.fullmatch(key) else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{path}.{name}" if path else name


def _fields(entries: list[dict[str, Any]], context: ParseContext) -> dict[str, str]:
    """What stands where, as far as it can be told by names and shapes."""
    columns = _columns(entries[:SAMPLE])
    chosen: dict[str, str] = {}
    tests: tuple[tuple[str, Callable[[_Column], float]], ...] = (
        ("title", _as_title),
        ("link", lambda column: _as_link(column, context)),
        ("date", lambda column: _as_date(column, context)),
        ("summary", _as_summary),
        ("id", _as_id),
    )
    for name, test in tests:
        rated = [
            (test(c), -c.path.count("."), -len(c.path), c.path)
            for c in columns
            if c.path not in chosen.values()
        ]
        best = max(rated, default=(0.0, 0, 0, ""))
        if best[0] > 0:
            chosen[name] = best[3]
    return chosen


def _columns(entries: list[dict[str, Any]]) -> list[_Column]:
    texts: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for entry in entries:
        for path, key, value in _leaves(entry, "", "", FIELD_DEPTH):
            if text := text_of(value):
                texts.setdefault(path, []).append(text[:2_000])
                keys[path] = key
    return [
        _Column(path, keys[path].lower(), tuple(found), len(found) / len(entries))
        for path, found in texts.items()
    ]


def _leaves(value: Any, path: str, key: str, depth: int) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict) and depth:
        for name, one in list(value.items())[:MOST_KEYS]:
            telling = (
                key
                if name.lower() in (*_LANGUAGES, "value", "text", "rendered", "_value", "@value") and key
                else name
            )
            yield from _leaves(one, _below(path, name), telling, depth - 1)
    elif isinstance(value, list) and value and isinstance(value[0], dict) and depth:
        yield from _leaves(value[0], f"{path}[0]", key, depth - 1)
    elif not isinstance(value, dict):
        yield path, key, value


def _named(column: _Column, role: str) -> float:
    """1 for the very name, less for a name that holds it."""
    plain = column.key.replace("_", "").replace("-", "")
    for place, name in enumerate(_NAMES[role]):
        if plain == name.replace("_", ""):
            return 1.0 - place / 50
    return next(
        (
            0.5 - place / 50
            for place, name in enumerate(_NAMES[role])
            if plain.endswith(name) or plain.startswith(name)
        ),
        0.0,
    )


def _as_title(column: _Column) -> float:
    if column.share < _LEAST or _is_address(column) or len(set(column.texts)) < 0.6 * len(column.texts):
        return 0.0
    length = median(map(len, column.texts))
    spaced = sum(" " in text.strip() for text in column.texts) / len(column.texts)
    named = _named(column, "title")
    if length < 4 or length > 400 or not (named or (spaced > 0.8 and 15 <= length <= 200)):
        return 0.0
    return named + 0.6 * spaced + 0.2 * min(length, 60) / 60


def _as_link(column: _Column, context: ParseContext) -> float:
    if column.share < _LEAST or len(set(column.texts)) < 0.7 * len(column.texts):
        return 0.0
    whole, rooted = _is_address(column), all(text.startswith("/") for text in column.texts)
    named = _named(column, "link")
    if not (named and (whole or rooted)) and not (whole and _is_at_home(column, context.url)):
        return 0.0
    picture = any(
        re.search(r"\.(?:jpe?g|png|gif|webp|svg)(?:$|\?)", _parts(t).path, re.IGNORECASE)
        for t in column.texts
    )
    return 0.0 if picture else 0.2 + named + 0.3 * whole


def _as_date(column: _Column, context: ParseContext) -> float:
    if column.share < 0.5 or median(map(len, column.texts)) > 40:
        return 0.0
    read = sum(read_date(text, zone=context.zone, now=context.now) is not None for text in column.texts)
    if read < 0.8 * len(column.texts):
        return 0.0
    named = _named(column, "date")
    number = all(text.isdigit() for text in column.texts)
    later = 0.3 * any(word in column.key for word in ("updat", "modif", "chang", "end", "deadline"))
    return 0.0 if number and not named else 0.3 + named - later


def _as_summary(column: _Column) -> float:
    if column.share < 0.4 or _is_address(column) or median(map(len, column.texts)) < 30:
        return 0.0
    named = _named(column, "summary")
    return named + 0.1 if named else 0.0


def _as_id(column: _Column) -> float:
    unique = len(set(column.texts)) == len(column.texts) and column.share == 1.0
    return (
        _named(column, "id")
        if unique and "." not in column.path and max(map(len, column.texts)) < 200
        else 0.0
    )


def _parts(url: str) -> SplitResult:
    """The parts of an address; of what is none, such as one with brackets around no IPv6 address, empty ones."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_at_home(column: _Column, url: str) -> bool:
    """Whether all addresses are of the host that answered, or of one above or below it."""
    host = (_parts(url).hostname or "").removeprefix("www.")
    hosts = {(_parts(text).hostname or "").removeprefix("www.") for text in column.texts}
    return all(h == host or h.endswith(f".{host}") or host.endswith(f".{h}") for h in hosts)


def _is_address(column: _Column) -> bool:
    return all(text.startswith(("http://", "https://")) for text in column.texts)


def _language(entries: list[dict[str, Any]]) -> str:
    codes = {language_code(text_of(e.get("language") or e.get("lang") or "")) for e in entries[:SAMPLE]}
    return codes.pop() if len(codes) == 1 else ""
