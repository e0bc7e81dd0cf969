"""Writes docs/proofs/restore.md: `python -m tests.cycle.restore_proof`, some ten minutes."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from tests import postgresql
from tests.cycle.restore_weeks import START, WEEK, Account, Weeks
from tests.cycle.watch import Watch
from tests.internet import Internet

PAGE = Path(__file__).parents[2] / "docs" / "proofs" / "restore.md"
LIVES = 9
HOURS = (7.75, 16.0)
HEAD = """# A week-old backup restored

<!-- written by `python -m tests.cycle.restore_proof` -->

A daily and a weekly digest for three people, one of whom gets both, over three feeds that publish at all hours; one item in
seven stands in two of them. The archive is backed up at a random moment, in half of the lives between building and sending; it
lives on for a week; then the week-old backup is restored, a day or more passes under the brake, an administrator
lifts it, and another week goes by. Each copy that any mailbox ever got is held against what was published: how often each item
was told to each person in each digest. The feeds list an item for three weeks. `pytest` does one life, `pytest -m slow` more.

"without the journal" is the counter-proof: the same, with the journal removed and nothing said in its place. What is missing there
stood in an edition that got the number, and so the Message-ID, of one that had left: a mailbox takes it for the same mail.

Last run: {day}.

| life | way out | database | backup | restored | editions taken over | told | repeated | missing | extra copies |
|---|---|---|---|---|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True, slots=True)
class Life:
    """One life: how it is lived, and what came of it."""

    number: int
    smtp: bool
    postgresql: bool
    journal: bool = True

    def lived(self, folder: Path, internet: Internet, database: str) -> str:
        """Live it; a row of the table."""
        watch = Watch(folder, internet, database=database)
        weeks = Weeks(watch, self.number, smtp=self.smtp, hours=HOURS)
        try:
            backup, restored, editions = self._live(weeks)
            found = weeks.account()
        finally:
            weeks.close()
        return self._row(backup, restored, editions, found)

    def _live(self, weeks: Weeks) -> tuple[datetime, datetime, int]:
        rng = random.Random(self.number)
        moment = (START + timedelta(days=rng.randint(4, 10))).replace(hour=rng.choice((7, 16)), minute=50)
        if self.number % 2:
            weeks.live(moment - timedelta(hours=1))
            weeks.run(moment, deliver=False)
        else:
            weeks.live(moment)
        weeks.back_up()
        backup = weeks.now
        weeks.live(backup + WEEK + timedelta(hours=rng.randint(0, 30)))
        restored = weeks.now
        if not self.journal:
            for file in (weeks.watch.folder / "servwatch.db.journal").iterdir():
                file.unlink()
        done = weeks.restore()
        weeks.live(restored + timedelta(days=rng.randint(1, 3)))
        weeks.release()
        weeks.live(weeks.now + WEEK)
        return backup, restored, done.replayed.editions if done.replayed is not None else 0

    def _row(self, backup: datetime, restored: datetime, editions: int, found: Account) -> str:
        way = "SMTP" if self.smtp else "Maildir"
        base = "PostgreSQL" if self.postgresql else "SQLite"
        name = str(self.number) if self.journal else "without the journal"
        cells = [
            name,
            way,
            base,
            f"{backup:%a %d %b %H:%M}",
            f"{restored:%a %d %b %H:%M}",
            str(editions),
            str(found.tellings),
            str(len(found.repeated)),
            str(len(found.missing)),
            str(found.same_copies),
        ]
        return f"| {' | '.join(cells)} |"


def lives() -> list[Life]:
    """Those that the page tells of."""
    return [
        *(Life(n, smtp=n % 4 in (1, 2), postgresql=n % 3 == 0) for n in range(1, LIVES + 1)),
        Life(LIVES + 1, smtp=False, postgresql=False, journal=False),
    ]


def main() -> None:
    """Live all of them and write the page."""
    structlog.configure(processors=[_silent])
    binaries = postgresql.programs()
    server = postgresql.Server(binaries) if binaries is not None else None
    rows = []
    for life in lives():
        with tempfile.TemporaryDirectory() as folder, Internet() as internet:
            database = "sqlite:///servwatch.db"
            if life.postgresql:
                if server is None:
                    continue
                database = server.url(server.new_empty())
            rows.append(life.lived(Path(folder), internet, database))
            print(rows[-1], flush=True)
    if server is not None:
        server.stop()
    day = datetime.now().astimezone()
    PAGE.write_text(HEAD.format(day=f"{day.day} {day:%B %Y}") + "\n".join(rows) + "\n", encoding="utf-8")


def _silent(_logger: object, _name: str, _event: object) -> str:
    raise structlog.DropEvent


if __name__ == "__main__":
    main()
