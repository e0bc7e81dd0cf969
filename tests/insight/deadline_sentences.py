"""The table of two hundred sentences, and what is found in them."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servwatch.insight.deadlines import NOT_TO_ACT, find_deadlines

TABLE = Path(__file__).parents[1] / "data" / "deadlines" / "sentences.tsv"


@dataclass(frozen=True)
class Sentence:
    language: str
    published: date
    expected: dict  # (day, whether it only happens) -> (kind, time of day)
    trap: str
    text: str

    def found(self):
        deadlines = find_deadlines("", self.text, published=self.published)
        return {
            (d.date, d.kind in NOT_TO_ACT): (d.kind, f"{d.time:%H:%M}" if d.time else "") for d in deadlines
        }


def sentences():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(
            row["language"],
            date.fromisoformat(row["published"]),
            dict(_expected(words) for words in row["expected"].split(",") if words),
            row["trap"],
            row["sentence"],
        )
        for row in rows
    ]


def _expected(words):
    when, kind = words.rsplit(":", 1)
    return (date.fromisoformat(when[:10]), kind in NOT_TO_ACT), (kind, when[11:])


@dataclass
class Score:
    """How the finds of some sentences compare with what is expected of them."""

    sentences: int = 0
    expected: int = 0
    right: int = 0
    false: int = 0
    kinds: int = 0  # right ones with the kind expected
    times: int = 0  # right ones with the time of day expected

    @property
    def precision(self):
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self):
        return self.right / self.expected if self.expected else 1.0


def score(chosen):
    total = Score()
    for sentence in chosen:
        found = sentence.found()
        right = found.keys() & sentence.expected.keys()
        total.sentences += 1
        total.expected += len(sentence.expected)
        total.right += len(right)
        total.false += len(found.keys() - right)
        total.kinds += sum(found[key][0] == sentence.expected[key][0] for key in right)
        total.times += sum(found[key][1] == sentence.expected[key][1] for key in right)
    return total
