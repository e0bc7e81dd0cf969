"""The figures of docs/quality.md still hold, and reach what was asked of them."""

import re
from itertools import chain

import pytest

from servwatch.insight.label_map import BUILT_IN, read_label_map
from tests.quality.tables import PAGE, marked, tables
from tests.quality.themes import FIRST_MAP, LABELLED, MAPS, all_figures, keywords

TOLERANCE = 0.005
NUMBER = re.compile(r"\d\.\d+")


@pytest.fixture(scope="module")
def figures():
    if not LABELLED.exists():
        pytest.skip(f"no labelled sets at {LABELLED}")
    return all_figures(samples=0)


@pytest.fixture(scope="module")
def counts():
    if not LABELLED.exists():
        pytest.skip(f"no labelled sets at {LABELLED}")
    return keywords()


def cells(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.corpus
def test_the_tables_of_the_page_are_what_is_measured(figures, counts):
    page = PAGE.read_text("utf-8")
    for name, table in tables(figures, counts).items():
        written, measured = (
            cells(marked(name).search(page)[0].split("\n", 1)[1][: -len("<!-- end -->")]),
            cells(table),
        )
        assert [len(row) for row in written] == [len(row) for row in measured], name
        for old, new in zip(chain(*written), chain(*measured), strict=True):
            number = NUMBER.match(new)
            if number is None:
                assert old == new, name
            else:
                assert abs(float(NUMBER.match(old)[0]) - float(number[0])) <= TOLERANCE, (name, old, new)


@pytest.mark.corpus
def test_written_questions_get_the_themes_their_documentalists_gave(figures):
    for one in figures:
        if one.language == "nl":
            assert one.whole.micro.f1 >= 0.74, one.map
            assert one.whole.macro.f1 >= 0.70, one.map


@pytest.mark.corpus
def test_publications_get_the_themes_the_oecd_gave(figures):
    for one in figures:
        if one.language != "nl":
            assert one.whole.micro.f1 >= (0.55 if one.map == FIRST_MAP else 0.62), (one.language, one.map)


@pytest.mark.corpus
def test_the_halves_are_alike_and_no_figure_hangs_on_terms_that_are_found_once(figures):
    for one in figures:
        a, b = one.halves
        assert abs(a.micro.f1 - b.micro.f1) <= 0.04, (one.language, one.map)
        assert one.whole.micro.f1 - one.without_rare.micro.f1 <= 0.04, (one.language, one.map)
        assert a.items + b.items == one.whole.items


@pytest.mark.corpus
def test_a_keyword_as_given_is_found_in_its_forms_and_in_little_else(counts):
    hit, of, false, wrong = (sum(column) for column in zip(*counts.values(), strict=True))
    assert hit / of >= 0.85
    assert false / wrong <= 0.04


def test_the_maps_of_the_page_are_built_in():
    written = {}
    for name in ("dekamer", "oecd"):
        written |= read_label_map((MAPS / f"{name}.toml").read_text("utf-8")).themes
    same_as_ids = {label: themes for label, themes in written.items() if themes == (label,)}
    assert set(same_as_ids) == {"migration", "energy"}
    assert (
        written
        == {label: themes for label, themes in BUILT_IN.items() if label != "Agriculture"} | same_as_ids
    )
