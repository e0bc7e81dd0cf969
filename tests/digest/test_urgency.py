"""What cannot wait for the next edition."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from servwatch.digest.urgency import Urgency
from servwatch.model import Deadline
from tests.digest.examples import DIGEST, SOURCES, THEMES, annotated, item, settings

NEXT = datetime(2026, 12, 4, 6, 0, tzinfo=UTC)  # a Friday, seven in the morning in Brussels


def critical(one, *deadlines, followed=False, digest=DIGEST, **changes):
    found, note = one
    note = replace(note, deadlines=tuple(Deadline(*d[:1], "consultation", "tot", *d[1:]) for d in deadlines))
    urgency = Urgency(digest, settings(**changes), date(2026, 11, 27), NEXT)
    return urgency.critical(found, note, followed=followed)


ABOUT = annotated(item(1), ("climate", 3.0))


def test_ordinary_news_waits():
    assert not critical(ABOUT)


@pytest.mark.parametrize(
    ("deadline", "waits"),
    [
        ((date(2026, 11, 26),), True),
        ((date(2026, 11, 27),), False),
        ((date(2026, 12, 3),), False),
        ((date(2026, 12, 4),), True),
        ((date(2026, 12, 4), time(6, 59)), False),
        ((date(2026, 12, 4), time(7, 0)), True),
        ((date(2026, 12, 20),), True),
    ],
)
def test_a_deadline_before_the_next_edition_does_not(deadline, waits):
    assert critical(ABOUT, deadline) is not waits


def test_a_vote_is_no_deadline():
    found, note = ABOUT
    note = replace(note, deadlines=(Deadline(date(2026, 11, 30), "vote", "stemming"),))
    assert not Urgency(DIGEST, settings(), date(2026, 11, 27), NEXT).critical(found, note, followed=False)


def test_a_deadline_of_what_does_not_belong_in_the_digest_waits():
    assert not critical(annotated(item(1)), (date(2026, 11, 30),))


def test_a_followed_dossier_does_not_wait_whatever_its_themes():
    assert critical(annotated(item(1)), followed=True)


def test_the_councils_own_waits_even_on_a_followed_dossier():
    assert not critical(ABOUT, followed=True, sources=tuple(replace(s, own=True) for s in SOURCES))


def test_a_critical_source_does_not_wait():
    assert critical(ABOUT, sources=(replace(SOURCES[0], critical=True),))


def test_a_critical_theme_does_not_wait_where_the_digest_follows_it():
    themes = tuple(replace(theme, critical=theme.id == "climate") for theme in THEMES)
    assert critical(ABOUT, themes=themes)
    both = annotated(item(1), ("climate", 3.0), ("labour-market", 3.0))
    assert not critical(both, themes=themes, digest=replace(DIGEST, themes=("labour-market",)))
