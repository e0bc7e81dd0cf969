"""How well the shipped themes do on the labelled sets: whole, in halves, and without their rarest terms."""

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from servwatch.config import load, shipped
from servwatch.cycle.theme_evaluation import SEED
from servwatch.insight.evaluation import evaluate
from servwatch.insight.findings import LATER, LEAD, LEAD_LENGTH, TITLE
from servwatch.insight.label_map import read_label_map
from servwatch.insight.labelled import read_labelled
from servwatch.insight.themes import compile_themes
from servwatch.model import Term, Theme

ROOT = Path(__file__).resolve().parents[2]
LABELLED = Path(os.environ.get("SERVWATCH_CORPUS") or ROOT.parent / "shared" / "corpus") / "labelled"
MAPS = ROOT / "docs" / "quality"
HALVES = "AB"
FIRST_MAP = "first-map"


@dataclass(frozen=True)
class Figures:
    """What one set in one language comes to under one map."""

    name: str
    language: str
    map: str
    categories: tuple
    whole: object  # a Quality, like the two below
    halves: tuple
    without_rare: object


def half(item):
    """Half A or B, by the hash of its id: the same on every machine."""
    return HALVES[hashlib.sha256(item.id.encode()).digest()[0] % 2]


def themes():
    """The shipped themes."""
    return load(shipped("feeds.toml"), environ={}).require().themes


def understood(name, language, matcher):
    """The items of a set in a language, each with all that was found in it."""
    with (LABELLED / f"{name}.jsonl").open("rb") as lines:
        items = [item for item in read_labelled(lines) if item.language == language]
    return {item: matcher.explain(item.title, item.summary, item.language) for item in items}


def measure(name, language, explained, map_name, thresholds, *, samples):
    """The figures of the set `name` under a map."""
    label_map = read_label_map((MAPS / f"{map_name}.toml").read_text("utf-8"))
    categories = label_map.categories({label for item in explained for label in item.labels})
    often = Counter(pair for found in explained.values() for pair in _terms(found))

    def found(item):
        return {one.theme for one in explained[item] if one.given}

    def found_without_rare(item):
        return {
            one.theme
            for one in explained[item]
            if not one.barring and _score(one, often) >= thresholds[one.theme]
        }

    def quality(some, find=found, drawn=0):
        return evaluate(some, find, categories, Random(SEED), samples=drawn)[0]

    parts = tuple(quality([item for item in explained if half(item) == one]) for one in HALVES)
    whole = quality(explained, drawn=samples)
    return Figures(name, language, map_name, categories, whole, parts, quality(explained, found_without_rare))


def _terms(found):
    return {(one.theme, match.term) for one in found for match in one.matches}


def _score(one, often):
    """What the terms that were found in more than one item weigh."""
    best = Counter()
    for match in one.matches:
        if often[one.theme, match.term] > 1:
            place = TITLE if match.field == "title" else LEAD if match.start < LEAD_LENGTH else LATER
            best[match.term] = max(best[match.term], place * match.weight)
    return best.total() or -1


def all_figures(*, samples):
    """Every line of the tables, in their order."""
    shipped_themes = themes()
    matcher = compile_themes(shipped_themes)
    thresholds = {theme.id: theme.threshold for theme in shipped_themes}
    sets = (("dekamer-nl", "nl", "dekamer"), ("oecd-en-fr", "en", "oecd"), ("oecd-en-fr", "fr", "oecd"))
    explained = {(name, language): understood(name, language, matcher) for name, language, _ in sets}
    return [
        measure(name, language, explained[name, language], map_name, thresholds, samples=samples)
        for first in (False, True)
        for name, language, map_name in [(n, c, FIRST_MAP if first else m) for n, c, m in sets]
    ]


def keywords():
    """For each language: texts that should match and do, that should; that should not and do, that should not."""
    counts = {}
    for row in (LABELLED / "keyword-inflection.tsv").read_text("utf-8").splitlines()[1:]:
        language, keyword, should, text = row.split("\t")
        one = compile_themes([Theme("t", {}, {language: (Term(keyword),)})])
        hit, number = bool(one.match(text, "", language)), 0 if should == "1" else 2
        count = counts.setdefault(language, [0, 0, 0, 0])
        count[number] += hit
        count[number + 1] += 1
    return counts
