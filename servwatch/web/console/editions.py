"""One edition: as it was sent, what became of each candidate, and for administrators whether its sums come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from servwatch.archive.audits import Audits, DecidedItem
from servwatch.archive.editions import EditionRow
from servwatch.cycle.auditing import audit as account_for
from servwatch.cycle.why import in_reader_words
from servwatch.cycle.why.names import STATE_NAMES
from servwatch.errors import NotFound
from servwatch.model import Digest, MessageState, Outcome
from servwatch.model.account import Role
from servwatch.web.console.digests import EDITION_STATES
from servwatch.web.console.review.seat import digest_of
from servwatch.web.console.routes import Page
from servwatch.web.console.shown_mail import framed
from servwatch.web.console.visit import Visit

_A_PAGE = 50
_MOST_PAGES = 20_000
OUTCOME_NAMES = {
    Outcome.CHOSEN: "chosen",
    Outcome.MERGED: "merged",
    Outcome.CUT: "over the limit",
    Outcome.REJECTED: "not chosen",
}
"""What became of a candidate: keys of the catalogues."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A candidate and why it became what it did."""

    item: DecidedItem
    source: str
    why: str


def show(visit: Visit) -> Response:
    """Show an edition as it was sent."""
    digest, edition = _edition(visit)
    return visit.page("edition.html.j2", **_shared(visit, digest, edition))


def as_text(visit: Visit) -> Response:
    """Show its text form."""
    digest, edition = _edition(visit)
    return visit.page("edition-text.html.j2", **_shared(visit, digest, edition))


def frame(visit: Visit) -> Response:
    """The edition alone, for a frame."""
    _, edition = _edition(visit)
    return framed(visit, edition.html)


def ledger(visit: Visit) -> Response:
    """Show what became of each candidate, a page at a time."""
    digest, edition = _edition(visit)
    audits = Audits(visit.archive.database)
    counts = audits.outcomes(edition.id)
    asked = visit.query.get("outcome", "")
    outcome = next((one for one in Outcome if one.value == asked), next(iter(counts), Outcome.CHOSEN))
    page = _page(visit)
    found = audits.some_decisions(edition.id, outcome, limit=_A_PAGE + 1, offset=page * _A_PAGE)
    return visit.page(
        "edition-ledger.html.j2",
        **_shared(visit, digest, edition),
        counts=[(one, visit.words._(OUTCOME_NAMES[one]), count) for one, count in counts.items()],
        outcome=outcome,
        decided=[_decided(visit, one) for one in found[:_A_PAGE]],
        **_pager(visit, page, further=len(found) > _A_PAGE),
    )


def audit(visit: Visit) -> Response:
    """Account for every recipient and candidate of an edition."""
    digest, edition = _edition(visit)
    found = account_for(visit.archive, edition)
    failed = bool(visit.query.get("failures"))
    messages = [
        one for one in found.messages if not failed or one.state is not MessageState.ACCEPTED or one.came_back
    ]
    page = _page(visit)
    return visit.page(
        "edition-audit.html.j2",
        **_shared(visit, digest, edition),
        audit=found,
        outcomes=[(visit.words._(OUTCOME_NAMES[one]), n) for one, n in found.outcomes().items()],
        states=[(visit.words._(STATE_NAMES[one]), n) for one, n in found.states().items()],
        names={state: visit.words._(name) for state, name in STATE_NAMES.items()},
        messages=messages[page * _A_PAGE : (page + 1) * _A_PAGE],
        failed=failed,
        **_pager(visit, page, further=len(messages) > (page + 1) * _A_PAGE),
    )


def _edition(visit: Visit) -> tuple[Digest, EditionRow]:
    """The edition that the path names by its number, or one that was not sent by its id. Raises NotFound."""
    digest, number = digest_of(visit), visit.request.path_params.get("number")
    found = None
    if number is None:
        skipped: int = visit.parameter("skipped")
        found = visit.archive.editions.by_id(skipped) if skipped < 2**31 else None
    elif 0 < number < 2**31:
        found = visit.archive.editions.numbered(digest.id, number)
    if found is None or found.digest != digest.id:
        raise NotFound("the digest {digest} has no such edition", digest=digest.id)
    return digest, found


def _shared(visit: Visit, digest: Digest, edition: EditionRow) -> dict[str, Any]:
    own = f"editions/{edition.number}" if edition.number else f"skipped/{edition.id}"
    return {
        "digest": digest,
        "edition": edition,
        "path": f"/digests/{digest.id}/{own}",
        "state": visit.words._(EDITION_STATES[edition.state]),
    }


def _decided(visit: Visit, one: DecidedItem) -> Decided:
    source = visit.settings.source(one.source)
    why = in_reader_words(visit.settings, visit.words, one.reason, one.facts)
    return Decided(one, source.name if source is not None else one.source, why)


def _page(visit: Visit) -> int:
    text = visit.query.get("page", "")
    return min(int(text), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _pager(visit: Visit, page: int, *, further: bool) -> dict[str, Any]:
    return {
        "earlier": visit.here(page=page + 1) if further else "",
        "later": visit.here(page=page - 1 or None) if page else "",
    }


def _pages() -> tuple[Page, ...]:
    """Editions are known by their number; those that were not sent have none, and are known by their id."""
    rows = []
    for path, name in (("editions/{number:int}", "edition"), ("skipped/{skipped:int}", "skipped")):
        whole = f"/digests/{{digest}}/{path}"
        rows += [
            Page(whole, name, show),
            Page(f"{whole}/text", f"{name}.text", as_text),
            Page(f"{whole}/mail", f"{name}.frame", frame, parts=True),
            Page(f"{whole}/ledger", f"{name}.ledger", ledger),
            Page(f"{whole}/audit", f"{name}.audit", audit, role=Role.ADMINISTRATOR),
        ]
    return tuple(rows)


PAGES = _pages()
