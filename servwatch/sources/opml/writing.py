"""Write feeds as a list of subscriptions, OPML 2.0, for other readers of feeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from xml.sax.saxutils import quoteattr

from servwatch.model import Source

TITLE = "servwatch"
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def outlines(sources: Sequence[Source], now: datetime) -> str:
    """The whole document: one outline for each feed, grouped by body. `now` is aware."""
    ordered = sorted(sources, key=lambda source: source.body)  # stable: within a body as in the file
    groups = []
    for body, members in groupby(ordered, key=lambda source: source.body):
        lines = "\n".join(f"      {_outline(source)}" for source in members)
        groups.append(f"    <outline text={_attribute(body)}>\n{lines}\n    </outline>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n'
        f"    <title>{TITLE}</title>\n    <dateCreated>{format_datetime(now)}</dateCreated>\n  </head>\n"
        "  <body>\n" + "".join(f"{group}\n" for group in groups) + "  </body>\n</opml>\n"
    )


def _outline(source: Source) -> str:
    given = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.url}
    if len(source.languages) == 1:
        given["language"] = source.languages[0]
    return f"<outline {' '.join(f'{name}={_attribute(value)}' for name, value in given.items())}/>"


def _attribute(value: str) -> str:
    return quoteattr(_NO_CHARACTER.sub(" ", value), {"\n": " ", "\r": " ", "\t": " "})
