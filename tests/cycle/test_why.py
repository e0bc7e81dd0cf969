"""What became of something: one outcome of a closed list, explained under the settings of its day."""

from datetime import date

import pytest
from sqlalchemy import update

from servwatch.archive.schema import outbox
from servwatch.model import Coverage, MessageState
from tests.cycle.watch import THEMES, brussels, entry, rss
from tests.cycle.why_desk import FEED, SECOND, Desk, news, read_only, week

__all__ = ["read_only", "week"]  # fixtures


@pytest.fixture
def desk(read_only):
    with Desk(read_only) as desk:
        yield desk


@pytest.mark.parametrize(
    ("asked", "digest", "coverage", "said"),
    [
        ("https://ec.example.org/a", "board", Coverage.SENT, "in no. 1 of 27 November 2026, as number"),
        (
            "https://ec.example.org/c",
            "board",
            Coverage.OVER_LIMIT,
            "With a limit of 3 it would have been told",
        ),
        (
            "https://ec.example.org/d",
            "board",
            Coverage.NO_THEME,
            "A term of a theme that stands in its title",
        ),
        ("https://ec.example.org/e", "board", Coverage.UNDER_THRESHOLD, "It lacked 0.5"),
        ("https://ec.example.org/a", "climate", Coverage.OTHER_THEMES, "Work"),
        ("https://ec.example.org/a", "acts", Coverage.OTHER_KIND, "news"),
        ("https://ec.example.org/a", "nobody", Coverage.NOT_BUILT, "has no recipients"),
        ("https://ec.example.org/old", "board", Coverage.TOO_OLD, "older than this digest looks back"),
        ("https://ec.example.org/never", "board", Coverage.NOT_LISTED, "was read well until"),
        ("https://elsewhere.example/x", "board", Coverage.NOT_WATCHED, "No source of elsewhere.example"),
        ("https://far.example.net/never", "board", Coverage.NOT_LISTED, "Its source Ec was read well"),
        ("999999", "board", Coverage.NOT_LISTED, "no item with the number 999999"),
        ("words that nobody wrote", "board", Coverage.NOT_LISTED, "None of the items of the 1 source"),
    ],
)
def test_each_question_gets_one_outcome_with_its_reason(desk, asked, digest, coverage, said):
    answer = desk.ask(asked, digest)
    assert answer.coverage is coverage
    assert said in answer.step.text


def test_before_the_first_reading_nothing_is_said_of_what_sources_list(watch, internet):
    watch.source("ec")
    watch.digest("board")
    watch.write()
    with Desk(watch) as desk:
        answer = desk.ask("words that nobody wrote")
    assert (answer.coverage, answer.step.text) == (Coverage.SOURCE_OFF, "No source has been read yet.")


@pytest.mark.parametrize(
    ("language", "published", "score"),
    [
        ("nl", "gepubliceerd op do 26 nov 8.00 u., voor het eerst gezien op", "1,5"),
        ("en", "published Thu 26 Nov 08:00, first seen", "1.5"),
        ("fr", "publié le jeu 26 nov 8 h 00, vu pour la première fois le", "1,5"),
    ],
)
def test_an_answer_has_the_numbers_and_the_punctuation_of_its_language(read_only, language, published, score):
    with Desk(read_only, language=language) as desk:
        story = desk.story("https://ec.example.org/e")
    assert published in story
    assert score in story
    assert (" : " in story) is (language == "fr")


def test_over_all_digests_the_best_outcome_counts(desk):
    assert desk.ask("https://ec.example.org/e", "").coverage is Coverage.SENT
    assert desk.ask("https://ec.example.org/e", "").step.data["digest"] == "climate"


def test_what_came_after_the_edition_waits_for_the_next_and_a_copy_is_merged(week, internet):
    internet.at(FEED).serves(
        rss(
            news("Lonen en werk in de EU", "a"),
            news("Nieuw werk voor jongeren", "f", day="2026-11-30"),
        )
    )
    internet.at("copy.example.org/rss").serves(
        rss(
            entry(
                "Werk en loon in cijfers",
                "https://ec.example.org/b?utm_source=x",
                date=brussels("2026-11-30 08:00"),
            )
        )
    )
    week.source("copy")
    week.run("2026-11-30 09:00")
    with Desk(week) as desk:
        assert desk.ask("https://ec.example.org/f").coverage is Coverage.WAITING
    week.run(SECOND)
    with Desk(week) as desk:
        copies = desk.explainer.find("https://ec.example.org/b")
        outcomes = [
            step.coverage
            for item in copies
            for step in desk.explainer.outcomes(item, [desk.settings.digest("board")])
        ]
        assert sorted(outcomes) == [Coverage.MERGED, Coverage.SENT]
        assert desk.ask("https://ec.example.org/b").coverage is Coverage.SENT


def test_what_was_chosen_is_sent_only_where_a_mail_left(week):
    held = dict.fromkeys((MessageState.HELD, MessageState.PENDING, MessageState.DEFERRED), Coverage.HELD)
    lost = dict.fromkeys((MessageState.REFUSED, MessageState.EXPIRED), Coverage.REFUSED)
    with Desk(week) as desk:
        for state, coverage in (held | lost | {MessageState.UNKNOWN: Coverage.SENT}).items():
            with desk.archive.database.write() as connection:
                connection.execute(update(outbox).values(state=state.value, settled=None))
            assert desk.ask("https://ec.example.org/a").coverage is coverage


def test_a_source_that_is_off_was_blocked_or_was_silent_is_told_apart(week, internet):
    week.source("off", enabled=False)
    week.source("wall")
    internet.at("wall.example.org/rss").answers(503)
    for day in ("2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"):
        week.run(f"{day} 10:00")
    internet.at("wall.example.org/rss").serves(rss(entry("Werk", "https://wall.example.org/w")))
    week.run("2026-12-01 10:00", everything=True)
    week.run("2026-12-02 10:00", everything=True)
    with Desk(week) as desk:
        assert desk.ask("https://off.example.org/x").coverage is Coverage.SOURCE_OFF
        then = desk.ask("https://wall.example.org/x", day=date(2026, 11, 29))
        assert then.coverage is Coverage.SOURCE_BLOCKED
        assert "could not be read from" in then.step.text
        assert desk.ask("https://wall.example.org/x", day=date(2026, 12, 2)).coverage is Coverage.NOT_LISTED
        before = desk.ask("https://wall.example.org/x", day=date(2026, 1, 1))
        assert (before.coverage, "not read yet then" in before.step.text) == (Coverage.SOURCE_OFF, True)


def test_a_source_that_cannot_be_read_now_is_blocked_where_no_day_is_said(week, internet):
    internet.at(FEED).answers(503)
    week.run("2026-11-28 10:00", everything=True)
    with Desk(week) as desk:
        answer = desk.ask("https://ec.example.org/never")
        assert answer.coverage is Coverage.SOURCE_BLOCKED
        assert "1 source cannot be read now." in desk.ask("words that nobody wrote").step.text
        assert "could not be read since" in answer.step.text


def test_yesterdays_decision_is_explained_by_yesterdays_keywords(week):
    with Desk(week) as desk:
        before = desk.story("https://ec.example.org/d")
        assert "No word of any theme was found" in before
    week.themes = (
        THEMES + '\n[[theme]]\nid = "ports"\nname = { nl = "Havens", en = "Ports" }\nterms.nl = ["havens"]\n'
    )
    week.write()
    with Desk(week) as desk:
        assert desk.story("https://ec.example.org/d") == before
        assert "Ports" in desk.story("https://ec.example.org/d", "nobody")


def test_where_the_settings_of_the_day_are_gone_that_is_said(week):
    from sqlalchemy import delete

    from servwatch.archive.schema import revision

    week.themes = THEMES.replace('"klimaat"', '"klimaat", "agenda"')
    week.write()
    with Desk(week) as desk:
        with desk.archive.database.write() as connection:
            connection.execute(delete(revision))
        assert "kept no longer" in desk.story("https://ec.example.org/d")


def test_the_rank_of_what_was_sent_is_shown_with_its_parts(desk):
    story = desk.story("https://ec.example.org/a")
    assert "Its place is by its rank" in story
    assert "theme +" in story
    assert "freshness +" in story


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            [
                "Thema Werk, score",
                "Verstuurd op vr 27 nov 7.00 u. in nr. 1 van 27 november 2026, als bericht",
            ],
        ),
        ("fr", ["Thème Travail", "Envoyé le ven 27 nov"]),
        ("en", ["Theme Work", "Sent on Fri 27 Nov 07:00 in no. 1 of 27 November 2026"]),
    ],
)
def test_the_story_reads_as_a_person_would_tell_it(read_only, language, said):
    with Desk(read_only, language=language) as desk:
        story = desk.story("https://ec.example.org/a")
        assert [part for part in said if part not in story] == []
        refused = desk.story("https://ec.example.org/d")
        assert "{" not in story + refused
