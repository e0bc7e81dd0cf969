"""Paths through the configuration: what stands at one, how to say it in words, which keys it may have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from servwatch.config.layering import identity
from servwatch.config.syntax.headers import MANY, Header
from servwatch.config.syntax.tree import Node

Loc = tuple[int | str, ...]
_BARE = re.compile(r"[\w-]+")


def in_tree(root: Node, steps: Iterable[int | str], *, missing: bool = False) -> Loc:
    """The steps that the file has itself, without those that a validator put in; the last may be `missing`."""
    loc: list[int | str] = []
    node = root
    *before, last = steps
    for step in before:
        below = node.child(step)
        if below is not None:
            loc.append(step)
            node = below
    if missing or node.child(last) is not None:
        loc.append(last)
    return tuple(loc)


def deepest(root: Node, loc: Loc) -> Node:
    """The deepest node that the path reaches."""
    node = root
    for step in loc:
        below = node.child(step)
        if below is None:
            break
        node = below
    return node


def label(root: Node, loc: Loc) -> str:
    """The place in words: `every of the source 'ilo-news'`, `[fetch]`, `the file`."""
    if not loc:
        return "the file"
    name, *rest = loc
    if len(loc) == 1:
        return str(Header.of(str(name)))
    entry = deepest(root, loc[:2])
    if isinstance(loc[1], int) and name in MANY:
        owner = f"the {name} {identity(entry)!r}" if identity(entry) else f"[[{name}]]"
        rest = rest[1:]
    else:
        owner = f"[{name}]"
    words = _words(rest)
    return f"{words} of {owner}" if words else owner


def _words(steps: Iterable[int | str]) -> str:
    """`weight of the 3rd term of terms.nl`."""
    text, keys = "", []
    for step in steps:
        if isinstance(step, str):
            keys.append(step)
            continue
        noun = "term" if keys[:1] == ["terms"] else "value"
        inside = _joined(keys, text)
        text, keys = f"the {ordinal(step + 1)} {noun} of {inside}", []
    return _joined(keys, text)


def _joined(keys: list[str], text: str) -> str:
    words = ".".join(key if _BARE.fullmatch(key) else f'"{key}"' for key in keys)
    return " of ".join(part for part in (words, text) if part)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 % 10 != 1 else "th"
    return f"{number}{ending}"


def named(root: Node, loc: Loc) -> str:
    """The path with ids in the place of numbers: `source.ilo-news.every`."""
    steps = []
    for number, step in enumerate(loc):
        node = deepest(root, loc[: number + 1])
        name = identity(node) if isinstance(step, int) and isinstance(node.value, dict) else ""
        steps.append(name or str(step))
    return ".".join(steps)


def keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the table at a path may have, [] where it may have any or is no table."""
    table = table_at(model, loc)
    return [field.alias or name for name, field in table.model_fields.items()] if table else []


def table_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The table of the option table at a path, None where its keys are free or it is no table."""
    annotation: Any = model
    for step in loc:
        annotation = _below(annotation, step)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _below(annotation: Any, step: int | str) -> Any:
    """What the value one step down is annotated with, None where nothing can stand there."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case None:
            if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
                return None
            fields = annotation.model_fields.items()
            return next((_bare(f.annotation) for n, f in fields if step == (f.alias or n)), None)
        case origin if origin is list:
            return _bare(arguments[0])
        case origin if origin is dict:
            return _bare(arguments[1])
        case _:
            return None


def _bare(annotation: Any) -> Any:
    """The annotation without its checks, and without its `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation
