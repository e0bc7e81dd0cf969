"""How long the console takes to answer who searches the archive.

    python -m benchmarks.console_search                    # SQLite, 100,000 items
    python -m benchmarks.console_search --size 1000000
    python -m benchmarks.console_search --url postgresql+psycopg://...   # an empty database
    python -m benchmarks.console_search --keep FILE        # a file to make, or to use again

Server time of whole pages, within this process: from the request to the last byte of HTML, through the same
application that `serve` runs, without a network. Items read like news of a council; every word of the list stands in
half of them, so that common words are the worst case that there is. The median and the 95th percentile are over
searches that differ in their words. Processor time is given beside the clock's, for a machine that has other work.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx

from benchmarks.archive import DIGESTS, NOW, THEMES, WORDS, Council, Writer, spread
from servwatch.archive.archive import Archive
from servwatch.archive.database import Database
from servwatch.archive.intake import Arrival
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.model import ItemKind, Reference
from servwatch.model.account import Account, Role
from servwatch.web.console.application import console
from servwatch.web.console.site import Site

RARE = 20_000  # the numbers behind invented words
LANGUAGES = {"en": 40, "nl": 30, "fr": 20, "de": 9, "es": 1}


class Library(Writer):
    """Items in five languages and of every kind, a quarter of them about one of thousands of dossiers."""

    def _arrival(self, source: str, *, old: bool) -> Arrival:
        made, chance = super()._arrival(source, old=old), self._chance
        language = chance.choices([*LANGUAGES], [*LANGUAGES.values()])[0]
        kind = chance.choice([*ItemKind]) if chance.random() < 0.4 else ItemKind.NEWS
        name = f"20{chance.randrange(15, 27)}/0{chance.randrange(100, 400)}(COD)"
        about = (Reference("procedure", name, "", "own"),) if chance.random() < 0.25 else ()
        assert made.annotation is not None
        note = replace(made.annotation, language=language, references=about)
        return replace(made, language=language, kind=kind, annotation=note)


def kinds(chance: random.Random) -> dict[str, Callable[[], str]]:
    """What is asked for, by what sort of question it is; each call asks something else."""

    def common() -> str:
        return chance.choice(WORDS)

    def rare() -> str:
        return f"{common()}{chance.randrange(RARE)}"

    def asked(**given: str) -> str:
        return "/items?" + "&".join(f"{name}={quote(value)}" for name, value in given.items())

    return {
        "the newest": lambda: "/items",
        "a rare word": lambda: asked(q=rare()),
        "a common word": lambda: asked(q=common()),
        "two common words": lambda: asked(q=f"{common()} {common()}"),
        "a phrase": lambda: asked(q=f'"{common()} {common()}"'),
        "a beginning": lambda: asked(q=f"{common()[:4]}*"),
        "a theme": lambda: asked(theme=chance.choice(THEMES)),
        "a body": lambda: asked(body=f"source-{chance.randrange(50)}"),
        "a kind": lambda: asked(kind=chance.choice([*ItemKind]).value),
        "a language": lambda: asked(language=chance.choice([*LANGUAGES])),
        "a dossier": lambda: asked(
            dossier=f"20{chance.randrange(15, 27)}/0{chance.randrange(100, 400)}(COD)"
        ),
        "a digest": lambda: asked(digest=f"digest-{chance.randrange(DIGESTS)}"),
        "a month": lambda: asked(q=common(), month=f"2026-{chance.randrange(1, 10):02}"),
        "a word, a theme and a language": lambda: asked(
            q=common(), theme=chance.choice(THEMES), language="nl"
        ),
        "a later page": lambda: asked(q=common(), before=f"2026-{chance.randrange(1, 10):02}-15.5"),
        "an item": lambda: f"/items/{chance.randrange(1, 90_000)}",
    }


async def measure(app: object, cookie: str, times: int) -> None:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        client.cookies.set("servwatch_session", cookie)
        await client.get("/items/1")  # compiles templates and themes
        every: list[float] = []
        processor: list[float] = []
        for name, path in kinds(random.Random(5)).items():
            seconds, busy = [], []
            for _ in range(times):
                begin, worked = time.perf_counter(), time.process_time()
                answer = await client.get(path())
                seconds.append(time.perf_counter() - begin)
                busy.append(time.process_time() - worked)
                assert answer.status_code == 200, answer.text[:500]
            every += seconds
            processor += busy
            print(f"  {name}: {spread(seconds)}; processor {spread(busy)}")
        print(f"  all: {spread(every)}; processor {spread(processor)}")


@contextmanager
def a_house(url: str | None, keep: Path | None) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="servwatch-bench-") as folder:
        address = url or f"sqlite:///{(keep or Path(folder) / 'servwatch.db').absolute()}"
        path = Path(folder) / "feeds.toml"
        path.write_text(f'[servwatch]\ndatabase = "{address}"\n', encoding="utf-8")
        yield path, address


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--url")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with a_house(given.url, given.keep) as (path, address):
        if given.keep is None or not given.keep.exists():
            database = Database(address)
            writer, council = Library(database), Council(database)
            begin = time.perf_counter()
            writer.grow(given.size)
            writer.store(writer.harvests(10, 20))
            for state in council.states():
                council.edition(state)
            database.close()
            print(f"made {given.size:,} items in {time.perf_counter() - begin:.0f} s")
        with Archive(address) as archive:
            found = archive.accounts.find("reader") or archive.accounts.add(
                Account(0, "reader", Role.READER), NOW
            )
            cookie = archive.accounts.begin(found.id, NOW, NOW.replace(year=2030))
            print(f"{address.partition(':')[0]}:")
        current = in_force(path, {})
        site = Site(lambda: current, FixedClock(NOW))
        asyncio.run(measure(console(site), cookie, given.times))
        site.close()
    print(f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
