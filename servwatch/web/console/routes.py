"""The pages of the console as a table: where each is, what it is called, and who may open it.

The table is all there is: a page that does not stand in it cannot be reached, and a test opens each row in each role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from servwatch.model.account import Role

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit

Answer = Callable[["Visit"], Response]
"""What a page does: reads the visit, and acts for a POST. Runs in a thread; may raise ServwatchError."""


@dataclass(frozen=True, slots=True)
class Page:
    """One row. `path` is Starlette's, as in "/items/{number:int}"."""

    path: str
    name: str  # unique: "sources.disable"; what a POST did is written down under it
    answer: Answer
    method: str = "GET"  # "GET" answers HEAD too; whatever changes something is a POST
    role: Role | None = Role.READER  # the least role; None: anybody, also who is not signed in
    by_key: Role | None = (
        None  # the least role where `role` is None and the page asks for a session or an account's key
    )
    kept: bool = True  # whether a POST that succeeds is written down as a deed
    most_bytes: int = 200_000  # of a body
    parts: bool = False  # whether its answer is a part of a page, fetched by our script
