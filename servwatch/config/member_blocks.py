"""The text of a members file as blocks, one a member, with the lines above each: so that an edit of
one leaves every other line as it was, comments and blank lines too.

`tomlkit` edits within a block; between blocks it would give a comment to the member before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from servwatch.config.syntax.headers import read_header
from servwatch.config.syntax.statements import statements

_BOM = "\ufeff"


@dataclass(slots=True)
class Block:
    """One `[[member]]` with its keys, and the lines between it and the block before."""

    above: list[str]
    lines: list[str]

    @property
    def email(self) -> str:
        """The address, as it is compared."""
        import tomlkit  # only commands that edit members need it

        document: Any = tomlkit.parse("\n".join([*self.lines, ""]))
        return str(document["member"][0].get("email", "")).strip().casefold()

    def edit(self, change: Callable[[Any], None]) -> bool:
        """Change the table of the member; returns whether that made a difference."""
        import tomlkit  # only commands that edit members need it

        document: Any = tomlkit.parse("\n".join([*self.lines, ""]))
        change(document["member"][0])
        before, self.lines = self.lines, tomlkit.dumps(document).rstrip("\n").split("\n")
        return self.lines != before


@dataclass(slots=True)
class MemberBlocks:
    """A whole file that reads well. `tail` is what stands below the last block."""

    blocks: list[Block] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    line_end: str = "\n"
    mark: str = ""

    @classmethod
    def read(cls, text: str) -> MemberBlocks:
        """Split a text. Line ends and the byte order mark are remembered."""
        file = cls(line_end="\r\n" if "\r\n" in text else "\n", mark=_BOM if text.startswith(_BOM) else "")
        lines = text.removeprefix(_BOM).replace("\r\n", "\n").split("\n")
        begin = 0
        for statement in statements(lines):
            if read_header(lines[statement.first]) is not None:
                file.blocks.append(Block(lines[begin : statement.first], []))
                begin = statement.first
            if file.blocks:
                file.blocks[-1].lines += lines[begin : statement.last + 1]
                begin = statement.last + 1
        file.tail = lines[begin:]
        return file

    def write(self) -> str:
        """The text again."""
        lines = [line for block in self.blocks for line in (*block.above, *block.lines)]
        return self.mark + self.line_end.join([*lines, *self.tail])

    def add(self, change: Callable[[Any], None]) -> None:
        """Put a new member below the last, or below all comments where there is none yet."""
        above = [""] if self.blocks else _without_last_blanks(self.tail)
        if not self.blocks:
            above, self.tail = ([*above, ""] if above else []), [""]
        block = Block(above, ["[[member]]"])
        block.edit(change)
        self.blocks.append(block)

    def remove(self, number: int) -> None:
        """Take a member out, with the comment that stands directly above: it speaks of that member.

        The comment at the top of the file speaks of the file, and stays.
        """
        above = self.blocks.pop(number).above
        own = len(above)
        while own and above[own - 1].lstrip().startswith("#"):
            own -= 1
        kept = above if number == 0 and own == 0 else above[:own]
        if number < len(self.blocks):
            self.blocks[number].above = _joined(kept, self.blocks[number].above, top=number == 0)
        else:
            self.tail = _joined(kept, self.tail, top=number == 0)


def _joined(above: list[str], below: list[str], *, top: bool) -> list[str]:
    """The lines around a gap, with the blank lines of one side only; none at the top of the file."""
    while above and not above[-1].strip() and not (below and below[0].strip()):
        above = above[:-1]
    while top and not above and len(below) > 1 and not below[0].strip():
        below = below[1:]
    return above + below


def _without_last_blanks(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
