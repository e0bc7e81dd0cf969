"""Days of a calendar as the configuration writes them: 05-15 of every year, 2027-05-15 of one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from servwatch.config.values import Expects, validated, wrong
from servwatch.model import CalendarDay, Window

_DAY = 'a day such as "05-15", of every year, or 2027-05-15, of one'
_WINDOW = 'two days with a stroke between, such as "05-15/06-20" or "2027-05-15/2027-06-20"'
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP = 2000  # a year that has every day


def read_day(value: Any) -> CalendarDay:
    """A day from its text, or from a date of TOML. Raises ValueError."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return CalendarDay(value.month, value.day, value.year)
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004  # the caller says what was expected
    yearly = _YEARLY.fullmatch(value.strip())
    if yearly is None:
        return read_day(date.fromisoformat(value.strip()))
    found = date(_LEAP, int(yearly[1]), int(yearly[2]))
    return CalendarDay(found.month, found.day)


def read_window(value: str) -> Window:
    """A window from its text. Raises ValueError, or `wrong`."""
    first, stroke, last = value.partition("/")
    if not stroke:
        raise ValueError(value)
    window = Window(read_day(first), read_day(last))
    fault = window_fault(window)
    if fault:
        raise wrong(f"{_WINDOW}; {fault}")
    return window


def window_fault(window: Window) -> str:
    """Why two days make no window, "" where they do."""
    first, last = window.first, window.last
    if bool(first.year) is not bool(last.year):
        return "this one begins in one year and ends in every year, or the other way round"
    if first.year and (first.year, first.month, first.day) > (last.year, last.month, last.day):
        return "this one ends before it begins"
    return ""


def _day(value: Any) -> CalendarDay:
    try:
        return read_day(value)
    except ValueError as error:
        raise wrong(_DAY) from error


Day = Annotated[CalendarDay, BeforeValidator(_day), Expects(_DAY)]
WindowText = Annotated[Window, *validated(_WINDOW, read_window)]
