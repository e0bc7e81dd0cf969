"""A story: the items that tell it, why each belongs, and what people decided of it."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.cycle.told_stories import reasons_of
from servwatch.errors import NotFound, UsageError
from servwatch.model.account import Role
from servwatch.web.console.archive.naming import Naming, spoken
from servwatch.web.console.archive.numbers import LARGEST, number_in_path, numbers_in
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

MOST = 200
"""Items of one story that a page shows, the newest."""


def show(visit: Visit) -> Response:
    """Show a story."""
    number = number_in_path(visit)
    members = visit.archive.stories.members(number)
    if not members:
        raise NotFound("There is no story {number}.", remedy="Its items may have been joined to another.", number=number)  # fmt: skip
    shown = [item for item, _ in members][-MOST:]
    return visit.page(
        "story.html.j2",
        number=number,
        count=len(members),
        members=[(item, spoken(item, None, visit.words)) for item in shown],
        reasons=reasons_of(visit.archive, shown, visit.words),
        decisions=visit.archive.stories.decisions([item.id for item in shown]),
        naming=Naming(visit.settings, visit.words),
    )


def split(visit: Visit) -> Response:
    """Give an item a story of its own."""
    item = visit.form.number("item") or 0
    note = visit.form.line("note", 500)
    story = visit.archive.stories.split(item, visit.now, who=visit.by, note=note)
    if not story:
        raise _without(item)
    visit.about, visit.detail = f"{item}", note
    return visit.go(f"/stories/{story}", visit.words._("The item has a story for itself, and keeps it."))


def join(visit: Visit) -> Response:
    """Put items into this story, for good."""
    number = number_in_path(visit)
    members = visit.archive.stories.members(number)
    others = [one for one in numbers_in(visit.form.get("items")) if one <= LARGEST]
    others = [one for one in others if one not in {item.id for item, _ in members}]
    if not members or not others:
        raise UsageError("name the numbers of items that are not in this story yet", remedy="The number of an item stands on its page.")  # fmt: skip
    note, first = visit.form.line("note", 500), members[0][0].id
    story = visit.archive.stories.join(first, others, visit.now, who=visit.by, note=note)
    if not story:
        placed = visit.archive.stories.of(others)
        raise _without(next((one for one in others if one not in placed), others[0]))
    visit.about, visit.detail = f"{number}", ", ".join(map(str, others))
    n_ = visit.words.n_
    return visit.go(f"/stories/{story}", n_("{n} item joined.", "{n} items joined.", len(others)))


def _without(item: int) -> NotFound:
    return NotFound(
        "Item {number} has no story.",
        remedy="Items get one in the cycle after they come, unless they are old news of a first reading.",
        number=item,
    )


PAGES = (
    Page("/stories/{number:int}", "stories.story", show),
    Page("/stories/{number:int}/split", "stories.split", split, method="POST", role=Role.EDITOR),
    Page("/stories/{number:int}/join", "stories.join", join, method="POST", role=Role.EDITOR),
)
