"""Selectors that find a set of elements, and go on finding it: names that people chose before places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from cssselect import SelectorError
from lxml import etree

from servwatch.sources.css import css
from servwatch.sources.discovery.classes import lasting_classes, lasting_id, made_prefixes, rank
from servwatch.sources.html_document import Element

_PLAIN = frozenset({"div", "span", "a", "p", "li", "tr", "td", "section"})
ANCESTORS = 8
ENOUGH = 0.95


def item_selector(elements: Sequence[Element], root: Element, folder: str = "") -> str:
    """The selector of a group: the first that finds it and hardly anything else, else the nearest.

    With a folder, only those whose links have it in their address.
    """
    wanted = set(elements)
    best, nearest = "", 0.0
    for plain in dict.fromkeys(_candidates(elements[0], elements)):
        candidate = _leading_to(plain, elements[0], folder)
        if not is_selector(candidate):
            continue
        found = set(css(candidate).elements(root))
        share = len(found & wanted) / len(found | wanted) if found else 0.0
        if share > nearest + 1e-9:
            best, nearest = candidate, share
        if share >= ENOUGH:
            return candidate
    return best


def _leading_to(selector: str, element: Element, folder: str) -> str:
    if not folder or '"' in folder or "\\" in folder:
        return selector
    link = f'[href*="{folder}"]'
    return f"{selector}{link}" if element.tag == "a" else f"{selector}:has(a{link})"


def _candidates(element: Element, elements: Sequence[Element]) -> Iterator[str]:
    own = list(_own(element, elements))
    yield from (selector for selector, plain in own if not plain)
    above = [part for step in _above(element) for part in step]
    for anchor in above:
        yield from (f"{anchor} {selector}" for selector, plain in own if not plain)
    for anchor in above:
        for selector, plain in own:
            if plain:
                yield f"{anchor} > {selector}" if _is_parent(anchor, element) else f"{anchor} {selector}"
    yield from _by_place(element)


def _own(element: Element, elements: Sequence[Element]) -> Iterator[tuple[str, bool]]:
    """Selectors of the element alone, and whether each is only its tag."""
    shared = [name for name in lasting_classes(element) if _share(elements, name) >= ENOUGH]
    telling = [name for name in shared if rank(name)]
    yield from ((f"{element.tag}.{name}", False) for name in telling)
    yield from ((f"{element.tag}.{a}.{b}", False) for a, b in combinations(shared[:5], 2))
    for prefix in made_prefixes(element):
        yield f'{element.tag}[class*="{prefix}"]', False
    yield element.tag, element.tag in _PLAIN
    yield from ((f"{element.tag}.{name}", False) for name in shared if name not in telling)


def _share(elements: Iterable[Element], name: str) -> float:
    having = [name in (element.get("class") or "").split() for element in elements]
    return sum(having) / len(having)


def _above(element: Element) -> Iterator[list[str]]:
    """What the element stands in, the nearest first."""
    for level, above in enumerate(element.iterancestors()):
        if level >= ANCESTORS or above.tag in ("body", "html"):
            return
        names = [f"#{name}"] if (name := lasting_id(above)) else []
        names += [f"{above.tag}.{name}" for name in lasting_classes(above) if rank(name)]
        names += [f'{above.tag}[class*="{prefix}"]' for prefix in made_prefixes(above)]
        if above.tag in ("main", "article"):
            names.append(above.tag)
        yield names


def _is_parent(anchor: str, element: Element) -> bool:
    parent = element.getparent()
    return (
        parent is not None
        and is_selector(anchor)
        and any(found is parent for found in css(anchor).elements(parent)[:1])
    )


def _by_place(element: Element) -> Iterator[str]:
    """The way down from the nearest element that has a name, else from the top."""
    steps = [element.tag]
    for above in element.iterancestors():
        name = lasting_id(above)
        classes = [one for one in lasting_classes(above) if rank(one)]
        if name or classes or above.tag in ("main", "body"):
            top = f"#{name}" if name else f"{above.tag}.{classes[0]}" if classes else above.tag
            yield " > ".join([top, *steps])
            if above.tag in ("main", "body"):
                return
        steps.insert(0, above.tag)


@lru_cache(maxsize=5_000)
def is_selector(text: str) -> bool:
    """Whether a text made of names on a page is a selector: broken pages have elements called "a<b"."""
    try:
        css(text)
    except (SelectorError, etree.XPathError, ValueError):
        return False
    return True


def inner_selectors(element: Element, item: Element) -> Iterator[str]:
    """Selectors for an element within its item, the best first."""
    yield from filter(is_selector, _inner(element, item))


def _inner(element: Element, item: Element) -> Iterator[str]:
    names = [name for name in lasting_classes(element) if rank(name)]
    yield from (f".{name}" for name in names)
    yield from (f'[class*="{prefix}"]' for prefix in made_prefixes(element))
    if element.tag not in _PLAIN:
        yield element.tag
    parent = element.getparent()
    while parent is not None and parent is not item:
        yield from (f".{name} {element.tag}" for name in lasting_classes(parent) if rank(name))
        yield from (f'[class*="{prefix}"] {element.tag}' for prefix in made_prefixes(parent))
        if parent.tag not in _PLAIN:
            yield f"{parent.tag} {element.tag}"
        parent = parent.getparent()
    if element is item:
        return
    if element.tag in ("td", "th", "li", "span", "p", "div"):
        place = 1 + sum(1 for before in element.itersiblings(preceding=True) if isinstance(before.tag, str))
        yield f"{element.tag}:nth-child({place})"
    yield element.tag
