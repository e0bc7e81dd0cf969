"""A house whose archive holds hostile texts, an item in two versions, and an edition that was sent."""

from contextlib import contextmanager

from tests.archive.arrivals import arrival
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

EVIL = "<script>alert(1)</script> over werk"
HOSTILE = '"><img src=x onerror=alert(1)>'
FIRST = rss(
    entry("Klimaat en werk in Vlaanderen", "https://oeso.example.org/a", date=brussels("2026-11-25 09:00"), text="De minister praat met vakbonden over klimaat. Zie 2024/0035(COD)."),
    entry("Loon naar werk", "https://oeso.example.org/b", date=brussels("2026-11-25 10:00"), text="Loon en meer"),
)  # fmt: skip
SECOND = rss(
    entry("Klimaat en arbeid in Vlaanderen", "https://oeso.example.org/a", date=brussels("2026-11-25 09:00"), text="De minister praat met vakbonden over klimaat. Zie 2024/0035(COD)."),
)  # fmt: skip


@contextmanager
def archived(folder):
    """A watch that ran twice, with a digest that told something, and its console."""
    with Internet() as internet:
        watch = Watch(folder, internet)
        watch.general = 'listen = "127.0.0.1:0"\n'
        watch.source("oeso", name=f"OESO {HOSTILE}, nieuws")
        watch.digest("brief", themes=["*"], min_score=0.5)
        watch.member("an@example.org", "brief")
        internet.at("http://oeso.example.org/rss").serves(FIRST)
        watch.run("2026-11-20 07:00")
        watch.run("2026-11-26 08:00", everything=True)
        internet.at("http://oeso.example.org/rss").serves(SECOND)
        watch.run(NOW, everything=True)
    with Console(watch.path, NOW) as console:
        with console.archive() as archive:  # what no parser lets through, should one ever do so
            archive.add(
                arrival(
                    1,
                    source="oeso",
                    title=EVIL,
                    summary=HOSTILE,
                    language='"><b onclick=x>',
                    day=NOW.date(),
                    seen=NOW,
                    categories=(HOSTILE,),
                )
            )
            archive.add(
                arrival(
                    2,
                    source="oeso",
                    title="Een krantenkop",
                    url="javascript:alert(1)",
                    day=NOW.date(),
                    seen=NOW,
                )
            )
        yield console
