"""What every source kind promises, held against each kind in the registry.

A further kind needs nothing here: its line in `KINDS` and its folder of samples, tests/data/<name> or
<name>s, are enough. Samples are the files that have an `.expected.json` beside them; an `.options.json`
holds the keys of the kind. What reads the page of one item ("article") is held to the same, without
being a kind.
"""

import copy
import inspect
import pickle
from datetime import UTC, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.model import Parsed, RawItem, Request, Source, Verdict
from servwatch.sources import KINDS, READERS
from servwatch.sources.plain_text import visible
from tests import examples
from tests.sources.samples import NOW, context, folder, samples
from tests.sources.watching import WATCH

CONTEXT = context()


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


@pytest.fixture(params=sorted(READERS))
def reader(request):
    return request.param


def source(kind):
    return Source(
        id="s", name="S", body="b", kind=kind.name, url="https://publisher.example/x", accept="text/x",
        user_agent="agent", timeout=timedelta(seconds=9), max_bytes=99,
        options=context(samples(kind.name)[0]).options,
    )  # fmt: skip


def test_the_registry_names_each_kind_by_its_own_name():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}


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
    request = kind.request(source(kind), NOW)
    assert isinstance(request, Request)
    assert request.expects in ("feed", "page", "json", "sitemap", "mail")
    assert (request.accept, request.user_agent, request.max_bytes) == ("text/x", "agent", 99)
    assert request.timeout == timedelta(seconds=9)


def assert_promises(kind, body, context=CONTEXT):
    """Everything that holds for every body."""
    before = bytes(body)
    parsed = kind.parse(body, context)
    assert isinstance(parsed, Parsed)
    assert body == before
    assert parsed == kind.parse(body, copy.deepcopy(context))
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert parsed.rule
    assert (parsed.verdict is Verdict.OK) == bool(parsed.items or parsed.follow)
    assert parsed.verdict in set(Verdict) - {Verdict.NOT_MODIFIED, Verdict.MOVED, Verdict.GONE}
    for item in parsed.items:
        assert_item(item)
    for further in parsed.follow:
        assert_address(further.url)
        assert further.method in ("GET", "POST")


def assert_address(url):
    assert " " not in url
    assert url.isprintable()
    assert urlsplit(url).scheme in ("http", "https")
    assert urlsplit(url).hostname


def assert_item(item):
    assert isinstance(item, RawItem)
    assert item.title
    for text in (item.title, item.summary, item.identifier, *item.categories):
        assert text == visible(text)
        assert len(text) <= 4_000
    if item.url:
        assert_address(item.url)
    for moment in (item.published, item.updated):
        assert moment is None or (moment.tzinfo is UTC and 1989 <= moment.year <= 2031)
    assert not item.day_only or item.published.astimezone(CONTEXT.zone).time().isoformat() == "00:00:00"
    assert item.language == "" or (len(item.language) == 2 and item.language.islower())


def test_every_sample_keeps_the_promises_and_reaches_for_nothing(reader):
    bodies = [(sample.read_bytes(), context(sample)) for sample in samples(reader)]
    for body, keys in bodies:
        assert_promises(READERS[reader], body, keys)
    with WATCH.watching():
        for body, keys in bodies:
            READERS[reader].parse(body, keys)
    assert WATCH.seen == []


@given(data=st.data(), body=st.binary(max_size=300))
@settings(deadline=None)
@pytest.mark.parametrize("name", sorted(READERS))
def test_arbitrary_bytes_keep_the_promises(name, data, body):
    assert_promises(READERS[name], body, context(data.draw(st.sampled_from(samples(name)))))


PIECES = [
    b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE x [", b"<item>", b"</item>", b"<br>",
    b"&nbsp;", b"&#0;", b"\x00", b"\xff\xfe", b"\xe9", b"\xed\xa0\x80", "\u202e".encode(), b"{", b"}",
    b"null", b"javascript:", b"</a>", b"<article>", b"[", b"]", b"1e999", b"9" * 400, b"</div>", b" ",
]  # fmt: skip


@given(data=st.data())
@settings(deadline=None, max_examples=examples.of(200))
@pytest.mark.parametrize("name", sorted(READERS))
def test_damaged_samples_keep_the_promises(name, data):
    sample = data.draw(st.sampled_from(samples(name)))
    body = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.sampled_from([0, 0, 1, 5, 100, 10_000])))
        body[start:end] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=8))
    assert_promises(READERS[name], bytes(body), context(sample))
