"""CSS selectors (Selectors Level 3, and `:is`, `:has`, `:contains("text")`), compiled once.

`::attr(name)` behind a selector asks for an attribute of the element instead of its text, as in
`a::attr(title)`. Several selectors with commas are tried in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cssselect import FunctionalPseudoElement, HTMLTranslator, parse
from lxml import etree

from servwatch.sources.html_document import Element

_TRANSLATOR = HTMLTranslator()


@dataclass(frozen=True, slots=True)
class Css:
    """A selector. What it finds are the element itself and what stands within it."""

    text: str
    paths: tuple[tuple[Any, str], ...]  # an XPath each, and the attribute asked for or ""
    whole: Any  # one XPath for all of them

    def elements(self, within: Element) -> list[Element]:
        """Everything that fits, in the order of the page."""
        return list(self.whole(within))

    def first(self, within: Element) -> Element | None:
        """The first element that fits, by the order of the selectors."""
        return next((element for path, _ in self.paths for element in path(within)), None)

    def found(self, within: Element) -> list[tuple[Element, str]]:
        """What fits, by the order of the selectors, each with the attribute asked for or ""."""
        return [(element, attribute) for path, attribute in self.paths for element in path(within)]


@lru_cache(maxsize=500)
def css(text: str) -> Css:
    """The selector. Raises cssselect.SelectorError, as `check` has done long before."""
    paths = []
    for selector in parse(text):
        pseudo = selector.pseudo_element
        attribute = ""
        if isinstance(pseudo, FunctionalPseudoElement):
            attribute = str(pseudo.arguments[0].value)
        paths.append((_TRANSLATOR.selector_to_xpath(selector, prefix="descendant-or-self::"), attribute))
    whole = etree.XPath(" | ".join(path for path, _ in paths))
    return Css(text, tuple((etree.XPath(path), attribute) for path, attribute in paths), whole)
