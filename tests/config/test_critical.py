"""`critical` of a source and of a theme: what does not wait for the next edition."""

import pytest

from tests.config.configurations import DIGEST, SOURCE, THEME, faults, loaded


def test_nothing_is_critical_unless_it_is_said_so():
    settings = loaded(SOURCE + THEME + DIGEST).require()
    assert not any(one.critical for one in (*settings.sources, *settings.themes))


@pytest.mark.parametrize(("table", "place"), [(SOURCE, "sources"), (THEME, "themes")])
def test_a_source_or_a_theme_can_be_critical(table, place):
    settings = loaded((SOURCE + THEME + DIGEST).replace(table, f"{table}critical = true\n")).require()
    assert [one.critical for one in getattr(settings, place)] == [True]
    assert settings.fingerprint != loaded(SOURCE + THEME + DIGEST).require().fingerprint


def test_it_is_true_or_false_and_no_word():
    assert faults(SOURCE + 'critical = "yes"\n' + DIGEST) == [
        "feeds.toml:6:12: critical of the source 'example' is \"yes\"; expected true or false, without quotes"
    ]
