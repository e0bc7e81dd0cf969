"""Feeds as publishers write them: RSS 2.0 with its many habits, Atom, RSS 1.0 (RDF), WordPress.

A feed whose markup changes becomes one of another format, as when a site gets a new engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from tests.institutions.channel import Entry, Page
from tests.institutions.stream import BRUSSELS

Text = Callable[[Entry], str]

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
DUBLIN_CORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def gmt(date: datetime) -> str:
    """RFC 822 in GMT."""
    return format_datetime(date.astimezone(UTC).replace(microsecond=0), usegmt=True)


def zero(date: datetime) -> str:
    """RFC 822 with +0000."""
    return format_datetime(date.astimezone(UTC).replace(microsecond=0))


def brussels(date: datetime) -> str:
    """RFC 822 with the offset of Brussels."""
    return format_datetime(date.astimezone(BRUSSELS).replace(microsecond=0))


def midnight_gmt(date: datetime) -> str:
    """The day of Brussels as midnight in GMT: day precision."""
    return f"{date.astimezone(BRUSSELS):%a, %d %b %Y} 00:00:00 GMT"


def brussels_midnight(date: datetime) -> str:
    """The day of Brussels as its midnight there, said in GMT: 22:00 or 23:00 of the day before."""
    return gmt(datetime.combine(date.astimezone(BRUSSELS).date(), time(), BRUSSELS))


def brussels_day(date: datetime) -> str:
    """The day of Brussels as its midnight there, with the offset."""
    return brussels(datetime.combine(date.astimezone(BRUSSELS).date(), time(), BRUSSELS))


def atom_time(date: datetime) -> str:
    """RFC 3339 in UTC."""
    return f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def cdata(text: str) -> str:
    """Text in a CDATA section."""
    return f"<![CDATA[{text}]]>"


def _no_text(_entry: Entry) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Rss:
    """RSS 2.0. Each part is a function of the entry that gives XML; None leaves the element out."""

    title: str
    item_title: Text = lambda entry: escape(entry.title)
    link: Text = lambda entry: escape(entry.link)
    guid: Text | None = lambda entry: escape(entry.guid)
    guid_is_link: bool | None = None  # the attribute isPermaLink; None leaves it out
    date: Callable[[datetime], str] | None = gmt
    description: Text | None = lambda entry: escape(entry.summary)
    extra: Text = _no_text
    namespaces: str = ""
    about: str = ""  # the description of the channel
    home: str = "https://www.example.org/"
    ttl: int = 0

    def __call__(self, page: Page) -> str:
        """Write the feed; of the second generation as Atom."""
        if page.generation > 1:
            return Atom(self.title)(page)
        ttl = f"<ttl>{self.ttl}</ttl>" if self.ttl else ""
        head = f"<title>{escape(self.title)}</title><link>{escape(self.home)}</link>"
        about = f"<description>{escape(self.about)}</description>"
        spaces = f" {self.namespaces}" if self.namespaces else ""
        items = "\n".join(map(self._item, page.entries))
        return f'{XML}<rss version="2.0"{spaces}><channel>{head}{about}{ttl}\n{items}\n</channel></rss>'

    def _item(self, entry: Entry) -> str:
        parts = [f"<title>{self.item_title(entry)}</title>", f"<link>{self.link(entry)}</link>"]
        if self.description is not None:
            parts.append(f"<description>{self.description(entry)}</description>")
        parts.append(self.extra(entry))
        if self.date is not None and entry.date is not None:
            parts.append(f"<pubDate>{self.date(entry.date)}</pubDate>")
        if self.guid is not None:
            kind = f' isPermaLink="{str(self.guid_is_link).lower()}"' if self.guid_is_link is not None else ""
            parts.append(f"<guid{kind}>{self.guid(entry)}</guid>")
        return f"<item>{''.join(parts)}</item>"


@dataclass(frozen=True, slots=True)
class Atom:
    """Atom 1.0 (RFC 4287)."""

    title: str
    home: str = "https://www.example.org/"

    def __call__(self, page: Page) -> str:
        """Write the feed; of the second generation as RSS 1.0."""
        if page.generation > 2 or (page.generation > 1 and page.channel.writes is self):
            return rdf(self.title, page)
        newest = max((entry.date for entry in page.entries if entry.date), default=page.now)
        entries = "\n".join(map(self._entry, page.entries))
        head = (
            f"<title>{escape(self.title)}</title><id>{self.home}</id><updated>{atom_time(newest)}</updated>"
        )
        return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}\n</feed>'

    def _entry(self, entry: Entry) -> str:
        dates = f"<updated>{atom_time(entry.date)}</updated>" if entry.date else ""
        return (
            f"<entry><title>{escape(entry.title)}</title><link href={quoteattr(entry.link)}/>"
            f"<id>{escape(entry.guid)}</id>{dates}<summary>{escape(entry.summary)}</summary></entry>"
        )


def rdf(title: str, page: Page) -> str:
    """RSS 1.0."""
    items = "\n".join(
        f"<item rdf:about={quoteattr(entry.link)}><title>{escape(entry.title)}</title>"
        f"<link>{escape(entry.link)}</link><description>{escape(entry.summary)}</description>"
        + (f"<dc:date>{atom_time(entry.date)}</dc:date>" if entry.date else "")
        + "</item>"
        for entry in page.entries
    )
    return (
        f'{XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://purl.org/rss/1.0/" {DUBLIN_CORE}><channel rdf:about="https://www.example.org/">'
        f"<title>{escape(title)}</title></channel>\n{items}\n</rdf:RDF>"
    )


def wordpress(title: str, *, content: bool = True) -> Rss:
    """What WordPress writes: guid `?p=N`, dc:creator, CDATA, the whole text in content:encoded."""

    def extra(entry: Entry) -> str:
        text = f"<content:encoded>{cdata(f'<p>{escape(entry.summary)}</p>')}</content:encoded>"
        category = entry.publication.category or "News"
        return (
            f"<dc:creator>{cdata('Editors')}</dc:creator><category>{cdata(category)}</category>"
            f"{text if content else ''}"
        )

    return Rss(
        title,
        guid=lambda entry: entry.guid if entry.guid != entry.link else _numbered(entry),
        guid_is_link=False,
        date=zero,
        description=lambda entry: cdata(f"<p>{escape(entry.summary)} [&#8230;]</p>"),
        extra=extra,
        namespaces=f"{DUBLIN_CORE} {CONTENT}",
    )


def _numbered(entry: Entry) -> str:
    host = "/".join(entry.link.split("/")[:3])
    return f"{host}/?p={entry.publication.number}"


def drupal(title: str) -> Rss:
    """What a Drupal view writes: guid `N at host`, the body as escaped HTML."""

    def guid(entry: Entry) -> str:
        if entry.guid != entry.link:
            return escape(entry.guid)
        return f"{entry.publication.number} at {'/'.join(entry.link.split('/')[:3])}"

    return Rss(
        title,
        guid=guid,
        guid_is_link=False,
        date=zero,
        description=lambda entry: escape(f'<div class="field">{escape(entry.summary)}</div>'),
        extra=lambda entry: f"<dc:creator>{entry.publication.stream}</dc:creator>",
        namespaces=DUBLIN_CORE,
    )
