"""The sent editions as pages to take along: by digest and year, in one file."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import Response

from servwatch.cycle.kept_editions import KeptEditions
from servwatch.errors import NotFound
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

_FIRST, _LAST = 2000, 2999


def show(visit: Visit) -> Response:
    """Show which there are."""
    kept = KeptEditions(visit.settings, visit.words)
    counts = Counter((digest, visit.settings.day_of(at).year) for digest, at in visit.archive.sent.times())
    rows = [(kept.title(digest), digest, year, n) for (digest, year), n in counts.items()]
    return visit.page("kept.html.j2", rows=sorted(rows, key=lambda row: (row[0], -row[2])))


def take(visit: Visit) -> Response:
    """The pages of one digest and year, as a ZIP file."""
    digest, year = str(visit.parameter("digest")), int(visit.parameter("year"))
    if not _FIRST <= year <= _LAST:
        raise _none(digest, year)
    zone = visit.settings.timezone
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    kept, file = KeptEditions(visit.settings, visit.words), io.BytesIO()
    count = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for path, html in kept.pages(visit.archive.sent.numbered(digest, since, until)):
            packed.writestr(path, html.encode(errors="replace"))
            count += 1
    if count < 2:  # nothing but an empty list
        raise _none(digest, year)
    name = f"editions-{year}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file.getvalue(), media_type="application/zip", headers=headers)


def _none(digest: str, year: int) -> NotFound:
    return NotFound("There is no sent edition of {digest} in {year}.", digest=digest, year=year)


PAGES = (
    Page("/kept", "kept", show),
    Page("/kept/{year:int}/{digest}.zip", "kept.take", take),
)
