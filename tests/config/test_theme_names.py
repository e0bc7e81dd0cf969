"""Names of themes that no theme has: told once each, with the theme that may be meant."""

import pytest

from tests.config.configurations import DIGEST, SOURCE, THEME, faults


def theme(name):
    return THEME.replace('"work"', f'"{name}"')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (THEME + SOURCE + 'themes = ["work", "wrok"]\n', "10:19"),
        (THEME + SOURCE + 'category_themes = { "A=B" = ["wrok"] }\n', "10:30"),
        (THEME + DIGEST + 'themes = ["wrok"]\n', "10:11"),
        (THEME + DIGEST + "priority = { wrok = 2.0 }\n", "10:14"),
    ],
)
def test_a_name_that_no_theme_has_is_told_with_the_nearest(text, place):
    assert faults(text) == [
        f"feeds.toml:{place}: no theme has the id 'wrok'; did you mean 'work'? (see line 2)"
    ]


def test_every_theme_may_be_meant_by_a_star():
    assert faults(THEME + DIGEST + 'themes = ["*"]\n') == []


def test_a_name_in_many_places_is_told_once_with_all_of_them():
    text = THEME + "".join(SOURCE.replace('"example"', f'"s{n}"') + 'themes = ["wrok"]\n' for n in range(3))
    assert faults(text) == [
        "feeds.toml:10:11: no theme has the id 'wrok'; did you mean 'work'? (see line 2) (see line 16) (see line 22)"
    ]


def test_a_name_like_none_points_to_the_few_themes_that_nobody_names():
    text = theme("climate") + theme("energy") + DIGEST + 'themes = ["energy", "mobility"]\n'
    assert faults(text) == [
        "feeds.toml:14:21: no theme has the id 'mobility'; expected the id of a theme (see line 2)"
    ]


def test_a_name_like_none_points_nowhere_where_nobody_names_many():
    text = (
        "".join(theme(name) for name in ("climate", "energy", "health", "housing"))
        + DIGEST
        + 'themes = ["tax"]\n'
    )
    assert faults(text) == ["feeds.toml:22:11: no theme has the id 'tax'; expected the id of a theme"]


def test_a_weak_likeness_points_to_the_likeness_and_to_those_that_nobody_names():
    text = theme("environment") + theme("x") + DIGEST + 'themes = ["enlargement", "environment"]\n'
    assert faults(text) == [
        "feeds.toml:14:11: no theme has the id 'enlargement'; did you mean 'environment'? (see line 2) (see line 6)"
    ]


def test_a_table_of_its_own_points_to_its_header():
    text = THEME + SOURCE + '[source.category_themes]\n"A=B" = ["wrok"]\n'
    assert faults(text) == [
        "feeds.toml:11:10: no theme has the id 'wrok'; did you mean 'work'? (see line 2) (see line 10)"
    ]


@pytest.mark.parametrize(
    ("broken", "faults_told"),
    [
        (theme("climate").replace('"climate"', '"climate'), 1),  # the id cannot be read
        (theme("climate").replace('id = "climate"', 'idd = "climate"'), 1),  # the id is misspelt
        (theme("climate").replace('"climate"', '"cli mate"'), 1),  # the id is none
        (theme("climate").replace("[[theme]]", "[[theme]"), 1),
        (theme("climate").replace("[[theme]]", "garbage"), 1),
        (theme("climate").replace("[[theme]]", "[[source]]"), 1),  # the theme stands under the wrong header
        ('[servwatch]\ninclude = ["no.toml"]\n', 1),
    ],
)
def test_where_a_theme_could_not_be_read_names_like_none_are_not_told(broken, faults_told):
    text = broken + THEME + DIGEST + 'themes = ["climate", "work"]\n'
    assert len(faults(text)) == faults_told


def test_even_then_a_name_much_like_a_theme_is_told():
    text = "x y\n" + theme("pensions") + DIGEST + 'themes = ["pension"]\n'
    assert "no theme has the id 'pension'; did you mean 'pensions'?" in faults(text)[1]


@pytest.mark.parametrize("value", ["3", "[3]", "{}", '"work"', "[[]]"])
def test_what_is_no_list_of_names_is_told_by_its_sort_only(value):
    assert len(faults(THEME + DIGEST + f"themes = {value}\n")) == 1
    assert len(faults(THEME + SOURCE + f"category_themes = {value}\n")) == (value != "{}")
