"""The themes, with what each found of late."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.model import Digest, Theme
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit
from servwatch.web.console.workbench.period import period

MOST = 25_000
"""Items that are counted at most, while somebody waits."""


def named(visit: Visit, theme: Theme) -> str:
    """The name of a theme in the visitor's language, else in one that it has."""
    return theme.name.get(visit.words.language) or next(iter(theme.name.values()), theme.id)


def titled(visit: Visit, digest: Digest) -> str:
    """The title of a digest, likewise."""
    return digest.title.get(visit.words.language) or next(iter(digest.title.values()), digest.id)


def _choosing(visit: Visit, theme: Theme) -> list[str]:
    """The digests that choose by a theme, which most do by every one of them."""
    enabled = [digest for digest in visit.settings.digests if digest.enabled]
    choosing = [digest for digest in enabled if "*" in digest.themes or theme.id in digest.themes]
    if len(enabled) > 1 and choosing == enabled:
        return [visit.words._("every digest")]
    return [titled(visit, digest) for digest in choosing]


def show(visit: Visit) -> Response:
    """List the themes in the order of the configuration."""
    looked = period(visit, MOST)
    counts = visit.archive.batches.by_theme(looked.since)
    most = max(counts.values(), default=0)
    rows = [
        {
            "theme": theme,
            "name": named(visit, theme),
            "about": theme.description.get(visit.words.language, ""),
            "terms": sum(len(terms) for terms in theme.terms.values()),
            "items": counts.get(theme.id, 0),
            "width": round(100 * counts.get(theme.id, 0) / most) if most else 0,
            "digests": _choosing(visit, theme),
        }
        for theme in visit.settings.themes
    ]
    return visit.page("themes.html.j2", rows=rows, days=looked.days)


PAGES = (Page("/themes", "themes", show, role=Role.EDITOR),)
