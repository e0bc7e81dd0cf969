"""All that is known of one dossier: its references, its timeline over all bodies, its stages, who follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from servwatch.archive.archive import Archive
from servwatch.archive.dossiers import Around
from servwatch.cycle.following import followers_of
from servwatch.errors import NotFound
from servwatch.insight.dossiers import strength
from servwatch.insight.references import known_as, known_forms, nearest_form, public_address, read_reference
from servwatch.insight.stages import Stage, stage_of
from servwatch.model import Annotation, FollowedDossier, Item, ItemKind, Reference, Settings, Side

Told = tuple[Item, Annotation | None]
FORMS_SHOWN = 12
"""Examples of references that are shown to who writes none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One document, or one item that names the dossier, in all languages in which its body told it."""

    day: date
    body: str
    side: Side
    kind: ItemKind
    languages: tuple[str, ...]
    title: str
    url: str
    items: tuple[int, ...]
    about: bool  # False: it only names the dossier
    stage: Stage | None = None
    source: str = ""  # of the item that is shown


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage, the day from which an item says it, and the item."""

    stage: Stage
    day: date
    item: int


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier as it is shown. `id` is its strongest reference, or the one that was asked for."""

    asked: Reference
    id: str
    references: tuple[Reference, ...]
    timeline: tuple[Line, ...] = ()
    stages: tuple[Reached, ...] = ()  # one after the other, the newest last
    others: tuple[Line, ...] = ()  # name it among other dossiers
    follows: FollowedDossier | None = None  # the entry that follows it, the longest where there are several
    followers: tuple[FollowedDossier, ...] = ()
    is_dossier: bool = True  # False: no document is about it
    whole: bool = True
    names: frozenset[str] = field(default_factory=frozenset)

    def of_side(self, side: Side) -> tuple[Line, ...]:
        """What one side said of it."""
        return tuple(line for line in (*self.timeline, *self.others) if line.side is side)


def asked_for(text: str) -> Reference:
    """What a person asks for, by any way of writing a reference. Raises NotFound, with the forms that are known."""
    reference = read_reference(text)
    if reference is not None:
        return reference
    near = nearest_form(text)
    hint = "Write it like {near}. " if near else ""
    raise NotFound(
        "{text} is no reference that is known",
        text=repr(text[:100]),
        near=near,
        forms="; ".join(known_forms()[:FORMS_SHOWN]),
        more=len(known_forms()) - FORMS_SHOWN,
        remedy=hint + "Known are references such as these, {more} more, and their addresses: {forms}.",
    )


def dossier_page(asked: Reference, settings: Settings, archive: Archive, language: str) -> DossierPage:
    """The page of the dossier that a reference names, for a reader of that language."""
    around = archive.dossiers.of(asked)
    found = around.dossier
    about = found.documents if found is not None else frozenset[int]()
    of_it = found.documents | found.mentions if found is not None else around.naming
    told = archive.dossiers.read(of_it)
    others = archive.dossiers.read(around.naming) if found is not None else []
    names = found.names if found is not None else frozenset({around.name})
    followers = followers_of(names, settings.dossiers)
    return DossierPage(
        asked=asked,
        id=found.id if found is not None else asked.id,
        references=_references(around, asked, language),
        timeline=_lines(told, about, settings, language),
        stages=_stages([item for item, _ in told if item.id in about], archive, settings),
        others=_lines(others, frozenset(), settings, language),
        follows=next(iter(followers), None),
        followers=followers,
        is_dossier=found is not None,
        whole=around.whole,
        names=names,
    )


def _references(around: Around, asked: Reference, language: str) -> tuple[Reference, ...]:
    """Every form, the strongest first, each with its address for the reader; at least what was asked for."""
    forms = {(r.kind, r.id) for r in around.references} or {(asked.kind, asked.id)}
    ordered = sorted(forms, key=lambda form: (*strength(*known_as(*form)), *form))
    return tuple(Reference(kind, name, public_address(kind, name, language)) for kind, name in ordered)


def _lines(
    told: Iterable[Told], about: frozenset[int], settings: Settings, language: str
) -> tuple[Line, ...]:
    """A line for each document; what one body tells of one document in several languages is one line."""
    editions: dict[object, list[Told]] = {}
    for item, annotation in told:
        editions.setdefault(_document(item, annotation, settings), []).append((item, annotation))
    lines = [_line(one, about, settings, language) for one in editions.values()]
    return tuple(sorted(lines, key=lambda line: (line.day, line.items)))


def _document(item: Item, annotation: Annotation | None, settings: Settings) -> object:
    """What two editions of a document have in common: the body, and the names of their own."""
    own = frozenset(known_as(r.kind, r.id) for r in _named(annotation) if r.role == "own")
    return (_body(item, settings), own) if own else item.id


def _named(annotation: Annotation | None) -> tuple[Reference, ...]:
    return annotation.references if annotation is not None else ()


def _body(item: Item, settings: Settings) -> str:
    source = settings.source(item.source)
    return source.body if source is not None else item.source


def _line(editions: Sequence[Told], about: frozenset[int], settings: Settings, language: str) -> Line:
    spoken = [(annotation.language if annotation else "") or item.language for item, annotation in editions]
    lead = next((item for (item, _), code in zip(editions, spoken, strict=True) if code == language), None)
    first = editions[0][0]
    lead = lead or first
    source = settings.source(lead.source)
    stages = [stage_of(item.given.stage) for item, _ in editions]
    return Line(
        day=min(_day(item) for item, _ in editions),
        body=_body(lead, settings),
        side=source.side if source is not None else Side.PUBLIC,
        kind=first.kind,
        languages=tuple(dict.fromkeys(code for code in spoken if code)),
        title=lead.title,
        url=lead.url,
        items=tuple(item.id for item, _ in editions),
        about=any(item.id in about for item, _ in editions),
        stage=next((stage for stage in reversed(stages) if stage is not None), None),
        source=lead.source,
    )


def _day(item: Item) -> date:
    return item.day or item.first_seen.date()


def _stages(items: Sequence[Item], archive: Archive, settings: Settings) -> tuple[Reached, ...]:
    """The stages that documents tell, in the order of time; one that is told again is no news."""
    told: list[Reached] = []
    for item in items:
        since = _day(item)
        for version in archive.items.versions(item.id) if item.version > 1 else ():
            told += _reached(version.given.stage, since, item)
            since = settings.day_of(version.until)
        told += _reached(item.given.stage, since, item)
    reached: list[Reached] = []
    for one in sorted(told, key=lambda r: (r.day, r.stage.place, r.item)):
        if not reached or reached[-1].stage is not one.stage:
            reached.append(one)
    return tuple(reached)


def _reached(said: str, day: date, item: Item) -> list[Reached]:
    stage = stage_of(said) if said else None
    return [Reached(stage, day, item.id)] if stage is not None else []
