"""The Economic and Social Committee (www.eesc.europa.eu) and the Committee of the Regions (www.cor.europa.eu).

Drupal feeds of news and of press releases     eesc.europa.eu/en/news-media/news.rss, August and September 2026
.group-details, h3 with a relative link, time[datetime], ten a page, `page` from 0,
"Displaying 81 - 90 of 455"                    eesc.europa.eu/en/news-media/news, June 2026
opinions without a date in the list; cards say "Adopted on 03/12/2025" or "Ongoing (updated on 23/05/2025)",
"Bureau decision date: dd/mm/yyyy", a plenary session number, a rapporteur with group and country whose
bracket may stay open, and sloppy references: SOC/828-EESC-2025, INT/1080-EESC-2025-00420-00-00-AC-TRA,
/-EESC-2017-..., INT/1094-EESC-01859           eesc.europa.eu/en/our-work/opinions-information-reports/opinions,
                                               cards to December 2025
old "Ongoing" items linger for years           the same
opinion_status=39 asks for adopted ones        the same
article.c-card, .c-card__title a (relative, class overlay-link), .c-card__text, .c-card__date time in ISO with Z
                                               cor.europa.eu/en/news/all-news-and-press-releases, June 2026
the hub links navigation, such as /en/news/all-stories, among its items    cor.europa.eu/en/news, the same
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from tests.institutions.channel import Channel, Entry, Page, query_of
from tests.institutions.listings import detail, document, iso, long_date, pager, relative, rows, time_tag
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import drupal
from tests.institutions.world import Institution
from tests.internet import Asked

EESC = "https://www.eesc.europa.eu"
COR = "https://www.cor.europa.eu"
_LISTS = {"eesc-opinions": "39", "eesc-opinions-ongoing": "All"}
_PEOPLE = (
    "A. Person (Employers - GR I / Belgium)",
    "B. Person (Workers - GR II / Italy)",
    "C. Person (Slovakia",
)


def _drupal(id_: str, path: str, per_week: float) -> Channel:
    stream = Stream(id_, f"{EESC}/en/news-media/{path}/{{slug}}", Rhythm(per_week))
    address = f"{EESC}/en/news-media/{path}.rss"
    wire = {"content_type": "application/rss+xml; charset=utf-8"}
    return Channel(id_, address, stream, drupal("EESC"), 10, wire=wire)


def _group_details(page: Page) -> str:
    def row(entry: Entry) -> str:
        return (
            f'<div class="group-details"><div class="date">{time_tag(entry, long_date(entry))}</div>'
            f'<h3 class="field--name-title"><a href="{relative(entry.link)}">{escape(entry.title)}</a></h3>'
            f"<p>{escape(entry.summary)}</p></div>"
        )

    return document("News", rows(page, row) + pager(page, 10))


def _opinion(made: Publication, rng: random.Random) -> Publication:
    section = rng.choice(("SOC", "ECO", "INT", "TEN", "NAT"))
    number = 600 + made.number % 300
    reference = (
        f"{section}/{number}-EESC-{made.day.year}",
        f"{section}/{number}-EESC-{made.day.year}-{made.number % 100_000:05}-00-00-AC-TRA",
        f"/-EESC-{made.day.year}-{made.number % 100_000:05}",
        f"{section}/{number}-EESC-{made.number % 100_000:05}",
    )[made.number % 4]
    adopted = made.published + timedelta(days=rng.randint(100, 200))
    return replace(made, reference=reference, closes=adopted)


def _status(entry: Entry, now: datetime) -> str:
    adopted = entry.publication.closes
    if adopted is not None and adopted <= now:
        return f"Adopted on {adopted:%d/%m/%Y} <span>Plenary session number {590 + adopted.month}</span>"
    return f"Ongoing (updated on {entry.local:%d/%m/%Y})"


def _opinions(page: Page) -> str:
    def card(entry: Entry) -> str:
        person = _PEOPLE[entry.publication.number % 3]
        decided = f"Bureau decision date: {entry.local:%d/%m/%Y}" if entry.date else ""
        return (
            f'<div class="opinion-item"><div class="status">{_status(entry, page.now)}</div>'
            f'<h3><a href="{relative(entry.link)}">{escape(entry.title)}</a></h3>'
            f'<div class="reference">{entry.publication.reference}</div><div class="bureau">{decided}</div>'
            f'<div class="rapporteur">Rapporteur: {person}</div><p>{escape(entry.summary)}</p>'
            f'<a href="/docs/{entry.publication.number}">Download — EESC opinion: {escape(entry.title)}</a></div>'
        )

    return document("Opinions", rows(page, card) + pager(page, 10))


def _by_status(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """The newest; among those asked for as "All" one that was never finished."""
    skip = channel.skipped(asked)
    if query_of(asked.path).get("opinion_status") == ["39"]:
        adopted = [p for p in channel.stream.until(now)[::-1] if p.closes and p.closes <= now]
        return adopted[skip : skip + channel.window]
    found = channel.stream.newest(now, channel.window, skip)
    return [*found, *([] if skip else channel.stream.until(now)[:1])]


def _opinion_list(id_: str, status: str, opinions: Stream) -> Channel:
    """The list of one status; `detail` pages are those of both."""
    address = f"{EESC}/en/our-work/opinions-information-reports/opinions?opinion_status={status}"
    return Channel(
        id_,
        address,
        opinions,
        _opinions,
        10,
        ("opinion_status",),
        pages="page",
        chooses=_by_status,
        detail=detail,
    )


def _cards(page: Page) -> str:
    def card(entry: Entry) -> str:
        moment = f'<time datetime="{iso(entry)}">{long_date(entry)}</time>' if entry.date else ""
        return (
            '<article class="c-card"><div class="c-card__body"><h3 class="c-card__title">'
            f'<a class="overlay-link" href="{relative(entry.link)}">{escape(entry.title)}</a></h3>'
            f'<div class="c-card__text">{escape(entry.summary)}</div>'
            f'<div class="c-card__date">{moment}</div></div></article>'
        )

    menu = '<div class="hub"><a href="/en/news/all-stories">All stories</a></div>'
    return document("News", menu + rows(page, card) + pager(page, 12))


def _cor(id_: str, path: str, link: str, per_week: float) -> Channel:
    stream = Stream(id_, f"{COR}/en/{link}/{{slug}}", Rhythm(per_week))
    return Channel(id_, f"{COR}/en/{path}", stream, _cards, 12, pages="page", validators="moving")


def institution() -> Institution:
    """Both committees."""
    news = _drupal("eesc-news", "news", 5)
    events = Stream("eesc-events", f"{EESC}/en/agenda/our-events/events/{{slug}}", Rhythm(3))
    opinions = Stream(
        "eesc-opinions",
        f"{EESC}/en/our-work/opinions-information-reports/opinions/{{slug}}",
        Rhythm(5),
        finish=_opinion,
        history=450,
    )
    channels = (
        news,
        _drupal("eesc-press", "press-releases", 2),
        Channel(
            "eesc-events", f"{EESC}/en/agenda/our-events/events", events, _group_details, 10, pages="page"
        ),
        Channel(
            "eesc-news-page", f"{EESC}/en/news-media/news", news.stream, _group_details, 10, pages="page"
        ),
        *(_opinion_list(id_, status, opinions) for id_, status in _LISTS.items()),
        _cor("cor-news", "news/all-news-and-press-releases", "news", 6),
        _cor("cor-opinions", "our-work/opinions", "our-work/opinions", 1.5),
    )
    return Institution("EESC and CoR", channels)
