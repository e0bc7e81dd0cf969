"""How fast references are found: items a second, in titles and summaries of 300 characters together.

    python benchmarks/referencing.py          100,000 items, of which 0, 20 and 100 in a hundred name something

The words are those of `tagging`; four in ten items have a number in them that is no reference. Times
are processor time of one core.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.tagging import SEED, make_items
from servwatch.insight.references import KINDS, references_of

NUMBERS = ("in 2026", "2,3 %", "12 November", "art. 8", "50 000 jobs", "1.5 °C")
ADDRESSES = (
    "https://www.example.org/news/2026/11/some-article-on-policy_en",
    "https://ec.europa.eu/commission/presscorner/detail/nl/ip_26_301",
    "https://www.oecd.org/en/publications/a-report_1234.html",
    "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52025PC0837",
)


def make_named(count: int, share: float) -> Iterator[tuple[str, str, str]]:
    """`count` items, title, summary and address; the text of a `share` of them names one thing."""
    chance = random.Random(SEED)
    examples = [kind.example for kind in KINDS.values()]
    for (title, summary, _), (more, rest, _) in zip(make_items(count), make_items(count), strict=True):
        text = f"{summary} {more} {rest}"
        if chance.random() < 0.4:
            text = f"{text[:80]} {chance.choice(NUMBERS)} {text[80:]}"
        named = f" ({chance.choice(examples)})" if chance.random() < share else ""
        yield title + named, text[: 300 - len(title + named)], chance.choice(ADDRESSES)


def measure(count: int, share: float) -> dict[str, float]:
    """Items a second, and references found in each."""
    spent, found = 0.0, 0
    source = make_named(count, share)
    while batch := [item for item, _ in zip(source, range(10_000), strict=False)]:
        start = time.process_time()
        for title, summary, url in batch:
            found += len(references_of(title, summary, url))
        spent += time.process_time() - start
    return {"share": share, "rate": count / spent, "references": found / count}


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--json"]
    count = int(arguments[0]) if arguments else 100_000
    lines = [measure(count, share) for share in (0.0, 0.2, 1.0)]
    if "--json" in sys.argv:
        print(json.dumps(lines))
        return
    print("| items that name something in their text | items a second | references an item |\n|---|---|---|")
    for line in lines:
        print(f"| {line['share']:.0%} | {line['rate']:,.0f} | {line['references']:.2f} |")


if __name__ == "__main__":
    main()
