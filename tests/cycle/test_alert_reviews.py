"""A digest that comes at once, and that editors release first: one draft for all urgent stories, one mail for each."""

import pytest

from servwatch.model import ActKind, DraftState
from tests.cycle.draft_desk import EDITORS, FEED, act, drafts, subjects
from tests.cycle.watch import brussels, entry, rss
from tests.cycle.weekly import news

FIRST = news(1)
SECOND = news(2, title="Het loon van de havenarbeiders stijgt")
THIRD = news(3, title="Werk aan de winkel voor ministers", date=brussels("2026-11-26 09:30"))


@pytest.fixture
def alerting(watch, internet):
    """Two urgent stories, in a draft since 8 o'clock."""
    internet.at(FEED).serves(rss(FIRST, SECOND))
    watch.mail = EDITORS
    watch.source("ec", every="15m", critical=True)
    watch.digest("board", "at once", layout="alert", review="required")
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 08:00", everything=True)
    assert drafts(watch)[0].shown == (1, 2)
    return watch


def release(watch, time="2026-11-26 09:06"):
    act(watch, time, lambda r: r.stand(ActKind.RELEASE))


def mailed(watch):
    return sorted(subjects(watch, "a@example.org"))


def test_one_release_lets_each_story_go_in_a_mail_of_its_own(alerting):
    release(alerting)
    assert [e.number for e in alerting.run("2026-11-26 09:10").editions] == [1, 2]
    assert len(mailed(alerting)) == 2
    assert drafts(alerting)[0].state is DraftState.SENT


def test_a_release_of_nothing_but_dropped_stories_does_not_keep_back_the_next_alert(alerting, internet):
    for item in (1, 2):
        act(alerting, "2026-11-26 09:05", lambda r, item=item: r.drop(item))
    release(alerting)
    assert alerting.run("2026-11-26 09:10").editions == []
    assert drafts(alerting)[0].state is DraftState.SENT
    internet.at(FEED).serves(rss(FIRST, SECOND, THIRD))
    alerting.run("2026-11-26 10:00", everything=True)
    assert (drafts(alerting)[0].state, drafts(alerting)[0].shown) == (DraftState.OPEN, (3,))
    assert mailed(alerting) == []


def test_what_is_released_beyond_the_limit_of_the_day_leaves_the_next_as_it_was_released(alerting):
    alerting.digest("board", "at once", layout="alert", review="required", limit=1)
    act(alerting, "2026-11-26 09:05", lambda r: r.headline(1, "Kop een"))
    act(alerting, "2026-11-26 09:05", lambda r: r.headline(2, "Kop twee"))
    release(alerting)
    alerting.run("2026-11-26 09:10")
    alerting.run("2026-11-26 09:20")
    assert len(mailed(alerting)) == 1
    assert drafts(alerting)[0].state is DraftState.RELEASED
    alerting.run("2026-11-27 09:00")
    assert mailed(alerting) == ["Dringend: Kop een", "Dringend: Kop twee"]
    assert [row.state for row in drafts(alerting)] == [DraftState.SENT]


def test_nobody_is_asked_to_release_a_draft_of_which_every_story_was_dropped(alerting):
    for item in (1, 2):
        act(alerting, "2026-11-26 09:05", lambda r, item=item: r.drop(item))
    alerting.run("2026-11-26 09:10")
    assert drafts(alerting)[0].state is DraftState.DROPPED
    assert alerting.run("2026-11-27 09:10").attention == []
    assert len(subjects(alerting)) == 1


def test_what_is_not_urgent_is_settled_when_there_is_much_of_it_though_nothing_is_released(watch, internet):
    items = (
        entry(f"Werk {n}", f"https://ec.example.org/{n}", date=brussels("2026-11-26 08:00"))
        for n in range(310)
    )
    internet.at(FEED).serves(rss(*items))
    watch.mail = EDITORS
    watch.source("ec")
    watch.digest("board", "at once", layout="alert", review="required")
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 09:00")
    watch.run("2026-11-26 09:01")
    with watch.archive() as archive:
        (edition,) = archive.editions.recent("board")
        assert (edition.number, edition.counts["rejected"]) == (0, 310)
    assert drafts(watch) == []


def test_an_alert_that_is_built_by_hand_is_a_mail_for_each_story_too(alerting):
    from servwatch.cycle.configuration import in_force
    from servwatch.cycle.edition_desk import EditionDesk

    alerting.digest("board", "at once", layout="alert")
    alerting.write()
    settings = in_force(alerting.path, {}).settings
    with alerting.archive() as archive:
        board = settings.digest("board")
        built = EditionDesk(archive, settings, board, brussels("2026-11-26 09:10")).freeze()
    assert [one.digest for one in built] == ["board", "board"]
    with alerting.archive() as archive:
        assert [(e.number, e.counts["chosen"]) for e in archive.editions.recent("board")] == [(2, 1), (1, 1)]


def test_a_release_says_what_it_releases(alerting):
    from tests.cli.line import servwatch

    said = servwatch(alerting.folder, "digest", "release", "board", "--now", "2026-11-26T09:00").well().out
    assert "[1] Bericht 1 over werk in de regio" in said
    assert "[2] Het loon van de havenarbeiders stijgt" in said


def test_no_editor_is_asked_at_night_and_what_came_then_is_asked_about_in_the_morning(alerting, internet):
    before = len(subjects(alerting, "redactie@example.org"))
    internet.at(FEED).serves(rss(FIRST, SECOND, THIRD))
    alerting.run("2026-11-26 22:00", everything=True)
    assert len(subjects(alerting, "redactie@example.org")) == before
    alerting.run("2026-11-27 07:00", everything=True)
    assert set(drafts(alerting)[0].shown) == {1, 2, 3}
    assert len(subjects(alerting, "redactie@example.org")) > before
