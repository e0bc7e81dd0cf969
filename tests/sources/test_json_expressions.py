"""JMESPath as the kind json_api speaks it, on data that were made to hurt too."""

import pytest

from servwatch.model import Verdict
from servwatch.sources import KINDS
from servwatch.sources.json_api.expressions import Expressions, text_of
from tests.sources.samples import NOW, context

READER = Expressions(context().zone, NOW)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (18805.0, "18805"), (1.5, "1.5"), (7, "7"), (True, ""), (None, ""), ({"a": 1}, ""), ([None, [], ["x"]], "x"),
        ([[[[[[["deep"]]]]]]], ""), (10**200, ""), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_a_value_as_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("expression", "data", "found"),
    [
        ("lower(replace(ref, '/', '_'))", {"ref": "IP/26/1"}, "ip_26_1"),
        ("upper(missing)", {}, ""),
        ("day(end) >= today()", {"end": "2026/11/22 23:59:59"}, True),
        ("day(end) >= today()", {"end": "2026/11/21 23:59:59"}, False),
        ("day(end)", {"end": "soon"}, None),
        ("length(number)", {"number": 3}, None),
        ("join('', ['a', missing])", {}, None),
    ],
)
def test_functions_of_our_own_and_faults_of_the_data(expression, data, found):
    value = READER.value(expression, data)
    assert (value or "") == found if isinstance(found, str) else value == found


@pytest.mark.parametrize(
    ("template", "data", "address"),
    [
        ("https://x.example/{id}", {"id": 18805.0}, "https://x.example/18805"),
        ("https://x.example/?q={t}", {"t": "a & b/c?"}, "https://x.example/?q=a%20%26%20b/c%3F"),
        ("https://x.example/{a}/{b}", {"a": "1"}, ""),
        ("https://x.example/{a}", {"a": "{b}", "b": "never"}, "https://x.example/%7Bb%7D"),
        ("links.html", {"links": {"html": "/relative"}}, "/relative"),
    ],
)
def test_an_address_is_made_of_parts_that_cannot_break_out_of_it(template, data, address):
    assert READER.address(template, data) == address


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b"[" * 900 + b"]" * 900, b"9" * 5_000]
)
def test_nesting_beyond_measure_is_a_value(body):
    keys = {"list": "@", "fields": {"title": "@"}}
    parsed = KINDS["json_api"].parse(body, context(options=keys))
    assert parsed.verdict in (Verdict.BROKEN, Verdict.EMPTY)
    assert KINDS["sparql"].parse(body, context()).verdict is Verdict.BROKEN
