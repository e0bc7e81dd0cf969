"""Add a source by its address: it is probed, what was found is shown with its items, and what is chosen is written down.

The probe asks as a poll does: politely, and no private address, whether named, resolved or led to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from servwatch.config import entry_text
from servwatch.cycle.fault_names import fault_called
from servwatch.cycle.probed import Candidate, Probed, Tried
from servwatch.cycle.probing import probe
from servwatch.cycle.proposed_entry import Entry, entry_of
from servwatch.errors import ConfigError, NotFound, ServwatchError, UsageError
from servwatch.model import RawItem
from servwatch.model.account import Role
from servwatch.web.console.errands import Errand
from servwatch.web.console.routes import Page
from servwatch.web.console.saving import Texts, save
from servwatch.web.console.sources.source_entries import shown_languages
from servwatch.web.console.visit import Said, Visit

SORT = "probe"
PREVIEWED = 6
"""Items shown of each candidate."""
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read the address, as it is offered."""

    number: int
    candidate: Candidate
    entry: Entry

    @property
    def preview(self) -> tuple[RawItem, ...]:
        """Its first items."""
        return self.candidate.proposal.items[:PREVIEWED]


def ask(visit: Visit) -> Response:
    """Ask for an address."""
    return visit.page("source-add.html.j2", address=visit.query.get("url", "")[:_LONGEST])


def begin(visit: Visit) -> Response:
    """Begin to probe an address."""
    address = visit.form.line("url", _LONGEST)
    if not address:
        raise UsageError("no address was given", remedy="Give the address of the page with the news.")
    if "://" not in address:
        address = f"https://{address}"
    fetching, now, zone = visit.settings.fetch, visit.now, visit.settings.timezone.key

    def work(errand: Errand) -> Probed:
        def told(tried: Tried) -> None:
            errand.tell(f"{_without_password(tried.url)}: {tried.outcome}")

        return probe(fetching, address, now=now, timezone=zone, told=told)

    about = _without_password(address)
    errand = visit.site.errands.begin(SORT, about, visit.by, now, work)
    visit.about = about
    return visit.go(f"/sources/add/{errand.key}")


def _without_password(address: str) -> str:
    """An address as it may be shown to others and written down; one with a name in it is refused by the probe."""
    scheme, _sep, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"


def show(visit: Visit) -> Response:
    """Show how far the probe is, then what it found; with ?take= the form of one that was chosen."""
    errand = visit.site.errands.get(visit.parameter("key"), SORT)
    taken = visit.query.get("take", "")
    if taken and isinstance(errand.result, Probed):
        choice = _chosen(visit, errand.result, taken)
        return _form(visit, errand, choice, _values(choice))
    return visit.page("source-found.html.j2", **_facts(visit, errand))


def progress(visit: Visit) -> Response:
    """How far the probe is, as a part of the page."""
    errand = visit.site.errands.get(visit.parameter("key"), SORT)
    return visit.part("source-found-progress.html.j2", **_facts(visit, errand))


def add(visit: Visit) -> Response:
    """Write the source that was chosen at the end of the configuration."""
    errand, _ = visit.site.errands.get(visit.parameter("key"), SORT), visit.words._
    if not isinstance(errand.result, Probed):
        raise NotFound("this is no longer kept", remedy="Begin it anew.")
    choice = _chosen(visit, errand.result, visit.form.get("take"))
    values: dict[str, Any] = {key: visit.form.line(key, 200) for key in ("id", "name", "body")}
    values["languages"] = visit.form.all("languages")
    try:
        _require_new(visit, values["id"])
        text, main = _entry_text(visit, choice, values), str(visit.settings.path)

        def edit(texts: Texts) -> Texts:
            gap = "" if not texts[main] else "\n" if texts[main].endswith("\n") else "\n\n"
            return {main: texts[main] + gap + text}

        save(visit, edit, f"{values['id']}: {_('was added')}")
    except (ConfigError, UsageError) as error:
        return _form(visit, errand, choice, values, error)
    visit.about, visit.detail = values["id"], choice.candidate.url
    return visit.go(
        "/sources", _("{name} is watched from the next poll on.", name=values["name"]), q=values["id"]
    )


def _require_new(visit: Visit, id: str) -> None:  # noqa: A002
    """Raise UsageError for the id of another source: the entry would change that one."""
    if visit.settings.source(id) is not None:
        raise UsageError("another source has the id {id}", remedy="Choose another one.", id=id)


def _entry_text(visit: Visit, choice: Choice, values: dict[str, Any]) -> str:
    keys = choice.entry.keys | {key: values[key] for key in ("id", "name", "body")}
    keys.pop("languages", None)
    if values["languages"]:
        keys["languages"] = values["languages"]
    today = visit.settings.day_of(visit.now)
    keys["origin"] = f"found by a probe on {today:%d %b %Y}, added in the console by {visit.by}"
    return entry_text(keys, [choice.candidate.note] if choice.candidate.note else [])


def _facts(visit: Visit, errand: Errand) -> dict[str, Any]:
    found = errand.result if isinstance(errand.result, Probed) else None
    return {
        "errand": errand,
        "found": found,
        "choices": _choices(visit, found) if found is not None else [],
        "called": lambda verdict: fault_called(verdict, visit.words),
        "usable": usable,
        "asked": [(_without_password(one.url), one.outcome) for one in found.tried]
        if found is not None
        else [],
    }


def usable(choice: Choice) -> bool:
    """Whether it can be watched as it is: not where it is watched already."""
    return not choice.entry.known_as


def _choices(visit: Visit, found: Probed) -> list[Choice]:
    today = visit.settings.day_of(visit.now)
    ways = ([found.best] if found.best is not None else []) + list(found.alternatives)
    return [Choice(at, way, entry_of(way, visit.settings.sources, today)) for at, way in enumerate(ways)]


def _chosen(visit: Visit, found: Probed, number: str) -> Choice:
    choice = next((one for one in _choices(visit, found) if str(one.number) == number), None)
    if choice is None:
        raise NotFound("this is no longer kept", remedy="Begin it anew.")
    return choice


def _values(choice: Choice) -> dict[str, Any]:
    keys = choice.entry.keys
    return {key: keys[key] for key in ("id", "name", "body")} | {"languages": keys.get("languages", [])}


def _form(
    visit: Visit, errand: Errand, choice: Choice, values: dict[str, Any], error: ServwatchError | None = None
) -> Response:
    said = Said(error.sentence(visit.words._), "bad") if error is not None else None
    return visit.page(
        "source-new.html.j2",
        status=422 if error is not None else 200,
        said=said,
        errand=errand,
        choice=choice,
        values=values,
        languages=shown_languages(visit),
        problems=error.problems if isinstance(error, ConfigError) else (),
    )


PAGES = (
    Page("/sources/add", "sources.new", ask, role=Role.EDITOR),
    Page("/sources/add", "sources.probe", begin, method="POST", role=Role.EDITOR),
    Page("/sources/add/{key}", "sources.found", show, role=Role.EDITOR),
    Page("/sources/add/{key}/progress", "sources.probe-progress", progress, role=Role.EDITOR, parts=True),
    Page("/sources/add/{key}", "sources.add", add, method="POST", role=Role.EDITOR),
)
