"""Explain an item: what it is, what was understood of it, and what each digest did with it.

The sentences are in the reader's language, so that the answer can be forwarded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from servwatch.archive.archive import Archive
from servwatch.archive.editions import EditionRow, LedgerLine
from servwatch.archive.item_query import ItemQuery
from servwatch.cycle.understanding import Understanding
from servwatch.cycle.why.absent import Absence
from servwatch.cycle.why.deciding import Deciding, Subject, theme_name
from servwatch.cycle.why.step import Step
from servwatch.cycle.why.surroundings import Surroundings
from servwatch.cycle.why.then import SettingsThen, Then
from servwatch.insight.address import canonical_address
from servwatch.insight.references import known_as, read_reference
from servwatch.insight.themes import Assessment
from servwatch.locale import Words
from servwatch.model import BY_HAND, Annotation, Digest, Item, Match, Reference, Settings

MOST_FOUND = 10
"""Items listed where words find several."""

_ROLES = ("own", "title", "text")
"""What a reference is to an item, the nearest first."""


class Explainer:
    """Explains under one configuration, in one language."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        understanding: Understanding,
        words: Words,
        now: datetime,
        then: SettingsThen,
    ) -> None:
        self._settings, self._archive, self._words = settings, archive, words
        self._now = now
        self._today = Then(settings, understanding)
        self._then = then
        self._deciding = Deciding(settings, archive, words, now)
        self._absence = Absence(settings, archive, words, now)
        self._surroundings = Surroundings(settings, archive, words, now)

    def find(self, asked: str) -> list[Item]:
        """The items a number, an address, a reference or words mean; the best guess first."""
        if asked.isdecimal():
            found = self._archive.items.get(int(asked))
            return [found[0]] if found is not None else []
        canonical = canonical_address(asked)
        known = self._archive.items.by_address(canonical) if canonical else []
        reference = read_reference(asked) if not known else None
        if reference is not None:
            known = self._naming(reference)
        if canonical or reference is not None:
            return known
        return [item for item, _ in self._archive.items.find(ItemQuery(words=asked, limit=MOST_FOUND))]

    def _naming(self, reference: Reference) -> list[Item]:
        """The items that name a reference, those about it first; where none does, those of its dossier."""
        around = self._archive.dossiers.of(reference)
        name = around.name
        direct = {
            number: min(_ROLES.index(r.role) for r in refs if known_as(r.kind, r.id).name == name)
            for number, refs in around.items.items()
            if any(known_as(r.kind, r.id).name == name for r in refs)
        }
        numbers = sorted(direct, key=lambda n: (direct[n], -n))
        if not numbers and around.dossier is not None:
            numbers = sorted(around.dossier.documents, reverse=True)
        read = {item.id: item for item, _ in self._archive.dossiers.read(numbers[:MOST_FOUND])}
        return [read[number] for number in numbers if number in read]

    def unknown(self, asked: str, day: date | None = None) -> list[Step]:
        """What can be said of something the archive does not hold, published on a day, where that is known."""
        return self._absence.explain(asked, day)

    def explain(self, item: Item, digest: Digest | None = None) -> list[Step]:
        """Every step from the source to the digests, one digest only where it is named.

        Themes are explained under the settings of the newest edition that decided; of each digest's
        decision the record itself is read.
        """
        lines = {line.digest: line for line in self._archive.editions.decisions(item.id)}
        named = [digest] if digest is not None else self._settings.digests
        deciding = [lines[one.id].edition for one in named if one.id in lines]
        then = self._at(deciding)
        subject = _subject(item, then)
        told = [*self._origin(item), *self._surroundings.of(item, subject.annotation)]
        return [*told, *self._themes(subject, then), *self._outcomes(item, named, lines)]

    def outcomes(self, item: Item, digests: Iterable[Digest]) -> list[Step]:
        """For each digest the one step that says what became of an item."""
        lines = {line.digest: line for line in self._archive.editions.decisions(item.id)}
        return self._outcomes(item, digests, lines)

    def _outcomes(self, item: Item, digests: Iterable[Digest], lines: Mapping[str, LedgerLine]) -> list[Step]:
        subjects: dict[str, Subject] = {}  # most digests decided under the same settings
        steps = []
        for digest in digests:
            line = lines.get(digest.id)
            then = self._then.at(line.edition) if line is not None else self._today
            mark = then.understanding.fingerprint
            subject = subjects[mark] = subjects.get(mark) or _subject(item, then)
            steps.append(
                self._deciding.decided(digest, line, subject, then)
                if line is not None
                else self._deciding.undecided(digest, subject)
            )
        return steps

    def _at(self, editions: Sequence[EditionRow]) -> Then:
        newest = max(editions, key=lambda edition: edition.frozen, default=None)
        return self._then.at(newest) if newest is not None else self._today

    def _origin(self, item: Item) -> Iterator[Step]:
        _ = self._words._
        source = self._settings.source(item.source)
        name = source.name if source is not None else item.source
        yield Step("item", f"{item.title}\n{item.url}", {"id": item.id})
        published = (
            _("published {day}", day=self._words.published(item.published, near=self._now))
            if item.published
            else _("without a date of publication")
        )
        facts = {
            "name": name,
            "published": published,
            "seen": self._words.moment(item.first_seen, near=self._now),
        }
        text = (
            _("Added by hand on {seen}; {published}.", **facts)
            if item.source == BY_HAND
            else _("From {name}; {published}, first seen {seen}.", **facts)
        )
        yield Step("source", text, {"kind": item.kind.value})
        if item.baseline:
            yield Step("baseline", _("It came with the first reading of its source."))
        if item.quarantined:
            text = _("It came in a flood that matches nothing known, and waits for release.")
            yield Step("in-quarantine", text)

    def _themes(self, subject: Subject, then: Then) -> Iterator[Step]:
        _ = self._words._
        language = subject.annotation.language
        named = self._words.named(language) or _("unknown")
        yield Step("language", _("Language: {language}.", language=named), {"language": language})
        given = {score.theme for score in subject.annotation.themes}
        if not given and not subject.assessed:
            yield Step("no-words", _("No word of any theme was found in it."))
        for score in subject.annotation.themes:
            text = _(
                "Theme {theme}, score {score}: {found}.",
                theme=theme_name(then.settings, score.theme, self._words),
                score=self._words.number(score.score),
                found=", ".join(map(self._found, score.matches)),
            )
            yield Step("theme", text, {"theme": score.theme, "score": score.score})
        for near in subject.assessed:
            if near.theme not in given:
                text = self._near(near, then)
                yield Step("near-theme", text, {"theme": near.theme, "score": near.score})

    def _found(self, found: Match) -> str:
        """One match: the words, where they stand, and the term that found them where it reads otherwise."""
        _ = self._words._
        fields = {
            "title": _("title"),
            "summary": _("summary"),
            "category": _("category"),
            "source": _("source"),
        }
        place = fields.get(found.field, found.field)
        same = found.term.casefold() == found.text.casefold()
        return f"“{found.text}” ({place})" if same else f"“{found.text}” ({place}, {found.term})"

    def _near(self, near: Assessment, then: Then) -> str:
        _ = self._words._
        theme = theme_name(then.settings, near.theme, self._words)
        if near.barring:
            word = near.barring[0].text
            return _("Not theme {theme}: the word “{word}” rules it out.", theme=theme, word=word)
        if not near.matches:
            word = near.voided[0].text if near.voided else ""
            return _("Not theme {theme}: “{word}” does not count here.", theme=theme, word=word)
        return _(
            "Not theme {theme}: score {score} is under its threshold {threshold} ({found}).",
            theme=theme,
            score=self._words.number(near.score),
            threshold=self._words.number(near.threshold),
            found=", ".join(f"“{m.text}”" for m in near.matches),
        )


def _subject(item: Item, then: Then) -> Subject:
    """The item as it is understood under some settings."""
    annotation: Annotation = then.understanding.of_item(item)
    assessed = tuple(then.understanding.assessed(item, annotation.language).values())
    return Subject(item, annotation, assessed)
