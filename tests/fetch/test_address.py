"""Which addresses and names are refused."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.address import address_objection, name_objection

INSIDE = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "169.254.169.254": "link-local",  # the metadata service of clouds
    "100.64.0.1": "shared",
    "0.0.0.0": "this host",
    "224.0.0.251": "multicast",
    "255.255.255.255": "reserved",
    "192.0.2.1": "documentation",
    "198.18.0.1": "measurements",
    "::": "unspecified",
    "::1": "loopback",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fd00::1": "private",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "2001:db8::1": "documentation",
    "2001::1": "reserved",
    "100::1": "reserved",
    "64:ff9b:1::1": "reserved",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:a9fe:a9fe": "link-local",
    "::127.0.0.1": "reserved",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::c0a8:101": "private",
    "2002:7f00:1::": "loopback",
    "2002:c0a8:101::1": "private",
    "nonsense": "no IP address",
    "": "no IP address",
}


@pytest.mark.parametrize(("address", "words"), INSIDE.items())
def test_an_address_of_the_inside_is_refused_with_its_reason(address, words):
    assert words in address_objection(address)


PUBLIC = ["8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "198.20.0.1"]
PUBLIC6 = ["2a01:4f8::1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC6])
def test_a_public_address_is_not(address):
    assert address_objection(address) is None


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_refused(address):
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert address_objection(str(address)) is not None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_the_same_in_every_disguise(address):
    plain = address_objection(str(address))
    number = int(address)
    assert address_objection(f"::ffff:{address}") == plain
    assert address_objection(str(ipaddress.IPv6Address((0x64FF9B << 96) | number))) == plain
    assert address_objection(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))) == plain


@pytest.mark.parametrize(
    ("host", "words"),
    {
        "localhost": "without a domain",
        "LOCALHOST.": "without a domain",
        "intranet": "without a domain",
        "a.localhost": "under .localhost",
        "printer.local": "under .local",
        "vault.internal": "under .internal",
        "nas.home.arpa": "under .home.arpa",
        "127.0.0.1": "loopback",
        "127.1": "loopback",
        "2130706433": "loopback",
        "0x7f000001": "loopback",
        "0177.0.0.1": "loopback",
        "0x7f.1": "loopback",
        "1.2.3.4.5": "no IP address",
        "::1": "loopback",
        "::ffff:10.0.0.1": "private",
    }.items(),
)
def test_a_name_of_the_inside_is_not_told_to_a_proxy(host, words):
    assert words in name_objection(host)


@pytest.mark.parametrize(
    "host", ["www.ilo.org", "www.ilo.org.", "local.example.org", "8.8.8.8", "2606:4700::1111"]
)
def test_a_public_name_may_be_told(host):
    assert name_objection(host) is None


@given(st.text(max_size=60))
def test_no_name_is_too_odd_to_be_judged(host):
    name_objection(host)
    address_objection(host)
