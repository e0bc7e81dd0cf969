"""Writes docs/sources.md from feeds.toml and the table of bodies: `python -m tests.docs.sources_table`."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.docs.bodies import ROWS, Body, Row

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "sources.md"
SHIPPED = REPOSITORY / "feeds.toml"

NOT_VERIFIED = "not verified"
_CONFIDENCE = re.compile(r"confidence ((?:low|medium|high)(?: to (?:low|medium|high))?)")
_DATE = re.compile(r"(?:\d{1,2} )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) )?20\d\d")

HEAD = """# What is watched

<!-- written by `python -m tests.docs.sources_table`; change feeds.toml or tests/docs/bodies.py instead -->

Every body that SERV's texts name, with the sources that watch it. † marks what goes beyond those texts. No address
was tried from SERV's own network yet: the date is that of the last known check by others, and the
confidence says how sure it made us. *Not verified* means that an address is inferred; such a source is
not enabled until somebody has seen it work.
"""


def shipped() -> list[dict[str, Any]]:
    """The sources of feeds.toml."""
    found: list[dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["source"]
    return found


def confidence(source: dict[str, Any]) -> str:
    """low, medium, high, one "to" another; or "not verified"."""
    if NOT_VERIFIED in source["origin"]:
        return NOT_VERIFIED
    found = _CONFIDENCE.search(source["origin"])
    return found[1] if found else ""


def checked(source: dict[str, Any]) -> str:
    """The last date that the origin names."""
    dates = _DATE.findall(source["origin"])
    return max(dates, key=_order) if dates else ""


def watching(body: Body, sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources of a body."""
    return [s for s in sources if s["body"] == body.id or s["id"] in body.also]


def page() -> str:
    """The whole of docs/sources.md."""
    sources = shipped()
    parts = [HEAD, *(_row(row, sources) for row in ROWS), _not_yet(sources)]
    return "\n".join(parts)


def _order(date: str) -> tuple[int, int, int]:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    words = date.split()
    month = next((months.index(word) + 1 for word in words if word in months), 0)
    day = int(words[0]) if len(words) == 3 else 0
    return int(words[-1]), month, day


def _row(row: Row, sources: list[dict[str, Any]]) -> str:
    lines = [f"## {row.title}", "", f"Wanted: {row.wanted}.", ""]
    for body in row.bodies:
        lines += [f"### {body.name}{' †' if body.beyond else ''}", ""]
        found = watching(body, sources)
        if found:
            lines += [
                "| source | kind | address | confidence | checked | enabled |",
                "|---|---|---|---|---|---|",
            ]
            lines += [_line(source) for source in found] + [""]
        if not _watched(found):
            lines += ["**Not yet watched.**" + (f" {body.tried}" if body.tried else ""), ""]
        elif body.tried:
            lines += [body.tried, ""]
    return "\n".join(lines)


def _line(source: dict[str, Any]) -> str:
    enabled = "yes" if source.get("enabled", True) else "no"
    address = source["url"].replace("|", "%7C")
    cells = (
        f"`{source['id']}`",
        source["kind"],
        f"<{address}>",
        confidence(source),
        checked(source),
        enabled,
    )
    return f"| {' | '.join(cells)} |"


def _watched(found: list[dict[str, Any]]) -> bool:
    return any(source.get("enabled", True) for source in found)


def _not_yet(sources: list[dict[str, Any]]) -> str:
    lines = ["## Not yet watched", "", "No source of these bodies is enabled.", ""]
    for row in ROWS:
        for body in row.bodies:
            if not _watched(watching(body, sources)):
                lines.append(f"- {body.name}{' †' if body.beyond else ''}. {body.tried}")  # noqa: PERF401  # two loops in one line tell less
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page. Returns 0."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
