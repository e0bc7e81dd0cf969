"""Fit a digest into a mail that no reader clips: what is over goes into an attachment, and the mail says so.

Gmail cuts a page off at some 102 KB; a mail here has at most 90,000 bytes of HTML. What leaves is decided by one
fixed order: first what was cut or not chosen, then the entries of the last group from its end, then those
of the group before; short blocks stay as long as any entry does. So the first blocks stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from servwatch.digest.view import Block, DigestView, Group, Line
from servwatch.locale import Words

MOST_BYTES = 90_000
"""Of the HTML of a mail, in UTF-8."""
_NOT_CHOSEN = "not-chosen"
_MOST_GROUPS = 40
"""Headings of groups that are kept although all their entries are in the attachment."""

_Shelf = tuple[str, int]
"""A row of things that can leave: its name, and of which group or block it is."""
Sizes = dict[_Shelf, int]


def fitted(
    view: DigestView, page: Callable[[DigestView], str], words: Words, *, most: int = MOST_BYTES
) -> tuple[DigestView, DigestView | None]:
    """The view whose page has at most `most` bytes, and what left it; None where nothing had to. Pure."""
    if _size(page(view)) <= most:
        return view, None
    shelves = list(_shelves(view))
    total = sum(len(_on(view, shelf)) for shelf in shelves)
    least, enough = 0, total
    while enough - least > 1:
        middle = (least + enough) // 2
        if _size(page(_kept(view, _left(view, shelves, middle), words))) <= most:
            enough = middle
        else:
            least = middle
    left = _left(view, shelves, enough)
    return _kept(view, left, words), _gone(view, left, words)


def _size(html: str) -> int:
    return len(html.encode("utf-8"))


def _shelves(view: DigestView) -> Iterator[_Shelf]:
    """What can leave, in the order in which it does."""
    after = list(reversed(range(len(view.after))))
    yield ("cut", 0)
    yield from (("after", n) for n in after if view.after[n].id == _NOT_CHOSEN)
    for n in reversed(range(len(view.groups))):
        yield from (("lines", n), ("entries", n))
    yield from (("after", n) for n in after if view.after[n].id != _NOT_CHOSEN)
    yield ("unread", 0)
    yield from (("before", n) for n in reversed(range(len(view.before))))


def _on(view: DigestView, shelf: _Shelf) -> Sequence[Any]:
    name, n = shelf
    if name in ("cut", "unread"):
        return view.cut if name == "cut" else view.unread
    if name in ("lines", "entries"):
        return view.groups[n].lines if name == "lines" else view.groups[n].entries
    return view.after[n].lines if name == "after" else view.before[n].lines


def _left(view: DigestView, shelves: Sequence[_Shelf], leaving: int) -> Sizes:
    """How many leave each shelf, where so many leave in all."""
    left: Sizes = {}
    for shelf in shelves:
        left[shelf] = min(leaving, len(_on(view, shelf)))
        leaving -= left[shelf]
    return left


def _kept(view: DigestView, left: Sizes, words: Words) -> DigestView:
    """What stays in the mail, with a word in each place that something left."""
    groups = [
        _group(group, left["lines", n], left["entries", n], words) for n, group in enumerate(view.groups)
    ]
    if len(groups) > _MOST_GROUPS:
        groups = [group for group in groups if group.entries]
    unread = view.unread[: len(view.unread) - left["unread", 0]]
    cut = left["cut", 0]
    return replace(
        view,
        attached=_joined(view.attached, _announced(sum(left.values()), words)),
        groups=tuple(groups),
        before=tuple(_block(b, left["before", n], words) for n, b in enumerate(view.before)),
        after=tuple(_block(b, left["after", n], words) for n, b in enumerate(view.after)),
        cut=view.cut[: len(view.cut) - cut],
        cut_more=_joined(view.cut_more, _more(cut, words)),
        unread=unread
        if len(unread) == len(view.unread)
        else (*unread, _more(left["unread", 0], words).rstrip(".")),
    )


def _group(group: Group, lines: int, entries: int, words: Words) -> Group:
    if not lines and not entries:
        return group
    kept = group.entries[: len(group.entries) - entries]
    said = _more(lines + entries, words)
    rest = group.lines[: len(group.lines) - lines]
    if kept or rest:
        return replace(group, entries=kept, lines=(*rest, Line(said)))
    return replace(group, entries=(), lines=(), sentence=_joined(group.sentence, said))


def _block(block: Block, lines: int, words: Words) -> Block:
    if not lines:
        return block
    kept = block.lines[: len(block.lines) - lines]
    return replace(block, lines=kept, more=_joined(block.more, _more(lines, words)))


def _gone(view: DigestView, left: Sizes, words: Words) -> DigestView:
    """What the attachment holds: only what left, under its own headings."""
    groups = (
        replace(
            group,
            entries=_last(group.entries, left["entries", n]),
            lines=_last(group.lines, left["lines", n]),
            sentence="",
        )
        for n, group in enumerate(view.groups)
    )
    return replace(
        view,
        preheader="",
        counts=words._("The rest of this edition, for which the mail had no room."),
        groups=tuple(group for group in groups if group.entries or group.lines),
        themes=(),
        empty=(),
        cut=_last(view.cut, left["cut", 0]),
        cut_more="",
        unread=_last(view.unread, left["unread", 0]),
        rejected="",
        introduction="",
        overview=None,
        before=_rest(view.before, "before", left),
        after=_rest(view.after, "after", left),
        attached="",
    )


def _rest(blocks: Sequence[Block], shelf: str, left: Sizes) -> tuple[Block, ...]:
    rest = (
        replace(block, sentences=(), lines=_last(block.lines, left[shelf, n]), more="")
        for n, block in enumerate(blocks)
    )
    return tuple(block for block in rest if block.lines)


def _last(shelf: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    return shelf[len(shelf) - count :]


def _announced(count: int, words: Words) -> str:
    return words.n_(
        "{n} item is in the attachment: the mail would be too long.",
        "{n} items are in the attachment: the mail would be too long.",
        count,
    )


def _more(count: int, words: Words) -> str:
    return (
        words.n_("{n} more is in the attachment.", "{n} more are in the attachment.", count) if count else ""
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
