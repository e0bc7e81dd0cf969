"""Values that may be written short or long: a term as a text or a table, a kind as a word or a table.

Each name is what an `Annotated` type takes besides its type: a validator that brings the short form
to the long one, and what `check` and the documentation say of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator

from servwatch.config.before_meeting import EXAMPLE, is_before_meeting, read_before_meeting
from servwatch.config.schedule import AT_ONCE, ScheduleError, read_cron
from servwatch.config.values import Expects, wrong

Shape = tuple[BeforeValidator, Expects]
_CRON = 'a crontab expression such as "0 7 * * fri", or "at once"'
_WHEN = f'{_CRON[: _CRON.index(", or")]}, "{EXAMPLE}", or "at once"'
_BEFORE = f'a schedule such as "{EXAMPLE}", or with the name of a meeting: "5 working days before \'Bureau\' at 07:00"'
_HOURS = 'two full hours of one day, such as "07-20"'
_SPAN = re.compile(r"(\d\d)-(\d\d)")


def _shape(
    expected: str, sorts: tuple[type, ...], lengthened: Callable[[Any], Any] = lambda value: value
) -> Shape:
    def validate(value: Any) -> Any:
        if not isinstance(value, sorts):
            raise wrong(expected)
        return lengthened(value)

    return BeforeValidator(validate), Expects(expected)


def _cron(value: str) -> str:
    try:
        return value if value == AT_ONCE else _crontab(value)
    except ScheduleError as error:
        raise wrong(f"{_CRON}; this one {error}") from error


def _schedule(value: str) -> str:
    """When a digest comes: what says "before" is meant to be before meetings, anything else a crontab expression."""
    if not is_before_meeting(value):
        try:
            return value if value == AT_ONCE else _crontab(value)
        except ScheduleError as error:
            raise wrong(f"{_WHEN}; this one {error}") from error
    try:
        read_before_meeting(value)
    except ScheduleError as error:
        raise wrong(f"{_BEFORE}; this one {error}") from error
    return value


def _crontab(value: str) -> str:
    read_cron(value)
    return value


def _hours(value: str) -> str:
    found = _SPAN.fullmatch(value)
    if found is None or not 3 <= int(found[1]) < int(found[2]) <= 24:
        raise wrong(f"{_HOURS}, not before 03")
    return value


PerLanguage = _shape('a table per language, such as { nl = "Werk", en = "Work" }', (dict,))
SelectorOrSeveral = _shape(
    'a selector such as "selector1", or a list of them',
    (str, list),
    lambda v: [v] if isinstance(v, str) else v,
)
TextOrPerLanguage = _shape(
    'a text, or a table per language such as { nl = "Werk", en = "Work" }',
    (str, dict),
    lambda v: {"": v} if isinstance(v, str) else v,
)
KindOrTable = _shape(
    "a kind, or a table of kinds", (str, dict), lambda v: {"default": v} if isinstance(v, str) else v
)
TextOrTable = _shape(
    'a text, or a table such as { term = "word", weight = 0.5 }',
    (str, dict),
    lambda v: {"term": v} if isinstance(v, str) else v,
)
ListOrTable = _shape(
    "a list of texts, or a table with a list per language",
    (list, dict),
    lambda v: {"": v} if isinstance(v, list) else v,
)
TrueOrTable = _shape(
    "true, false, or a table such as { most = 5 }",
    (bool, dict),
    lambda v: v if isinstance(v, dict) else {} if v else None,
)
Schedule = Annotated[str, *_shape(_WHEN, (str,), _schedule)]
OptionalCron = Annotated[
    str, *_shape(f'{_CRON}, or "" for never', (str,), lambda v: _cron(v) if v.strip() else "")
]
Hours = Annotated[str, *_shape(_HOURS, (str,), _hours)]
