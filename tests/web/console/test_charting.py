"""From figures to shapes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.web.console.charting import WIDTH, Figure, Series, scale, share, stacked, strip

COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=60)


def figure(*rows, labels=None):
    names = labels or tuple(str(n) for n in range(len(rows[0])))
    return Figure(
        "f", "F", "", names, tuple(Series(f"s{n}", tuple(row), n + 1) for n, row in enumerate(rows))
    )


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 5, 10]),
        (41, [0, 20, 40, 60]),
        (900, [0, 500, 1000]),
    ],
)
def test_the_lines_of_a_chart_stand_at_round_values(most, ticks):
    assert scale(most) == ticks


@given(COUNTS)
def test_every_column_is_within_the_drawing_and_as_tall_as_its_share(values):
    drawing = stacked(figure(values))
    assert len(drawing.shapes) == sum(value > 0 for value in values)
    ground = drawing.lines[0]
    for shape in drawing.shapes:
        assert shape.x >= 0
        assert shape.x + shape.width <= WIDTH + 0.01
        assert shape.y >= 0
        assert shape.y + shape.height <= ground + 0.02


def test_series_stand_on_top_of_each_other():
    low, high = stacked(figure([10], [30])).shapes
    assert (low.style, high.style) == ("series-1", "series-2")
    assert high.y + high.height == pytest.approx(low.y)
    assert high.height == pytest.approx(3 * low.height, abs=0.02)


def test_who_points_at_a_column_is_told_what_it_is():
    assert stacked(figure([0, 4], labels=("May", "June"))).shapes[0].says == "June, s0: 4"


def test_no_more_labels_stand_below_than_can_be_read():
    marks = [mark for mark in stacked(figure([1] * 52)).marks if mark.anchor == "middle"]
    assert 5 <= len(marks) <= 8


def test_the_parts_of_a_bar_fill_its_width_as_they_share_it():
    a, b = share([Series("a", (1,), 1), Series("b", (3,), 2)]).shapes
    assert b.width == pytest.approx(3 * a.width, rel=0.02)
    assert share([Series("a", (0,), 1)]).shapes == ()


def test_a_strip_has_a_cell_for_each_day():
    cells = strip([("good", "Mon"), ("bad", "Tue"), ("none", "Wed")]).shapes
    assert [cell.style for cell in cells] == ["good", "bad", "none"]
    assert cells[2].x + cells[2].width <= WIDTH
