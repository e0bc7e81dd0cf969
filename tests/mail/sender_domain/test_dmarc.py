"""DMARC: where the policy stands, and which domains are one sender's (RFC 9989)."""

import pytest

from servwatch.mail.sender_domain import NoAnswer, aligned, dmarc_policy
from servwatch.mail.sender_domain.dmarc import organizational_domain


def test_the_own_record_goes_before_that_of_the_organization(server, names):
    server.says("_dmarc.example.org", "TXT", '"v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@example.org"')
    policy = dmarc_policy("example.org", names)
    assert (policy.policy, policy.reports, policy.strict_spf) == ("reject", True, False)
    below = dmarc_policy("Mail.Example.org", names)
    assert (below.policy, below.found_at) == ("quarantine", "example.org")
    server.says("_dmarc.mail.example.org", "TXT", '"v=DMARC1; p=none; adkim=s; aspf=s; t=y"')
    own = dmarc_policy("mail.example.org", names)
    assert (own.policy, own.strict_dkim, own.strict_spf, own.testing) == ("none", True, True, True)


@pytest.mark.parametrize(
    ("record", "policy"),
    [("v=DMARC1", "none"), ("v=DMARC1; p=REJECT", "reject"), ("v=DMARC1; p=perhaps", "none")],
)
def test_a_policy_that_is_none(server, names, record, policy):
    server.says("_dmarc.example.org", "TXT", f'"{record}"')
    assert dmarc_policy("example.org", names).policy == policy


@pytest.mark.parametrize(
    "records", [[], ['"v=spf1 -all"'], ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'], ['"v=DMARC10"']]
)
def test_no_record_one_of_another_kind_and_two_are_none(server, names, records):
    if records:
        server.says("_dmarc.example.org", "TXT", *records)
    assert dmarc_policy("example.org", names) is None


def test_domains_below_one_record_are_one_sender(server, names):
    server.says("_dmarc.example.org", "TXT", '"v=DMARC1; p=none"')
    assert aligned("bounces.mail.example.org", "example.org", names)
    assert not aligned("bounces.example.org", "example.org", names, strict=True)
    assert not aligned("example.net", "example.org", names)
    assert aligned("EXAMPLE.net", "example.net", names)


def test_a_public_suffix_is_nobodys_domain(server, names):
    server.says("_dmarc.gov.example", "TXT", '"v=DMARC1; p=reject; psd=y"')
    assert organizational_domain("mail.dept.gov.example", names) == "dept.gov.example"
    assert not aligned("a.gov.example", "b.gov.example", names)
    server.says("_dmarc.own.dept.gov.example", "TXT", '"v=DMARC1; psd=n"')
    assert organizational_domain("mail.own.dept.gov.example", names) == "own.dept.gov.example"


def test_eight_questions_at_most(server, names):
    dmarc_policy(".".join("abcdefghijklmnop") + ".example.org", names)
    assert len(server.asked) == 8


def test_no_answer_is_not_no_policy(server, names):
    server.fails("_dmarc.example.org")
    with pytest.raises(NoAnswer):
        dmarc_policy("example.org", names)
