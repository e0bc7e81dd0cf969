"""The inside is not to be reached: not by name, not by number, not by redirect, not by changing DNS."""

from datetime import timedelta

import pytest

from servwatch.fetch.network import _interleaved
from servwatch.model import Request, Verdict
from tests.fetch.samples import FEED


def resolving(*answers):
    """A resolver that gives these lists of addresses in turn, the last one for ever."""
    left = list(answers)

    async def resolve(host, port):
        return left.pop(0) if len(left) > 1 else left[0]

    return {"resolve": resolve}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_however_it_is_written(internet, fetch, host):
    fetched = fetch(f"http://{host}:{internet.port}/")
    assert fetched.verdict is Verdict.REFUSED, fetched.rule
    assert internet.asked() == []


def test_a_public_name_with_a_private_address_is_refused(internet, fetch):
    fetched = fetch(
        f"http://www.example.org:{internet.port}/", parts=resolving(["10.0.0.1", "127.0.0.1"]), connect_to={}
    )
    assert fetched.verdict is Verdict.REFUSED
    assert fetched.rule == "www.example.org leads to a private address (RFC 1918), 10.0.0.1"
    assert internet.asked() == []


def test_only_the_public_ones_of_several_addresses_are_tried(internet, fetch):
    """192.0.2.1 stands for the public address: nothing is there."""
    fetched = fetch(
        f"http://www.example.org:{internet.port}/",
        parts=resolving(["8.8.8.8", "127.0.0.1"]),
        timeout=timedelta(seconds=0.5),
    )
    assert fetched.verdict in (Verdict.UNREACHABLE, Verdict.TIMEOUT)
    assert internet.asked() == []


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(internet, fetch):
    """DNS rebinding: the first answer is public, every later one is this machine."""
    fetched = fetch(
        f"http://www.example.org:{internet.port}/",
        parts=resolving(["8.8.8.8"], ["127.0.0.1"]),
        timeout=timedelta(seconds=0.5),
    )
    assert fetched.verdict in (Verdict.UNREACHABLE, Verdict.TIMEOUT)
    assert internet.asked() == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "10.0.0.1"])
def test_a_redirect_to_the_inside_is_refused(internet, fetch, inside):
    internet.at("www.example.org/rss").redirects(f"http://{inside}:{internet.port}/secret")
    fetched = fetch("http://www.example.org/rss")
    assert fetched.verdict is Verdict.REFUSED, fetched.rule
    assert [a.path for a in internet.asked()] == ["/rss"]


def test_robots_txt_is_not_read_from_the_inside_either(internet, fetch):
    fetched = fetch(Request(f"http://127.0.0.1:{internet.port}/page", expects="page", obey_robots=True))
    assert fetched.verdict is Verdict.REFUSED
    assert "loopback" in fetched.rule
    assert internet.asked() == []


def test_the_inside_is_open_where_the_administrator_allows_it(internet, fetch):
    internet.at("127.0.0.1/rss").serves(FEED)
    assert fetch(f"http://127.0.0.1:{internet.port}/rss", allow_private=True).verdict is Verdict.OK


def test_a_mapped_host_may_lead_inside_and_keeps_its_name(internet, fetch):
    internet.at("www.example.org/rss").serves(FEED)
    fetched = fetch("http://WWW.Example.org:8080/rss")
    assert (fetched.verdict, fetched.final_url) == (Verdict.OK, "http://www.example.org:8080/rss")
    assert internet.asked()[0].headers["host"] == "www.example.org:8080"


def test_the_map_knows_names_with_accents(internet, fetch):
    internet.at("xn--bcher-kva.example/rss").serves(FEED)
    mapped = {"b\u00fccher.example": internet.address}
    assert fetch("http://b\u00fccher.example/rss", connect_to=mapped).verdict is Verdict.OK


def test_a_name_nobody_knows_does_not_resolve(internet, fetch):
    fetched = fetch("http://www.invalid/", parts=resolving([]))
    assert (fetched.verdict, fetched.rule) == (Verdict.UNREACHABLE, "the name www.invalid does not resolve")


def test_the_next_address_is_tried_where_one_is_dead(internet, fetch):
    internet.at("www.example.org/rss").serves(FEED)
    addresses = ["192.0.2.1", "127.0.0.2", "127.0.0.1", "::1"]
    fetched = fetch(
        f"http://www.example.org:{internet.port}/rss",
        parts=resolving(addresses),
        connect_to={},
        allow_private=True,
    )
    assert fetched.verdict is Verdict.OK, fetched.rule


def test_a_host_of_which_every_address_is_dead_is_unreachable(internet, fetch):
    fetched = fetch(
        "http://www.example.org:1/", parts=resolving(["127.0.0.2", "127.0.0.3"]), allow_private=True
    )
    assert (fetched.verdict, fetched.rule) == (Verdict.UNREACHABLE, "www.example.org refuses the connection")


def test_a_resolver_that_fails_leaves_the_host_unreachable(internet, fetch):
    async def broken(host, port):
        raise OSError(5, "Input/output error")

    fetched = fetch("http://www.example.org/", parts={"resolve": broken})
    assert (fetched.verdict, fetched.rule) == (
        Verdict.UNREACHABLE,
        "the name www.example.org does not resolve",
    )


def test_families_of_addresses_are_tried_by_turns():
    assert _interleaved(["::1", "::2", "::3", "1.1.1.1", "2.2.2.2"]) == [
        "::1",
        "1.1.1.1",
        "::2",
        "2.2.2.2",
        "::3",
    ]
