"""A page is never longer than mail programs show, and nothing of it is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.config import shipped
from servwatch.digest.fitting import MOST_BYTES, fitted
from servwatch.digest.render import Renderer
from servwatch.digest.view import Block, Line
from servwatch.locale import words
from tests import examples
from tests.digest import views
from tests.digest.examples import ZONE

SPEECH = words("nl", ZONE)
RENDERER = Renderer(shipped("templates"))


def counted(view):
    """A page of known size: a byte for each thing on it."""
    blocks = (*view.before, *view.after)
    things = sum(len(b.lines) for b in blocks) + sum(len(g.lines) + len(g.entries) for g in view.groups)
    return "x" * (100 + 10 * (things + len(view.cut) + len(view.unread)))


def things(view):
    """All that can leave, in reading order."""
    if view is None:
        return []
    found = [line for block in view.before for line in block.lines]
    for group in view.groups:
        found += [*group.entries, *group.lines]
    return [*found, *view.cut, *(line for block in view.after for line in block.lines), *view.unread]


@pytest.mark.parametrize(("entries", "length"), [(150, 70), (150, 400), (2000, 400)])
def test_the_page_of_a_long_digest_is_short_enough_and_announces_the_rest(entries, length):
    view = views.of_size(entries, length=length)
    result = RENDERER.digest(view, SPEECH)
    assert MOST_BYTES - 6000 < len(result.html.encode()) <= MOST_BYTES
    shown = [e.url for g in view.groups for e in g.entries if f'"{e.url}"' in result.html]
    attached = [e.url for g in view.groups for e in g.entries if f'"{e.url}"' in result.overflow]
    assert shown + attached == [e.url for g in view.groups for e in g.entries]
    assert f"{len(attached)} berichten staan in de bijlage" in result.html
    assert f"{len(attached)} berichten staan in de bijlage" in " ".join(result.text.split())
    assert "in de bijlage: de mail" in result.html.split("</h1>")[1].split("<h2")[0]
    assert view.groups[0].title in result.html
    assert re.search(r"Nog \d+ in de bijlage\.<", result.html)


def test_a_short_digest_has_no_attachment():
    view = views.of_size(40)
    assert fitted(view, lambda some: RENDERER.page(some, SPEECH), SPEECH) == (view, None)
    assert RENDERER.digest(view, SPEECH).overflow == ""


@given(
    entries=st.integers(0, 60), groups=st.integers(1, 60), lines=st.integers(0, 30), cut=st.integers(0, 30),
    unread=st.integers(0, 20), room=st.integers(0, 900),
)  # fmt: skip
@settings(deadline=None, max_examples=examples.of(150))
def test_what_leaves_the_mail_is_in_the_attachment_and_the_first_stays(
    entries, groups, lines, cut, unread, room
):
    made = tuple(Line(f"regel {n}") for n in range(lines))
    view = replace(
        views.of_size(entries, groups=groups),
        cut=tuple(views.entry(1000 + n) for n in range(cut)),
        before=(Block("deadlines", "Deadlines", (), made[: lines // 2]),),
        after=(Block("coming-up", "Komt", (), made[lines // 2 :]), Block("not-chosen", "Niet", (), made)),
        unread=tuple(f"bron {n}" for n in range(unread)),
    )
    shown, rest = fitted(view, counted, SPEECH, most=200 + room)
    notes = [thing for thing in things(shown) if "bijlage" in str(thing) and thing not in things(view)]
    kept = [thing for thing in things(shown) if thing not in notes]
    assert sorted(map(str, kept + things(rest))) == sorted(map(str, things(view)))
    left = len(things(rest))
    assert (rest is None) == (left == 0)
    if left:
        assert shown.attached.startswith(f"{left} bericht")
        survivors = [e for g in shown.groups for e in g.entries]
        assert survivors == [e for g in view.groups for e in g.entries][: len(survivors)]
    if any(shown.groups[n].entries for n in range(len(shown.groups))):
        assert shown.before == view.before
    assert len(counted(shown)) <= 200 + room or not kept


def test_one_thing_more_would_be_too_much():
    view = views.of_size(50, groups=1)
    shown, rest = fitted(view, counted, SPEECH, most=400)
    assert len(counted(shown)) <= 400
    (group,) = shown.groups
    one_more = replace(
        view.groups[0], entries=view.groups[0].entries[: len(group.entries) + 1], lines=group.lines
    )
    assert len(counted(replace(shown, groups=(one_more,)))) > 400
    assert rest.groups[0].entries == view.groups[0].entries[len(group.entries) :]
