"""Which keys of a source fit its kind, and which its kind must have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from servwatch.config.layering import identity
from servwatch.config.mailbox_keys import mailbox_faults
from servwatch.config.syntax.tree import Node
from servwatch.config.tables import FieldsTable
from servwatch.errors import Problem

_PAGE = "item link title date summary category deadline stage empty next strip_query date_format paging pages"
_LOGIN = (
    "user auth security password_file token_url client_id scope secret_file refresh_token_file secret_ends"
)
_MAILBOX = f"{_LOGIN} from require_auth resolve newest"
KIND_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "feed": (),
        "page": tuple(_PAGE.split()),
        "sitemap": ("last",),
        "json_api": ("list", "where", "fields", "json", "form", "date_format", "paging", "pages"),
        "sparql": ("query",),
        "mailbox": tuple(_MAILBOX.split()),
    }
)
"""The keys of each kind; every other key of a source fits every kind."""

LOGIN_KEYS = frozenset(_LOGIN.split())
"""Those of a mailbox that say who reads it: no affair of the parser."""

REQUIRED = MappingProxyType({"page": "item", "json_api": "fields", "sparql": "query", "mailbox": "user"})
"""The key without which a kind cannot be read."""

_ALL = frozenset(key for keys in KIND_KEYS.values() for key in keys)


def kind_faults(source: Node, *, sure: bool) -> Iterator[Problem]:
    """Every key of a source that does not fit its kind, what it lacks, and keys that clash.

    Where part of the file could not be read, we are not `sure` that what is missing is missing.
    """
    kind = _value(source, "kind", default="feed")
    if not isinstance(kind, str) or kind not in KIND_KEYS:
        return
    unfit = {key: node for key, node in source.value.items() if key in _ALL and key not in KIND_KEYS[kind]}
    if source.child("kind") is None and unfit and sure:
        yield _kindless(source, unfit)
    else:
        yield from (_unfit(source, key, node, kind) for key, node in unfit.items())
    required, said = REQUIRED.get(kind), source.child("kind")
    if required is not None and said is not None and source.child(required) is None and sure:
        text = f"{_named(source)} has the kind {kind!r}, but lacks the key {required!r}"
        related = ((source.file, _line_after(source, until={*KIND_KEYS[kind], "detail", "origin"})),)
        yield Problem(source.file, *said.at, text, related=related, path=_path(source, required))
    yield from _clashes(source, kind)
    yield from _ways(source, kind)
    if kind == "mailbox":
        yield from mailbox_faults(source, sure=sure)


def _kindless(source: Node, unfit: Mapping[str, Node]) -> Problem:
    """One message for all keys of a source that has lost its `kind`, and the line on which that may have stood."""
    kinds = [name for name, keys in KIND_KEYS.items() if set(unfit) <= set(keys)]
    expected = " or ".join(f'kind = "{name}"' for name in kinds)
    first = next(iter(unfit.values()))
    text = f"{_named(source)} says no kind, and a feed has no {', '.join(map(repr, unfit))}"
    related = ((source.file, _line_after(source, until={"url", *_ALL})),)
    return Problem(source.file, *first.key_at, text, expected, related=related, path=_path(source, "kind"))


def _line_after(source: Node, *, until: Collection[str]) -> int:
    """The line after the keys that stand before the first of some."""
    own = [(key, node) for key, node in source.value.items() if node.file == source.file]
    before = takewhile(lambda pair: pair[0] not in until, own)
    return max((node.last_line() for _, node in before), default=source.key_at[0]) + 1


def _unfit(source: Node, key: str, node: Node, kind: str) -> Problem:
    text = f"the key {key!r} of {_named(source)} does not belong to the kind {kind!r}"
    others = " or ".join(f'"{name}"' for name, keys in KIND_KEYS.items() if key in keys)
    near = next(iter(get_close_matches(key, KIND_KEYS[kind], n=1, cutoff=0.6)), "")
    if kind == "json_api" and key in FieldsTable.model_fields:
        near = f"fields.{key}"
    expected = "" if near else f"kind = {others}"
    return Problem(node.file, *node.key_at, text, expected, near, path=_path(source, key))


def _clashes(source: Node, kind: str) -> Iterator[Problem]:
    paging = source.child("paging")
    if kind not in ("page", "json_api"):
        return
    pages = source.child("pages")
    several = pages is not None and isinstance(pages.value, int) and pages.value > 1
    if pages is not None and several and paging is None and source.child("next") is None:
        ways = "the key paging" if kind == "json_api" else "the key next or paging"
        above = _line_after(source, until={"pages"})
        yield _fault(source, "pages", pages, "nothing tells how to come to the next page", ways, above)
    form = source.child("form")
    if form is not None and source.child("json") is not None:
        yield _fault(source, "form", form, "both json and form are to be sent", "one of them")
    if paging is not None and isinstance(paging.value, dict):
        yield from _paging(source, paging)


def _ways(source: Node, kind: str) -> Iterator[Problem]:
    """Whether the address is one for the kind."""
    url = source.child("url")
    if url is None or not isinstance(url.value, str):
        return
    scheme = url.value.strip().partition("://")[0]
    is_mail, is_web = scheme in ("imap", "imaps"), scheme in ("http", "https")
    if is_mail and kind != "mailbox":
        yield _fault(source, "url", url, "it is the address of a mailbox", 'kind = "mailbox"')
    elif is_web and kind == "mailbox":
        expected = 'an address such as "imaps://mail.example.org/INBOX/News"'
        yield _fault(source, "url", url, "it is no address of a mailbox", expected)


def _paging(source: Node, paging: Node) -> Iterator[Problem]:
    given = [key for key in ("page", "offset") if key in paging.value]
    if len(given) != 1:
        text = "counts both pages and entries" if given else "names no parameter"
        yield _fault(source, "paging", paging, f"paging {text}", 'the key "page" or the key "offset"')
    elif given == ["offset"] and "size" not in paging.value:
        yield _fault(
            source, "paging", paging, "paging by offset lacks the entries of a page", 'the key "size"'
        )
    if _value(paging, "in_json", default=False) is True and source.child("json") is None:
        above = _line_after(source, until=_ALL)
        node = paging.value["in_json"]
        yield _fault(source, "paging", node, "there is no json to hold it", "the key json", above)


def _fault(source: Node, key: str, node: Node, text: str, expected: str, see: int = 0) -> Problem:
    related = ((node.file, see),) if see and see != node.at[0] else ()
    text = f"{text} ({_named(source)})"
    return Problem(node.file, *node.at, text, expected, related=related, path=_path(source, key))


def _value(node: Node, key: str, *, default: Any) -> Any:
    found = node.child(key)
    return default if found is None else found.value


def _named(source: Node) -> str:
    return f"the source {identity(source)!r}"


def _path(source: Node, key: str) -> str:
    return f"source.{identity(source)}.{key}"
