"""The pages that show drafts: which wait, one of them to work on, as its readers will see it, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from servwatch.archive.drafts import DraftRow
from servwatch.cycle.timings import Timings
from servwatch.digest.draft_panel import becomes
from servwatch.errors import NotFound
from servwatch.model import Digest
from servwatch.model.account import Role
from servwatch.web.console.review.seat import desk, digest_of, reviewing_of
from servwatch.web.console.review.time_left import time_left
from servwatch.web.console.review.told_acts import told_acts
from servwatch.web.console.routes import Page
from servwatch.web.console.shown_mail import framed
from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft in the list of those that wait."""

    digest: Digest
    row: DraftRow
    left: str
    fate: str


def waiting(visit: Visit) -> Response:
    """List the drafts, the one that leaves first first; and the digests whose drafts are still to come."""
    rows = sorted(visit.archive.drafts.all_alive(), key=lambda row: row.scheduled)
    found = []
    for row in rows:
        digest = visit.settings.digest(row.digest)
        if digest is not None:
            fate = becomes(row.state, digest.review, row.scheduled, visit.words)
            found.append(Waiting(digest, row, time_left(row.scheduled, visit.now, visit.words), fate))
    drafted = {one.digest.id for one in found}
    timings = Timings(visit.settings, visit.archive, visit.now)
    coming = [
        (digest, time - digest.draft)
        for digest in visit.settings.digests
        if digest.enabled and digest.review != "none" and not digest.at_once and digest.id not in drafted
        if (time := timings.of(digest).next(visit.now + digest.draft)) is not None
    ]
    return visit.page("reviews.html.j2", waiting=found, coming=coming)


def show(visit: Visit) -> Response:
    """Show one draft to work on, or say that there is none yet."""
    digest = digest_of(visit)
    if visit.archive.drafts.alive(digest.id) is None:
        return visit.page("review-gone.html.j2", digest=digest, lost=[])
    return desk(visit, digest)


def as_readers_see_it(visit: Visit) -> Response:
    """Show the draft on a light screen, a dark one and a phone side by side."""
    digest = digest_of(visit)
    _require_draft(visit, digest)
    return visit.page("review-mail.html.j2", digest=digest)


def as_text(visit: Visit) -> Response:
    """Show the draft as those see it whose program shows text."""
    digest = digest_of(visit)
    _, page = reviewing_of(visit, digest).shown()
    return visit.page("review-text.html.j2", digest=digest, text=page.text, subject=page.subject)


def frame(visit: Visit) -> Response:
    """The draft alone, for a frame."""
    _, page = reviewing_of(visit, digest_of(visit)).shown()
    return framed(visit, page.html)


def log(visit: Visit) -> Response:
    """Tell who did what with the draft."""
    digest = digest_of(visit)
    rows = visit.archive.drafts.recent(digest.id)
    acts = visit.archive.drafts.log(rows[0]) if rows else []
    return visit.page("review-log.html.j2", digest=digest, acts=told_acts(visit, acts))


def _require_draft(visit: Visit, digest: Digest) -> None:
    if visit.archive.drafts.alive(digest.id) is None:
        raise NotFound("the digest {digest} has no draft now", digest=digest.id)


PAGES = (
    Page("/review", "review.waiting", waiting, role=Role.EDITOR),
    Page("/review/{digest}", "review", show, role=Role.EDITOR),
    Page("/review/{digest}/readers", "review.readers", as_readers_see_it, role=Role.EDITOR),
    Page("/review/{digest}/text", "review.text", as_text, role=Role.EDITOR),
    Page("/review/{digest}/mail", "review.frame", frame, role=Role.EDITOR, parts=True),
    Page("/review/{digest}/log", "review.log", log, role=Role.EDITOR),
)
