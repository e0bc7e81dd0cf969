"""What was done with a draft, in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servwatch.locale import Words
from servwatch.model import Act, ActKind, numbers
from servwatch.web.console.visit import Visit

NOBODY = "servwatch"


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act: who, what, to which item; and the text that was written, if any."""

    act: Act
    what: str
    title: str  # of its item, "" for none
    text: str = ""


def told_acts(visit: Visit, acts: Sequence[Act]) -> list[ToldAct]:
    """The acts, the newest first."""
    titles = {act.item: _title(visit, act.item) for act in acts if act.item is not None}
    return [
        ToldAct(act, _what(act, visit.words), titles.get(act.item or 0, ""), _text(act, visit))
        for act in reversed(acts)
    ]


def _title(visit: Visit, item: int) -> str:
    found = visit.archive.items.get(item)
    return found[0].title if found is not None else ""


def _what(act: Act, words: Words) -> str:
    kind, undone = act.kind, act.undone
    told = {
        ActKind.DROP: words._("taken back in") if undone else words._("taken out"),
        ActKind.PIN: words._("no longer put in") if undone else words._("put in"),
        ActKind.MOVE: words._("place taken back")
        if undone
        else words._("moved to place {place}", place=act.new),
        ActKind.HEADLINE: words._("headline taken away") if undone else words._("headline"),
        ActKind.NOTE: words._("note taken away") if undone else words._("note"),
        ActKind.INTRODUCTION: words._("introduction taken away") if undone else words._("introduction"),
        ActKind.HOLD: words._("no longer held") if undone else words._("held back"),
        ActKind.RELEASE: words._("release taken back") if undone else words._("released"),
        ActKind.CHANGED: words._("changed by itself"),
    }
    return told[kind]


def _text(act: Act, visit: Visit) -> str:
    if act.kind in (ActKind.HEADLINE, ActKind.NOTE, ActKind.INTRODUCTION):
        return act.new or act.old
    if act.kind is ActKind.CHANGED:
        came = [_title(visit, item) for item in numbers(act.new)]
        left = [_title(visit, item) for item in numbers(act.old)]
        lines = [visit.words._("New: {entry}", entry=title) for title in came]
        lines += [visit.words._("No longer there: {entry}", entry=title) for title in left]
        return "\n".join(lines)
    return act.reason
