"""An archive that is lost whole: a reader who gets a digest once a week is told nothing twice, and nothing is missing."""

import re

import pytest

from tests.cycle.draft_desk import FEED
from tests.cycle.test_restored_drafts import back, restored
from tests.cycle.watch import brussels, rss
from tests.cycle.weekly import news

WEEKLY = "wekelijks@example.org"
BEFORE = ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27")


class Daily:
    """A daily digest, one item a day, for somebody who wants it once a week."""

    def __init__(self, watch):
        self.watch, self.listed = watch, []
        watch.digest("board", "0 7 * * mon-fri", when_empty="skip")
        watch.member(WEEKLY, "board", frequency="weekly")

    def day(self, day, *, silent=False):
        """One day with an item, or without."""
        if not silent:
            n = len(self.listed)
            title = f"Bericht {n} werk {chr(97 + n) * 6} {chr(122 - n) * 7}"
            self.listed.insert(0, news(n, title=title, date=brussels(f"{day} 06:00")))
        self.watch.internet.at(FEED).serves(rss(*self.listed))
        self.watch.run(f"{day} 07:00", everything=True)

    def lose(self):
        """Lose the archive, but not its journal."""
        for file in self.watch.folder.glob("servwatch.db*"):
            if file.is_file():
                file.unlink()

    def told(self):
        """The numbers of the items in each of the reader's mails."""
        return [sorted(set(re.findall(r"Bericht (\d+)", text))) for text in self.watch.texts(WEEKLY)]


@pytest.fixture
def daily(weekly):
    found = Daily(weekly)
    weekly.run("2026-11-23 08:00", everything=True)
    for day in BEFORE:
        found.day(day)
    back(weekly, "2026-11-27 12:00")
    return found


@pytest.mark.parametrize("silent", [False, True])
def test_a_weekly_reader_gets_nothing_twice_and_misses_nothing(daily, silent):
    daily.day("2026-11-30", silent=silent)
    daily.day("2026-12-01")
    assert len(daily.told()) == 2
    daily.lose()
    restored(daily.watch, "2026-12-01 12:00")
    daily.day("2026-12-02")
    assert len(daily.told()) == 2  # their week has begun
    daily.day("2026-12-07")
    numbers = [n for mail in daily.told() for n in mail]
    assert sorted(numbers) == sorted(set(numbers)) == [str(n) for n in range(len(daily.listed))]
