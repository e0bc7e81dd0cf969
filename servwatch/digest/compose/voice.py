"""The names and days of one edition, as they are said in one reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from servwatch.digest.compose.bodies import body_name
from servwatch.locale import Words
from servwatch.model import Calendar, Digest, Item, ItemKind, Settings
from servwatch.sources.plain_text import visible

KIND_NAMES: Mapping[ItemKind, str] = {
    ItemKind.NEWS: "news",
    ItemKind.PROPOSAL: "proposal",
    ItemKind.ACT: "act",
    ItemKind.CONSULTATION: "consultation",
    ItemKind.OPINION_IN_PREPARATION: "opinion in preparation",
    ItemKind.OPINION: "opinion",
    ItemKind.POSITION: "position",
    ItemKind.STUDY: "study",
    ItemKind.STATISTICS: "statistics",
    ItemKind.TENDER: "tender",
    ItemKind.CALL: "call",
    ItemKind.EVENT: "event",
    ItemKind.SPEECH: "speech",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: a digest in a layout, to readers of one language, on one day."""

    digest: Digest
    layout: str  # "brief" | "full" | "alert"
    settings: Settings
    words: Words
    calendar: Calendar
    today: date
    number: int = 0  # of the edition
    _bodies: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    @property
    def brief(self) -> bool:
        """Whether words are few."""
        return self.layout == "brief"

    @property
    def of_digest(self) -> bool:
        """Whether the reader reads the language that the digest's editors write."""
        return self.words.language == self.digest.language

    def foreign(self, language: str) -> str:
        """The language where it is not the reader's own, "" where it is or is not known."""
        return "" if language == self.words.language else language

    def body(self, source: str) -> str:
        """The body that a source is of, as people call it."""
        if source not in self._bodies:
            known = self.settings.source(source)
            self._bodies[source] = self.called(known.name) if known is not None else visible(source)
        return self._bodies[source]

    def called(self, name: str) -> str:
        """The body in the name of a source, as people call it."""
        return body_name(name, self.words)

    def institution(self, source: str) -> str:
        """What sources of one body share."""
        known = self.settings.source(source)
        return known.body if known is not None else source

    def kind(self, kind: ItemKind) -> str:
        """The name of a kind."""
        return self.words._(KIND_NAMES[kind])

    def theme(self, theme: str) -> str:
        """The name of a theme; "other" for none."""
        known = next((one for one in self.settings.themes if one.id == theme), None)
        if known is None:
            return self.words._("Other")
        return known.name.get(self.words.language) or next(iter(known.name.values()))

    def short(self, day: date | datetime) -> str:
        """A day without its weekday: "4 dec"; with its year where that is half a year away."""
        return self.words.day(day, form="short", near=self.today)

    def weekday(self, day: date | datetime) -> str:
        """A day with its weekday: "vr 4 dec"."""
        return self.words.day(day, form="medium", near=self.today)

    def days(self, first: date, last: date | None) -> str:
        """A day or several: "1-2 dec", "30 nov-2 dec"."""
        if last is None or last <= first:
            return self.short(first)
        begun = str(first.day) if (first.year, first.month) == (last.year, last.month) else self.short(first)
        return f"{begun}-{self.short(last)}"

    def day_of(self, item: Item) -> str:
        """When an item was published, or else first seen."""
        if item.published is None:
            return self.words._("seen {day}", day=self.short(item.first_seen))
        return self.short(item.day or item.published)

    def speaks(self, name: Mapping[str, str]) -> str:
        """What is named by language, in the reader's, else in whatever there is; on one line."""
        found = name.get(self.words.language) or name.get("") or next(iter(name.values()), "")
        return visible(found)
