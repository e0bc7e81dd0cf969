"""A draft as a form of plain text, and a form that was filled in as what the editor wants. Pure.

Lines that begin with ``#`` are for the reader only. Everything else is read strictly: what is not understood, stands
twice or is missing is an error that names its line, so that nothing is lost by a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from servwatch.cycle.review_acts import Intent
from servwatch.digest import editor_texts
from servwatch.digest.draft_panel import states_of, will_happen
from servwatch.digest.draft_sheet import Sheet, SheetEntry, SheetLine
from servwatch.digest.shaping import displaced
from servwatch.errors import UsageError
from servwatch.locale import Words
from servwatch.model import ActKind, Digest

SECTIONS = ("introduction", "entries", "cut", "dropped")
_SECTION = re.compile(r"==\s*(\w+)\s*==")
_ITEM = re.compile(r"\[\s*(\d{1,18})\s*\]\s*(.*)")
_FIELD = re.compile(r"(headline|note)\s*:\s*(.*)")
_DRAFT = re.compile(r"draft\s*:\s*(\d{1,18})\s+after\s+(\d{1,18})")
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class FormEntry:
    """An item in a form, with the line on which it stands."""

    item: int
    line: int
    headline: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was read."""

    draft: int
    seen: int  # the last act that its editor knew of
    introduction: str = ""
    entries: tuple[FormEntry, ...] = ()
    cut: tuple[FormEntry, ...] = ()
    dropped: tuple[FormEntry, ...] = ()


def form_of(sheet: Sheet, digest: Digest, words: Words) -> str:
    """The form of a draft, in the language of the house."""
    return "\n".join(_form(sheet, digest, words)) + "\n"


def _form(sheet: Sheet, digest: Digest, words: Words) -> Iterator[str]:
    moment = words.moment(sheet.scheduled)
    yield f"# {words._('Draft for {moment}: {title}', moment=moment, title=digest.titled(words.language))}"
    for sentence in (
        will_happen(sheet, words),
        words._("The order of the entries is the order in the mail: move their blocks."),
        words._("To take one out, move it below “dropped”; to put one in, move it up to the entries."),
        words._("Write behind “headline:” and “note:”, each on one line. Lines with # are not read."),
        words._("To change nothing, leave without saving."),
    ):
        yield f"# {sentence}"
    yield f"draft: {sheet.draft} after {sheet.seen}"
    yield from ("", "== introduction ==", *map(_no_mark, sheet.introduction.splitlines()))
    yield from ("", "== entries ==")
    for entry in sheet.entries:
        yield from _block(entry, words)
    for name, lines in (("cut", sheet.cut), ("dropped", sheet.dropped)):
        yield from ("", f"== {name} ==", *map(_named, lines))


def _no_mark(line: str) -> str:
    """A line of an editor's text, so that it is not taken for one of the form."""
    return f" {line}" if line.startswith("#") or _SECTION.fullmatch(line) else line


def _block(entry: SheetEntry, words: Words) -> Iterator[str]:
    yield ""
    yield f"[{entry.item}] {_title(entry)}"
    language = words.named(entry.language)
    yield f"# {'; '.join(filter(None, (entry.body, language, *states_of(entry, words))))}"
    yield f"headline: {entry.headline}".rstrip()
    yield f"note: {entry.note}".rstrip()


def _named(line: SheetLine) -> str:
    return f"[{line.item}] {_title(line)}"


def _title(one: SheetEntry | SheetLine) -> str:
    return " ".join(one.title.split())


def read_form(text: str, sheet: Sheet, place: str = "form") -> Form:
    """Read a form back. Raises UsageError with `place` and line."""
    return _Reader(sheet, place).read(text)


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    place: str
    section: str = ""
    form: Form = field(default_factory=lambda: Form(0, -1))
    introduction: list[str] = field(default_factory=list)
    listed: dict[str, list[FormEntry]] = field(default_factory=lambda: {name: [] for name in SECTIONS[1:]})
    begun: dict[str, int] = field(default_factory=dict)  # on which line a section begins
    where: dict[int, int] = field(default_factory=dict)  # on which line an item stands
    given: set[tuple[int, str]] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)

    def read(self, text: str) -> Form:
        lines = text.lstrip("\ufeff").split("\n")
        if len(lines) > _MOST_LINES:
            raise self.fault(_MOST_LINES, "the form has too many lines")
        known: list[SheetEntry | SheetLine] = [*self.sheet.entries, *self.sheet.cut, *self.sheet.dropped]
        self.titles = {one.item: _title(one) for one in known}
        for number, line in enumerate(lines, 1):
            self.line(number, line.rstrip())
        self.whole(len(lines))
        return replace(
            self.form,
            introduction="\n".join(self.introduction).strip(),
            entries=tuple(self.listed["entries"]),
            cut=tuple(self.listed["cut"]),
            dropped=tuple(self.listed["dropped"]),
        )

    def line(self, number: int, line: str) -> None:
        if line.startswith("#"):
            return
        section, draft = _SECTION.fullmatch(line), _DRAFT.fullmatch(line)
        if section is not None:
            self.begin(number, section[1])
        elif self.section == "introduction":
            self.introduction.append(line)
        elif not line.strip():
            return
        elif draft is not None and not self.section and self.form.seen < 0:
            self.form = replace(self.form, draft=int(draft[1]), seen=int(draft[2]))
        elif not self.section:
            raise self.fault(number, "nothing is expected here but the line that names the draft")
        else:
            self.inside(number, line)

    def begin(self, number: int, name: str) -> None:
        names = (*SECTIONS, "")
        if name not in SECTIONS:
            raise self.fault(number, f"there is no section {name!r}; they are {', '.join(SECTIONS)}")
        if SECTIONS.index(name) != (SECTIONS.index(self.section) + 1 if self.section else 0):
            raise self.fault(
                number, f"the section {name!r} does not stand here; they come as {', '.join(names[:-1])}"
            )
        self.section = name
        self.begun[name] = number

    def inside(self, number: int, line: str) -> None:
        item, field_ = _ITEM.fullmatch(line), _FIELD.fullmatch(line)
        if item is not None:
            self.item(number, int(item[1]), " ".join(item[2].split()))
        elif field_ is not None:
            self.field(number, field_[1], field_[2].strip())
        else:
            raise self.fault(
                number,
                "this is not understood: an item begins with its number in [brackets], and a text with headline: or note:",
            )

    def item(self, number: int, item: int, title: str) -> None:
        if item in self.where:
            raise self.fault(number, f"{item} stands on line {self.where[item]} already")
        if item not in self.titles:
            remedy = f"`servwatch digest pin {self.sheet.digest} {item}` puts one in, then edit again."
            raise self.fault(number, f"{item} is not in this draft", remedy)
        if title != self.titles[item]:
            remedy = "Leave it as it was, and write a headline of your own behind headline:."
            raise self.fault(
                number, f"the title of {item} was changed, which changes nothing for readers", remedy
            )
        self.where[item] = number
        self.listed[self.section].append(FormEntry(item, number))

    def field(self, number: int, name: str, text: str) -> None:
        found = self.listed[self.section]
        if not found:
            raise self.fault(number, f"{name}: belongs below an item")
        item = found[-1].item
        if (item, name) in self.given:
            raise self.fault(number, f"{name}: of {item} stands twice")
        self.given.add((item, name))
        try:
            written = (editor_texts.headline if name == "headline" else editor_texts.note)(text)
        except UsageError as error:
            raise self.fault(number, error.sentence()) from error
        before = found[-1]
        headline = name == "headline"
        found[-1] = replace(before, headline=written.text) if headline else replace(before, note=written.text)

    def whole(self, last: int) -> None:
        """That nothing is missing."""
        if self.form.seen < 0:
            raise self.fault(
                1,
                f"the line that names the draft is missing: draft: {self.sheet.draft} after {self.sheet.seen}",
            )
        if self.section != SECTIONS[-1]:
            missing = SECTIONS[SECTIONS.index(self.section) + 1 if self.section else 0]
            raise self.fault(last, f"the section {missing!r} is missing")
        lost = next((item for item in self.titles if item not in self.where), None)
        if lost is not None:
            remedy = f"Put it back; to take it out, put it below == dropped ==: [{lost}] {self.titles[lost]}"
            raise self.fault(last, f"{lost} stands nowhere in the form", remedy)
        if len("\n".join(self.introduction)) and (fault := _introduced(self.introduction)):
            raise self.fault(self.begun["introduction"], fault)

    def fault(self, line: int, text: str, remedy: str = "") -> UsageError:
        escaped = text.replace("{", "{{").replace("}", "}}")
        return UsageError(
            escaped, place=f"{self.place}:{line}", remedy=remedy.replace("{", "{{").replace("}", "}}")
        )


def _introduced(lines: Sequence[str]) -> str:
    try:
        editor_texts.introduction("\n".join(lines))
    except UsageError as error:
        return error.sentence()
    return ""


def intents_of(form: Form, sheet: Sheet, place: str = "form") -> tuple[Intent, ...]:
    """What is to be done so that the draft is as the form says. Raises UsageError for what cannot be done."""
    return tuple(_intents(form, sheet, place))


def _intents(form: Form, sheet: Sheet, place: str) -> Iterator[Intent]:
    entries, cut = set(sheet.leads), {line.item for line in sheet.cut}
    dropped = {line.item for line in sheet.dropped}
    wanted = tuple(one.item for one in form.entries)
    for one in form.dropped:
        if one.item not in dropped:
            yield Intent(ActKind.DROP, one.item)
    for one in (*form.entries, *form.cut):
        if one.item in dropped:
            yield Intent(ActKind.DROP, one.item, undo=True)
    for one in form.cut:
        if one.item in entries:
            raise UsageError(
                "{item} is an entry, and what is cut is decided by rank and limit",
                item=one.item,
                place=f"{place}:{one.line}",
                remedy="To take it out, put it below == dropped ==.",
            )
    for item in wanted:
        if item in cut or item in dropped:
            yield Intent(ActKind.PIN, item)
    for item in displaced(tuple(lead for lead in sheet.leads if lead in wanted), wanted):
        yield Intent(ActKind.MOVE, item, arranged=wanted)
    yield from _texts(form, sheet)


def _texts(form: Form, sheet: Sheet) -> Iterator[Intent]:
    for one in form.entries:
        entry = sheet.entry(one.item)
        headline, note = (entry.headline, entry.note) if entry is not None else ("", "")
        if one.headline != headline:
            yield Intent(ActKind.HEADLINE, one.item, one.headline)
        if one.note != note:
            yield Intent(ActKind.NOTE, one.item, one.note)
    introduction = editor_texts.introduction(form.introduction).text
    if introduction != sheet.introduction:
        yield Intent(ActKind.INTRODUCTION, text=introduction)
