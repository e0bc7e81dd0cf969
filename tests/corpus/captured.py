"""The captured files as sources: each at a host of its own on the loopback internet, and a watch over all.

The host is that from which the file came, where it says so: in the manifest of its collection, else in
its first link. Otherwise it is made from the file's name. All of them are in `connect_to`, so that
nothing leaves the machine. What is no feed (pages, lists of subscriptions, a picture) is served all the
same: real addresses turn into such things.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.cycle.watch import Watch
from tests.internet import Internet
from tests.sources.corpus import CORPUS, files
from tests.sources.plain_feedparser import plainly

GZIP = b"\x1f\x8b"
TYPES = {
    ".html": "text/html",
    ".json": "application/feed+json",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".rdf": "application/rdf+xml",
    ".xml": "application/xml",
    ".png": "image/png",
}
_LINK = re.compile(
    rb"""<link>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]+)|<link\s[^>]*href=["'](https?://[^"']+)"""
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_MODIFIED = "Sun, 16 Aug 2026 06:37:54 GMT"


@dataclass(frozen=True)
class Captured:
    """One file of the corpus, as a source."""

    number: int
    file: Path
    path: str  # within the corpus
    stated: str = ""  # the address it was captured from, where that is known

    @property
    def id(self) -> str:
        """The id of its source."""
        return f"{self.number:03}-{slug(self.file.name)}"

    @cached_property
    def body(self) -> bytes:
        """Its bytes, without gzip."""
        content = self.file.read_bytes()
        return gzip.decompress(content) if content.startswith(GZIP) else content

    @property
    def encoding(self) -> str:
        """The content coding it was captured in."""
        with self.file.open("rb") as opened:
            return "gzip" if opened.read(2) == GZIP else ""

    @cached_property
    def url(self) -> str:
        """Where it stands on the loopback internet."""
        if self.stated:
            return self.stated
        return f"https://{self._host()}/{quote(self.path)}"

    def _host(self) -> str:
        link = _LINK.search(self.body)
        if link is not None:
            host = urlsplit((link[1] or link[2]).decode("latin-1")).hostname or ""
            if _HOST.fullmatch(host):
                return host
        return f"{self.id}.example.org"

    @property
    def host(self) -> str:
        """Its host."""
        return urlsplit(self.url).hostname or ""

    @property
    def target(self) -> str:
        """Its path and query, as they are asked for."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def validators(self) -> dict[str, str]:
        """What it is served with: an ETag, a date, or both, in turn."""
        etag = {"etag": f'"{self.id}"'}
        dated = {"last_modified": _MODIFIED}
        return (etag, dated, etag | dated)[self.number % 3]

    @cached_property
    def entries(self) -> list:
        """What plain feedparser finds in it."""
        return plainly(self.body)


def slug(name: str) -> str:
    """A name as part of an id."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def all_captured() -> list[Captured]:
    """Every file of the folder of captured feeds."""
    stated = _manifest()
    return [
        Captured(number, file, path, stated.get(path, ""))
        for number, (file, path) in enumerate(files("feeds"), 1)
    ]


def _manifest() -> dict[str, str]:
    found = {}
    for manifest in sorted((CORPUS / "feeds").glob("*/manifest.json")):
        top = manifest.parent.relative_to(CORPUS).as_posix()
        for entry in json.loads(manifest.read_text(encoding="utf-8")).values():
            found[f"{top}/{entry['discovery_fixture']}"] = entry["source_url"]
            found[f"{top}/{entry['document_fixture']}"] = entry["publication_url"]
    return found


def serve(internet: Internet, captured: Captured, body: bytes | None = None, **validators: str) -> None:
    """Serve a file, or another body in its place."""
    internet.at(captured.url).serves(
        captured.body if body is None else body,
        content_type=TYPES.get(captured.file.suffix, "application/octet-stream"),
        encoding=captured.encoding,
        **validators,
    )


def watch_over(
    folder: Path, internet: Internet, sources: list[Captured], *, database: str = "sqlite:///servwatch.db"
) -> Watch:
    """A watch over these sources, served with validators; one digest takes everything, and goes to one member."""
    watch = Watch(folder, internet, database=database)
    for captured in sources:
        serve(internet, captured, **captured.validators)
        add(watch, captured)
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    watch.digest("all", "0 7 * * *", limit=0, untagged=True, lookback="3650d", when_empty="skip")
    watch.member("a@example.org", "all")
    return watch


def add(watch: Watch, captured: Captured) -> None:
    """Let the watch poll a file."""
    watch.source(captured.id, captured.url, name=captured.id, body=slug(captured.host), languages=[])
