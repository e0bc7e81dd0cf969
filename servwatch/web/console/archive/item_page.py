"""One item: what it says, what is understood of it, how it changed, what became of it, and what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from servwatch.archive.deadlines import DeadlineQuery
from servwatch.cycle.why import COVERAGE_NAMES, Step, paragraphs
from servwatch.digest.compose.headlines import link
from servwatch.errors import NotFound, UsageError
from servwatch.insight.judging import newest_of_each
from servwatch.insight.references import known_as
from servwatch.insight.word_changes import Change, word_changes
from servwatch.model import Annotation, Item, Judgement, Ruling, ThemeScore, Version
from servwatch.web.console.archive.explaining import explainer
from servwatch.web.console.archive.marks import pieces
from servwatch.web.console.archive.naming import Naming, spoken
from servwatch.web.console.archive.numbers import item_in_path
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Revised:
    """How one version became the next."""

    number: int  # of the newer
    until: str  # when the older was replaced
    title: Sequence[Change]
    summary: Sequence[Change]
    url: tuple[str, str]  # before and after, ("", "") where it stayed


def show(visit: Visit) -> Response:
    """Show an item."""
    item, annotation = item_in_path(visit)
    naming = Naming(visit.settings, visit.words)
    explains = explainer(visit)
    outcomes = list(paragraphs(explains.outcomes(item, visit.settings.digests), visit.words))
    said = newest_of_each(visit.archive.judgements.of_item(item.id))
    scores = annotation.themes if annotation is not None else ()
    return visit.page(
        "item.html.j2",
        item=item,
        annotation=annotation,
        naming=naming,
        url=link(item.url),
        spoken=spoken(item, annotation, visit.words),
        title_pieces=pieces(item.title, _spans(scores, "title")),
        text_pieces=pieces(item.summary, _spans(scores, "summary")),
        references=_references(annotation),
        deadlines=visit.archive.deadlines.find(DeadlineQuery(items=(item.id,))),
        revised=_revised(visit, item),
        story=_story(visit, item),
        outcomes=[(step, _mood(step), _name(step, visit)) for step in outcomes],
        judged={
            theme: [one for one in said if one.theme == theme]
            for theme in {one.theme for one in said if one.theme}
        },
        others=[t for t in visit.settings.themes if t.id not in {score.theme for score in scores}],
    )


def _spans(scores: Sequence[ThemeScore], field: str) -> list[tuple[int, int]]:
    return [(m.start, m.end) for score in scores for m in score.matches if m.field == field]


def _references(annotation: Annotation | None) -> list[tuple[str, str, str, str]]:
    """Each with its kind, its address where it has one that may be followed, and the name of its dossier."""
    listed = annotation.references if annotation is not None else ()
    return [(r.id, r.kind, link(r.url), known_as(r.kind, r.id).name) for r in listed]


def _revised(visit: Visit, item: Item) -> list[Revised]:
    """The versions, the newest first, each against the one before."""
    versions = visit.archive.items.versions(item.id)
    nexts: list[Version | Item] = [*versions[1:], item] if versions else []
    return [
        Revised(
            old.number + 1,
            visit.words.moment(old.until, near=visit.now),
            word_changes(old.title, new.title),
            word_changes(old.summary, new.summary),
            (old.url, new.url) if old.url != new.url else ("", ""),
        )
        for old, new in reversed(list(zip(versions, nexts, strict=True)))
    ]


def _story(visit: Visit, item: Item) -> tuple[int, list[Item]] | None:
    """The story of an item with its other members, None where it has none."""
    placed = visit.archive.stories.of([item.id]).get(item.id)
    if placed is None:
        return None
    others = [one for one, _placed in visit.archive.stories.members(placed.story) if one.id != item.id]
    return placed.story, others


def _mood(step: Step) -> str:
    return {"sent": "good", "merged": "good", "held": "doubt", "refused": "bad", "quarantined": "doubt"}.get(
        str(step.coverage), ""
    )


def _name(step: Step, visit: Visit) -> str:
    return visit.words._(COVERAGE_NAMES[step.coverage]) if step.coverage is not None else ""


def judge(visit: Visit) -> Response:
    """Say whether a theme fits an item, in the name of who is signed in."""
    item, _annotation = item_in_path(visit)
    theme, ruling = visit.form.line("theme"), visit.form.get("ruling")
    if theme not in {one.id for one in visit.settings.themes}:
        raise NotFound("no {what} has the id {name}", what="theme", name=theme)
    if ruling not in (Ruling.FITS, Ruling.NOT):
        raise UsageError("say whether it fits or not", remedy="Press one of the two buttons.")
    note = visit.form.line("note", 500)
    visit.archive.judgements.give(
        Judgement(item.id, Ruling(ruling), visit.by, visit.now, theme=theme, note=note)
    )
    name = Naming(visit.settings, visit.words).theme(theme)
    visit.about, visit.detail = f"{item.id}", f"{theme}: {ruling}"
    text = visit.words._("Noted: {theme} fits.", theme=name) if ruling == Ruling.FITS else visit.words._("Noted: {theme} does not fit.", theme=name)  # fmt: skip
    return visit.go(f"/items/{item.id}", text)


PAGES = (
    Page("/items/{number:int}", "items.item", show),
    Page("/items/{number:int}/judge", "items.judge", judge, method="POST"),
)
