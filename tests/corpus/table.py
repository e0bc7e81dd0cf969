"""The captured feeds through the whole spine, as a table: `python -m tests.corpus.table [FILE]`.

A first and a second `servwatch run --all`, each as a process of its own, over real loopback HTTP with
TLS, one host for each feed as `connect_to` leads it there. Without FILE the table is printed.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from tests.corpus.archived import differences, rows
from tests.corpus.captured import Captured, all_captured
from tests.corpus.replaying import FEEDS, replay
from tests.corpus.running import FirstRun, first_run, run_all
from tests.internet import Internet

_TITLE = re.compile(r" titled “.*” ")
SECOND = "2026-11-22T08:00"
HEAD = """# The captured feeds, taken in by the main job

{date}. Every file of the folder of captured feeds ({files} files: feeds, and also pages, lists of
subscriptions and a picture, which real addresses turn into) stands on a loopback server under the host
it came from, or one made from its name where it does not tell. `servwatch run --all` polls them all;
`python -m tests.corpus.table` makes this page anew. Times are those of a machine with two cores that
were busy with other work too.

| | first run | second run, nothing changed |
|---|---|---|
| seconds, the whole process | {first_seconds:.1f} | {second_seconds:.1f} |
| exit code (3: some files are no feeds) | {first_exit} | {second_exit} |
| sources that answered well | {first_good} | {second_good} |
| verdicts | {first_verdicts} | {second_verdicts} |
| items that are new | {first_new} | {second_new} |
| requests, conditional of these | {first_asked} | {second_asked} |

Plain feedparser finds {entries} entries in {readable} of the files. All are in the archive with the same
title, link and day, but for the {differing} that `docs/decisions.md` explains by class:

| class | files | entries |
|---|---|---|
{classes}

The items of the {json} JSON Feeds, which feedparser does not read, come on top.

## Each publication once

Two feeds of which every version of some months was captured, polled one after another at their days, with
one digest a day that takes everything:

| feed | polls | addresses | items stored | titles or texts changed | ledger rows | mails | told in two mails |
|---|---|---|---|---|---|---|---|
{replays}

## Every file

Seconds are those of the fetch, connection and TLS included, while others are fetched at the same time.

| file | host | entries | items stored | verdict | seconds | why |
|---|---|---|---|---|---|---|
{lines}
"""


def page(today: date) -> str:
    """The whole page, in Markdown."""
    sources = all_captured()
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder, Internet() as internet:
        begun = time.monotonic()
        first = first_run(Path(folder), internet, sources)
        between = time.monotonic()
        asked = len(internet.asked())
        code, _, report = run_all(first.watch, SECOND)
        ended = time.monotonic()
        again = internet.asked()[asked:]
    conditional = sum("if-none-match" in a.headers or "if-modified-since" in a.headers for a in again)
    found = [row for s in sources for row in differences(s, first.items.get(s.id, ()))]
    return HEAD.format(
        date=today.strftime("%-d %B %Y"),
        files=len(sources),
        first_seconds=between - begun,
        second_seconds=ended - between,
        first_exit=first.exit_code,
        second_exit=code,
        **_about("first", first.report["sources"]),
        **_about("second", report["sources"]),
        first_asked=f"{asked}, 0",
        second_asked=f"{len(again)}, {conditional}",
        entries=sum(len(s.entries) for s in sources),
        readable=sum(bool(s.entries) for s in sources),
        differing=len({(file, place) for file, _, _, place in _spread(found, sources)}),
        classes="\n".join(_classes(found, sources)),
        json=sum(not s.entries and s.id in first.items for s in sources),
        replays="\n".join(map(_replayed, FEEDS)),
        lines="\n".join(_line(first, s) for s in sources),
    )


def _about(name: str, polls: list[dict[str, Any]]) -> dict[str, Any]:
    verdicts = Counter(poll["verdict"] for poll in polls)
    return {
        f"{name}_good": sum(verdicts[good] for good in ("ok", "empty", "not-modified")),
        f"{name}_verdicts": ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()),
        f"{name}_new": sum(poll["new"] for poll in polls),
    }


def _spread(
    found: list[tuple[str, str, str, str]], sources: list[Captured]
) -> list[tuple[str, str, str, str]]:
    """Differences with one row for each entry: "*" is every entry of its file."""
    entries = {s.path: len(s.entries) for s in sources}
    return [
        (file, field, why, each)
        for file, field, why, place in found
        for each in (map(str, range(entries[file])) if place == "*" else [place])
    ]


def _classes(found: list[tuple[str, str, str, str]], sources: list[Captured]) -> list[str]:
    files = Counter(row["why"] for row in rows(found))
    entries = Counter(why for _, _, why, _ in _spread(found, sources))
    return [f"| {why} | {count} | {entries[why]} |" for why, count in files.most_common()]


def _replayed(feed: str) -> str:
    with tempfile.TemporaryDirectory(prefix="replay-") as folder, Internet() as internet:
        whole = replay(feed, Path(folder), internet)
    published = whole.published
    twice = sum(whole.told[url] > 1 for url in published)
    numbers = (
        len(whole.polls),
        len(published),
        len(whole.items),
        whole.count("changed"),
        len(whole.rows),
        whole.letters,
        twice,
    )
    return f"| {feed} | {' | '.join(map(str, numbers))} |"


def _line(first: FirstRun, source: Captured) -> str:
    poll = first.polls[source.id]
    stored = len(first.items.get(source.id, ()))
    file = source.path.removeprefix("feeds/").replace("|", "\\|")
    rule = _TITLE.sub(" ", poll["rule"])  # the words of others stay out of the page
    entries = len(source.entries)
    return f"| {file} | {source.host} | {entries} | {stored} | {poll['verdict']} | {poll['seconds']:.3f} | {rule} |"


if __name__ == "__main__":
    text = page(date.today())  # noqa: DTZ011
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        print(text)
