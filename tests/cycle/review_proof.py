"""Writes docs/proofs/review.md: `python -m tests.cycle.review_proof`, about a minute."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from tests.cycle.review_play import Play
from tests.cycle.review_plays import PLAYS
from tests.cycle.watch import Watch
from tests.internet import Internet

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proofs" / "review.md"

HEAD = """# Editors at work

<!-- written by `python -m tests.cycle.review_proof` -->

A digest of four entries, every Friday at 07:00, its draft seventeen hours before; one editor's address, one reader. Each line is one
command line at one virtual time (`--now`), with what was otherwise after it: the entries of the draft by the numbers of their items,
what an editor wrote, the mails that were put into the outbox. `pytest -m slow tests/cycle/test_review_play.py` plays the same and reads
the mails.

Last run: {today}, {seconds:.0f} s.
"""

FOOT = """
With `window`, what came at 15:30 and closes on 2 December joined the draft, since the next edition would come too late for it; the other
item of that hour waits for the next edition. With `required`, the edition of 27 November left when it was released, three days later;
that of 4 December was never released, and the edition of 11 December told what it held.
"""


def table(play: Play) -> Iterator[str]:
    """What was done, a line each."""
    yield "| when | command | what changed |"
    yield "|---|---|---|"
    for step in play.steps:
        cells = (step.when, f"`{step.command}`", "; ".join(step.changed) or "nothing")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    """Play, and write the page; 1 where an edition is missing or came twice."""
    began, parts, lost = time.perf_counter(), [], False
    for title, (review, act) in PLAYS.items():
        with Internet() as internet, tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
            with redirect_stdout(StringIO()):
                play = act(Play(Watch(Path(folder), internet), review))
            left = sum("the edition left" in step.changed for step in play.steps)
            lost |= left != (2 if review == "required" else 1)
        parts += ["", f"## {title}", "", act.__doc__ or "", "", *table(play)]
    today = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
    head = HEAD.format(today=today, seconds=time.perf_counter() - began)
    PAGE.write_text("\n".join([head.rstrip(), *parts, FOOT]), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return int(lost)


if __name__ == "__main__":
    raise SystemExit(main())
