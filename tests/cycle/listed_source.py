"""A source on one host, of any kind: what it serves, and what the archive and the host know after a poll."""

from servwatch.archive.item_query import ItemQuery
from tests.cycle.watch import brussels

HOST = "news.example.org"
MORNING = brussels("2026-11-23 08:00")


def listing(*numbers, next_=""):
    rows = "".join(
        f'<article><h2><a href="/news/{n}">Nieuws {n} over werk</a></h2><p>Tekst {n}.</p></article>'
        for n in numbers
    )
    more = f'<a rel="next" href="{next_}">verder</a>' if next_ else ""
    return f"<!DOCTYPE html><html><head><title>Nieuws</title></head><body>{rows}{more}</body></html>"


def article(
    n, day="2026-11-20", text="Een samenvatting die lang genoeg is om iets over het nieuws te zeggen, en meer"
):
    meta = f'<meta property="article:published_time" content="{day}T09:00:00+01:00">'
    meta += f'<meta property="og:description" content="{text} {n}.">'
    return (
        f"<!DOCTYPE html><html><head><title>{n}</title>{meta}</head><body><h1>Nieuws {n}</h1></body></html>"
    )


def page(watch, **keys):
    usual = {"kind": "page", "item": "article", "title": "h2", "summary": "p"}
    watch.source("n", f"http://{HOST}/news", **(usual | keys))


def items(watch):
    with watch.archive() as archive:
        return sorted((item for item, _ in archive.items.find(ItemQuery())), key=lambda item: item.url)


def paths(watch):
    return [asked.path for asked in watch.internet.asked() if asked.path != "/robots.txt"]


def state(watch):
    with watch.archive() as archive:
        return archive.sources.all()["n"]
