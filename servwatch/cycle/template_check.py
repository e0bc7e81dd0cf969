"""Do the user's own templates work, and are they as new as the shipped ones?

Each layout is rendered with all that a view can hold, and with nothing.
"""

from __future__ import annotations

from dataclasses import replace

from servwatch.cycle.renderers import renderer_of
from servwatch.digest.confined import ConfinedRenderer, Notice
from servwatch.digest.fitting import MOST_BYTES
from servwatch.digest.render import Rendered
from servwatch.digest.template_versions import Outdated, outdated
from servwatch.digest.view import Block, DigestView, EntryView, Group, Line, Link, Table
from servwatch.errors import Problem, TemplateError
from servwatch.locale import words
from servwatch.model import Settings

LAYOUTS = ("brief", "full", "alert")
_URL = "https://example.org/"


def template_problems(settings: Settings) -> list[Problem]:
    """What is wrong with the templates in the user's folder; nothing where there is none.

    A copy that is older than the shipped template is a warning.
    """
    renderer = renderer_of(settings)
    if settings.templates is None or not isinstance(renderer, ConfinedRenderer):
        return []
    if not settings.templates.is_dir():
        return [Problem(str(settings.templates), 1, 1, "there is no such folder", path="templates")]
    pages = [page for layout in LAYOUTS for page in (_whole(layout), _empty(layout))]
    told = renderer.each([*pages, Notice("x", ("x",), ("x",))], words(settings.language, settings.timezone))
    faults = [_problem(result) for result in told if isinstance(result, TemplateError)]
    if any(isinstance(result, Rendered) and len(result.html.encode()) > MOST_BYTES for result in told):
        text = f"a mail without news has more than {MOST_BYTES} bytes already; mail programs would cut it off"
        faults.append(Problem(str(settings.templates), 1, 1, text, path="templates"))
    return [*dict.fromkeys(faults), *(_warning(copy) for copy in outdated(settings.templates))]


def _problem(error: TemplateError) -> Problem:
    file, _, line = error.place.rpartition(":")
    return Problem(file, int(line or 0), 1, str(error.facts.get("cause", error)), path="templates")


def _warning(copy: Outdated) -> Problem:
    text = f"this copy is of version {copy.version or 'none'}, and version {copy.shipped} is shipped: "
    return Problem(str(copy.path), 1, 1, text + "; ".join(copy.brought), severity="warning", path="templates")


def _whole(layout: str) -> DigestView:
    """A view with everything in it."""
    link = Link("x", _URL, "en", "x")
    line = Line("x", _URL, "en", "x", "x", (link,))
    block = Block("x", "x", ("x",), (line,), "x")
    entry = _entry(link)
    return replace(
        _empty(layout),
        preheader="x",
        groups=(Group("x", (entry,), (line,)), Group("x", (), (), "x")),
        themes=(("x", 1),),
        empty=("x",),
        cut=(entry,),
        cut_more="x",
        unread=("x",),
        rejected="x",
        introduction="x",
        overview=Table("x", ("x", "x"), (("x", "1"),)),
        before=(block,),
        after=(block,),
        attached="x",
    )


def _entry(link: Link) -> EntryView:
    return EntryView(
        place=1,
        headline="x",
        headline_language="en",
        label="x",
        url=_URL,
        meta="x",
        summary="x",
        summary_language="en",
        reason="x",
        also="x",
        due="x",
        earlier="x",
        earlier_url=_URL,
        late="x",
        stage="x",
        note="x",
        sides=(link,),
        follows="x",
        languages=(link,),
        references=(link,),
        note_language="nl",
        dossier="x",
    )


def _empty(layout: str) -> DigestView:
    return DigestView(
        language="nl",
        layout=layout,
        title="x",
        subject="x",
        preheader="",
        numbered="x",
        counts="x",
        groups=(),
        themes=(),
        empty=(),
        cut_title="x",
        cut=(),
        cut_more="",
        unread_title="x",
        unread=(),
        rejected="",
        foot=("x",),
    )
