"""The Council of the European Union and the European Council (www.consilium.europa.eu).

403 for every page, the feeds answer      reports of Aug and Sep 2026; the directory is /en/about-site/rss/
only names like "Mozilla/5.0 (compatible; x; +url)" are let in    a calendar in production, 24 September 2026
meetings.ashx without `cat` is 404        the same
50 items of guid, link, title, description and updated, without pubDate    probes of 22 August 2026
numeric guids, an empty channel description, three equal answers    the same probes
meetings lie in the future; the date is only in the link,
/en/meetings/{slug}/{yyyy}/{mm}/{dd}[-{dd}]/, and may span a month's end ("30-01")    the same
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.institutions.channel import Channel, Entry, Host
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import Rss, atom_time, gmt
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

HOST = "www.consilium.europa.eu"
SLUGS = {
    "agri": "agrifish", "compet": "compet", "ecofin": "ecofin", "envi": "envi", "epsco": "epsco",
    "euco": "european-council", "eurog": "eurogroup", "eycs": "eycs", "fac": "fac", "gac": "gac",
    "jha": "jha", "tte": "tte",
}  # fmt: skip


def _meeting(slug: str) -> object:
    def finish(made: Publication, rng: random.Random) -> Publication:
        first = made.day + timedelta(days=rng.randint(20, 120))
        last = first + timedelta(days=rng.randint(0, 1))
        days = f"{first:%d}" if last == first else f"{first:%d}-{last:%d}"
        link = f"https://{HOST}/en/meetings/{slug}/{first:%Y/%m}/{days}/"
        named = f"{slug.upper()} meeting, {first.day} {first:%B %Y}"
        return replace(made, title=named, link=link, event=first, summary="")

    return finish


def _by_event(made: Publication) -> int:
    return -(made.event or date.min).toordinal()


def _updated(entry: Entry) -> str:
    return f"<updated>{atom_time(entry.publication.published)}</updated>" if entry.date else ""


MEETINGS = Rss(
    "Council meetings",
    guid=lambda e: e.guid if e.guid != e.publication.link else str(e.publication.number),
    guid_is_link=False,
    date=None,
    description=lambda _: "",
    extra=_updated,
)


def _meetings(cat: str, slug: str) -> Channel:
    rhythm = Rhythm(0.4, burst=0.0)
    stream = Stream(f"council-meetings-{cat}", "https://unused.example/", rhythm, finish=_meeting(slug))
    return Channel(
        f"council-meetings-{cat}",
        f"https://{HOST}/en/rss/meetings.ashx?cat={cat}",
        stream,
        MEETINGS,
        window=50,
        strict=("cat",),
        order=_by_event,
        wire={"content_type": "text/xml; charset=utf-8"},
        validators="none",
    )


def _gate(asked: Asked, _now: datetime) -> Reply | None:
    agent = asked.headers.get("user-agent", "")
    if ".ashx" in asked.path and agent.startswith("Mozilla/5.0 (compatible; "):
        return None
    return Reply(status=403, body=b"<html><title>Access denied</title></html>", content_type="text/html")


def institution() -> Institution:
    """The Council."""
    link = f"https://{HOST}/en/press/press-releases/{{yyyy}}/{{mm}}/{{dd}}/{{slug}}/"
    press = Channel(
        "council-press",
        f"https://{HOST}/en/rss/pressreleases.ashx",
        Stream("council-press", link, Rhythm(22)),
        Rss("Press releases", guid_is_link=False, date=gmt),
        window=50,
        wire={"content_type": "text/xml; charset=utf-8"},
    )
    meetings = (_meetings(cat, slug) for cat, slug in SLUGS.items())
    return Institution("Council", (press, *meetings), {HOST: Host(gate=_gate)})
