"""`check --against`: what another configuration would change, for people and for continuous integration."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from servwatch.cli.backtest_report import backtest_json, tell_backtest
from servwatch.cli.invocation import Invocation
from servwatch.cli.printing import plural, say, say_json, table, when
from servwatch.cli.progress import bar
from servwatch.config import find_config
from servwatch.cycle.against import Against, hold_against
from servwatch.cycle.settings_changes import Change, How, KeyChange, by_table
from servwatch.cycle.timings import timings_of
from servwatch.model import Settings

_SIGNS = {How.ADDED: "+", How.REMOVED: "-", How.ENABLED: "on", How.DISABLED: "off", How.CHANGED: "~"}

_SINGLE = ("servwatch", "fetch", "mail")


def check_against(here: Invocation, file: Path, since: date | None, *, json: bool) -> int:
    """Tell it, and return the exit code: 0, 1 or 3."""
    before = here.in_force().settings
    path = find_config(file, here.environ, here.folder)
    with bar("Back-testing", quiet=here.quiet) as progress:
        held = hold_against(
            before,
            path,
            here.environ,
            here.db,
            since=since,
            begin=progress.begin,
            progress=progress.advance,
        )
    if json:
        say_json(_json(held, before, since))
    else:
        _tell(held, before, since)
    return held.exit_code


def _json(held: Against, before: Settings, since: date | None) -> dict[str, Any]:
    """The whole of it; keys are added, never changed."""
    tables = by_table(held.changes)
    return {
        "ok": held.exit_code == 0,
        "exit": held.exit_code,
        "against": str(before.path),
        "file": str(held.path),
        "problems": [asdict(problem) for problem in held.problems],
        "attention": [{"what": r.concern.value, "id": r.id, "text": r.text} for r in held.concerns],
        "sources": [_change_json(one) for one in tables.get("source", ())],
        "themes": [_change_json(one) for one in tables.get("theme", ())],
        "digests": [_change_json(one) for one in tables.get("digest", ())],
        "awaited": [_change_json(one) for one in tables.get("expect", ())],
        "settings": [f"{one.table}.{one.id}" for one in held.changes if one.table in _SINGLE],
        "recipients": [asdict(one) for one in held.readers],
        "next_times": _next_times(held.settings) if held.settings is not None else {},
        "backtest": backtest_json(held.backtest, since) if held.backtest is not None else None,
        "no_backtest": held.without,
    }


def _change_json(one: Change) -> dict[str, Any]:
    return {"id": one.id, "how": one.how.value, "keys": [asdict(key) for key in one.keys]}


def _next_times(settings: Settings) -> dict[str, list[datetime]]:
    now = datetime.now(UTC)
    timings = timings_of(settings, now)
    return {
        digest.id: list(islice(timings[digest.id].times(now), 3))
        for digest in settings.digests
        if digest.enabled and settings.audience(digest)
    }


def _tell(held: Against, before: Settings, since: date | None) -> None:
    for problem in held.problems:
        say(str(problem), style="bad" if problem.severity == "error" else "doubt")
    if held.settings is None:
        say(f"{held.path}: {plural(held.errors, 'error')}. More cannot be said of it.", style="bad")
        return
    say(f"{held.path}, against {before.path} in force:", style="bold")
    _tell_changes(held)
    _tell_readers(held)
    _tell_times(held.settings, before)
    say()
    if held.backtest is not None:
        tell_backtest(held.backtest, since)
    else:
        say(f"No back-test: {held.without}.".replace("..", "."), style="doubt")
    say()
    for raised in held.concerns:
        say(f"attention: {raised.concern.value} {raised.id}: {raised.text}", style="doubt")
    if not held.concerns:
        say("Nothing of it needs attention.", style="good")


def _tell_changes(held: Against) -> None:
    rows = [
        [_SIGNS[one.how], f"[{one.table}]" if one.table in _SINGLE else one.table, one.id, _told(one)]
        for one in held.changes
    ]
    table(rows, ("", "what", "id", "change"), empty="Sources, themes, digests and settings are the same.")


def _told(one: Change) -> str:
    keys = "; ".join(map(_key, one.keys))
    word = one.how.value
    return f"{word}; {keys}" if keys and one.how is not How.CHANGED else keys or word


def _key(one: KeyChange) -> str:
    return f"{one.key}: {one.before} to {one.after}" if one.before or one.after else one.key


def _tell_readers(held: Against) -> None:
    rows = [[one.email, ", ".join(one.gains) or "-", ", ".join(one.loses) or "-"] for one in held.readers]
    if rows:
        say()
    table(rows, ("recipient", "gains", "loses"))


def _tell_times(settings: Settings, before: Settings) -> None:
    """The next times of the digests that are new, or come at other times."""
    was = {digest.id: digest.schedule for digest in before.digests}
    rows = [
        [id_, "; ".join(when(time, settings.timezone) for time in coming) or "never: no meeting is ahead"]
        for id_, coming in _next_times(settings).items()
        if (digest := settings.digest(id_)) is not None and was.get(id_) != digest.schedule
    ]
    if rows:
        say()
    table(rows, ("digest", "next three times"))
