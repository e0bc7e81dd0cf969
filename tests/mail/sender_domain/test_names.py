"""Questions to a real name server on loopback."""

import pytest

from servwatch.mail.sender_domain import DnsNames, NoAnswer


def test_records_are_given_as_text(server, names):
    server.says("example.org", "TXT", '"v=spf1 " "-all"', '"other"')
    server.says("example.org", "MX", "10 mail.example.org.")
    server.says("mail.example.org", "A", "192.0.2.5")
    assert set(names.look_up("example.org", "TXT")) == {"v=spf1 -all", "other"}
    assert [r.lower() for r in names.look_up("EXAMPLE.org.", "MX")] == ["10 mail.example.org"]
    assert names.look_up("mail.example.org", "A") == ("192.0.2.5",)


def test_a_name_that_leads_elsewhere_is_followed(server, names):
    server.says("s1._domainkey.example.org", "CNAME", "s1.provider.example.")
    server.says("s1.provider.example", "TXT", '"v=DKIM1"')
    assert names.look_up("s1._domainkey.example.org", "TXT") == ("v=DKIM1",)


@pytest.mark.parametrize(
    "name", ["nothing.example.org", "example.org", "a..b", "x" * 64 + ".org", "é" * 80, ""]
)
def test_what_is_not_there_or_can_be_no_name_has_no_records(server, names, name):
    server.says("example.org", "A", "192.0.2.5")
    assert names.look_up(name, "TXT") == ()


def test_a_long_answer_comes_over_tcp(server, names):
    server.says("example.org", "TXT", *(f'"{n:03} {"x" * 200}"' for n in range(20)))
    assert len(names.look_up("example.org", "TXT")) == 20


def test_a_server_that_fails_or_is_silent_is_no_absence(server):
    server.fails("fails.example.org").is_silent("silent.example.org")
    names = DnsNames(["127.0.0.1"], port=server.port, patience=0.3)
    for name in ("fails.example.org", "silent.example.org"):
        with pytest.raises(NoAnswer, match=f"does not answer for {name}"):
            names.look_up(name, "TXT")
