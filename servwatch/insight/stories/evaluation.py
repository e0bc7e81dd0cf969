"""How well headlines are put together into stories, against a file in which people have done so.

B-cubed (Bagga and Baldwin 1998): of each headline, which share of its group is of its story (precision),
and which share of its story is in its group (recall); the mean over all headlines.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from servwatch.errors import UsageError
from servwatch.insight.stories.clustering import place
from servwatch.insight.stories.groups import Told
from servwatch.insight.stories.method import Headline, Method

COLUMNS = ("story", "variant", "lang", "headline")
_ONE_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A headline and the story that people say it tells."""

    story: str
    headline: Headline


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two ways to group agree, each figure from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(given: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """The agreement of the groups found with those given: two labels for each thing."""
    if not given:
        return Agreement(0.0, 0.0)
    pairs = Counter(zip(given, found, strict=True))
    stories, groups = Counter(given), Counter(found)
    precision = sum(count * count / groups[group] for (_, group), count in pairs.items())
    recall = sum(count * count / stories[story] for (story, _), count in pairs.items())
    return Agreement(precision / len(given), recall / len(given))


def read_labelled(lines: Iterable[str], name: str) -> list[Labelled]:
    """The headlines of a TSV with the columns of `COLUMNS`. Raises UsageError."""
    table = csv.DictReader(lines, dialect="excel-tab", quoting=csv.QUOTE_NONE)
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        raise UsageError(
            "{file} has no column {column}.",
            remedy="Give it a first line with story, variant, lang and headline, parted by tabs.",
            file=name,
            column=missing[0],
        )
    return [
        Labelled(row["story"], Headline(row["headline"] or "", (row["lang"] or "").strip().lower()))
        for row in table
        if row["story"]
    ]


def group(headlines: Sequence[Headline], method: Method) -> list[int]:
    """The number of the group of each headline, as if all had come on one day from different sources."""
    sketches = method.sketches(headlines)
    told = [Told(number, sketch, _ONE_DAY) for number, sketch in enumerate(sketches)]
    found = [0] * len(told)
    for number, placed in enumerate(place(told, (), method.strictness)):
        for item in placed.items:
            found[item] = number
    return found


def evaluate(labelled: Sequence[Labelled], method: Method) -> Agreement:
    """Group the headlines, and compare with the stories given."""
    return b_cubed([one.story for one in labelled], group([one.headline for one in labelled], method))
