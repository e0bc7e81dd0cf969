"""Whether an item brings back a story that a digest has told: only with something to act on, or a further step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from servwatch.digest.reasons import NEW_DEADLINE, NEW_REFERENCE, NEW_STAGE
from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.dossiers import connections
from servwatch.insight.stages import stage_of
from servwatch.model import Annotation, Item, Sent


def what_is_new(item: Item, annotation: Annotation | None, told: Sequence[Sent], today: date) -> str:
    """The sentence that says what is new against all that was told of the story; "" for nothing.

    A deadline that is still open and was not told, a stage further on, or a reference that none of it was about.
    """
    before = [sent.annotation for sent in told if sent.annotation is not None]
    if annotation is not None:
        days = {due.date for note in before for due in note.deadlines}
        if any(due.date not in days for due in open_deadlines(annotation, today)):
            return NEW_DEADLINE
    stage = stage_of(item.given.stage)
    reached = [one for sent in told if (one := stage_of(sent.item.given.stage)) is not None]
    if stage is not None and reached and stage.place > max(one.place for one in reached):
        return NEW_STAGE
    if annotation is not None:
        named = {name for note in before for name in connections(note.references)}
        if named and set(connections(annotation.references)) - named:
            return NEW_REFERENCE
    return ""
