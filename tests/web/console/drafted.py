"""A watch with a draft: made once by real cycles, and copied for each test that changes it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from servwatch.archive.items import ItemQuery
from tests.cycle.review_play import EDITOR, FEED, PAST, READER, foreign
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.visitor import Console

AT_WORK = brussels("2026-11-26 15:30")
"""An hour and a half after the draft, and fifteen and a half before its time."""
HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt; werk"
"""As a feed writes the title `<script>alert(1)</script> werk`."""
MARKS = re.compile(r'name="draft" value="(\d+)">\s*<input type="hidden" name="seen" value="(\d+)"')
ENTRY = re.compile(r'id="entry-(\d+)"')


def drafted(folder: Path, internet: Internet, *, review: str = "window", **digest: object) -> Watch:
    """Six items in Dutch, one that is not, one that means harm; a draft of four; and an edition of a daily digest."""
    hostile = entry(HOSTILE, "https://ec.example.org/9", guid="g9", date=brussels("2026-11-25 08:00"))
    internet.at(FEED).serves(rss(*PAST, hostile))
    internet.at("oecd.example.org/rss").serves(rss(foreign(1)))
    watch = Watch(folder, internet)
    watch.mail = f'editors = ["{EDITOR}"]'
    watch.general = 'listen = "127.0.0.1:0"'
    watch.source("ec", every="30m", name='"><img src=x>')
    watch.source("oecd", languages=["en"], every="30m")
    watch.digest("board", title={"nl": "Kort"}, layout="brief", limit=4, review=review, **digest)
    watch.digest("daily", "0 12 * * *", title={"nl": "Dagelijks"})
    watch.digest("nobody", title={"nl": "Voor niemand"})
    watch.member(READER, "board", "daily")
    watch.run("2026-11-26 08:00", everything=True)
    watch.run("2026-11-26 14:00")
    return watch


class Desk(Console):
    """A console over a copy of such a watch."""

    def __init__(self, watch: Watch, folder: Path) -> None:
        shutil.copytree(watch.folder, folder)
        super().__init__(folder / "feeds.toml", AT_WORK)

    def item(self, title: str) -> int:
        """The number of an item, by a piece of its title."""
        with self.archive() as archive:
            return next(item.id for item, _ in archive.items.find(ItemQuery()) if title in item.title)

    def acts(self, digest: str = "board") -> list[tuple[str, str, int | None, str]]:
        """What was done with the draft: who, what, to which item, and what stands since."""
        with self.archive() as archive:
            row = archive.drafts.recent(digest)[0]
            return [(act.by, act.kind.value, act.item, act.new) for act in archive.drafts.log(row)]

    def state(self, digest: str = "board") -> str:
        """How the newest draft of a digest stands."""
        with self.archive() as archive:
            return archive.drafts.recent(digest)[0].state.value


def marks(page):
    """What the forms of a page say that their editor had before them."""
    draft, seen = MARKS.search(page).groups()
    return {"draft": draft, "seen": seen}


def order(page):
    """The entries of a page, by their items."""
    return [int(number) for number in ENTRY.findall(page)]


def act(visitor, path, **fields):
    """Open the draft and send one of its forms."""
    return visitor.do(f"/review/board/{path}", **marks(visitor.see("/review/board")), **fields)
