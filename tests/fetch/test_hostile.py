"""Whatever a server says, a fetch ends in a verdict."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servwatch.fetch import Fetcher
from servwatch.model import Request, Verdict
from tests import examples
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED
from tests.internet import Internet, Reply

URL = "http://www.ilo.org/rss"

token = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=255), max_size=30)
FRAMING = [
    "Content-Length",
    "Content-Encoding",
    "Transfer-Encoding",
    "Connection",
    "Upgrade",
    "Content-Range",
]
CACHING = ["ETag", "Last-Modified", "Cache-Control", "Expires", "Date", "Age", "Retry-After"]
header = st.sampled_from([*FRAMING, *CACHING, "Content-Type", "Location", "Set-Cookie", "Link"])
value = st.one_of(
    token,
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["chunked", "gzip", "br, zstd", "close", "h2c", "//", "http://", "/\\", "W/", "0", ""]),
)


@pytest.fixture(scope="module")
def internet():
    with Internet() as internet:
        yield internet


async def nowhere(host: str, port: int) -> list[str]:
    """A resolver for a test that must not leave this machine."""
    return []


def fetch(internet, reply: Reply, **request) -> Verdict:
    internet.at("www.ilo.org/*").replies(reply)

    async def run():
        async with Fetcher(settings_for(internet), resolve=nowhere) as fetcher:
            return await fetcher.fetch(Request(URL, **request))

    fetched = asyncio.run(run())
    assert fetched.rule.isprintable()
    assert (fetched.body == b"") or fetched.verdict is Verdict.OK
    return fetched.verdict


fuzz = settings(
    max_examples=examples.of(80), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@fuzz
@given(noise=st.binary(max_size=300))
def test_noise_in_place_of_an_answer(internet, noise):
    assert not fetch(internet, Reply(garbage=noise)).good


@fuzz
@given(noise=st.binary(max_size=300))
def test_noise_behind_a_good_first_line(internet, noise):
    assert fetch(internet, Reply(garbage=b"HTTP/1.1 200 OK\r\n" + noise)) in Verdict


@fuzz
@given(
    status=st.integers(100, 999).filter(lambda n: n >= 200),
    headers=st.lists(st.tuples(header, value), max_size=6),
    body=st.sampled_from([FEED, b"", b"\x1f\x8b\x08", b"<", b"3\r\nabc\r\n0\r\n\r\n"]),
)
def test_any_status_with_any_headers(internet, status, headers, body):
    head = f"HTTP/1.1 {status} Said\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)
    assert fetch(internet, Reply(garbage=head.encode("latin-1") + b"\r\n" + body)) in Verdict


@fuzz
@given(location=st.text(max_size=60).filter(lambda text: not set("\r\n\0") & set(text)))
def test_any_location(internet, location):
    reply = Reply(status=302, location=location.encode().decode("latin-1"))
    assert fetch(internet, reply) in Verdict


@fuzz
@given(
    etag=st.none() | st.text(max_size=30),
    last_modified=st.none() | st.text(max_size=30),
    accept=st.none() | st.text(max_size=30),
    user_agent=st.none() | st.text(max_size=30),
)
def test_any_request_of_ours(internet, etag, last_modified, accept, user_agent):
    verdict = fetch(
        internet,
        Reply(body=FEED),
        etag=etag,
        last_modified=last_modified,
        accept=accept,
        user_agent=user_agent,
    )
    assert verdict in (Verdict.OK, Verdict.REFUSED)
