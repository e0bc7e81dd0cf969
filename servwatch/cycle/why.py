"""Why an item is in a digest, or is not: from the decision record that the digest used.

The sentences are in the reader's language, so that the answer can be forwarded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from servwatch.archive.archive import Archive
from servwatch.archive.editions import LedgerLine
from servwatch.archive.items import ItemQuery
from servwatch.config import next_time
from servwatch.cycle.understanding import Understanding
from servwatch.digest.match import match
from servwatch.insight.address import canonical_address
from servwatch.insight.stories.reasons import in_words
from servwatch.insight.themes import Assessment
from servwatch.locale import Words
from servwatch.model import Annotation, Digest, Item, Match, Outcome, Settings, Source

MOST_FOUND = 10
"""Items listed where words find several."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation. `fact` is a short name for machines."""

    fact: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


class Explainer:
    """Explains under one configuration, in one language."""

    def __init__(
        self, settings: Settings, archive: Archive, understanding: Understanding, words: Words, now: datetime
    ) -> None:
        self._settings, self._archive, self._understanding = settings, archive, understanding
        self._words, self._now = words, now

    def find(self, asked: str) -> list[Item]:
        """The items a number, an address or words mean; the best guess first."""
        if asked.isdecimal():
            found = self._archive.items.get(int(asked))
            return [found[0]] if found is not None else []
        canonical = canonical_address(asked)
        if canonical:
            return self._archive.items.by_address(canonical)
        return [item for item, _ in self._archive.items.find(ItemQuery(words=asked, limit=MOST_FOUND))]

    def unknown(self, asked: str) -> list[Step]:
        """What can be said of something the archive does not hold."""
        _ = self._words._
        steps = [Step("not-stored", _("The archive holds no item for {asked}.", asked=asked))]
        host = (urlsplit(asked).hostname or "").removeprefix("www.")
        near = [s for s in self._settings.sources if host and _same_site(host, s.url)]
        if host and not near:
            steps.append(Step("not-watched", _("No source of {host} is watched.", host=host)))
        states = self._archive.sources.all()
        for source in near:
            state = states.get(source.id)
            if not source.enabled:
                text = _("Its source {name} is not enabled.", name=source.name)
            elif state is None or state.verdict is None:
                text = _("Its source {name} was never read.", name=source.name)
            elif state.verdict.good:
                read = self._words.moment(state.last_ok or self._now)
                text = _(
                    "Its source {name} was read well until {moment}, and did not list it.",
                    name=source.name,
                    moment=read,
                )
            else:
                since = self._words.moment(state.verdict_since or self._now)
                text = _(
                    "Its source {name} could not be read since {moment}: {rule}",
                    name=source.name,
                    moment=since,
                    rule=state.rule,
                )
            steps.append(Step("source", text, {"source": source.id}))
        return steps

    def explain(self, item: Item, digest: Digest | None = None) -> list[Step]:
        """Every step from the source to the digests, one digest only where it is named."""
        annotation = self._understanding.of_item(item)
        lines = {line.digest: line for line in self._archive.editions.decisions(item.id)}
        steps = [*self._origin(item), *self._themes(item, annotation)]
        for one in [digest] if digest is not None else self._settings.digests:
            line = lines.get(one.id)
            steps.append(
                self._decided(one, line) if line is not None else self._undecided(one, item, annotation)
            )
        return steps

    def _origin(self, item: Item) -> Iterator[Step]:
        _ = self._words._
        source = self._source(item)
        name = source.name if source is not None else item.source
        yield Step("item", f"{item.title}\n{item.url}", {"id": item.id})
        published = self._words.moment(item.published) if item.published else _("without a date")
        seen = self._words.moment(item.first_seen)
        yield Step(
            "source",
            _(
                "From {name}; published {published}, first seen {seen}.",
                name=name,
                published=published,
                seen=seen,
            ),
        )
        if item.baseline:
            yield Step("baseline", _("It came with the first reading of its source."))
        if item.quarantined:
            yield Step(
                "quarantined", _("It came in a flood that matches nothing known, and waits for release.")
            )

    def _source(self, item: Item) -> Source | None:
        return self._settings.source(item.source)

    def _themes(self, item: Item, annotation: Annotation) -> Iterator[Step]:
        _ = self._words._
        language = self._words.named(annotation.language) or _("unknown")
        yield Step(
            "language", _("Language: {language}.", language=language), {"language": annotation.language}
        )
        assessed = self._understanding.matcher.explain(item.title, item.summary, annotation.language)
        given = {score.theme for score in annotation.themes}
        if not annotation.themes and not assessed:
            yield Step("no-theme", _("No word of any theme was found in it."))
        for score in annotation.themes:
            found = ", ".join(map(self._found, score.matches))
            text = _(
                "Theme {theme}, score {score}: {found}.",
                theme=self._theme(score.theme),
                score=f"{score.score:g}",
                found=found,
            )
            yield Step("theme", text, {"theme": score.theme, "score": score.score})
        for near in assessed:
            if near.theme not in given:
                yield Step("near-theme", self._near(near), {"theme": near.theme, "score": near.score})

    def _found(self, found: Match) -> str:
        """One match: the words, where they stand, and the term that found them where it reads otherwise."""
        _ = self._words._
        fields = {"title": _("title"), "summary": _("summary"), "category": _("category")}
        place = fields.get(found.field, found.field)
        same = found.term.casefold() == found.text.casefold()
        return f"“{found.text}” ({place})" if same else f"“{found.text}” ({place}, {found.term})"

    def _near(self, near: Assessment) -> str:
        _ = self._words._
        theme = self._theme(near.theme)
        if near.barring:
            word = near.barring[0].text
            return _("Not theme {theme}: the word “{word}” rules it out.", theme=theme, word=word)
        if not near.matches:
            word = near.voided[0].text if near.voided else ""
            return _("Not theme {theme}: “{word}” does not count here.", theme=theme, word=word)
        found = ", ".join(f"“{m.text}”" for m in near.matches)
        return _(
            "Not theme {theme}: score {score} is under its threshold {threshold} ({found}).",
            theme=theme,
            score=f"{near.score:g}",
            threshold=f"{near.threshold:g}",
            found=found,
        )

    def _theme(self, id_: str) -> str:
        theme = next((t for t in self._settings.themes if t.id == id_), None)
        return theme.name.get(self._words.language, id_) if theme is not None else id_

    def _decided(self, digest: Digest, line: LedgerLine) -> Step:
        _ = self._words._
        outcomes = {
            Outcome.CHOSEN: _("chosen"),
            Outcome.MERGED: _("merged into another"),
            Outcome.CUT: _("cut"),
            Outcome.REJECTED: _("not chosen"),
        }
        edition = (
            _("no. {number}", number=line.edition.number)
            if line.edition.number
            else _("an edition that was not sent")
        )
        day = self._words.day(line.edition.frozen)
        reason = self.reason(line.decision.reason, line.decision.facts)
        text = _(
            "Digest {digest}, {edition} of {day}: {outcome}. {reason}",
            digest=digest.id,
            edition=edition,
            day=day,
            outcome=outcomes[line.decision.outcome],
            reason=reason,
        )
        data = {"digest": digest.id, "outcome": line.decision.outcome.value, "edition": line.edition.number}
        return Step("decision", text, data)

    def _undecided(self, digest: Digest, item: Item, annotation: Annotation) -> Step:
        _ = self._words._
        matched = match(item, annotation, digest, self._settings.own)
        data = {"digest": digest.id, "outcome": "waiting" if matched.belongs else "would be rejected"}
        if not digest.enabled or not self._settings.audience(digest):
            text = _("Digest {digest} is not built: it is off, or has no recipients.", digest=digest.id)
        elif matched.belongs:
            day = self._words.moment(next_time(digest.schedule, self._settings.timezone, self._now))
            text = _(
                "Digest {digest}: waits for the edition of {day}, and may be chosen.",
                digest=digest.id,
                day=day,
            )
        else:
            reason = self.reason(matched.refused, matched.facts)
            text = _(
                "Digest {digest}: not decided yet; as things stand it would not be chosen. {reason}",
                digest=digest.id,
                reason=reason,
            )
        return Step("undecided", text, data)

    def reason(self, sentence: str, facts: Any) -> str:
        """A reason of the ledger in this language."""
        shown = in_words(facts, self._words.language, self._words.joined)
        if "themes" in shown:
            shown["themes"] = self._words.joined([self._theme(theme) for theme in shown["themes"]])
        if "kind" in shown:
            shown["kind"] = self._words._(shown["kind"].replace("-", " "))
        return self._words._(sentence, **shown)


def _same_site(host: str, url: str) -> bool:
    """Whether two addresses belong to one site, by the last two names of their hosts."""
    other = (urlsplit(url).hostname or "").removeprefix("www.")
    return host == other or host.split(".")[-2:] == other.split(".")[-2:]
