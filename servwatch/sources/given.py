"""What a source states of an item in fields of their own, made of what it wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from servwatch.model import NOTHING_GIVEN, Given
from servwatch.sources.dates import Stated
from servwatch.sources.plain_text import plain_text, visible
from servwatch.sources.source_kind import ParseContext
from servwatch.sources.stated_dates import date_in

MAX_STAGE = 200
MAX_REFERENCE = 200
MOST_REFERENCES = 20


def given_in(
    context: ParseContext,
    *,
    deadline: str | Stated | None = "",
    begins: str = "",
    ends: str = "",
    stage: str = "",
    references: Iterable[str] = (),
) -> Given:
    """What these texts say; one that cannot be read says nothing.

    Dates are read by the `date_format` of the source, else as they look.
    """
    until = deadline if isinstance(deadline, Stated) else _date(deadline or "", context)
    named = dict.fromkeys(visible(one)[:MAX_REFERENCE] for one in references)
    named.pop("", None)
    day_only = until is not None and (not until.timed or until.midnight)
    given = Given(
        deadline=_instant(until, context, day_only=day_only),
        day_only=day_only,
        begins=_day(begins, context),
        ends=_day(ends, context),
        stage=plain_text(stage, markup=False, limit=MAX_STAGE),
        references=tuple(named)[:MOST_REFERENCES],
    )
    return given or NOTHING_GIVEN


def _instant(until: Stated | None, context: ParseContext, *, day_only: bool) -> datetime | None:
    """Of a day alone, midnight in the council's zone: 00:00:00 is how interfaces write a day."""
    if until is None:
        return None
    return datetime.combine(until.day, time(), context.zone) if day_only else until.instant


def _day(text: str, context: ParseContext) -> date | None:
    found = _date(text, context)
    return found.day if found is not None else None


def _date(text: str, context: ParseContext) -> Stated | None:
    if not text:
        return None
    formatted = date_in(text, str(context.options.get("date_format") or ""), context)
    return formatted or date_in(text, "", context)
