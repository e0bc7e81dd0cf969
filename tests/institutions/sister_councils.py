"""The sister councils that have a page: CTESC, CESE, CES Vasco, CESER Auvergne-Rhône-Alpes.

CTESC       one address that is overwritten every month: a number, then blocks of a title and a paragraph without
            links of their own      ctesc.gencat.cat/serveis/subscripcio/elbutlleti/index.html, April 2025
CESE        /actualites/{slug}, fetched by plain clients    www.lecese.fr, 2026
CES Vasco   documents by ?docid=N, in Spanish and Basque    www.cesegab.com, to March 2026
CESER       one .htm page of the Region's site, French dates in words    www.auvergnerhonealpes.fr, 2019
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.institutions.channel import Channel, Entry, Page
from tests.institutions.listings import document, long_date, relative, rows
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.world import Institution
from tests.internet import Asked

CTESC = "https://ctesc.gencat.cat/serveis/subscripcio/elbutlleti/index.html"


def _this_month(channel: Channel, _asked: Asked, now: datetime) -> list[Publication]:
    """The issue of the month: everything in it came out in the month before."""
    found = channel.stream.newest(now, 40)
    before = (now.year, now.month - 1) if now.month > 1 else (now.year - 1, 12)
    return [p for p in found if (p.day.year, p.day.month) == before]


def _bulletin(page: Page) -> str:
    def block(entry: Entry) -> str:
        return f'<div class="bloc"><h3>{escape(entry.title)}</h3><p>{escape(entry.summary)}</p></div>'

    number = page.now.year * 12 + page.now.month - 24_275  # no. 29 was that of April 2025
    return document(f"El Butlletí, núm. {number}", rows(page, block), "ca")


def _french(page: Page) -> str:
    def row(entry: Entry) -> str:
        date = f'<span class="date">{long_date(entry, "fr")}</span>' if entry.date else ""
        return (
            f'<article class="actualite">{date}<h3><a href="{relative(entry.link)}">{escape(entry.title)}</a></h3>'
            f"<p>{escape(entry.summary)}</p></article>"
        )

    return document("Actualités", rows(page, row), "fr")


def _documents(page: Page) -> str:
    def row(entry: Entry) -> str:
        date = f"<td>{entry.local:%d/%m/%Y}</td>" if entry.date else "<td></td>"
        return f'<tr class="row">{date}<td><a href="{escape(relative(entry.link))}">{escape(entry.title)}</a></td></tr>'

    return document("Libros", f"<table>{rows(page, row)}</table>", "es")


def institution() -> Institution:
    """The sister councils."""
    ctesc = Stream("ctesc-bulletin", CTESC, Rhythm(2), ("ca",))
    cese = Stream("cese", "https://www.lecese.fr/actualites/{slug}", Rhythm(3), ("fr",))
    vasco_base = "https://www.cesegab.com/es-es/Documentos-y-Trabajos/Libros"
    vasco = Stream("ces-vasco", f"{vasco_base}?docid={{number}}", Rhythm(0.5), ("es",))
    ceser = Stream(
        "ceser-ara", "https://www.auvergnerhonealpes.fr/actualite/{number}-{slug}.htm", Rhythm(1), ("fr",)
    )
    channels = (
        Channel("ctesc-bulletin", CTESC, ctesc, _bulletin, 40, chooses=_this_month),
        Channel("cese", "https://www.lecese.fr/actualites", cese, _french, 10),
        Channel("ces-vasco", vasco_base, vasco, _documents, 20),
        Channel(
            "ceser-ara", "https://www.auvergnerhonealpes.fr/44-actualites-du-ceser.htm", ceser, _french, 10
        ),
    )
    return Institution("Sister councils", channels)
