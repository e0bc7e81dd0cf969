"""The modes of review, driven from the command line on virtual time; `python -m tests.cycle.review_proof` shows them."""

import pytest

from tests.cycle.review_play import EDITOR, READER, Play
from tests.cycle.review_plays import PLAYS


def played(watch, name):
    review, act = PLAYS[name]
    return act(Play(watch, review))


def left(play):
    return [step.when for step in play.steps if "the edition left" in step.changed]


def mailed(play, to, word=""):
    return [
        step.when
        for step in play.steps
        for one in step.changed
        if one.startswith(f"mail to {to}: ") and word in one
    ]


@pytest.mark.slow
def test_without_review_it_leaves_at_its_time_and_editors_hear_nothing(watch):
    play = played(watch, "none")
    assert left(play) == ["2026-11-27 07:00"]
    assert mailed(play, EDITOR) == []


def test_a_window_gives_editors_the_draft_and_leaves_by_itself_as_they_left_it(watch):
    play = played(watch, "window")
    assert mailed(play, EDITOR, "Ontwerp") == ["2026-11-26 14:00"]
    assert left(play) == ["2026-11-27 07:00"]
    foreigner, urgent, ordinary = (play.item(word) for word in ("Employment", "Bericht 21", "Bericht 22"))
    dropped, back = play.item("Bericht 2 "), play.item("Bericht 3 ")
    told = play.letter(READER)
    assert "Employment" not in told
    places = [
        told.index(word)
        for word in ("Bericht 21", "Kop uit het formulier", "Bericht 1 ", "OESO vergelijkt", "Bericht 3 ")
    ]
    assert places == sorted(places)
    assert "Voor Vlaanderen: Raakt werkbaar werk. (LV)" in told
    assert "Deze week vier berichten." in told
    assert "Gelezen tot do 26 nov 14.00 u." in told
    assert "vrijdag 27 november 2026" in told
    assert "Bericht 22" not in told
    ledger = play.ledger()
    assert ledger[dropped] == ("rejected", "Eerste Lid")
    assert ledger[foreigner] == ("chosen", "Eerste Lid")
    assert ledger[back] == ("chosen", "")
    assert ledger[urgent] == ("chosen", "")
    assert ordinary not in ledger
    assert "OESO vergelijkt arbeidsrecht" in play.page(READER)
    above = play.page(EDITOR, "Ontwerp")
    assert "servwatch digest drop board" in above
    assert "vrijdag 27 november 2026" in above


@pytest.mark.slow
def test_a_draft_that_is_held_waits_until_it_is_released_by_whoever(watch):
    play = played(watch, "window, held")
    assert left(play) == ["2026-11-27 10:15"]
    assert mailed(play, EDITOR, "Wacht op uw vrijgave") == ["2026-11-27 07:00"]


@pytest.mark.slow
def test_where_a_release_is_required_it_waits_reminds_and_is_made_good_by_the_next(watch):
    play = played(watch, "required")
    assert left(play) == ["2026-11-30 09:15", "2026-12-11 07:00"]
    assert mailed(play, EDITOR, "Wacht op uw vrijgave") == [
        "2026-11-27 07:00",
        "2026-11-30 08:00",
        "2026-12-04 07:00",
    ]
    assert "komt in de plaats" in " ".join(play.letter(EDITOR, "vr 11 dec").split())
    assert "Bericht 22" in play.letter(READER, "Bericht 22")
    with watch.archive() as archive:
        second, first = archive.editions.recent("board")
    assert (second.number, first.number) == (2, 1)
    assert first.expires > first.frozen
    assert first.frozen.isoformat().startswith("2026-11-30T08:15")
