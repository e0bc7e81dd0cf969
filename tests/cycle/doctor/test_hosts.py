"""Every host and port to open, and why."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from servwatch.cycle.doctor.hosts import Known, hosts_of, outward
from servwatch.model import Calendar, Detail, FetchSettings, Login, MailSettings, Settings, Source


def source(name, url, **fields):
    return Source(name, name, "x", fields.pop("kind", "feed"), url, **fields)


NEWS = source(
    "news", "imaps://outlook.example.com/INBOX", kind="mailbox", options={"resolve": ["click.example.net"]},
    login=Login("u", auth="xoauth2", token_url="https://login.example.com/t"),
)  # fmt: skip
BASE = Settings(
    Path("/x"), ZoneInfo("UTC"), "postgresql+psycopg://u:geheim@db.example.org/w", "",
    heartbeat="https://hb.example.org:8443/x", calendar=Calendar(address="https://cal.example.org/a.ics"),
    mail=MailSettings(transport="smtp", host="smtp.example.com", port=587, auth="xoauth2", token_url="https://login.example.com/t"),
    sources=(
        source("ilo", "https://www.ilo.org/rss"), source("ilo-2", "https://www.ILO.org/other"),
        source("old", "http://old.example.org/rss"), source("off", "https://off.example.org/", enabled=False), NEWS,
    ),
)  # fmt: skip


def lines(openings):
    return [f"{o.host}:{o.port} {o.protocol} {', '.join(o.why)}" for o in openings]


def test_every_place_is_told_once_by_port_with_its_reasons():
    assert lines(outward(BASE)) == [
        "old.example.org:80 http old",
        "cal.example.org:443 https calendar",
        "click.example.net:443 https news (links in its mails)",
        "login.example.com:443 https news (tokens), tokens of the mail relay",
        "www.ilo.org:443 https ilo, ilo-2",
        "smtp.example.com:587 smtp mail relay",
        "outlook.example.com:993 imap news",
        "db.example.org:5432 postgresql database",
        "hb.example.org:8443 https heartbeat",
    ]
    assert "geheim" not in str(outward(BASE))


def test_sources_that_are_off_are_told_on_demand():
    assert "off.example.org:443 https off" in lines(outward(BASE, every=True))


def test_this_machine_is_not_outside():
    inside = replace(
        BASE, database="sqlite:////x.db", heartbeat="http://127.0.0.1:9/", calendar=Calendar(),
        mail=MailSettings(transport="smtp"), sources=(source("demo", "http://localhost:8081/x"),),
    )  # fmt: skip
    assert outward(inside) == []
    assert outward(replace(inside, mail=MailSettings())) == []


def test_what_the_archive_knows_is_told_too():
    told = source("told", "https://a.example.org/", detail=Detail())
    known = Known({"told": "https://moved.example.org/"}, {"told": ("https://pages.example.org/1",)})
    found = lines(outward(replace(BASE, sources=(told,)), known=known))
    assert "moved.example.org:443 https told (moved there)" in found
    assert "pages.example.org:443 https told (pages of items)" in found


def test_behind_a_proxy_only_the_proxy_is_open_to_the_web():
    fetch = FetchSettings(
        proxy="http://me:geheim@proxy.example.org:3128",
        no_proxy=("ilo.org",),
        connect_to={"old.example.org": "192.0.2.8:81"},
    )
    found = outward(replace(BASE, fetch=fetch))
    direct = [f"{o.host}:{o.port}" for o in found if not o.through]
    assert direct == [
        "192.0.2.8:81", "www.ilo.org:443", "smtp.example.com:587", "outlook.example.com:993", "proxy.example.org:3128",
        "db.example.org:5432",
    ]  # fmt: skip
    assert {o.through for o in found} == {"", "proxy.example.org:3128"}
    assert "geheim" not in str(found)


def test_an_address_that_names_no_port_or_host_is_left_out():
    odd = replace(BASE, sources=(source("odd", "https://a.example.org:x/"), source("none", "https:///x")))
    assert "odd" not in str(lines(outward(odd)))


def test_one_address_a_host():
    assert hosts_of(["https://a/1", "https://b/1", "https://a/2", ""]) == ("https://a/2", "https://b/1")
