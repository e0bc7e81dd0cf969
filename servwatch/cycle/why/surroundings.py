"""What stands around an item: its references, its story, until when one can act, what the council said before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.cycle.why.step import Step
from servwatch.digest.due_line import due_line
from servwatch.locale import Words
from servwatch.model import Annotation, Item, Settings

MOST_NAMED = 10
MOST_TITLES = 3


class Surroundings:
    """Tells it, in one language. `now` is aware."""

    def __init__(self, settings: Settings, archive: Archive, words: Words, now: datetime) -> None:
        self._archive, self._words = archive, words
        self._today = settings.day_of(now)
        self._calendar = calendar_of(settings, archive, self._today)
        self._advice = EarlierAdvice(settings, archive, now)

    def of(self, item: Item, annotation: Annotation) -> Iterator[Step]:
        """A step for each thing there is to say."""
        yield from self._references(annotation)
        yield from self._story(item)
        due = due_line(annotation, self._today, self._calendar, (), self._words)
        if due:
            yield Step("deadline", due)
        earlier = self._advice.of(item, annotation)
        if earlier is not None:
            day = self._words.day(earlier.day)
            text = self._words._("Earlier: {title}, {day}", title=earlier.title, day=day)
            yield Step("own-advice", f"{text}\n{earlier.url}", {"item": earlier.item})

    def _references(self, annotation: Annotation) -> Iterator[Step]:
        about = [r.id for r in annotation.references if r.role != "text"]
        named = about or [r.id for r in annotation.references]
        if named:
            ids = self._words.joined(named[:MOST_NAMED])
            yield Step("references", self._words._("References: {ids}.", ids=ids), {"references": named})

    def _story(self, item: Item) -> Iterator[Step]:
        place = self._archive.stories.of([item.id]).get(item.id)
        members = self._archive.stories.members(place.story) if place is not None else []
        others = [other for other, _ in members if other.id != item.id]
        if place is None or not others:
            return
        titles = self._words.joined([f"“{other.title}” ({other.id})" for other in others[:MOST_TITLES]])
        text = self._words.n_(
            "Its story is told by {n} other item: {titles}.",
            "Its story is told by {n} other items, such as {titles}.",
            len(others),
            titles=titles,
        )
        yield Step("story", text, {"story": place.story, "items": [other.id for other in others]})
