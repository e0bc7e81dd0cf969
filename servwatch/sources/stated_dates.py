"""The date in a text of a source: by the format that its configuration states, else as it looks."""

from __future__ import annotations

from servwatch.sources.date_format import read_formatted
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.plain_text import visible
from servwatch.sources.source_kind import ParseContext


def date_in(text: str, date_format: str, context: ParseContext) -> Stated | None:
    """The date in a text, by its format where one is stated."""
    value = visible(text)
    if date_format:
        return read_formatted(value, date_format, zone=context.zone, now=context.now)
    return read_date(value, zone=context.zone, now=context.now)
