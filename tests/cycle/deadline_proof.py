"""Writes docs/proofs/deadlines.md: `python -m tests.cycle.deadline_proof`, a minute or two."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.cycle.deadline_reckoning import Reckoning
from tests.cycle.deadline_season import Season

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proofs" / "deadlines.md"
SEEDS, COUNT, DAYS = (7, 11, 13), 400, 90

HEAD = """# Ninety days of deadlines

<!-- written by `python -m tests.cycle.deadline_proof` -->

{count} deadlines over {days} virtual days, three times with other dice, in the real archive and with the real mails. They come with
the baseline and later, in Dutch, English and French, a fifth of them in three languages at once, some held back as a flood and
released days later; some move forward or back, some pages lose the words that named the day; people take, decline, finish and reopen;
a recess and holidays lie in between, and on some days no run takes place, up to four in a row. The mails are read as the editors read
them, and held against a reckoning of its own. `pytest -m slow tests/cycle/test_deadline_season.py` does the same; a smaller
sample runs with every test, and so do two flaws put in on purpose, which the reckoning finds.

Last run: {today}, {seconds:.0f} s.

"""

FOOT = """
*Passed while it waited*: open or ours until its day was over. *First seen late*: with fewer than twenty working days left; of these
the notices count that were still possible. *Missing*: a notice that a run could have sent and did not. *Twice*: one deadline, one
date, one notice, told again. A deadline that moves is announced again for its new date.
"""


def table(found: list[Reckoning]) -> list[str]:
    """The figures, a column for each run of the dice."""
    rows = [
        ("deadlines", lambda r: r.deadlines),
        ("entries of the register", lambda r: r.entries),
        ("over before they were released", lambda r: r.over),
        ("moves", lambda r: r.moved),
        ("decisions", lambda r: r.decided),
        ("runs", lambda r: r.runs),
        ("mails", lambda r: r.mails),
        ("notices of 20, 10, 3 working days", lambda r: ", ".join(str(r.notices[n]) for n in (20, 10, 3))),
        ("passed while they waited", lambda r: r.passed),
        ("of these, first seen late", lambda r: r.late),
        ("**missing**", lambda r: len(r.missing)),
        ("**twice**", lambda r: len(r.twice)),
        ("**told of what was done or declined**", lambda r: len(r.after_decision)),
    ]
    head = ["| | " + " | ".join(f"dice {seed}" for seed in SEEDS) + " |", "|---" * (len(found) + 1) + "|"]
    return head + [f"| {name} | " + " | ".join(str(of(r)) for r in found) + " |" for name, of in rows]


def main() -> int:
    """Play, and write the page; 1 where a notice is missing or came twice."""
    began, found = time.perf_counter(), []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            found.append(Season(Path(folder), count=COUNT, days=DAYS, seed=seed).live())
    today = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
    head = HEAD.format(count=COUNT, days=DAYS, today=today, seconds=time.perf_counter() - began)
    PAGE.write_text(head + "\n".join([*table(found), FOOT]), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return int(any(r.missing or r.twice or r.after_decision for r in found))


if __name__ == "__main__":
    raise SystemExit(main())
