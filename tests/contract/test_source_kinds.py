"""What every source kind promises, held against each kind in the registry.

A further kind needs nothing here: its line in `KINDS` and its folder of samples, tests/data/<name> or
<name>s, are enough. Samples are the files that have an `.expected.json` beside them.
"""

import copy
import inspect
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.model import Parsed, RawItem, Request, Source, Verdict
from servwatch.sources import KINDS, PLANNED, ParseContext
from servwatch.sources.plain_text import visible
from tests.sources.watching import WATCH

DATA = Path(__file__).parent.parent / "data"
CONTEXT = ParseContext(
    source_id="publisher",
    url="https://publisher.example/feeds/all",
    now=datetime(2026, 11, 22, 12, tzinfo=UTC),
    content_type="text/plain; charset=utf-8",
    languages=("nl", "en"),
)


def folder(name):
    return next((DATA / place for place in (name, f"{name}s") if (DATA / place).is_dir()), None)


def samples(name):
    return sorted(
        p.with_name(p.name.removesuffix(".expected.json")) for p in folder(name).glob("*.expected.json")
    )


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


def source(kind):
    return Source(
        id="s", name="S", body="b", kind=kind.name, url="https://publisher.example/x", accept="text/x",
        user_agent="agent", timeout=timedelta(seconds=9), max_bytes=99,
    )  # fmt: skip


def test_the_registry_names_each_kind_by_its_own_name():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
    assert not set(KINDS) & set(PLANNED)


def test_a_kind_says_what_it_is_and_how_it_is_configured(kind):
    module = inspect.getmodule(type(kind))
    assert inspect.getdoc(type(kind))
    assert inspect.getdoc(kind.parse)
    assert f'kind = "{kind.name}"' in module.__doc__


def test_a_kind_has_samples_and_tells_where_their_shape_is_from(kind):
    assert folder(kind.name) is not None
    assert (folder(kind.name) / "README.md").is_file()
    assert len(samples(kind.name)) >= 3


def test_a_kind_asks_for_its_source_with_the_sources_own_settings(kind):
    request = kind.request(source(kind))
    assert isinstance(request, Request)
    assert request.expects in ("feed", "page", "json")
    assert (request.accept, request.user_agent, request.max_bytes) == ("text/x", "agent", 99)
    assert request.timeout == timedelta(seconds=9)


def assert_promises(kind, body):
    """Everything that holds for every body."""
    before = bytes(body)
    parsed = kind.parse(body, CONTEXT)
    assert isinstance(parsed, Parsed)
    assert body == before
    assert parsed == kind.parse(body, copy.deepcopy(CONTEXT))
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert parsed.rule
    assert (parsed.verdict is Verdict.OK) == bool(parsed.items)
    assert parsed.verdict in set(Verdict) - {Verdict.NOT_MODIFIED, Verdict.MOVED, Verdict.GONE}
    for item in parsed.items:
        assert_item(item)


def assert_item(item):
    assert isinstance(item, RawItem)
    assert item.title
    for text in (item.title, item.summary, item.identifier, *item.categories):
        assert text == visible(text)
        assert len(text) <= 4_000
    assert " " not in item.url
    assert item.url.isprintable()
    assert item.url == "" or (urlsplit(item.url).scheme in ("http", "https") and urlsplit(item.url).hostname)
    for moment in (item.published, item.updated):
        assert moment is None or (moment.tzinfo is UTC and 1989 <= moment.year <= 2031)
    assert not item.day_only or item.published.astimezone(CONTEXT.zone).time().isoformat() == "00:00:00"
    assert item.language == "" or (len(item.language) == 2 and item.language.islower())


def test_every_sample_keeps_the_promises_and_reaches_for_nothing(kind):
    bodies = [sample.read_bytes() for sample in samples(kind.name)]
    for body in bodies:
        assert_promises(kind, body)
    with WATCH.watching():
        for body in bodies:
            kind.parse(body, CONTEXT)
    assert WATCH.seen == []


@given(body=st.binary(max_size=300))
@settings(deadline=None)
@pytest.mark.parametrize("name", sorted(KINDS))
def test_arbitrary_bytes_keep_the_promises(name, body):
    assert_promises(KINDS[name], body)


PIECES = [
    b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE x [", b"<item>", b"</item>", b"<br>",
    b"&nbsp;", b"&#0;", b"\x00", b"\xff\xfe", b"\xe9", b"\xed\xa0\x80", "\u202e".encode(), b"{", b"}",
    b"null", b"javascript:",
]  # fmt: skip


@given(data=st.data())
@settings(deadline=None, max_examples=200)
@pytest.mark.parametrize("name", sorted(KINDS))
def test_damaged_samples_keep_the_promises(name, data):
    body = bytearray(data.draw(st.sampled_from(samples(name))).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.sampled_from([0, 0, 1, 5, 100, 10_000])))
        body[start:end] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=8))
    assert_promises(KINDS[name], bytes(body))
