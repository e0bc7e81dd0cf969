"""Is all that a view can say shown, by every layout, in the page and in the text?"""

from dataclasses import fields, is_dataclass, replace

import pytest
from lxml import html as lxml_html

from servwatch.config import shipped
from servwatch.digest.render import Renderer
from servwatch.digest.view import Block, DigestView, EntryView, Group, Line, Link, Table
from servwatch.locale import words
from tests.digest import views
from tests.digest.examples import ZONE

UNSHOWN = {
    "language",
    "layout",
    "id",
    "headline_language",
    "summary_language",
    "note_language",
    "introduction_language",
    "deadlines",
}
"""What steers how the rest is shown, and what programs read."""
PAGE_ONLY = {"subject", "preheader"}
INSTEAD = {"themes"}
"""Shown where there is no `overview`."""


def said(value, at=""):
    """Each text of a view with the name of its field."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield at, str(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from said(one, at)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSHOWN:
                yield from said(getattr(value, field.name), field.name)


def squeezed(text):
    return "".join(text.split()).casefold().translate({0x2068: None, 0x2069: None})


@pytest.mark.parametrize("layout", ["brief", "full", "alert"])
def test_every_text_of_a_view_is_shown(layout):
    view = views.whole(layout)
    result = Renderer(shipped("templates")).digest(view, words("nl", ZONE))
    tree = lxml_html.document_fromstring(result.html)
    page = squeezed(tree.text_content() + " ".join(tree.xpath("//@href")))
    text = squeezed(result.text)
    for name, value in said(view):
        if not value or name in INSTEAD:
            continue
        assert squeezed(value) in page, name
        assert name in PAGE_ONLY or value == view.overview.columns[0] or squeezed(value) in text, name


def filled(value, at="view"):
    """The fields, as Class.field, that hold something somewhere."""
    if isinstance(value, tuple):
        return set().union(*(filled(one, at) for one in value))
    if is_dataclass(value):
        return set().union(
            *(filled(getattr(value, f.name), f"{type(value).__name__}.{f.name}") for f in fields(value)), {at}
        )
    return {at} if value else set()


def test_the_example_fills_every_field():
    every = {
        f"{kind.__name__}.{f.name}"
        for kind in (DigestView, EntryView, Group, Line, Link, Block, Table)
        for f in fields(kind)
    }
    assert every - filled(views.whole()) == set()


@pytest.mark.parametrize("layout", ["brief", "full", "alert"])
def test_what_is_empty_leaves_no_trace(layout):
    bare = replace(
        views.of_size(1, layout=layout), rejected="", unread=(), foot=(), counts="", groups=(),
    )  # fmt: skip
    result = Renderer(shipped("templates")).digest(bare, words("nl", ZONE))
    shown = lxml_html.document_fromstring(result.html).xpath("//body")[0]
    assert shown.xpath("//h2 | //h3 | //strong") == []
    assert all(p.text_content().strip() for p in shown.iter("p"))
    assert result.text.split("\n-- \n")[0].split() == ("INTERNATIONAAL OVERZICHT " + bare.numbered).split()
