"""Compose an edition for a reader's language: every text that the templates show, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from servwatch.digest.budget import within
from servwatch.digest.due_line import due_line
from servwatch.digest.shortening import opening, shortened
from servwatch.digest.unheard import named, title_of
from servwatch.digest.view import DigestView, EntryView, Group
from servwatch.insight.address import untracked
from servwatch.insight.region import regional
from servwatch.locale import Words
from servwatch.model import Calendar, Digest, Edition, Entry, Item, ItemKind, Settings, Source

NO_CALENDAR = Calendar()
SUBJECT_LENGTH = 50
HEADLINE_LENGTH = {"brief": 70, "full": 160, "alert": 160}
SUMMARY = {"brief": (1, 65), "full": (3, 120), "alert": (3, 120)}
"""Sentences of a summary, and words of a whole entry."""
WORDS_SHOWN = {"brief": 2, "full": 4, "alert": 4}
"""Words that hit, in the reason of an entry."""
BRIEF_WORDS = 400
_IN_TEMPLATE = 8
"""Words that the templates themselves add to a brief: headings of what was not read and not chosen."""
_WORDS_A_MINUTE = 200
KIND_NAMES = {
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


def compose(
    edition: Edition, digest: Digest, settings: Settings, words: Words, calendar: Calendar = NO_CALENDAR
) -> DigestView:
    """Put an edition into words; working days and meetings are those of the calendar. Pure."""
    sources = {source.id: source for source in settings.sources}
    themes = {theme.id: theme.name for theme in settings.themes}
    brief = digest.layout == "brief"
    today = settings.day_of(edition.moment)
    heard = bool(edition.read or not edition.unread)
    view = _View(digest, sources, themes, words, heard=heard, today=today, calendar=calendar)
    entries = [view.entry(entry) for entry in edition.entries]
    groups = (
        (Group(words._("New"), tuple(entries)),)
        if brief and entries
        else tuple(view.by_theme(edition.entries))
    )
    cut_shown = edition.cut if not brief else ()
    counts = view.counts(edition, entries)
    shown = DigestView(
        language=words.language,
        layout=digest.layout,
        title=digest.titled(words.language),
        subject=view.subject(entries),
        preheader=" ".join(filter(None, (entries[0].headline if entries else "", counts)))[:100],
        numbered=words._(
            "no. {number}, {day}", number=edition.number, day=words.day(edition.moment, form="full")
        ),
        counts=counts,
        groups=groups,
        themes=() if brief else tuple((group.title, len(group.entries)) for group in groups),
        empty=() if entries else tuple(view.nothing(edition)),
        cut_title=words._("Not told in full"),
        cut=tuple(view.entry(replace(e, place=n)) for n, e in enumerate(cut_shown, len(entries) + 1)),
        cut_more=words.n_(
            "{n} other item was over the limit of this digest.",
            "{n} other items were over the limit of this digest.",
            len(edition.cut),
        )
        if brief and edition.cut
        else "",
        unread_title=title_of(edition.unread, words),
        unread=tuple(named(edition.unread, digest.layout, words)) if "not-read" in digest.sections else (),
        rejected=view.rejected(edition),
        foot=tuple(view.foot(edition)),
    )
    return within(shown, BRIEF_WORDS - _IN_TEMPLATE) if brief else shown


def _title(title: Mapping[str, str], language: str) -> str:
    return title.get(language) or next(iter(title.values()))


class _View:
    """The sentences of one edition in one language."""

    def __init__(
        self,
        digest: Digest,
        sources: Mapping[str, Source],
        themes: Mapping[str, Mapping[str, str]],
        words: Words,
        *,
        heard: bool,
        today: date,
        calendar: Calendar,
    ) -> None:
        self._digest, self._sources, self._themes, self._words = digest, sources, themes, words
        self._sentences, self._most_words = SUMMARY[digest.layout]
        self._heard = heard  # whether any source could be read
        self._today, self._calendar = today, calendar

    def entry(self, entry: Entry) -> EntryView:
        words, item = self._words, entry.item
        language = entry.annotation.language or item.language
        foreign = language if language and language != words.language else ""
        name = self._name(item)
        kind = words._(KIND_NAMES[item.kind])
        others = sorted({self._name(other) for other in entry.companions} - {name})
        label = (
            words._("{body}, {kind} ({language})", body=name, kind=kind, language=words.named(foreign))
            if foreign
            else ""
        )
        known = () if foreign else (name, kind)
        meta = ", ".join(filter(None, (*known, self._day(item), "" if foreign else words.named(language))))
        headline = shortened(item.title, HEADLINE_LENGTH[self._digest.layout])
        reason = self._reason(entry)
        also = " ".join(self._also(entry, others))
        due = due_line(entry.annotation, self._today, self._calendar, self._digest.groups, words)
        earlier = self._earlier(entry)
        taken = len(f"{label} {headline} {due} {meta} {reason} {also} {earlier}".split())
        return EntryView(
            place=entry.place,
            headline=headline,
            headline_language=foreign,
            label=label,
            url=untracked(item.url) if item.url.startswith(("https://", "http://")) else "",
            meta=meta,
            summary=self._summary(item, taken),
            summary_language=foreign,
            reason=reason,
            also=also,
            due=due,
            earlier=earlier,
            earlier_url=entry.earlier.url if entry.earlier is not None else "",
        )

    def _also(self, entry: Entry, others: list[str]) -> Iterator[str]:
        """The other bodies of its story, and the edition that told it before."""
        words = self._words
        if others:
            yield words._("Also from {bodies}.", bodies=words.joined(others))
        if entry.follows:
            yield words._("Follow-up of no. {number}.", number=entry.follows)

    def _earlier(self, entry: Entry) -> str:
        if entry.earlier is None:
            return ""
        day = self._words.day(entry.earlier.day)
        title = shortened(entry.earlier.title, HEADLINE_LENGTH["brief"])
        return self._words._("Earlier: {title}, {day}", title=title, day=day)

    def _name(self, item: Item) -> str:
        source = self._sources.get(item.source)
        return source.name if source is not None else item.source

    def _day(self, item: Item) -> str:
        if item.published is None:
            seen = self._words.day(item.first_seen, form="medium", near=self._today)
            return self._words._("seen {day}", day=seen)
        return self._words.day(item.day or item.published, form="medium", near=self._today)

    def _summary(self, item: Item, taken: int) -> str:
        if (
            item.summary.casefold().startswith(item.title.casefold())
            and len(item.summary) < len(item.title) + 20
        ):
            return ""
        return opening(item.summary, self._sentences, self._most_words - taken)

    def _reason(self, entry: Entry) -> str:
        words = self._words
        themes = [t for t in entry.annotation.themes if t.theme == entry.theme]
        parts = []
        if themes:
            found = list(dict.fromkeys(m.text for m in themes[0].matches if m.rule != "hint"))
            theme = self._theme(entry.theme)
            hits = ", ".join(found[: WORDS_SHOWN[self._digest.layout]])
            parts.append(f"{theme} ({hits})" if hits else theme)
        place = regional(entry.item.title, entry.item.summary)
        if place:
            parts.append(words._("names {place}", place=place))
        return words._("Chosen: {reasons}.", reasons="; ".join(parts)) if parts else ""

    def _theme(self, theme: str) -> str:
        return (
            _title(self._themes[theme], self._words.language)
            if self._themes.get(theme)
            else self._words._("Other")
        )

    def by_theme(self, entries: Sequence[Entry]) -> Iterator[Group]:
        """The entries under their themes, in the order of each theme's best entry; those without come last."""
        themes = list(dict.fromkeys(entry.theme for entry in entries if entry.theme))
        if any(not entry.theme for entry in entries):
            themes.append("")
        place = 0
        for theme in themes:
            views = []
            for entry in entries:
                if entry.theme == theme:
                    place += 1
                    views.append(self.entry(replace(entry, place=place)))
            yield Group(self._theme(theme), tuple(views))

    def subject(self, entries: Sequence[EntryView]) -> str:
        """At most 50 characters, the number of deadlines and of items first."""
        words = self._words
        title = self._digest.titled(words.language)
        if not entries:
            none = words._("No items: {title}", title=title)
            blind = words._("Nothing could be read: {title}", title=title)
            return shortened(none if self._heard else blind, SUBJECT_LENGTH)
        count = ", ".join(self._numbers(entries))
        about = entries[0].headline if self._digest.layout == "brief" else title
        return shortened(f"{count}: {about}", SUBJECT_LENGTH)

    def counts(self, edition: Edition, entries: Sequence[EntryView]) -> str:
        words = self._words
        length = sum(len(f"{e.headline} {e.meta} {e.summary} {e.reason}".split()) for e in entries)
        length = min(length, BRIEF_WORDS) if self._digest.layout == "brief" else length
        parts = self._numbers(entries)
        if entries:
            parts.append(words.n_("{n} minute", "{n} minutes", max(1, round(length / _WORDS_A_MINUTE))))
        read_up_to = words._("Read up to {moment}.", moment=words.moment(edition.cutoff))
        return f"{', '.join(parts)}. {read_up_to}"

    def _numbers(self, entries: Sequence[EntryView]) -> list[str]:
        """How many entries have an open deadline, where some do, and how many there are."""
        words = self._words
        due = sum(bool(entry.due) for entry in entries)
        deadlines = [words.n_("{n} deadline", "{n} deadlines", due)] if due else []
        return [*deadlines, words.n_("{n} item", "{n} items", len(entries))]

    def nothing(self, edition: Edition) -> Iterator[str]:
        words = self._words
        if not self._heard:
            yield words._("None of the sources could be read: this says nothing of the news.")
        else:
            yield words._("Nothing passed the threshold of this digest.")
            yield words.n_("{n} source was read.", "{n} sources were read.", edition.read)
        if edition.next_time is not None:
            yield words._("The next edition comes on {day}.", day=words.day(edition.next_time, form="full"))

    def rejected(self, edition: Edition) -> str:
        if not edition.rejected:
            return ""
        return self._words.n_(
            "{n} other item was not chosen; ask us why, or which.",
            "{n} other items were not chosen; ask us why, or which.",
            edition.rejected,
        )

    def foot(self, edition: Edition) -> Iterator[str]:
        words = self._words
        yield words._("A question or a remark? Answer this mail.")
        if edition.next_time is not None:
            yield words._("Next: {day}.", day=words.day(edition.next_time, form="full"))
        groups = words.joined(list(self._digest.groups))
        if groups:
            yield words._("You get this as a member of {groups}.", groups=groups)
        yield words._("Edition {id}.", id=f"{edition.digest} {edition.number}")
