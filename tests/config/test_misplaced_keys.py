"""Keys and tables that stand where they do not belong."""

import pytest

from tests.config.configurations import SOURCE, faults


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[servwatch]\ntransport = "smtp"\n',
            "unknown key 'transport' in [servwatch]: it belongs under [mail]",
        ),
        ('[mail]\nreview = "window"\n', "unknown key 'review' in [mail]: it belongs under [[digest]]"),
        ('[mail]\ndraft = "18h"\n', "unknown key 'draft' in [mail]: it belongs under [[digest]]"),
        ("[fetch]\neditors = []\n", "in [fetch]: it belongs under [mail] or [[digest]]"),
        ('timezone = "Europe/Brussels"\n', "in the file: it belongs under [servwatch]"),
        ("[mail]\nadministrator = []\n", "did you mean 'administrators'?"),
    ],
)
def test_a_key_of_another_table_is_told_where_it_belongs(text, told):
    (found,) = [fault for fault in faults(text) if "unknown" in fault]
    assert told in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[source]\n" + SOURCE.partition("\n")[2], "1:1: [source] has single brackets; expected [[source]]"),
        ("[[fetch]]\npace = '1s'\n", "1:1: [[fetch]] has double brackets; expected [fetch]"),
        ("source = 3\n", "1:10: [[source]] is 3; expected a list in [brackets]"),
        ("fetch = 3\n", "1:9: [fetch] is 3; expected a table"),
        ("source = [3]\n", "1:11: [[source]] is 3; expected a table"),
    ],
)
def test_a_table_in_the_wrong_brackets_or_none_is_told(text, expected):
    assert faults(text) == [f"feeds.toml:{expected}"]
