"""SPF, against the zone of RFC 7208 appendix A and records as they are met in the wild."""

import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.sender_domain import SpfResult, check_host
from servwatch.mail.sender_domain.spf_macros import MacroFault, Subject, expand
from servwatch.mail.sender_domain.spf_record import RecordFault, read_record
from tests.name_server import txt

OURS, THEIRS, SIX = "192.0.2.129", "203.0.113.9", "2001:db8::cb01"


@pytest.fixture
def zone(server):
    """The zone file of RFC 7208, appendix A, and the records of B.1 and below are set by each test."""
    for host, address in (
        ("example.com", "192.0.2.10"), ("amy.example.com", "192.0.2.65"), ("bob.example.com", "192.0.2.66"),
        ("mail-a.example.com", "192.0.2.129"), ("mail-b.example.com", "192.0.2.130"),
        ("www.example.com", "192.0.2.10"), ("mail-c.example.org", "192.0.2.140"),
    ):  # fmt: skip
        server.says(host, "A", address)
    server.says("example.com", "MX", "10 mail-a.example.com.", "20 mail-b.example.com.")
    server.says("example.org", "MX", "10 mail-c.example.org.")
    for last, name in (("10", "example.com"), ("65", "amy.example.com"), ("129", "mail-a.example.com")):
        server.says(f"{last}.2.0.192.in-addr.arpa", "PTR", f"{name}.")
    return server


def result(zone, names, record, address, **more):
    zone.says("example.com", "TXT", f'"{record}"')
    return check_host(address, "strong-bad@example.com", names).result


@pytest.mark.parametrize(
    ("record", "passing", "failing"),
    [
        ("v=spf1 +all", ["192.0.2.129", "1.2.3.4"], []),
        ("v=spf1 a -all", ["192.0.2.10"], ["192.0.2.11", "192.0.2.65"]),
        ("v=spf1 a:example.org -all", [], ["192.0.2.10"]),
        ("v=spf1 mx -all", ["192.0.2.129", "192.0.2.130"], ["192.0.2.10", "192.0.2.140"]),
        ("v=spf1 mx:example.org -all", ["192.0.2.140"], ["192.0.2.129"]),
        ("v=spf1 mx mx:example.org -all", ["192.0.2.130", "192.0.2.140"], ["192.0.2.65"]),
        ("v=spf1 mx/30 mx:example.org/30 -all", ["192.0.2.131", "192.0.2.143"], ["192.0.2.132"]),
        ("v=spf1 ptr -all", ["192.0.2.10", "192.0.2.65"], ["192.0.2.140", "10.0.0.4"]),
        ("v=spf1 ip4:192.0.2.128/28 -all", ["192.0.2.129"], ["192.0.2.65"]),
        ("v=spf1 -ip4:192.0.2.129 ip4:192.0.2.128/28 -all", ["192.0.2.130"], ["192.0.2.129"]),
        ("V=SPF1 IP4:192.0.2.129 -ALL", ["192.0.2.129"], ["192.0.2.130"]),
    ],
)
def test_the_examples_of_the_rfc(zone, names, record, passing, failing):
    for address in passing:
        assert result(zone, names, record, address) is SpfResult.PASS, address
    for address in failing:
        assert result(zone, names, record, address) is SpfResult.FAIL, address


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("v=spf1", SpfResult.NEUTRAL),
        ("v=spf1 ?all", SpfResult.NEUTRAL),
        ("v=spf1 ~all", SpfResult.SOFTFAIL),
        ("v=spf10 +all", SpfResult.NONE),
        ("something else", SpfResult.NONE),
        ("v=spf1 unknown=x ~all", SpfResult.SOFTFAIL),
        ("v=spf1 exp=why.example.com -all", SpfResult.FAIL),
        ("v=spf1 ip4:203.0.113.9 bogus", SpfResult.PERMERROR),  # the whole is read before any of it is used
        ("v=spf1 ip4:203.0.113.9/255.255.255.0 -all", SpfResult.PERMERROR),
        ("v=spf1 ip4:203.0.113.9/33 -all", SpfResult.PERMERROR),
        ("v=spf1 ip6:203.0.113.9 -all", SpfResult.PERMERROR),
        ("v=spf1 include -all", SpfResult.PERMERROR),
        ("v=spf1 all:example.com", SpfResult.PERMERROR),
        ("v=spf1 a/33 -all", SpfResult.PERMERROR),
        ("v=spf1 redirect=a.example.com redirect=b.example.com", SpfResult.PERMERROR),
        ("v=spf1 redirect=nothing.example.com", SpfResult.PERMERROR),
        ("v=spf1 include:nothing.example.com ~all", SpfResult.PERMERROR),
        ("v=spf1 exists:%{x}.example.com -all", SpfResult.PERMERROR),
        ("v=spf1 include:fails.example.com -all", SpfResult.TEMPERROR),
        ("v=spf1 a:v1.test a:v2.test a:v3.test ip4:203.0.113.9 -all", SpfResult.PERMERROR),
        ("v=spf1 a:v1.test a:v2.test ip4:203.0.113.9 -all", SpfResult.PASS),
    ],
)  # fmt: skip
def test_each_result(zone, names, record, expected):
    zone.fails("fails.example.com")
    assert result(zone, names, record, THEIRS) is expected


def test_it_tells_by_which_includes_an_address_passes(zone, names):
    zone.says(
        "example.com", "TXT", '"v=spf1 include:spf.provider.example -all"', '"google-site-verification=x"'
    )
    zone.says("spf.provider.example", "TXT", '"v=spf1 include:eu.provider.example ~all"')
    zone.says("eu.provider.example", "TXT", '"v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all"')
    check = check_host(THEIRS, "x@example.com", names)
    assert check.by == ("include:spf.provider.example", "include:eu.provider.example", "ip4:203.0.113.0/24")
    assert check.lookups == 2
    assert check.includes == ("example.com", "spf.provider.example", "eu.provider.example")
    outside = check_host("192.0.2.1", "x@example.com", names)
    assert (outside.result, outside.by) == (SpfResult.FAIL, ("-all",))


def test_ten_look_ups_are_allowed_and_eleven_are_not(zone, names):
    for n in range(11):
        zone.says(f"s{n}.example.com", "TXT", '"v=spf1 ip4:198.51.100.1"')

    def of(count):
        included = " ".join(f"include:s{n}.example.com" for n in range(count))
        zone.says("example.com", "TXT", txt(f"v=spf1 {included} -all"))
        return check_host(THEIRS, "x@example.com", names)

    assert (of(10).result, of(10).lookups) == (SpfResult.FAIL, 10)
    assert of(11).result is SpfResult.PERMERROR
    assert "more than 10 look-ups" in of(11).why


def test_a_record_that_includes_itself_ends(zone, names):
    assert result(zone, names, "v=spf1 include:example.com -all", THEIRS) is SpfResult.PERMERROR


def test_two_records_are_an_error(zone, names):
    zone.says("example.com", "TXT", '"v=spf1 -all"', '"v=spf1 +all"')
    check = check_host(THEIRS, "x@example.com", names)
    assert (check.result, check.why) == (
        SpfResult.PERMERROR,
        "example.com has 2 SPF records, and may have one",
    )


def test_ipv6_and_macros(zone, names):
    zone.says("example.com", "AAAA", SIX)
    assert result(zone, names, "v=spf1 a -all", SIX) is SpfResult.PASS
    assert result(zone, names, "v=spf1 ip6:2001:db8::/32 -all", SIX) is SpfResult.PASS
    assert result(zone, names, "v=spf1 ip4:0.0.0.0/0 -all", SIX) is SpfResult.FAIL
    zone.says("9.113.0.203.strong-bad.spf.example.com", "A", "127.0.0.2")
    assert result(zone, names, "v=spf1 exists:%{ir}.%{l}.spf.%{d} -all", THEIRS) is SpfResult.PASS
    zone.says("spf.example.com", "TXT", '"v=spf1 ip4:203.0.113.9 -all"')
    assert result(zone, names, "v=spf1 redirect=spf.%{o}", THEIRS) is SpfResult.PASS


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # RFC 7208, 7.4
        ("%{s}", "strong-bad@email.example.com"), ("%{o}", "email.example.com"), ("%{d4}", "email.example.com"),
        ("%{d3}", "email.example.com"), ("%{d2}", "example.com"), ("%{d1}", "com"), ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"), ("%{l}", "strong-bad"), ("%{l-}", "strong.bad"), ("%{lr}", "strong-bad"),
        ("%{lr-}", "bad.strong"), ("%{l1r-}", "strong"), ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"), ("%%%_%-", "% %20"),
    ],
)  # fmt: skip
def test_the_macros_of_the_rfc(text, expected):
    subject = Subject(ip_address("192.0.2.3"), "strong-bad@email.example.com")
    assert expand(text, "email.example.com", subject) == expected


def test_the_macros_of_an_ipv6_address():
    subject = Subject(ip_address(SIX), "strong-bad@email.example.com")
    expected = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
    assert expand("%{ir}.%{v}._spf.%{d2}", "email.example.com", subject) == expected


@given(st.text())
def test_any_text_is_a_record_or_a_fault(text):
    with contextlib.suppress(RecordFault):
        read_record(f"v=spf1 {text}")


@given(st.text(alphabet="%{}sldiovhp0123456789rR-._+x"))
def test_any_text_is_a_domain_or_a_fault(text):
    with contextlib.suppress(MacroFault):
        assert len(expand(text, "example.com", Subject(ip_address(OURS), "a@example.com"))) <= 253
