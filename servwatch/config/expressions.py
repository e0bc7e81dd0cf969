"""The languages that a source's keys are written in: CSS selectors, JMESPath, date formats, SPARQL.

Each is checked here, so that a mistake is told with its line and not at night. What reads them stands
in the parser process, which knows nothing of the configuration; a test holds both to the same words.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator

from servwatch.config.values import Expects, validated, wrong

OUR_FUNCTIONS = ("lower", "upper", "replace", "day", "today")
"""Functions of JMESPath that the kind json_api knows besides the standard ones."""
DIRECTIVES = "dmYyBbHMS%"
"""Directives that a date format may have."""
MAX_LENGTH = 2_000
MAX_QUERY = 20_000

_CSS = "a CSS selector"
_JMESPATH = "a JMESPath expression"
_FORMAT = 'a date format such as "%d/%m/%Y"'
_JSON = "a table of texts, numbers, true or false, lists and tables"
_PLACE = re.compile(r"\{([^{}]*)\}")
_SELECT = re.compile(r"(?is)(?:\s*(?:#[^\n]*|prefix\s+\S*\s*<[^>]*>|base\s*<[^>]*>)\s*)*select\b")


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no place for (XML 1.0, section 2.2), and neither has XPath."""


def read_selector(value: str) -> str:
    """A selector, with `::attr(name)` at its end or not. Raises what `wrong` makes."""
    from cssselect import FunctionalPseudoElement, HTMLTranslator, SelectorError, parse

    _within(value, MAX_LENGTH, _CSS)
    try:
        for selector in parse(value):
            pseudo = selector.pseudo_element
            if pseudo is not None and not (isinstance(pseudo, FunctionalPseudoElement) and _is_attr(pseudo)):
                raise wrong(f"{_CSS}; behind :: only attr(name) may stand")
            if _names_a_namespace(selector.parsed_tree):
                raise wrong(f"{_CSS} without namespaces: pages have none")
            path = HTMLTranslator().selector_to_xpath(selector)
            asked = str(pseudo.arguments[0].value) if isinstance(pseudo, FunctionalPseudoElement) else ""
            if _NO_XML.search(path + asked):
                raise wrong(f"{_CSS} without escapes of characters that no page can hold")
    except SelectorError as error:
        raise wrong(f"{_CSS}; this one cannot be read: {error}") from error
    return value


def read_jmespath(value: str) -> str:
    """An expression whose functions all exist. Raises what `wrong` makes."""
    import jmespath
    from jmespath.exceptions import JMESPathError
    from jmespath.functions import Functions

    _within(value, MAX_LENGTH, _JMESPATH)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns of literals that are no JSON, such as `x`
            parsed = jmespath.compile(value).parsed
    except (JMESPathError, RecursionError, Warning) as error:
        reason = str(error).partition("\n")[0]
        raise wrong(f"{_JMESPATH}; this one cannot be read: {reason}") from error
    known = [*Functions.FUNCTION_TABLE, *OUR_FUNCTIONS]
    for name in _functions(parsed):
        if name not in known:
            near = next(iter(get_close_matches(name, known, n=1, cutoff=0.6)), "")
            raise wrong(f"{_JMESPATH}; there is no function {name!r}", near)
    return value


def read_link(value: str) -> str:
    """An expression, or an address with expressions in braces."""
    if not value.startswith(("http://", "https://")):
        return read_jmespath(value)
    places = _PLACE.findall(value)
    if not places or "{" in _PLACE.sub("", value):
        raise wrong('a pattern such as "https://www.example.org/{id}", or a JMESPath expression')
    for place in places:
        read_jmespath(place)
    return value


def read_date_format(value: str) -> str:
    """A format with a day, a month and a year. Raises what `wrong` makes."""
    given = re.findall(r"%(.?)", _within(value, 100, _FORMAT))
    for directive in given:
        if not directive or directive not in DIRECTIVES:
            names = " ".join(f"%{name}" for name in DIRECTIVES)
            raise wrong(f"{_FORMAT}, of {names}; not %{directive}")
    if "d" not in given or not {"m", "B", "b"} & set(given) or not {"Y", "y"} & set(given):
        raise wrong(f"{_FORMAT}, with a day, a month and a year")
    for directive in set(given) - {"%"}:
        if given.count(directive) > 1:
            raise wrong(f"{_FORMAT}, with %{directive} once")
    return value


def read_query(value: str) -> str:
    """A SELECT that names ?title. Raises what `wrong` makes."""
    _within(value, MAX_QUERY, "a query in SPARQL")
    if not _SELECT.match(value) or "?title" not in value:
        raise wrong("a SELECT in SPARQL with the variable ?title")
    return value


def _within(value: str, most: int, what: str) -> str:
    if not value.strip() or len(value) > most:
        raise wrong(f"{what} of at most {most} characters")
    return value


def _is_attr(pseudo: Any) -> bool:
    types = pseudo.argument_types()
    return bool(pseudo.name == "attr" and types == ["IDENT"])


def _names_a_namespace(node: Any) -> bool:
    """Whether a part of a parsed selector has a prefix, as in `svg|a`."""
    inner = getattr(node, "__dict__", {}).values()
    parts = [part for value in inner for part in (value if isinstance(value, list | tuple) else [value])]
    return bool(getattr(node, "namespace", None)) or any(map(_names_a_namespace, parts))


def _functions(node: Any) -> Iterator[str]:
    """The names of the functions in a parsed expression."""
    if isinstance(node, dict):
        if node.get("type") == "function_expression":
            yield str(node.get("value"))
        for child in node.get("children", ()):
            yield from _functions(child)


def _json_table(value: Any) -> Any:
    if not isinstance(value, dict) or not _is_json(value):
        raise wrong(_JSON)
    return value


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    return all(map(_is_json, value)) if isinstance(value, list) else isinstance(value, str | int | float)


Selector = Annotated[str, *validated(_CSS, read_selector)]
JmesPath = Annotated[str, *validated(_JMESPATH, read_jmespath)]
LinkField = Annotated[str, *validated("an address in JMESPath or as a pattern", read_link)]
DateFormat = Annotated[str, *validated(_FORMAT, read_date_format)]
Query = Annotated[str, *validated("a SELECT in SPARQL", read_query)]
JsonTable = (BeforeValidator(_json_table), Expects(_JSON))
