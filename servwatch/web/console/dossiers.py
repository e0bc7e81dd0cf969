"""Dossiers: those that are followed, and the timeline of any of them over all bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from servwatch.config.dossier_edit import mark_of_dossier
from servwatch.cycle.dossier_page import DossierPage, Line, asked_for, dossier_page
from servwatch.cycle.following import following
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.cycle.surroundings.dossiers import next_step, standing_of
from servwatch.cycle.surroundings.stock import Stock
from servwatch.digest.compose import KIND_NAMES
from servwatch.digest.compose.bodies import body_name
from servwatch.errors import ConfigError, ServwatchError
from servwatch.insight.following import Following
from servwatch.model import Coming, DossierState, FollowedDossier, Side
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

PAGE = 100
"""Lines of a timeline on a page."""
MOST_LISTED = 60
"""Followed dossiers of which the list tells where they stand; each asks the archive."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed dossier as the list shows it."""

    one: Following
    state: DossierState
    path: str
    next: str
    digests: str


def show(visit: Visit) -> Response:
    """List those that are followed, each with where it stands; or go to the one that is asked for."""
    wanted = " ".join(visit.query.get("ref", "").split())[:200]
    said, status = None, 200
    if wanted:
        try:
            return visit.go(path_of(asked_for(wanted).id))
        except ServwatchError as error:  # the field stays where it was, for another try
            said, status = Said(error.sentence(visit.words._), "bad"), 404
    stock = _stock(visit)
    listed = [_followed(one, stock, visit) for one in stock.following[:MOST_LISTED]]
    known = [one.dossier for one in stock.following]
    return visit.page(
        "dossiers.html.j2",
        status=status,
        said=said,
        wanted=wanted,
        followed=[one for one in listed if one is not None],
        over=[one for one in visit.settings.dossiers if one not in known],
        more=max(0, len(stock.following) - MOST_LISTED),
        path_of=path_of,
    )


def _followed(one: Following, stock: Stock, visit: Visit) -> Followed | None:
    state = standing_of(one, stock, visit.words.language)
    if state is None:
        return None
    ahead = _told_step(state.next_step, visit)
    return Followed(one, state, path_of(one.id), ahead, _digests(one.dossier.digests, visit))


def one(visit: Visit) -> Response:
    """All of one dossier: its references, its stages, both sides, and its timeline, the newest first."""
    asked = asked_for(visit.parameter("ref")[:200])
    return shown(visit, dossier_page(asked, visit.settings, visit.archive, visit.words.language))


def shown(
    visit: Visit,
    page: DossierPage,
    given: Mapping[str, Any] | None = None,
    error: ServwatchError | None = None,
) -> Response:
    """The page of a dossier, with a form to follow it: as it is followed now, or as it was `given` with an error."""
    speech, stock = visit.words, _stock(visit)
    skip = visit.query.get("skip", "")
    first = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 9 else 0
    newest = [*reversed(page.timeline)]
    return visit.page(
        "dossier.html.j2",
        status=422 if error is not None else 200,
        said=Said(error.sentence(speech._), "bad") if error is not None else None,
        problems=error.problems if isinstance(error, ConfigError) else (),
        given=given if given is not None else _as_followed(visit, page),
        wrong=error is not None,
        path=visit.at(path_of(page.id)),
        choices=_choices(visit, page),
        open=page.follows is not None and page.follows.open(visit.settings.day_of(visit.now)),
        dossier=page,
        name=page.follows.called(speech.language) if page.follows is not None else "",
        told=[_told(line, visit) for line in newest[first : first + PAGE]],
        others=[_told(line, visit) for line in [*reversed(page.others)][:PAGE]],
        sides=_sides(page, visit),
        stages=[(speech._(reached.stage.value), reached) for reached in page.stages],
        next=_told_step(next_step(page, stock), visit),
        advice=stock.advice.on(page.names),
        digests=_digests(page.follows.digests, visit) if page.follows is not None else "",
        earlier=visit.here(skip=first + PAGE) if len(newest) > first + PAGE else "",
        later=visit.here(skip=max(0, first - PAGE) or None) if first else "",
    )


def _as_followed(visit: Visit, page: DossierPage) -> dict[str, Any]:
    """The fields of the form, as the configuration has them."""
    known = page.follows or FollowedDossier(page.id)
    ahead = known.until if known.open(visit.settings.day_of(visit.now)) else None
    return {
        "name": known.name.get("") or known.name.get(visit.words.language, ""),
        "digests": () if "*" in known.digests else known.digests,
        "until": ahead.isoformat() if ahead is not None else "",
        "note": known.note,
        "mark": mark_of_dossier(visit.current.loaded.files, str(visit.settings.path), known.ref),
    }


def _choices(visit: Visit, page: DossierPage) -> list[tuple[str, str]]:
    """The digests that can tell it, and those that are named already though they are switched off."""
    named = page.follows.digests if page.follows is not None else ()
    digests = [one for one in visit.settings.digests if one.enabled or one.id in named]
    return [(one.id, one.titled(visit.words.language)) for one in digests]


def path_of(reference: str) -> str:
    """Where the page of a dossier is."""
    return f"/dossiers/{quote(reference)}"


def _stock(visit: Visit) -> Stock:
    settings, archive, today = visit.settings, visit.archive, visit.settings.day_of(visit.now)
    return Stock(
        settings,
        archive,
        visit.now,
        calendar=calendar_of(settings, archive, today),
        following=following(settings, archive, today),
        advice=EarlierAdvice(settings, archive, visit.now),
    )


def _told(line: Line, visit: Visit) -> dict[str, Any]:
    """A line of a timeline in words, with the language of its title where that is another."""
    speech = visit.words
    source = visit.settings.source(line.source)
    spoken = speech.language if speech.language in line.languages else next(iter(line.languages), "")
    return {
        "day": speech.day(line.day),
        "body": body_name(source.name, speech) if source is not None else line.body,
        "kind": speech._(KIND_NAMES[line.kind]),
        "stage": speech._(line.stage.value) if line.stage is not None else "",
        "languages": [speech.named(code) for code in line.languages],
        "title": line.title or speech._("untitled"),
        "language": spoken if spoken != speech.language else "",
        "item": line.items[0],
        "side": line.side.value,
    }


def _sides(page: DossierPage, visit: Visit) -> list[tuple[str, list[dict[str, Any]]]]:
    """What employers and workers said; an empty list where nothing of them was seen."""
    names = ((Side.EMPLOYERS, visit.words._("Employers")), (Side.WORKERS, visit.words._("Workers")))
    return [(name, [_told(line, visit) for line in page.of_side(side)][:PAGE]) for side, name in names]


def _told_step(step: Coming | None, visit: Visit) -> str:
    """What comes next: "Vote in plenary, 12 December 2026"; "" for nothing known."""
    if step is None:
        return ""
    title = step.title.get(visit.words.language) or next(iter(step.title.values()))
    return f"{title}, {visit.words.day(step.day)}"


def _digests(names: tuple[str, ...], visit: Visit) -> str:
    if "*" in names:
        return visit.words._("every digest")
    known = (visit.settings.digest(name) for name in names)
    return visit.words.joined([d.titled(visit.words.language) for d in known if d is not None])


PAGES = (
    Page("/dossiers", "dossiers", show),
    Page("/dossiers/{ref:path}", "dossiers.one", one),
)
