"""What one digest did with an item, or will do: one outcome, its reason, and what would have changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.editions import Candidates, LedgerLine
from servwatch.archive.ledger import OUT_OF_REACH
from servwatch.cycle.circumstances import Gathering
from servwatch.cycle.why.names import PART_NAMES, STATE_NAMES
from servwatch.cycle.why.step import Step
from servwatch.cycle.why.then import Then
from servwatch.digest.circumstances import Circumstances
from servwatch.digest.match import NO_THEME, OTHER_KIND, OTHER_THEMES, OWN, TOO_WEAK, match
from servwatch.digest.reasons import (
    DROPPED,
    FOLLOWED,
    NEW_DEADLINE,
    NEW_REFERENCE,
    NEW_STAGE,
    OVER_BODY,
    OVER_LIMIT,
    OVER_THEME,
    PINNED,
)
from servwatch.insight.stories.reasons import in_words
from servwatch.insight.themes import Assessment
from servwatch.locale import Words
from servwatch.model import Annotation, Coverage, Digest, Item, MessageState, Outcome, Settings

REFUSALS: Mapping[str, Coverage] = {
    NO_THEME: Coverage.NO_THEME,
    OTHER_THEMES: Coverage.OTHER_THEMES,
    OTHER_KIND: Coverage.OTHER_KIND,
    TOO_WEAK: Coverage.UNDER_THRESHOLD,
    OWN: Coverage.OWN,
    **dict.fromkeys(OUT_OF_REACH, Coverage.TOO_OLD),
    DROPPED: Coverage.DROPPED,
}
"""The sentences by which an item is refused, and what each comes to."""

_SPECIAL = (FOLLOWED, PINNED, NEW_DEADLINE, NEW_STAGE, NEW_REFERENCE)
"""Reasons to choose an item that its themes do not tell."""
SIGNED = "+0.0;-0.0"
"""How the parts of a rank are written."""
_LEFT = (MessageState.ACCEPTED, MessageState.UNKNOWN)
_LOST = (MessageState.REFUSED, MessageState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Subject:
    """The item that is asked about, and how near each theme was under some settings."""

    item: Item
    annotation: Annotation
    assessed: tuple[Assessment, ...] = ()


class Deciding:
    """Tells what digests did, in one language. `now` is aware."""

    def __init__(self, settings: Settings, archive: Archive, words: Words, now: datetime) -> None:
        self._settings, self._archive, self._words, self._now = settings, archive, words, now
        self._gathering = Gathering(settings, archive, now)

    def decided(self, digest: Digest, line: LedgerLine, subject: Subject, then: Then) -> Step:
        """What an edition did with it."""
        decision, edition = line.decision, line.edition
        data: dict[str, Any] = {
            "digest": digest.id,
            "outcome": decision.outcome.value,
            "edition": edition.number,
        }
        _ = self._words._
        number = (
            _("no. {number}", number=edition.number) if edition.number else _("an edition that was not sent")
        )
        which = _("{edition} of {day}", edition=number, day=self._words.day(edition.frozen))
        if decision.outcome is Outcome.CHOSEN:
            coverage, text = self._chosen(line, which)
        else:
            coverage, text = self._left_out(line, which, subject)
        if not then.exact and decision.outcome is Outcome.REJECTED:
            text += " " + _("The settings of that day are kept no longer; the words above are today's.")
        return self._step(digest, coverage, text, data)

    def _chosen(self, line: LedgerLine, which: str) -> tuple[Coverage, str]:
        _ = self._words._
        place = line.decision.place
        parts = self._parts(line.decision.facts.get("parts") or {}, line.decision.score)
        if not line.edition.number:  # chosen for an edition nobody got cannot be
            return Coverage.SENT, _("Chosen for {edition}.", edition=which)
        handed = self._archive.desk.handed_over(line.edition.id)
        counts = handed.counts
        if handed.left is not None or any(counts.get(state) for state in _LEFT):
            when = self._words.moment(handed.left or line.edition.frozen)
            text = _(
                "Sent on {moment} in {edition}, as number {place}.",
                edition=which,
                place=place,
                moment=when,
            )
            reason = line.decision.reason
            special = self.reason(reason, line.decision.facts) if reason in _SPECIAL else ""
            return Coverage.SENT, " ".join(filter(None, (text, special, parts)))
        if counts and all(state in _LOST for state in counts):
            text = _(
                "Chosen for {edition}, as number {place}, but no mail of it was accepted: {states}.",
                edition=which,
                place=place,
                states=self._states(counts),
            )
            return Coverage.REFUSED, f"{text} {parts}".strip()
        states = self._states(counts) or _("they were taken out of the outbox")
        text = _(
            "Chosen for {edition}, as number {place}; its mails have not left: {states}.",
            edition=which,
            place=place,
            states=states,
        )
        return Coverage.HELD, f"{text} {parts}".strip()

    def _states(self, counts: Mapping[MessageState, int]) -> str:
        _ = self._words._
        return ", ".join(f"{count} {_(STATE_NAMES[state])}" for state, count in counts.items())

    def _parts(self, parts: Mapping[str, float], score: float) -> str:
        """The rank of an entry with what it is made of."""
        if not parts:
            return ""
        _ = self._words._
        listed = ", ".join(
            f"{_(PART_NAMES[name])} {self._words.number(value, SIGNED)}"
            for name, value in sorted(parts.items(), key=lambda p: -p[1])
        )
        return _(
            "Its place is by its rank, {score}: {parts}.",
            score=self._words.number(score, "0.0"),
            parts=listed,
        )

    def _left_out(self, line: LedgerLine, which: str, subject: Subject) -> tuple[Coverage, str]:
        _ = self._words._
        decision = line.decision
        reason = self.reason(decision.reason, decision.facts)
        if decision.outcome is Outcome.MERGED:
            told = self._archive.items.get(decision.into) if decision.into else None
            text = _("Not told apart in {edition}: {reason}", edition=which, reason=reason)
            if told is not None:
                text += " " + _(
                    "It stands with “{title}” ({number}).", title=told[0].title, number=told[0].id
                )
            return Coverage.MERGED, text
        text = _("Not in {edition}: {reason}", edition=which, reason=reason)
        if decision.outcome is Outcome.CUT:
            remedy = self._room(decision.reason, decision.facts)
            return Coverage.OVER_LIMIT, f"{text} {remedy}".strip()
        coverage, remedy = self._refused(decision.reason, decision.facts, subject)
        return coverage, f"{text} {remedy}".strip()

    def _refused(self, reason: str, facts: Mapping[str, Any], subject: Subject) -> tuple[Coverage, str]:
        """What a refusal comes to, and what would have changed it."""
        coverage = REFUSALS[reason]
        near = self._nearest(subject) if coverage is Coverage.NO_THEME else None
        if near is not None:
            coverage = Coverage.UNDER_THRESHOLD
        return coverage, self._remedy(coverage, facts, near)

    def _room(self, reason: str, facts: Mapping[str, Any]) -> str:
        _ = self._words._
        if reason == OVER_LIMIT and "rank" in facts:
            return _("With a limit of {rank} it would have been told.", rank=facts["rank"])
        if reason in (OVER_THEME, OVER_BODY):
            return _("With a higher limit it would have been told, where the whole left room.")
        return ""

    def _nearest(self, subject: Subject) -> Assessment | None:
        """The theme that it came nearest to without getting it."""
        missed = [one for one in subject.assessed if one.matches and not one.barring and not one.given]
        return max(missed, key=lambda one: one.score / one.threshold, default=None)

    def _remedy(self, coverage: Coverage, facts: Mapping[str, Any], near: Assessment | None) -> str:
        """What would have changed a refusal."""
        _ = self._words._
        if near is not None:
            return _(
                "Nearest was {theme}, with {score} of the {threshold} it takes.",
                theme=self._theme(near.theme),
                score=self._words.number(near.score),
                threshold=self._words.number(near.threshold),
            )
        if coverage is Coverage.UNDER_THRESHOLD and "least" in facts:
            lacking = round(facts["least"] - facts["score"], 2)
            return _(
                "It lacked {lacking}: one more word of the theme counts 2 in the title, 1 in the summary.",
                lacking=self._words.number(lacking),
            )
        if coverage is Coverage.NO_THEME:
            return _("A term of a theme that stands in its title or summary would have found it.")
        return ""

    def undecided(self, digest: Digest, subject: Subject) -> Step:
        """What the next edition will do, as things stand."""
        _ = self._words._
        item = subject.item
        data = {"digest": digest.id, "outcome": "waiting"}
        if not digest.enabled or not self._settings.audience(digest):
            text = _("This digest is not built: it is off, or has no recipients.")
            return self._step(digest, Coverage.NOT_BUILT, text, data)
        if item.quarantined:
            text = _("It waits in quarantine, with the others of its flood.")
            return self._step(digest, Coverage.QUARANTINED, text, data)
        known = self._gathering.of(digest, Candidates(((item, subject.annotation),), item.id, 0))
        dropped = known.dropped.get(item.id)
        if dropped:
            return self._step(digest, Coverage.DROPPED, self.reason(DROPPED, {"by": dropped}), data)
        matched = match(item, subject.annotation, digest, self._settings.own)
        special = self._special(item, known)
        old = self._out_of_reach(digest, item)
        if old is None and (matched.belongs or (special and matched.refused != OWN)):
            waits = self._waits(digest)
            return self._step(digest, Coverage.WAITING, f"{waits} {special}".strip(), data)
        refused, facts = (old, {}) if old is not None else (matched.refused, matched.facts)
        coverage, remedy = self._refused(refused, facts, subject)
        reason = self.reason(refused, facts)
        text = _("Not decided yet; as things stand it would not be chosen: {reason}", reason=reason)
        text = f"{text} {remedy}".strip()
        return self._step(digest, coverage, text, {**data, "outcome": "would be rejected"})

    def _waits(self, digest: Digest) -> str:
        coming = self._gathering.timings.of(digest).next(self._now)
        if coming is None:
            return self._words._("It waits for the next edition, and may be chosen; no meeting is ahead yet.")
        day = self._words.moment(coming)
        return self._words._("It waits for the edition of {day}, and may be chosen.", day=day)

    @cached_property
    def _digest_states(self) -> Mapping[str, DigestState]:
        return self._archive.digests.all()

    def _out_of_reach(self, digest: Digest, item: Item) -> str | None:
        """Why the next edition will not look at it at all."""
        state = self._digest_states.get(digest.id)
        if state is None:  # no cycle has seen this digest yet
            return None
        return self._archive.editions.out_of_reach(item.id, state, digest.lookback)

    def _special(self, item: Item, known: Circumstances) -> str:
        """Why it will be chosen whatever its themes."""
        if item.id in known.followed:
            return self.reason(FOLLOWED, {"dossier": known.followed[item.id]})
        if item.id in known.pinned:
            return self.reason(PINNED, {"by": known.pinned[item.id]})
        return ""

    def _step(self, digest: Digest, coverage: Coverage, text: str, data: dict[str, Any]) -> Step:
        title = digest.titled(self._words.language)
        return Step(coverage.value, text, {**data, "coverage": coverage}, title, self._words.colon)

    def reason(self, sentence: str, facts: Mapping[str, Any]) -> str:
        """A reason of the ledger in this language."""
        return in_reader_words(self._settings, self._words, sentence, facts)

    def _theme(self, id_: str) -> str:
        return theme_name(self._settings, id_, self._words)


def theme_name(settings: Settings, id_: str, words: Words) -> str:
    """What readers of a language call a theme."""
    theme = next((t for t in settings.themes if t.id == id_), None)
    return theme.name.get(words.language, id_) if theme is not None else id_


def in_reader_words(settings: Settings, words: Words, sentence: str, facts: Mapping[str, Any]) -> str:
    """A reason of the ledger, as a reader of a language sees it."""
    shown = in_words(facts, words.language, words.joined)
    shown |= {name: words.number(one) for name, one in shown.items() if isinstance(one, float)}
    if "themes" in shown:
        shown["themes"] = words.joined([theme_name(settings, theme, words) for theme in shown["themes"]])
    if "kind" in shown:
        shown["kind"] = words._(shown["kind"].replace("-", " "))
    return words._(sentence, **shown)
