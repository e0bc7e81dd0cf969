"""Hold the themes against a labelled file: read it, find the themes of each item, count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from servwatch.errors import UsageError
from servwatch.insight.evaluation import SAMPLES, Quality, evaluate
from servwatch.insight.label_map import Category, LabelMap, built_in, read_label_map
from servwatch.insight.labelled import LabelledItem, LineFault, read_labelled
from servwatch.insight.language import language_of
from servwatch.insight.themes import ThemeMatcher

SEED = 20261122
"""The samples for the intervals are the same at every run, so that two runs on the same texts are equal."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a labelled file says of the themes. The counts of a `Quality` are in the order of `categories`."""

    categories: tuple[Category, ...]
    overall: Quality
    languages: dict[str, Quality]
    left_out: dict[str, int]  # labels that mean none of our themes, and how many items have them
    absent: tuple[str, ...]  # labels of a map of its own that no item has
    faults: tuple[LineFault, ...]


def read_map(path: Path) -> LabelMap:
    """The map of a file. Raises UsageError where it is none, OSError where it cannot be read."""
    try:
        return read_label_map(path.read_bytes().decode())
    except ValueError as error:
        raise UsageError(
            "this is no map of labels: {fault}",
            place=str(path),
            remedy='Write a line for each label, such as health = ["welfare-health"].',
            fault=error,
        ) from error


def evaluate_file(
    path: Path,
    matcher: ThemeMatcher,
    known: Sequence[str],
    label_map: LabelMap | None = None,
    *,
    samples: int = SAMPLES,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """What the labelled file at `path` says of the themes of `matcher`, whose ids are `known`.

    Without a map the built-in one holds. `begin` hears how much there is to do, `progress` of each
    step. Raises UsageError where nothing can be counted, OSError where the file cannot be read.
    """
    used = label_map or built_in(known)
    with path.open("rb") as lines:
        read = list(read_labelled(lines, key=used.key))
    items = [_with_language(one) for one in read if isinstance(one, LabelledItem)]
    faults = tuple(one for one in read if isinstance(one, LineFault))
    labels = Counter(label for item in items for label in item.labels)
    categories = used.categories(labels)
    _require(path, items, faults, categories, labels)
    languages = len({item.language for item in items})
    begin(len(items) + samples * (1 + languages if languages > 1 else 1))

    def find(item: LabelledItem) -> Collection[str]:
        return {theme.theme for theme in matcher.match(item.title, item.summary, item.language)}

    overall, each = evaluate(items, find, categories, Random(SEED), samples=samples, progress=progress)  # noqa: S311  # no secret
    counted = {label for category in categories for label in category.labels}
    return Evaluation(
        categories,
        overall,
        each,
        {label: count for label, count in labels.most_common() if label not in counted},
        tuple(label for label in label_map.themes if label not in labels) if label_map else (),
        faults,
    )


def _with_language(item: LabelledItem) -> LabelledItem:
    return replace(item, language=language_of(item.language, (), f"{item.title}. {item.summary}"))


def _require(
    path: Path,
    items: Sequence[LabelledItem],
    faults: Sequence[LineFault],
    categories: Sequence[Category],
    labels: Counter[str],
) -> None:
    if not items and faults:
        first = faults[0]
        raise UsageError(
            "there is no labelled item in this file; line {line}: {fault}",
            place=str(path),
            remedy="Each line is a JSON object with id, language, title, summary, and labels or themes.",
            line=first.line,
            fault=first.message,
        )
    if not categories:
        raise UsageError(
            "none of its labels means one of our themes ({labels})",
            place=str(path),
            remedy="Say what they mean with --map.",
            labels=", ".join(label for label, _ in labels.most_common(5)) or "there is none",
        )
