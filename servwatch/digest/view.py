"""An edition put into words, as templates show it: nothing but texts, in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it is read. `label` stands before a headline in another language, which is quoted."""

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


@dataclass(frozen=True, slots=True)
class Group:
    """A block of entries under one heading."""

    title: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """All that a template may show."""

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
