"""`doctor`, `doctor mail` and `doctor hosts` through the command line."""

from base64 import b64encode

import pytest

from servwatch.cli import doctor_commands
from servwatch.cycle.doctor.examination import Surroundings
from servwatch.mail.sender_domain import DnsNames
from tests.cli.line import servwatch
from tests.cycle.watch import rss
from tests.mail.sender_domain.test_dkim import KEY
from tests.name_server import NameServer, txt
from tests.smtp_acts import Say
from tests.smtp_server import ScriptedSmtpServer


@pytest.fixture
def relay(watch):
    """A relay on this machine, by which the watch sends."""
    with ScriptedSmtpServer() as server:
        watch.mail = f'transport = "smtp"\nport = {server.port}\ndkim_selector = "s1"\n'
        yield server


@pytest.fixture
def names(monkeypatch):
    """A name server that knows the domain of the sender."""
    with NameServer() as server:
        server.says("example.org", "MX", "10 mx.example.org.")
        server.says("example.org", "TXT", '"v=spf1 ip4:198.51.100.25 -all"')
        server.says("s1._domainkey.example.org", "TXT", txt(f"v=DKIM1; p={b64encode(KEY[2048]).decode()}"))
        server.says("_dmarc.example.org", "TXT", '"v=DMARC1; p=reject; rua=mailto:d@example.org"')
        server.says("25.100.51.198.in-addr.arpa", "PTR", "out.example.org.")
        server.says("out.example.org", "A", "198.51.100.25")
        asked = DnsNames(["127.0.0.1"], port=server.port, patience=1.0)
        monkeypatch.setattr(doctor_commands, "surroundings", lambda: Surroundings(names=asked))
        yield server


@pytest.fixture
def sound(watch, relay, names, internet):
    """A watch in which all is well."""
    internet.at("ec.example.org/rss").serves(rss())
    internet.at("ec.example.org/robots.txt").answers(404)
    watch.source("ec")
    watch.write()
    return watch


def test_all_is_well(sound):
    servwatch(sound.folder, "run").well()
    found = servwatch(sound.folder, "doctor").well(3)
    lines = found.out.splitlines()
    (doubt,) = (line for line in lines if line.startswith(("doubt", "wrong")))
    assert doubt.startswith(
        "doubt  SPF "
    )  # a relay inside: from where mail leaves into the world is not seen
    assert "From which public address the relay sends cannot be seen from here." in doubt
    assert lines[-1] == "0 wrong, 1 doubt."
    for what in (
        "configuration",
        "secrets",
        "templates",
        "parser",
        "disk",
        "database",
        "locks",
        "clock",
        "MX",
        "DKIM",
        "DMARC",
    ):
        assert any(line.startswith(f"good   {what}") for line in lines), what


def test_the_whole_for_machines(sound):
    servwatch(sound.folder, "run").well()
    found = servwatch(sound.folder, "doctor", "--json").well(3).json
    assert found["ok"] is False
    assert {frozenset(one) for one in found["findings"]} == {frozenset({"what", "state", "text", "remedy"})}
    assert {one["state"] for one in found["findings"]} == {"good", "doubt"}


def test_mail_with_its_public_address_is_all_well_and_no_mail_is_sent(sound, relay):
    found = servwatch(sound.folder, "doctor", "mail", "--address", "198.51.100.25").well()
    assert found.out.splitlines()[-1] == "All is well."
    assert servwatch(sound.folder, "doctor", "mail", "--address", "198.51.100.25", "-q").well().out == ""
    assert relay.deliveries == []


def test_one_letter_is_sent_when_it_is_asked_for(sound, relay):
    words = ("doctor", "mail", "--address", "198.51.100.25", "--to", "me@example.org")
    found = servwatch(sound.folder, *words).well()
    assert "It is on its way to me@example.org: 250 2.0.0 ok" in found.out
    (delivery,) = relay.deliveries
    assert delivery.recipients == ("me@example.org",)
    assert b"Subject: servwatch: een proefbrief" in delivery.data


def test_a_relay_that_refuses_ends_with_3_and_says_what_to_do(sound, relay):
    relay.always({"RCPT": Say("550 5.7.30 Basic authentication is not supported")})
    found = servwatch(sound.folder, "doctor", "mail", "-q").well(3)
    assert "wrong  relay recipient  " in found.out
    assert "Do: The relay no longer takes passwords" in found.out
    assert "good" not in found.out


def test_a_wrong_address_is_refused(sound):
    assert "must be an IP address" in servwatch(sound.folder, "doctor", "mail", "--address", "mx").well(1).err
    assert "trial letter" in servwatch(sound.folder, "doctor", "mail", "--to", "nobody").well(3).out


def test_without_a_relay_nothing_is_asked_and_a_letter_goes_into_the_folder(watch):
    watch.write()
    assert "nothing leaves this machine" in servwatch(watch.folder, "doctor", "mail").well().out
    servwatch(watch.folder, "doctor", "mail", "--to", "me@example.org").well()
    assert len(watch.letters("me@example.org")) == 1


def test_faults_of_the_configuration_are_findings(watch):
    watch.write()
    watch.path.write_text(watch.path.read_text() + "[nonsense]\n")
    found = servwatch(watch.folder, "doctor").well(3)
    assert "unknown table [nonsense]" in found.out


def test_an_archive_that_is_not_there_is_not_made(watch):
    watch.write()
    assert "There is no archive yet" in servwatch(watch.folder, "doctor").well(3).out
    assert not (watch.folder / "servwatch.db").exists()


def test_a_database_that_is_none_is_a_finding_among_the_others(sound):
    (sound.folder / "servwatch.db").write_text("not a database, and long enough to be read as one" * 100)
    found = servwatch(sound.folder, "doctor", "--json").well(3).json["findings"]
    (one,) = [f for f in found if f["what"] == "database"]
    assert one["state"] == "wrong"
    assert "no archive of servwatch" in one["text"]
    assert any(f["what"] == "DMARC" for f in found)


def test_hosts(watch):
    watch.source("ilo", "https://www.ilo.org/rss")
    watch.source("off", "https://off.example.org/rss", enabled=False)
    watch.mail = 'transport = "smtp"\nhost = "smtp.example.com"\nport = 587\n'
    watch.write()
    assert servwatch(watch.folder, "doctor", "hosts").well().out.splitlines() == [
        "port 443", "  www.ilo.org  https  ilo", "port 587", "  smtp.example.com  smtp  mail relay",
    ]  # fmt: skip
    plain = servwatch(watch.folder, "doctor", "hosts", "--plain", "--all").well().out.splitlines()
    assert plain == ["off.example.org:443", "www.ilo.org:443", "smtp.example.com:587"]
    assert servwatch(watch.folder, "doctor", "hosts", "--json").well().lines[0] == {
        "host": "www.ilo.org", "port": 443, "protocol": "https", "why": ["ilo"], "through": "",
    }  # fmt: skip
    assert not (watch.folder / "servwatch.db").exists()


def test_hosts_that_the_archive_knows(sound, internet):
    internet.at("ec.example.org/rss").redirects("http://new.example.org/rss", 308)
    internet.at("new.example.org/rss").serves(rss())
    sound.run("2026-11-27 07:00")
    sound.led = {"ec.example.org": "192.0.2.1:80", "new.example.org": "192.0.2.2:80"}
    sound.write()
    found = servwatch(sound.folder, "doctor", "hosts", "--json").well().lines
    assert [(one["host"], one["why"]) for one in found] == [
        ("192.0.2.1", ["ec"]),
        ("192.0.2.2", ["ec (moved there)"]),
    ]
