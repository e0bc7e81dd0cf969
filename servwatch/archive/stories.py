"""The stories of the archive: items that wait for one, the window they may join, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from servwatch.archive.database import Database, in_turn
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.portions import portions
from servwatch.archive.schema import annotation, item
from servwatch.archive.story_marks import SEEN, note_seen
from servwatch.archive.story_rows import story_row, to_candidate
from servwatch.archive.story_tables import story, story_decision, story_item
from servwatch.archive.upsert import upsert
from servwatch.insight.stories import Candidate, How, Membership
from servwatch.model import Annotation, Item

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoryItem:
    """An item in its story, with the reason."""

    item: int
    story: int
    at: datetime
    how: str
    score: float
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list: how many items of how many sources, and the title of the newest."""

    id: int
    began: datetime
    latest: datetime
    items: int
    sources: int
    title: str


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """What somebody decided of an item."""

    item: int
    kind: str  # "split" | "join"
    story: int
    before: int
    at: datetime
    who: str
    note: str


class Stories:
    """The tables of stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, since: datetime, newest: int, limit: int) -> list[tuple[Item, Annotation | None]]:
        """Items up to the newest without a story that came since a time, in the order of their ids.

        Of a first reading only what was published since.
        """
        has_one = exists().where(story_item.c.item == item.c.id)
        recent = or_(item.c.baseline.is_(False), item.c.published >= since)
        wanted = and_(
            item.c.id > SEEN,
            item.c.id <= newest,
            item.c.first_seen >= since,
            recent,
            item.c.quarantined.is_(False),
            ~has_one,
        )
        with self._database.read() as connection:
            rows = connection.execute(joined().where(wanted).order_by(item.c.id).limit(limit))
            return [(to_item(row), annotation_of(row)) for row in rows]

    def newest(self) -> int:
        """The newest item there is, 0 for none."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(item.c.id))).scalar() or 0

    def window(self, since: datetime, until: datetime) -> Iterator[Candidate]:
        """The items with a story that were told between two times, in the order of their ids."""
        kept = [
            story_item.c[name] for name in ("item", "story", "at", "document", "signals", "runs", "meaning")
        ]
        columns = (item.c.source, item.c.title, item.c.canonical, item.c.published, annotation.c.language)
        statement = (
            select(*kept, *columns)
            .join(item, item.c.id == story_item.c.item)
            .outerjoin(annotation, annotation.c.item == item.c.id)
            .where(story_item.c.at >= since, story_item.c.at <= until)
            .order_by(story_item.c.item)
        )
        with (
            self._database.read() as connection,
            connection.execution_options(yield_per=1000).execute(statement) as rows,
        ):
            yield from map(to_candidate, rows)

    def keep(self, members: Sequence[Membership], candidates: Mapping[int, Candidate], now: datetime) -> None:
        """Write the stories of new items."""
        with self._database.write() as connection:
            in_turn(connection, "stories")
            begun: dict[int, int] = {}
            standing = _standing(connection, members)
            rows = []
            for member in members:
                at = candidates[member.item].told.at
                number = standing.get(member.story) or begun.get(member.begun_by, 0) or _begin(connection, at)
                begun.setdefault(member.begun_by, number)
                rows.append(story_row(member, number, candidates[member.item], now))
            if rows:
                connection.execute(upsert(connection, story_item), rows)
                _refresh(connection, {row["story"] for row in rows})

    def note_seen(self, newest: int) -> None:
        """Note that every item up to this one was given its story, or needs none."""
        with self._database.write() as connection:
            note_seen(connection, newest)

    def of(self, items: Collection[int]) -> dict[int, StoryItem]:
        """The stories of these items; those without one are left out."""
        found: dict[int, StoryItem] = {}
        numbers = sorted(items)
        columns = [story_item.c[name] for name in ("item", "story", "at", "how", "score", "facts")]
        with self._database.read() as connection:
            for part in portions(numbers):
                for row in connection.execute(select(*columns).where(story_item.c.item.in_(part))):
                    found[row.item] = StoryItem(
                        row.item, row.story, row.at, row.how, row.score, row.facts or {}
                    )
        return found

    def members(self, number: int) -> list[tuple[Item, StoryItem]]:
        """The items of a story, the first told first."""
        statement = (
            select(item, story_item.c.at, story_item.c.how, story_item.c.score, story_item.c.facts)
            .join(story_item, story_item.c.item == item.c.id)
            .where(story_item.c.story == number)
            .order_by(story_item.c.at, item.c.source, item.c.id)
        )
        with self._database.read() as connection:
            return [
                (to_item(row), StoryItem(row.id, number, row.at, row.how, row.score, row.facts or {}))
                for row in connection.execute(statement)
            ]

    def titles(self, items: Collection[int]) -> dict[int, str]:
        """The titles of these items."""
        numbers = sorted(items)
        found: dict[int, str] = {}
        with self._database.read() as connection:
            for part in portions(numbers):
                wanted = select(item.c.id, item.c.title).where(item.c.id.in_(part))
                found.update((row.id, row.title) for row in connection.execute(wanted))
        return found

    def several(self, since: datetime) -> list[StoryRow]:
        """The stories of two items or more that were told since a time, the newest first."""
        newest = func.max(story_item.c.item)
        grouped = (
            select(story_item.c.story, func.count().label("items"), func.count(item.c.source.distinct()).label("sources"), newest.label("newest"))
            .join(item, item.c.id == story_item.c.item)
            .join(story, story.c.id == story_item.c.story)
            .where(story.c.latest >= since)
            .group_by(story_item.c.story)
            .having(func.count() > 1)
            .subquery()
        )  # fmt: skip
        statement = (
            select(
                story.c.id, story.c.began, story.c.latest, grouped.c["items"], grouped.c.sources, item.c.title
            )
            .join(grouped, grouped.c.story == story.c.id)
            .join(item, item.c.id == grouped.c.newest)
            .order_by(story.c.latest.desc(), story.c.id.desc())
        )
        with self._database.read() as connection:
            return [StoryRow(*row) for row in connection.execute(statement)]

    def decisions(self, items: Collection[int]) -> list[StoryDecision]:
        """What was decided by hand of these items, the oldest first."""
        columns = [story_decision.c[name] for name in StoryDecision.__slots__]
        wanted = (
            select(*columns).where(story_decision.c.item.in_(sorted(items))).order_by(story_decision.c.id)
        )
        with self._database.read() as connection:
            return [StoryDecision(*row) for row in connection.execute(wanted)]

    def split(self, number: int, now: datetime, *, who: str, note: str) -> int:
        """Give an item a story of its own. Returns that story, 0 where the item has none to leave."""
        with self._database.write() as connection:
            in_turn(connection, "stories")
            at, before = _place(connection, number)
            if not before:
                return 0
            _move(connection, number, _begin(connection, at), before, "split", now, who, note)
            return _place(connection, number)[1]

    def join(self, first: int, others: Sequence[int], now: datetime, *, who: str, note: str) -> int:
        """Put items into the story of the first. Returns that story, 0 where one of them has none."""
        with self._database.write() as connection:
            in_turn(connection, "stories")
            target = _place(connection, first)[1]
            befores = [_place(connection, other)[1] for other in others]
            if not target or not all(befores):
                return 0
            for other, before in zip(others, befores, strict=True):
                _move(connection, other, target, before, "join", now, who, note, beside=first)
            return target


def _standing(connection: Connection, members: Sequence[Membership]) -> dict[int, int]:
    """Each of the stories that these join, and where what it told is now: somebody may have joined it to another."""
    beside = {member.story: int(member.facts.get("beside", 0)) for member in members if member.story}
    numbers = sorted(beside)
    found: dict[int, int] = {}
    for part in portions(numbers):
        wanted = select(story.c.id).where(story.c.id.in_(part))
        found.update((number, number) for number in connection.execute(wanted).scalars())
    return found | {n: _place(connection, beside[n])[1] for n in numbers if n not in found}


def _begin(connection: Connection, at: datetime) -> int:
    new = insert(story).values(began=at, latest=at).returning(story.c.id)
    return int(connection.execute(new).scalar_one())


def _place(connection: Connection, number: int) -> tuple[datetime, int]:
    row = connection.execute(
        select(story_item.c.at, story_item.c.story).where(story_item.c.item == number)
    ).first()
    return (row.at, row.story) if row is not None else (_NEVER, 0)


def _move(
    connection: Connection,
    number: int,
    target: int,
    before: int,
    kind: str,
    now: datetime,
    who: str,
    note: str,
    *,
    beside: int = 0,
) -> None:
    facts = {"who": who, "note": note} | ({"beside": beside} if beside else {})
    values = {"story": target, "how": How.HAND.value, "score": 1.0, "facts": facts, "joined": now}
    connection.execute(update(story_item).where(story_item.c.item == number).values(values))
    decided = {
        "item": number,
        "kind": kind,
        "story": target,
        "before": before,
        "at": now,
        "who": who,
        "note": note,
    }
    connection.execute(insert(story_decision).values(decided))
    _refresh(connection, {target, before})


def _refresh(connection: Connection, stories: Collection[int]) -> None:
    """Bring the times of stories up to date; one that nothing is left of goes."""
    numbers = sorted(stories)
    for part in portions(numbers):
        of_story = story_item.c.story == story.c.id
        first = select(func.min(story_item.c.at)).where(of_story).scalar_subquery()
        last = select(func.max(story_item.c.at)).where(of_story).scalar_subquery()
        connection.execute(delete(story).where(story.c.id.in_(part), ~exists().where(of_story)))
        connection.execute(update(story).where(story.c.id.in_(part)).values(began=first, latest=last))
