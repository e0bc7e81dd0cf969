"""What the labels of others mean in our themes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.label_map import BUILT_IN, Category, LabelMap, built_in, read_label_map
from tests.insight.test_shipped_themes import IDS


def test_toml_and_json_say_the_same():
    toml = read_label_map('[labels]\n"A b" = ["energy"]\nc = ["climate", "environment"]\n')
    flat = read_label_map('"A b" = ["energy"]\nc = ["climate", "environment"]\n')
    json = read_label_map(' {"A b": ["energy"], "c": ["climate", "environment"]}')
    assert toml == flat == json == LabelMap({"A b": ("energy",), "c": ("climate", "environment")})


def test_a_map_may_say_where_the_labels_stand():
    assert read_label_map('key = "main"\n[labels]\na = ["energy"]\n').key == "main"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "no label"),
        ("{}", "no label"),
        ("a = 'energy'", "'a' has no list of themes"),
        ("a = [1]", "'a' has no list of themes"),
        ("a = [", "end of document"),
        ("{", "line 1"),
        ('other = 1\n[labels]\na = ["energy"]', "beside"),
        ('key = 1\n[labels]\na = ["energy"]', "beside"),
        pytest.param('{"a": ' + "[" * 10_000, "nested", id="deep JSON"),
        pytest.param("a = " + "[" * 10_000, "nested", id="deep TOML"),
    ],
)
def test_what_is_no_map_is_told_plainly(written, told):
    with pytest.raises(ValueError, match=told):
        read_label_map(written)


@given(st.text())
def test_whatever_stands_there_is_a_map_or_a_fault(text):
    with suppress(ValueError):
        assert read_label_map(text).themes


def test_labels_with_the_same_themes_are_one_category_under_the_first_name():
    label_map = LabelMap({"Energy": ("energy",), "Left": (), "Nuclear": ("energy",), "Never": ("climate",)})
    assert label_map.categories({"Nuclear", "Energy", "Left", "Other"}) == (
        Category("Energy", frozenset({"Energy", "Nuclear"}), ("energy",)),
    )
    assert label_map.categories({"Nuclear"})[0].name == "Nuclear"
    assert label_map.categories({"Other", "Left"}) == ()


def test_without_a_map_our_ids_and_the_labels_of_the_measured_sets_are_known():
    label_map = built_in(IDS)
    named = {c.name: c.themes for c in label_map.categories({"energy", "health", "Taxation", "Economics"})}
    assert named == {"energy": ("energy",), "health": ("welfare-health",), "Taxation": ("public-finance",)}
    assert label_map.unknown(IDS) == ""
    assert {theme for themes in BUILT_IN.values() for theme in themes} <= set(IDS)


def test_a_theme_that_is_not_in_force_is_no_meaning_of_a_label():
    label_map = built_in(["climate"])
    assert [c.themes for c in label_map.categories({"Environment", "Taxation"})] == [("climate",)]


def test_a_theme_that_nobody_knows_is_named():
    assert LabelMap({"a": ("energy",), "b": ("enrgy",)}).unknown(IDS) == "enrgy"
