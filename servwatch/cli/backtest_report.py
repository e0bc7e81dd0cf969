"""A back-test told: by theme and by digest, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from servwatch.cli.printing import plural, say, table
from servwatch.digest.backtest import (
    Backtest,
    DigestDifference,
    DigestMoves,
    ThemeDifference,
    ThemeExample,
    ThemeMoves,
)
from servwatch.digest.match import Matched
from servwatch.insight.theme_changes import Blame, Cause
from servwatch.model import Item

_CAUSES = {
    Cause.TERM: "{term}",
    Cause.CONDITION: "{term} (its exclude or requires)",
    Cause.HINT: "{term} (source or category)",
    Cause.EXCLUDE: "exclude {term}",
    Cause.THRESHOLD: "the threshold",
    Cause.WEIGHT: "{term} (its weight)",
    Cause.THEME: "the theme itself",
    Cause.LANGUAGE: "the terms of other languages",
}
_MOST_TERMS = 6


def backtest_json(run: Backtest, since: date | None) -> dict[str, Any]:
    """The whole of it; keys are added, never changed."""
    return {
        "since": since,
        "items": run.items,
        "themes": [_theme_json(one) for one in run.themes.values()],
        "digests": [_digest_json(one) for one in run.digests.values()],
    }


def _theme_json(one: ThemeDifference) -> dict[str, Any]:
    return {
        "id": one.theme,
        "before": one.before,
        "after": one.after,
        "gained": one.gained.items,
        "lost": one.lost.items,
        "examples": {
            "gained": [_example_json(e) for e in one.gained.examples],
            "lost": [_example_json(e) for e in one.lost.examples],
        },
        "responsible": {"gained": _responsible_json(one.gained), "lost": _responsible_json(one.lost)},
    }


def _responsible_json(moves: ThemeMoves) -> list[dict[str, Any]]:
    return [
        {"cause": cause.value, "term": term, "items": items}
        for (cause, term), items in moves.responsible.most_common()
    ]


def _example_json(example: ThemeExample) -> dict[str, Any]:
    return {
        **_item_json(example.item),
        "before": round(example.before, 3),
        "after": round(example.after, 3),
        "causes": [
            {"cause": b.cause.value, "term": b.term, "text": b.text, "field": b.field} for b in example.blames
        ],
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {"item": item.id, "title": item.title, "url": item.url, "source": item.source, "day": item.day}


def _digest_json(one: DigestDifference) -> dict[str, Any]:
    return {
        "id": one.digest,
        "before": one.before,
        "after": one.after,
        "gained": one.gained.items,
        "lost": one.lost.items,
        "under_min_score": {"before": one.weak_before, "after": one.weak_after},
        "examples": {"gained": _moves_json(one.gained), "lost": _moves_json(one.lost)},
        "reasons": {
            "gained": _reasons_json(one.gained),
            "lost": _reasons_json(one.lost),
        },
    }


def _moves_json(moves: DigestMoves) -> list[dict[str, Any]]:
    return [{**_item_json(e.item), "reason": reason_of(e.matched)} for e in moves.examples]


def _reasons_json(moves: DigestMoves) -> list[dict[str, Any]]:
    return [{"reason": reason, "items": items} for reason, items in moves.reasons.most_common()]


def reason_of(matched: Matched) -> str:
    """Why a digest refuses an item, in one English sentence."""
    facts = dict(matched.facts)
    if "themes" in facts:
        facts["themes"] = ", ".join(facts["themes"])
    return matched.refused.format(**facts)


def tell_backtest(run: Backtest, since: date | None) -> None:
    """Print it for people: a table each of themes and digests, and what changed, with examples."""
    span = f" since {since}" if since is not None else ""
    moved = [one for one in run.themes.values() if one.gained.items or one.lost.items]
    say(f"{plural(run.items, 'item')}{span}, under the settings in force and under the others.", style="bold")
    _tell_table("theme", [(one.theme, one) for one in run.themes.values()])
    for one in moved:
        _tell_moves(f"{one.theme} gains", one.gained, "+")
        _tell_moves(f"{one.theme} loses", one.lost, "-")
    say()
    _tell_table("digest", [(one.digest, one) for one in run.digests.values()])
    for digest in run.digests.values():
        _tell_digest(digest)


def _tell_table(name: str, rows: Iterable[tuple[str, ThemeDifference | DigestDifference]]) -> None:
    listed = list(rows)
    shown = [
        [id_, str(one.before), str(one.after), f"+{one.gained.items}", f"-{one.lost.items}"]
        for id_, one in listed
        if one.gained.items or one.lost.items
    ]
    table(shown, (name, "before", "after", "gains", "loses"), empty=f"No {name} gains or loses an item.")
    same = len(listed) - len(shown)
    if shown and same:
        say(f"{plural(same, f'other {name}')} as before.", style="dim")


def _tell_moves(heading: str, moves: ThemeMoves, sign: str) -> None:
    if not moves.items:
        return
    terms = [
        f"{_CAUSES[cause].format(term=repr(term))} in {items}"
        for (cause, term), items in moves.responsible.most_common(_MOST_TERMS)
    ]
    say()
    say(f"{heading} {plural(moves.items, 'item')}, by {'; '.join(terms)}:", style="bold")
    for example in reversed(moves.examples):
        found = ", ".join(_blamed(one) for one in example.blames)
        same = example.before == example.after
        score = f"{example.after:g}" if same else f"{example.before:g} to {example.after:g}"
        say(f"  {sign} {_line(example.item)}  [score {score}: {found}]")


def _blamed(one: Blame) -> str:
    cause = _CAUSES[one.cause].format(term=repr(one.term))
    same = one.text.casefold() == one.term.casefold()
    return cause if same or not one.text else f"{cause} as {one.text!r} in the {one.field}"


def _tell_digest(one: DigestDifference) -> None:
    if one.weak_before != one.weak_after:
        say(f"{one.digest}: {one.weak_before} items were under its min_score, {one.weak_after} would be.")
    for verb, moves, sign in (("would take", one.gained, "+"), ("would no longer take", one.lost, "-")):
        if not moves.items:
            continue
        say()
        say(f"{one.digest} {verb} {plural(moves.items, 'item')}:", style="bold")
        for example in reversed(moves.examples):
            when = "before" if sign == "+" else "then"
            say(f"  {sign} {_line(example.item)}  [{when}: {reason_of(example.matched)}]")


def _line(item: Item) -> str:
    return f"{item.id:>7}  {item.day}  {item.title}"
