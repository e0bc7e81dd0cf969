"""Sent editions as pages that can be kept: each as it was, with lists by digest and year, good without any server.

An edition as the archive holds it was made for no reader: there is no address in it, and no link to unsubscribe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from servwatch.archive.editions import EditionRow
from servwatch.locale import Words
from servwatch.model import Settings

_UNFIT = re.compile(r"[^a-z0-9-]+")
_FRAME = (
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n</head>\n'
    "<body>\n<main>\n<h1>{title}</h1>\n<ul>\n{lines}</ul>\n</main>\n</body>\n</html>\n"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an edition stands: what leads there, without its text."""

    digest: str
    year: int
    file: str
    text: str


class KeptEditions:
    """Makes the pages under one configuration, in the language of the house or of a visitor."""

    def __init__(self, settings: Settings, words: Words) -> None:
        self._settings, self._words = settings, words

    def pages(self, editions: Iterable[EditionRow]) -> Iterator[tuple[str, str]]:
        """Every page as its path below a folder, and its HTML; the lists come last."""
        places: list[_Place] = []
        for row in editions:
            place = self._place(row)
            places.append(place)
            yield f"{_folder(row.digest)}/{place.year}/{place.file}", row.html
        yield from self._lists(places)

    def write(self, editions: Iterable[EditionRow], folder: Path) -> int:
        """Write the pages into a folder, those that changed; nothing is removed. Returns how many editions."""
        count = 0
        for path, html in self.pages(editions):
            file, body = folder / path, html.encode(errors="replace")
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists() or file.read_bytes() != body:
                file.write_bytes(body)
            count += not path.endswith("index.html")
        return count

    def title(self, digest: str) -> str:
        """What a digest is called; its id where it is configured no more."""
        known = self._settings.digest(digest)
        names: Mapping[str, str] = known.title if known is not None else {}
        return names.get(self._words.language) or next(iter(names.values()), digest)

    def _place(self, row: EditionRow) -> _Place:
        day = self._settings.day_of(row.scheduled)
        number = self._words._("no. {number}", number=row.number)
        text = f"{number}, {self._words.day(day)}: {row.subject}"
        return _Place(row.digest, day.year, f"{row.number:04}.html", text)

    def _lists(self, places: Sequence[_Place]) -> Iterator[tuple[str, str]]:
        digests = sorted({place.digest for place in places})
        named = [(f"{_folder(digest)}/index.html", self.title(digest)) for digest in digests]
        yield "index.html", self._list(self._words._("Sent editions"), named)
        for digest in digests:
            title = self.title(digest)
            years = sorted({p.year for p in places if p.digest == digest}, reverse=True)
            yield (
                f"{_folder(digest)}/index.html",
                self._list(title, [(f"{y}/index.html", str(y)) for y in years]),
            )
            for year in years:
                told = [(p.file, p.text) for p in places if (p.digest, p.year) == (digest, year)]
                yield f"{_folder(digest)}/{year}/index.html", self._list(f"{title}, {year}", told[::-1])

    def _list(self, title: str, links: Iterable[tuple[str, str]]) -> str:
        lines = "".join(f'<li><a href="{escape(to)}">{escape(text)}</a></li>\n' for to, text in links)
        return _FRAME.format(language=self._words.language, title=escape(title), lines=lines)


def _folder(digest: str) -> str:
    """An id as the name of a folder that leads nowhere else."""
    return _UNFIT.sub("-", digest.lower()).strip("-") or "digest"
