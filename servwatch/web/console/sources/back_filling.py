"""Read the past of a source, in a thread of the site: begun here, seen on its page, ended there or by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.responses import Response

from servwatch.cycle.back_filling import Filled, Step
from servwatch.cycle.reading_back import read_back, require_past
from servwatch.errors import NotFound, UsageError
from servwatch.model import Source
from servwatch.model.account import Role
from servwatch.sources.past import past_of
from servwatch.web.console.errands import Errand
from servwatch.web.console.routes import Page
from servwatch.web.console.sources.fares import known_source
from servwatch.web.console.visit import Visit

SORT = "back-fill"


def can_be_read_back(visit: Visit, source: Source) -> bool:
    """Whether a source has a past that can be asked for."""
    return past_of(source, visit.now - timedelta(days=30), visit.now) is not None


def begin(visit: Visit) -> Response:
    """Begin to read a source back to a day."""
    source, since = known_source(visit), visit.form.day("since")
    if since is None:
        raise UsageError("{text} is no day", remedy="Write it as 2026-12-31.", text="“”")
    require_past(visit.settings, [source], since, visit.now)
    settings, archive, clock, words = visit.settings, visit.archive, visit.site.clock, visit.words

    def work(errand: Errand) -> Filled:
        def told(step: Step) -> None:
            back = words.day(step.oldest) if step.oldest else ""
            line = words.n_("{n} item so far", "{n} items so far", step.items)
            errand.tell(words._("{line}, back to {day}", line=line, day=back) if back else line)

        (filled,) = read_back(settings, archive, clock, [source], since, told, errand.stopping)
        return filled

    visit.site.errands.begin(SORT, source.id, visit.by, visit.now, work)
    visit.about, visit.detail = source.id, since.isoformat()
    return visit.go(f"/sources/{source.id}/back-fill")


def show(visit: Visit) -> Response:
    """Show how far it has come; the page asks again by itself while it goes on."""
    return visit.page("source-back-fill.html.j2", **_facts(visit))


def progress(visit: Visit) -> Response:
    """The same as a part of the page."""
    return visit.part("source-back-fill-progress.html.j2", **_facts(visit))


def end(visit: Visit) -> Response:
    """End it after the page that is being read; it can go on from there later."""
    source = known_source(visit)
    errand = visit.site.errands.newest(SORT, source.id)
    if errand is not None:
        errand.stop()
    visit.about = source.id
    return visit.go(f"/sources/{source.id}/back-fill")


def _facts(visit: Visit) -> dict[str, Any]:
    source = known_source(visit)
    errand = visit.site.errands.newest(SORT, source.id)
    kept = visit.archive.back_fills.get(source.id)
    if errand is None and kept is None:
        raise NotFound("the past of {id} was never read", id=source.id)
    return {"source": source, "errand": errand, "kept": kept}


PAGES = (
    Page("/sources/{id}/back-fill", "sources.back-filled", show, role=Role.EDITOR),
    Page(
        "/sources/{id}/back-fill/progress",
        "sources.back-fill-progress",
        progress,
        role=Role.EDITOR,
        parts=True,
    ),
    Page("/sources/{id}/back-fill", "sources.back-fill", begin, method="POST", role=Role.EDITOR),
    Page("/sources/{id}/back-fill/end", "sources.back-fill-end", end, method="POST", role=Role.EDITOR),
)
