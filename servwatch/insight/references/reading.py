"""Read what a person wrote as one reference: any way of writing it, or an address."""

from __future__ import annotations

from difflib import get_close_matches

from servwatch.insight.references.finding import in_address, in_text
from servwatch.insight.references.grammar import plain
from servwatch.insight.references.registry import KINDS, public_address
from servwatch.model import Reference

_LONGEST = 2048
_ORDER = {name: place for place, name in enumerate(KINDS)}


def read_reference(text: str, language: str = "en") -> Reference | None:
    """The reference, None where the text is none that is known.

    What needs context in a text needs none here. Where several are written, the first in the order of
    the registry is meant: "INT/1108-EESC-2025-03929" is one document.
    """
    text = plain(text).strip()
    if not text or len(text) > _LONGEST:
        return None
    named = in_address(text) or [(f.kind, f.id) for f in in_text(text, sure=True)] or _canonical(text)
    if not named:
        return None
    kind, name = min(named, key=lambda n: _ORDER[n[0]])
    return Reference(kind, name, public_address(kind, name, language))


def read_field(text: str, home: str) -> list[tuple[str, str]]:
    """The references in a field of a source, (kind, canonical form), whose publisher has the host `home`.

    A field may hold any number of the source's own: what needs context needs it here too.
    """
    text = plain(text).strip()[:_LONGEST]
    procedure = [named for named in _canonical(text) if named[0] == "procedure"]  # a number without its type
    return in_address(text) or [(f.kind, f.id) for f in in_text(text, home)] or procedure


def known_forms() -> tuple[str, ...]:
    """An example of each kind, in the order of the registry."""
    return tuple(kind.example for kind in KINDS.values())


def nearest_form(text: str) -> str:
    """The example that looks most like what was written, "" where none does."""
    shapes = {_shape(example): example for example in reversed(known_forms())}
    near = get_close_matches(_shape(plain(text)[:80]), shapes, n=1, cutoff=0.6)
    return shapes[near[0]] if near else ""


def _canonical(text: str) -> list[tuple[str, str]]:
    """The kinds of which the text is the canonical form, or would be in capitals."""
    for written in (text, text.upper()):
        named = [(kind.name, written) for kind in KINDS.values() if kind.form.fullmatch(written)]
        if named:
            return named
    return []


def _shape(text: str) -> str:
    """Letters stay, every digit is a nine: what makes two references look alike."""
    return "".join("9" if c.isdigit() else c.upper() for c in text)
