"""Secrets and certificates are told before they end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme

from servwatch.cycle.doctor.certificates import certificate_finding, ending_findings, web_certificate
from servwatch.cycle.endings import Ending, known_endings, near_ends
from servwatch.model import FetchSettings, Login, MailSettings, Settings, Source
from tests.cycle.doctor.told import ends, states
from tests.internet import Internet

TODAY = date(2026, 11, 22)
BASE = Settings(Path("/etc/servwatch/feeds.toml"), ZoneInfo("Europe/Brussels"), "sqlite://", "")
RELAY = MailSettings(transport="smtp", auth="xoauth2", security="starttls", secret_ends=date(2027, 6, 30))


@pytest.mark.parametrize(
    ("left", "step", "words"),
    [
        (60, 60, "ends on 21 Jan 2027, in 60 days."), (31, 60, "in 31 days."), (30, 30, "in 30 days."), (8, 30, "in 8 days."),
        (7, 7, "in 7 days."), (1, 7, "ends on 23 Nov 2026, tomorrow."), (0, 7, "ends on 22 Nov 2026, today."),
        (-1, 0, "ended on 21 Nov 2026."),
    ],
)  # fmt: skip
def test_what_ends_is_told_at_60_30_and_7_days_and_after(left, step, words):
    (near,) = near_ends([Ending("the secret of [mail]", TODAY + timedelta(days=left), "Renew it.")], TODAY)
    assert (near.left, near.step, near.over) == (left, step, left < 0)
    assert near.sentence.startswith("The secret of [mail] ")
    assert near.sentence.endswith(words)


def test_what_ends_later_is_not_told_and_the_first_comes_first():
    endings = [Ending(str(days), TODAY + timedelta(days=days), "") for days in (61, 50, -3, 400, 8)]
    assert [near.ending.name for near in near_ends(endings, TODAY)] == ["-3", "8", "50"]


def test_secrets_are_known_where_they_are_used_and_noted():
    source = Source(
        "news", "News", "x", "mailbox", "imaps://m.example.org/", login=Login("u", secret_ends=TODAY)
    )
    settings = replace(BASE, mail=RELAY, sources=(source, replace(source, id="off", enabled=False)))
    assert [(e.name, e.last) for e in known_endings(settings)] == [
        ("the secret of [mail]", date(2027, 6, 30)),
        ("the secret of the source news", TODAY),
    ]
    assert list(known_endings(replace(BASE, mail=replace(RELAY, transport="maildir")))) == []
    assert list(known_endings(replace(BASE, mail=replace(RELAY, auth="none")))) == []


def test_certificates_of_ca_files_are_known(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    (tmp_path / "broken.pem").write_text("nothing")
    mail = replace(RELAY, secret_ends=None, ca_file=tmp_path / "ca.pem")
    (ending,) = known_endings(replace(BASE, mail=mail))
    assert ending.name.startswith("the certificate in ca_file of [mail], 'trustme")
    assert ending.last > date(2026, 11, 22)
    fetch = FetchSettings(ca_file=tmp_path / "ca.pem")
    assert ["ca_file of [fetch]" in e.name for e in known_endings(replace(BASE, fetch=fetch))] == [True]
    assert list(known_endings(replace(BASE, fetch=FetchSettings(ca_file=tmp_path / "broken.pem")))) == []


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2027, 6, 30), "good"),
        (date(2026, 12, 1), "doubt"),
        (date(2026, 11, 21), "wrong"),
        (None, "doubt"),
    ],
)
def test_the_doctor_says_it_of_the_secret_of_the_relay(ends_on, expected):
    found = list(ending_findings(replace(BASE, mail=replace(RELAY, secret_ends=ends_on)), TODAY))
    assert states(found) == [f"secrets and certificates: {expected}"]
    assert ends(found) == []


def test_nothing_is_said_where_nothing_is_known_to_end():
    assert list(ending_findings(BASE, TODAY)) == []


def shown(days):
    """A certificate that ends in so many days, as `ssl` decodes it."""
    at = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=days)
    return {
        "subject": ((("commonName", "smtp.example.org"),),),
        "issuer": ((("countryName", "BE"),), (("organizationName", "An Authority"),)),
        "notAfter": f"{at:%b %d %H:%M:%S %Y} GMT",
    }


@pytest.mark.parametrize(("days", "state"), [(61, "good"), (59, "doubt"), (0, "doubt"), (-1, "wrong")])
def test_a_certificate_says_whose_it_is_and_until_when(days, state):
    finding = certificate_finding("relay certificate", shown(days), BASE, TODAY)
    assert finding.state == state
    assert "smtp.example.org, signed by An Authority" in finding.text
    assert f"{TODAY + timedelta(days=days):%d %b %Y}" in finding.text


def test_the_certificate_that_the_console_shows():
    with Internet() as internet:
        internet.knows("wacht.example.org")
        internet.untrusted("other.example.org")
        fetch = FetchSettings(connect_to=internet.connect_to(), ca_file=internet.ca_file)
        settings = replace(BASE, fetch=fetch)
        found = web_certificate("https://wacht.example.org", settings, TODAY)
        assert found.state == "good"
        assert "It is trusted" in found.text
        assert web_certificate("https://other.example.org/x", settings, TODAY).state == "wrong"
    gone = replace(BASE, fetch=FetchSettings(connect_to={"wacht.example.org": "127.0.0.1:1"}))
    assert web_certificate("https://wacht.example.org", gone, TODAY).state == "doubt"
    assert web_certificate("", BASE, TODAY) is None
