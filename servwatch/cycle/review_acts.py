"""From what an editor wants to the acts and judgements that are kept. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.digest import editor_texts
from servwatch.digest.draft_sheet import Sheet, SheetEntry
from servwatch.digest.shaping import moved
from servwatch.errors import NotFound, UsageError
from servwatch.model import Act, ActKind, Item, Judgement, Ruling, named, numbers

_LARGEST = 2**63 - 1
"""No database has a larger number."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who acts."""

    name: str
    initials: str = ""

    @classmethod
    def called(cls, name: str, initials: str = "") -> Editor:
        """An editor of that name, whose initials are made of it where none are given. Raises UsageError."""
        plain = editor_texts.one_line("name", name)
        return cls(plain, editor_texts.one_line("initials", initials) or editor_texts.initials_of(plain))

    def act(self, kind: ActKind, at: datetime, item: int | None = None, **fields: Any) -> Act:
        """Something done by this editor."""
        return Act(kind, self.name, at, item, **fields)


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that an editor wants; the fields mean what they mean for the functions of `Doing`."""

    kind: ActKind
    item: int = 0
    text: str = ""
    undo: bool = False
    arranged: tuple[int, ...] = ()  # of MOVE: the whole order


class Doing:
    """Makes the acts of one editor on one draft, each on top of those before."""

    def __init__(
        self,
        archive: Archive,
        digest: str,
        editor: Editor,
        sheet: Sheet,
        before: Sequence[Act],
        now: datetime,
    ) -> None:
        self._archive, self._digest, self._editor = archive, digest, editor
        self._sheet, self._before, self._now = sheet, before, now
        self.acts: list[Act] = []
        self.judgements: list[Judgement] = []
        self.wanted: list[int] = []  # items that are to be told

    def all(self, intents: Sequence[Intent]) -> None:
        """Several things."""
        for one in intents:
            if one.kind is ActKind.DROP:
                self.undrop(one.item) if one.undo else self.drop(one.item)
            elif one.kind is ActKind.PIN:
                self.pin(one.item)
            elif one.kind is ActKind.MOVE:
                self._arrange(one.item, one.arranged)
            elif one.kind is ActKind.INTRODUCTION:
                self.introduction(one.text)
            else:
                self.text(one.kind, one.item, one.text)

    def drop(self, item: int, reason: str = "") -> None:
        """Take an item out; with the leading item of an entry its whole story goes."""
        self._undecided(item)
        entry = self._sheet.entry(item)
        together = (item, *entry.with_) if entry is not None and entry.item == item else (item,)
        old = str(entry.place) if entry is not None else ""
        self._add(ActKind.DROP, item, old, named(together), reason=reason)
        self._judge(Ruling.DROPPED, together, reason)

    def undrop(self, item: int) -> None:
        """Take back that an item is out."""
        last = next((a for a in reversed(self._before) if a.kind is ActKind.DROP and a.item == item), None)
        together = numbers(last.new) if last is not None else ()
        if not together and any(line.item == item for line in self._sheet.dropped):
            together = (item,)  # dropped before there was a draft
        if not together:
            raise UsageError("{item} is not dropped", item=item)
        self._add(ActKind.DROP, item, named(together), "")
        self._judge(Ruling.WITHDRAWN, together)

    def pin(self, item: int, reason: str = "") -> None:
        """Put an item in."""
        self._undecided(item)
        self._add(ActKind.PIN, item, "", "pinned", reason=reason)
        self._judge(Ruling.KEPT, (item,), reason)
        self.wanted.append(item)

    def unpin(self, item: int) -> None:
        """Take back that an item is put in."""
        said = self._archive.judgements.in_digest(self._digest, since=item)
        last = next((one for one in reversed(said) if one.item == item), None)
        if last is None or last.ruling is not Ruling.KEPT:
            raise UsageError("{item} is not pinned", item=item)
        self._add(ActKind.PIN, item, "pinned", "")
        self._judge(Ruling.WITHDRAWN, (item,))

    def place(self, item: int, place: int) -> None:
        """Give an entry a place; one that was cut is put in with it."""
        if place < 1:
            raise UsageError("places count from 1", remedy="Give the place as a number, such as 1.")
        entry = self._sheet.entry(item)
        if entry is None:
            if not any(line.item == item for line in self._sheet.cut):
                raise self._no_entry(item)
            self.pin(item)
        lead = entry.item if entry is not None else item
        self._arrange(lead, moved(self._sheet.leads, lead, place))

    def unplace(self, item: int) -> None:
        """Give an entry back the place that its rank gives it."""
        entry = self._entry(item)
        if not entry.placed:
            raise UsageError("no editor gave {item} its place", item=item)
        others = tuple(lead for lead in self._sheet.leads if lead != entry.item)
        self._add(ActKind.MOVE, entry.item, str(entry.place), "", arranged=others)

    def _arrange(self, lead: int, arranged: tuple[int, ...]) -> None:
        entry = self._sheet.entry(lead)
        old = str(entry.place) if entry is not None else ""
        self._add(ActKind.MOVE, lead, old, str(arranged.index(lead) + 1), arranged=arranged)

    def text(self, kind: ActKind, item: int, text: str) -> None:
        """Give an entry, or one that was cut, a headline or a note; "" takes it away."""
        entry = self._sheet.entry(item)
        pulled = item in self.wanted or any(line.item == item for line in self._sheet.cut)
        if entry is None and not pulled:
            raise self._no_entry(item)
        lead = entry.item if entry is not None else item
        old = self.said(kind, item)
        if not text and not old:
            raise UsageError("{item} has no {what} that could be taken away", item=item, what=kind.value)
        initials = self._editor.initials if kind is ActKind.NOTE else ""
        self._add(kind, lead, old, text, initials=initials)

    def said(self, kind: ActKind, item: int) -> str:
        """The headline or the note that an entry has from an editor."""
        entry = self._sheet.entry(item)
        return "" if entry is None else entry.headline if kind is ActKind.HEADLINE else entry.note

    def introduction(self, text: str) -> None:
        """Put a text before all entries; "" takes it away."""
        old = self._sheet.introduction
        if not text and not old:
            raise UsageError("there is no introduction that could be taken away")
        self._add(ActKind.INTRODUCTION, None, old, text)

    def _entry(self, item: int) -> SheetEntry:
        entry = self._sheet.entry(item)
        if entry is None:
            raise self._no_entry(item)
        return entry

    def _no_entry(self, item: int) -> UsageError:
        return UsageError(
            "{item} is no entry of this draft",
            item=item,
            remedy=f"`servwatch digest draft {self._digest}` lists its entries; `servwatch digest pin {self._digest} {item}` puts one in.",
        )

    def _undecided(self, item: int) -> None:
        """Raises NotFound for an item that is not there, UsageError for one that an edition decided on."""
        known_item(self._archive, item)
        decided = next((x for x in self._archive.editions.decisions(item) if x.digest == self._digest), None)
        if decided is not None:
            number = decided.edition.number
            raise UsageError(
                "too late for {item}: {edition} of {digest} has decided on it",
                item=item,
                edition=f"no. {number}" if number else "an edition that was not sent",
                digest=self._digest,
                remedy="`servwatch why {item}` tells what became of it.",
            )

    def _add(self, kind: ActKind, item: int | None, old: str, new: str, **fields: Any) -> None:
        self.acts.append(self._editor.act(kind, self._now, item, old=old, new=new, **fields))

    def _judge(self, ruling: Ruling, items: Sequence[int], note: str = "") -> None:
        by, digest = self._editor.name, self._digest
        self.judgements += [Judgement(one, ruling, by, self._now, digest=digest, note=note) for one in items]


def known_item(archive: Archive, number: int) -> Item:
    """The item of that number. Raises NotFound."""
    found = archive.items.get(number) if 0 < number <= _LARGEST else None
    if found is None:
        raise NotFound(
            "the archive holds no item with the number {number}",
            number=number,
            remedy="`servwatch items` lists them with their numbers.",
        )
    return found[0]
