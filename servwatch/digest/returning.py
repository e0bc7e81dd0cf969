"""Whether an item brings back a story that a digest has told: only with something to act on, or a further step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servwatch.digest.reasons import NEW_DEADLINE, NEW_REFERENCE, NEW_STAGE
from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.dossiers import connections
from servwatch.insight.stages import stage_of
from servwatch.model import Annotation, Item, Sent


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was told of a story, taken together."""

    days: frozenset[date]  # its deadlines
    named: frozenset[str]  # what it was about
    stage: int | None  # the furthest

    @classmethod
    def of(cls, told: Sequence[Sent]) -> SoFar:
        """Of all that was told of it."""
        each = (note for sent in told for note in (sent.annotation, *sent.companions))
        notes = [note for note in each if note is not None]
        stages = [one.place for sent in told if (one := stage_of(sent.item.given.stage)) is not None]
        return cls(
            frozenset(due.date for note in notes for due in note.deadlines),
            frozenset(name for note in notes for name in connections(note.references)),
            max(stages, default=None),
        )


def what_is_new(item: Item, annotation: Annotation | None, before: SoFar, today: date) -> str:
    """The sentence that says what is new against all that was told of the story; "" for nothing.

    A deadline that is still open and was not told, a stage further on, or a reference that none of it was about.
    """
    if annotation is not None and any(
        due.date not in before.days for due in open_deadlines(annotation, today)
    ):
        return NEW_DEADLINE
    stage = stage_of(item.given.stage)
    if stage is not None and before.stage is not None and stage.place > before.stage:
        return NEW_STAGE
    if annotation is not None and before.named and connections(annotation.references).keys() - before.named:
        return NEW_REFERENCE
    return ""
