"""What a real name server says of the sender's domain, in words, with what to ask of whom."""

from base64 import b64encode
from dataclasses import replace

import pytest

from servwatch.cycle.doctor.sender import Origin, sender_findings
from servwatch.mail.sender_domain import DnsNames
from servwatch.model import MailSettings
from tests.cycle.doctor.told import ends, of, only, states
from tests.mail.sender_domain.test_dkim import KEY
from tests.name_server import NameServer, txt

RELAY = "198.51.100.25"
MAIL = MailSettings(sender="SERV <wacht@example.org>", transport="smtp")
SIGNED = replace(MAIL, dkim_selectors=("s1",))


@pytest.fixture
def domain():
    """A domain in which all is well."""
    with NameServer() as server:
        server.says("example.org", "MX", "10 mx.example.org.")
        server.says("example.org", "TXT", '"v=spf1 include:spf.relay.example -all"')
        server.says("spf.relay.example", "TXT", f'"v=spf1 ip4:{RELAY} ~all"')
        server.says("s1._domainkey.example.org", "TXT", txt(f"v=DKIM1; p={b64encode(KEY[2048]).decode()}"))
        server.says("_dmarc.example.org", "TXT", '"v=DMARC1; p=reject; rua=mailto:d@example.org"')
        server.says("25.100.51.198.in-addr.arpa", "PTR", "out.relay.example.")
        server.says("out.relay.example", "A", RELAY)
        yield server


@pytest.fixture
def examine(domain):
    names = DnsNames(["127.0.0.1"], port=domain.port, patience=1.0)

    def of(mail=SIGNED, addresses=(RELAY,), *, told=True):
        found = list(sender_findings(mail, names, Origin(addresses, told=told and bool(addresses))))
        assert ends(found) == []
        return found

    return of


def test_a_domain_in_order(examine):
    found = examine()
    assert {f.state for f in found} == {"good"}, found
    assert [f.what for f in found] == ["MX", "SPF", "SPF", "DKIM", "DMARC", "DMARC", "PTR"]
    assert only(found, "MX").text == "Mail for example.org goes to mx.example.org."
    assert of(found, "SPF")[0].text == (
        "example.org has an SPF record; it takes 1 of 10 look-ups: v=spf1 include:spf.relay.example -all"
    )
    assert (
        of(found, "SPF")[1].text == f"It lets {RELAY} send, by include:spf.relay.example, then ip4:{RELAY}."
    )
    assert only(found, "DKIM").text == "There is a key at s1._domainkey.example.org: RSA of 2048 bits."
    assert [f.text for f in of(found, "DMARC")] == [
        "The policy of example.org is reject: mail that fails is refused.",
        "Our mail passes, by SPF and DKIM, aligned with example.org.",
    ]


def test_an_address_that_spf_does_not_know_fails(examine):
    found = examine(MAIL, ("203.0.113.9",))
    assert of(found, "SPF")[1].state == "wrong"
    assert "fail (by -all)" in of(found, "SPF")[1].text
    assert "add ip4:203.0.113.9" in of(found, "SPF")[1].remedy
    assert of(found, "DMARC")[1].state == "doubt"  # the relay may sign, which is not known


def test_where_neither_proves_the_sender_mail_is_refused(examine):
    found = examine(replace(MAIL, dkim_selectors=("s2",)), ("203.0.113.9",))
    assert only(found, "DKIM").text == "At s2._domainkey.example.org: there is no record."
    assert of(found, "DMARC")[1].state == "wrong"


def test_a_relay_inside_leaves_the_public_address_open(examine):
    found = examine(MAIL, ())
    assert of(found, "SPF")[1].state == "doubt"
    assert "The record includes: spf.relay.example." in of(found, "SPF")[1].text
    assert "--address" in of(found, "SPF")[1].remedy
    assert of(found, "DMARC")[1].state == "doubt"
    assert of(found, "PTR") == []


@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        (None, "wrong", "has no SPF record"),
        ("v=spf1 bogus", "wrong", "'bogus' is no term of SPF"),
        ("v=spf1 +all", "doubt", "lets everybody send"),
        ("v=spf1 include:loop.example -all", "wrong", "more than 10 look-ups"),
        ("v=spf1 include:fails.example -all", "doubt", "cannot be told"),
    ],
)
def test_what_is_wrong_with_an_spf_record(domain, examine, record, state, words):
    domain.says("loop.example", "TXT", '"v=spf1 include:loop.example"').fails("fails.example")
    domain.says("example.org", "TXT", *([txt(record)] if record else []))
    first = of(examine(), "SPF")[0]
    assert first.state == state
    assert words in first.text
    assert "example.org" in first.remedy or "name service" in first.remedy


def test_a_record_to_ask_for_names_the_relay(domain, examine):
    domain.says("example.org", "TXT")
    assert of(examine(), "SPF")[0].remedy.endswith(f"v=spf1 ip4:{RELAY} mx ~all")
    assert "include:(what who runs the relay names)" in of(examine(addresses=()), "SPF")[0].remedy


def test_where_the_relay_listens_is_evidence_when_it_passes_and_none_when_it_does_not(examine):
    listening = examine(MAIL, (RELAY, "203.0.113.9"), told=False)
    assert states(of(listening, "SPF")) == ["SPF: good", "SPF: good"]
    assert of(listening, "DMARC")[1].state == "good"
    elsewhere = examine(MAIL, ("203.0.113.9", "203.0.113.10"), told=False)
    assert states(of(elsewhere, "SPF")) == ["SPF: good", "SPF: doubt"]
    assert of(elsewhere, "DMARC")[1].state == "doubt"
    assert of(elsewhere, "PTR") == []


def test_one_of_two_keys_is_enough(examine):
    found = of(examine(replace(MAIL, dkim_selectors=("s1", "s2"))), "DKIM")
    assert states(found) == ["DKIM: good", "DKIM: doubt"]


def test_an_envelope_sender_of_another_organization_does_not_speak_for_us(domain, examine):
    domain.says("bounces.relay.example", "MX", "10 mx.relay.example.")
    domain.says("bounces.relay.example", "TXT", f'"v=spf1 ip4:{RELAY} -all"')
    found = examine(replace(MAIL, bounce="b@bounces.relay.example", dkim_selectors=("s2",)))
    assert states(of(found, "SPF")) == ["SPF: good", "SPF: good", "SPF: doubt"]
    assert "Set `bounce`" in of(found, "SPF")[2].remedy
    assert of(found, "DMARC")[1].state == "wrong"
    signed = examine(replace(SIGNED, bounce="b@bounces.relay.example"))
    assert of(signed, "DMARC")[1].text == "Our mail passes, by DKIM, aligned with example.org."


def test_a_subdomain_for_bounces_is_aligned_unless_the_policy_is_strict(domain, examine):
    domain.says("b.example.org", "MX", "10 mx.example.org.").says(
        "b.example.org", "TXT", f'"v=spf1 ip4:{RELAY} -all"'
    )
    mail = replace(MAIL, bounce="x@b.example.org")
    assert of(examine(mail), "SPF")[2].state == "good"
    domain.says("_dmarc.example.org", "TXT", '"v=DMARC1; p=none; aspf=s"')
    assert of(examine(mail), "SPF")[2].state == "doubt"


@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        (f"v=DKIM1; p={b64encode(KEY[1024]).decode()}", "doubt", "is short: RSA of 1024 bits"),
        ("v=DKIM1; p=", "wrong", "revoked"),
        (f"v=DKIM1; t=y; p={b64encode(KEY[2048]).decode()}", "doubt", "marked as a test"),
    ],
)
def test_a_key_that_is_weak_or_gone(domain, examine, record, state, words):
    domain.says("s1._domainkey.example.org", "TXT", txt(record))
    finding = only(examine(), "DKIM")
    assert (finding.state, words in finding.text) == (state, True)


def test_a_relay_that_signs_for_another_domain_does_not_speak_for_us(domain, examine):
    domain.says("s1._domainkey.relay.example", "TXT", txt(f"v=DKIM1; p={b64encode(KEY[2048]).decode()}"))
    found = of(examine(replace(SIGNED, dkim_domain="relay.example")), "DKIM")
    assert states(found) == ["DKIM: good", "DKIM: doubt"]


def test_no_dmarc_and_a_policy_from_above(domain, examine):
    domain.says("_dmarc.example.org", "TXT")
    finding = only(examine(), "DMARC")
    assert finding.state == "doubt"
    assert "TXT record at _dmarc.example.org: v=DMARC1; p=none" in finding.remedy
    domain.says("_dmarc.org", "TXT", '"v=DMARC1; p=quarantine; psd=n"')
    assert "by the record of org" in of(examine(), "DMARC")[0].text


@pytest.mark.parametrize(
    ("records", "state"),
    [({"MX": ["0 ."]}, "wrong"), ({"A": [RELAY]}, "doubt"), ({}, "wrong")],
)
def test_a_domain_that_takes_no_mail(domain, examine, records, state):
    domain.says("example.org", "MX")
    for kind, values in records.items():
        domain.says("example.org", kind, *values)
    assert only(examine(), "MX").state == state


def test_an_address_without_a_name_of_its_own_is_a_doubt(domain, examine):
    domain.says("out.relay.example", "A", "192.0.2.99")
    assert "does not lead back" in only(examine(), "PTR").text
    domain.says("25.100.51.198.in-addr.arpa", "PTR")
    assert only(examine(), "PTR").text == f"{RELAY} has no name."


def test_a_name_service_that_is_silent_makes_doubts_not_faults(domain):
    domain.is_silent("example.org").is_silent("_dmarc.example.org").is_silent("s1._domainkey.example.org")
    names = DnsNames(["127.0.0.1"], port=domain.port, patience=0.1)
    found = list(sender_findings(SIGNED, names, Origin()))
    assert {f.state for f in found} == {"doubt"}
    assert all("does not answer for" in f.text for f in found)


def test_what_a_name_server_says_cannot_write_on_a_terminal(domain, examine):
    domain.says("example.org", "TXT", '"v=spf1 x=\\027[31m\\010 -all"')
    assert all(f.text.isprintable() for f in examine())
