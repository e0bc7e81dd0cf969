"""An edition put into words, as templates show it: nothing but texts, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `language` is "" where it is the reader's own."""

    text: str
    url: str = ""
    language: str = ""
    lead: str = ""  # said before it in the reader's own language, such as whose position it is


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it is read. `label` stands before a headline in another language, which is quoted.

    In the order in which they stand: late, label and headline, due, stage, meta, summary, sides, note, follows, also,
    reason, languages, references, earlier. What is "" or empty is not shown.
    """

    place: int
    headline: str
    headline_language: str  # "" where it is the reader's own
    label: str
    url: str
    meta: str
    summary: str
    summary_language: str
    reason: str
    also: str  # the other bodies of the story
    due: str = ""  # until when one can act
    earlier: str = ""  # what the council said on the matter before
    earlier_url: str = ""
    late: str = ""  # that it came after the draft
    stage: str = ""  # old > new
    note: str = ""  # what an editor says of it, with initials
    sides: tuple[Link, ...] = ()  # what employers and workers say, or that none was seen
    follows: str = ""  # of which edition it is a follow-up
    languages: tuple[Link, ...] = ()
    references: tuple[Link, ...] = ()
    note_language: str = ""  # as `headline_language`
    dossier: str = ""  # stands above the first of the entries of one dossier; "" for the others


@dataclass(frozen=True, slots=True)
class Group:
    """A block of entries under one heading."""

    title: str
    entries: tuple[EntryView, ...]
    lines: tuple[Line, ...] = ()  # over the limit of the group, in a line each
    sentence: str = ""  # where there are no entries


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: what leads it (such as a day), the words with their address, and what is said beside."""

    text: str
    url: str = ""
    language: str = ""
    lead: str = ""  # in bold
    meta: str = ""
    details: tuple[Link, ...] = ()  # below it, a line each


@dataclass(frozen=True, slots=True)
class Block:
    """A block that tells no entries: sentences, then lines."""

    id: str  # as in `sections`
    title: str
    sentences: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    more: str = ""  # a last sentence, such as how many are not shown


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by row: the overview of the full layout."""

    title: str
    columns: tuple[str, ...]  # the first is that of the rows' names
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """All that a template may show.

    What is told in no group stands in the blocks. Templates written before there were blocks show `themes`,
    `cut`, `unread` and `rejected`, with what belongs to these; they are empty now.
    """

    language: str
    layout: str
    title: str
    subject: str
    preheader: str
    numbered: str
    counts: str
    groups: tuple[Group, ...]
    themes: tuple[tuple[str, int], ...]  # the table of the full layout
    empty: tuple[str, ...]  # sentences, where there is nothing to tell
    cut_title: str
    cut: tuple[EntryView, ...]
    cut_more: str
    unread_title: str
    unread: tuple[str, ...]
    rejected: str
    foot: tuple[str, ...]
    introduction: str = ""  # an editor's
    overview: Table | None = None
    before: tuple[Block, ...] = ()  # blocks before the groups, in their order
    after: tuple[Block, ...] = ()
    attached: str = ""  # a sentence, where a part is in an attachment
    introduction_language: str = ""  # "" where it is the reader's own
    deadlines: int = 0  # how many the subject tells
