"""Writes the tables of docs/quality.md anew: `python -m tests.quality.tables`, where the corpus is."""

import re
from datetime import UTC, datetime

from servwatch.insight.evaluation import SAMPLES
from tests.quality.themes import FIRST_MAP, HALVES, ROOT, all_figures, keywords

PAGE = ROOT / "docs" / "quality.md"
NAMES = {"dekamer-nl": "Chamber", "oecd-en-fr": "OECD"}


def tables(figures, counts):
    """The tables of themes, each under its name."""
    measured = [one for one in figures if one.map != FIRST_MAP]
    return {
        "themes": _sets(figures),
        "halves": _halves(measured),
        **{f"{one.name} {one.language}": _labels(one) for one in measured},
        "keywords": _keywords(counts),
    }


def _sets(figures):
    rows = []
    for one in figures:
        micro, macro = one.whole.micro, one.whole.macro
        rows.append(
            (
                f"{NAMES[one.name]}, {one.language}",
                f"[{one.map}.toml](quality/{one.map}.toml)",
                one.whole.items,
                _(micro.precision),
                _(micro.recall),
                _with(micro.f1, _interval(one, 0)),
                _with(macro.f1, _interval(one, 1)),
            )
        )
    return _table(("set", "map", "items", "precision", "recall", "micro-F1", "macro-F1"), rows)


def _halves(figures):
    rows = []
    for one in figures:
        a, b = one.halves
        row = [f"{NAMES[one.name]}, {one.language}"]
        for figure in ("micro", "macro"):
            first, second = getattr(a, figure).f1, getattr(b, figure).f1
            row += [_(first), _(second), _(abs(first - second)), _(getattr(one.without_rare, figure).f1)]
        rows.append(row)
    header = [
        f"{what} {part}"
        for what in ("micro", "macro")
        for part in (*HALVES, "gap", "without once-only terms")
    ]
    return _table(("set", *header), rows)


def _labels(one):
    rows = [
        (
            " + ".join([category.name, *sorted(category.labels - {category.name})]),
            count.support,
            *map(_, count.score[:2]),
            _with(count.score.f1, _interval(one, 2 + number)),
        )
        for number, (category, count) in enumerate(zip(one.categories, one.whole.counts, strict=True))
    ]
    return _table(("label", "items", "precision", "recall", "F1"), rows)


def _keywords(counts):
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    rows = [
        (name, f"{hit} of {of}", _(hit / of), f"{false} of {wrong}", _(false / wrong))
        for name, (hit, of, false, wrong) in {**counts, "all": total}.items()
    ]
    return _table(("language", "found", "recall", "found wrongly", "rate"), rows)


def _table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _(value):
    return f"{value:.3f}"


def _interval(one, number):
    return one.whole.intervals[number] if one.whole.intervals else None


def _with(value, interval):
    return f"{value:.3f} ({interval.low:.3f} to {interval.high:.3f})" if interval else _(value)


def marked(name):
    """What stands on the page between the marks of a table."""
    return re.compile(rf"(<!-- table: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)


def main():
    page = PAGE.read_text("utf-8")
    for name, table in tables(all_figures(samples=SAMPLES), keywords()).items():
        page, count = marked(name).subn(lambda found, table=table: f"{found[1]}\n{table}\n\n{found[2]}", page)
        assert count == 1, name
    day = f"{datetime.now(UTC):%-d %B %Y}"
    page = re.sub(r"(?<=<!-- day: themes -->).*?(?=<!-- end -->)", f"Measured on {day}.", page)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
