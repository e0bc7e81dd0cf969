"""The budget of a brief: what is mended, in which order, and what is a breach. Hostile editions too."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from servwatch.digest.arrangement import numbered
from servwatch.digest.budget import BRIEF_WORDS, breaches, words_of, words_of_entry
from servwatch.digest.compose import compose
from servwatch.digest.mending import mended
from servwatch.digest.view import Block, Line
from servwatch.locale import words
from servwatch.model import (
    Advice,
    Annotation,
    Balance,
    Coming,
    Deadline,
    Entry,
    LanguageEdition,
    Match,
    Reword,
    Side,
    Stand,
    ThemeScore,
)
from tests import examples
from tests.digest.examples import DIGEST, ZONE, item
from tests.digest.whole_edition import CALENDAR, whole, whole_settings

SENTENCE = "woorden zonder einde " * 60


def told(edition, language="nl"):
    built = numbered(edition, DIGEST, whole_settings())
    return compose(built, DIGEST, whole_settings(), words(language, ZONE), CALENDAR)


def entries_of(shown):
    return [entry for group in shown.groups for entry in group.entries]


def changed(edition, **reword):
    first, *others = edition.entries
    return replace(edition, entries=(replace(first, reword=Reword(**reword)), *others))


def long_summaries(edition):
    return replace(
        edition,
        entries=tuple(replace(one, item=replace(one.item, summary=SENTENCE)) for one in edition.entries),
    )


def test_summaries_are_shortened_before_anything_else():
    shown = told(long_summaries(whole()))
    assert breaches(shown) == ()
    assert shown.after == told(whole()).after
    assert entries_of(shown)[6].reason
    assert entries_of(shown)[0].earlier


def pressed(words_too_many):
    """The whole brief with so many words more than it may have, in a place that is never mended."""
    shown = told(whole())
    room = BRIEF_WORDS - words_of(shown) + words_too_many
    return replace(shown, foot=(*shown.foot, "woord " * room))


def ids(shown):
    return [block.id for block in shown.after]


def test_then_the_last_of_what_is_coming_up_goes():
    summaries = sum(len(one.summary.split()) for one in entries_of(told(whole())))
    less = mended(pressed(summaries + 1))
    assert all(one.summary == "" for one in entries_of(less))
    assert [line.text for line in less.after[1].lines] == ["Raad EPSCO", "DB", "EESC-zitting"]
    assert any(one.reason for one in entries_of(less))


def test_then_reasons_and_earlier_advices_and_what_was_not_chosen_go_and_no_more():
    less = mended(pressed(300))
    assert ids(less) == ["corrections", "not-read"]
    assert not any(one.reason or one.earlier for one in entries_of(less))
    for before, after in zip(entries_of(told(whole())), entries_of(less), strict=True):
        assert (after.headline, after.due, after.sides, after.note) == (
            before.headline, before.due, before.sides, before.note
        )  # fmt: skip
    assert breaches(less) != ()


def test_a_note_of_a_hundred_words_stays_whole_and_is_a_breach_that_names_it():
    note = "woord " * 99 + "einde"
    shown = told(changed(whole(), note=note, initials="LV"))
    first = entries_of(shown)[0]
    assert first.note == f"Voor Vlaanderen: {note} (LV)"
    found = breaches(shown)
    assert any("bericht 1" in one.lower() and "65 is het maximum" in one for one in found)
    assert any(one.startswith("De nota van de redactie bij bericht 1 ") for one in found)


def test_an_editors_headline_over_seventy_characters_is_a_breach_that_names_it():
    headline = "Een kop die de redactie zelf schreef en die echt veel te lang is voor een kort overzicht"
    shown = told(changed(whole(), headline=headline))
    assert entries_of(shown)[0].headline == headline
    (found,) = breaches(shown)
    assert found.startswith("De titel van bericht 1 (Een kop die de redactie zelf schreef")
    assert found.endswith("heeft 88 tekens; 70 is het maximum.")


def test_an_introduction_is_never_cut_and_is_named():
    shown = told(replace(whole(), introduction="woord " * 300))
    assert len(shown.introduction.split()) == 300
    assert any(
        one.startswith("De inleiding van de redactie telt daarvan 300 woorden") for one in breaches(shown)
    )


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_breaches_are_told_in_the_language_of_the_brief(language):
    shown = told(replace(whole(), introduction="woord " * 400), language)
    begins = {"nl": "Het korte overzicht heeft", "en": "The brief has", "fr": "L'aperçu bref compte"}
    assert breaches(shown)[0].startswith(begins[language])


def test_a_subject_must_be_short_and_begin_with_the_deadlines():
    shown = told(whole())
    assert breaches(replace(shown, subject="x" * 51)) == (
        "Het onderwerp heeft 51 tekens; 50 is het maximum.",
        "De eerste 35 tekens van het onderwerp noemen het aantal deadlines niet.",
    )


def test_a_number_within_another_is_not_the_number_of_deadlines():
    assert breaches(replace(told(whole()), subject="13 berichten: iets")) != ()


def test_a_full_digest_has_no_budget_of_words():
    shown = replace(told(whole()), layout="full", introduction="woord " * 900)
    assert breaches(shown) == ()


def test_every_word_that_is_shown_is_counted():
    shown = told(whole())
    line = Line("een twee", lead="drie", meta="vier vijf")
    more = replace(shown, after=(*shown.after, Block("x", "zes", ("zeven acht",), (line,), "negen")))
    assert words_of(more) == words_of(shown) + 9


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="abc \u202e\u0627\u05d0é—…“<&", max_size=420),
    st.lists(st.sampled_from(["woord", "Vlaanderen", "überlang" * 9, "x"]), max_size=80).map(" ".join),
)


WORDY = Stand(Side.WORKERS, "EVV", "a b " * 90, "https://unions.example.org/1", "en", date(2026, 11, 12))


@st.composite
def entries(draw, number):
    """One entry with whatever the world and its editors can put into it."""
    one = item(
        number,
        draw(TEXTS),
        source=draw(st.sampled_from(["ec", "oecd", "ilo", "eesc"])),
        language=draw(st.sampled_from(["nl", "en", "ar", ""])),
        summary=draw(TEXTS),
    )
    deadlines = draw(st.lists(st.integers(-5, 90), max_size=2))
    found = tuple(Match("t", "title", 0, 3, text, "stem") for text in draw(st.lists(TEXTS, max_size=3)))
    note = Annotation(
        number,
        "f",
        one.language,
        draw(st.sampled_from([(), (ThemeScore("workable-work", 2.0, found),)])),
        deadlines=tuple(Deadline(date(2026, 11, 27) + timedelta(n), "call", "x") for n in deadlines),
    )
    return Entry(
        number,
        one,
        note,
        draw(st.sampled_from(["", "workable-work"])),
        1.0,
        earlier=draw(st.none() | st.builds(Advice, st.just(1), TEXTS, st.just("https://x.example.org"), st.just(date(2020, 1, 1)))),
        follows=draw(st.sampled_from([0, 46])),
        balance=draw(st.sampled_from([None, Balance(WORDY, None), Balance(WORDY, WORDY)])) if number < 3 else None,
        editions=draw(st.sampled_from([(), (LanguageEdition("nl", "Officieel " * 40, "https://x.example.org/nl"),)])),
    )  # fmt: skip


@hypothesis_settings(
    max_examples=examples.of(60), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data(), st.integers(0, 8), st.sampled_from(["nl", "en", "fr"]), st.lists(TEXTS, max_size=8))
def test_whatever_the_world_writes_eight_entries_keep_to_the_budget(data, count, language, ahead):
    found = tuple(data.draw(entries(number)) for number in range(1, count + 1))
    around = replace(
        whole().around,
        coming=tuple(Coming(date(2026, 12, 1), {"": title}) for title in ahead),
        corrections=(),
    )
    shown = told(replace(whole(), entries=found, around=around, unread=()), language)
    assert breaches(shown) == ()
    assert words_of(shown) <= BRIEF_WORDS
    assert all(words_of_entry(one) <= 65 and len(one.headline) <= 70 for one in entries_of(shown))
    assert len(shown.subject) <= 50
    assert len(shown.preheader) <= 100


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.lists(TEXTS, min_size=3, max_size=3))
def test_sixty_pinned_entries_and_what_editors_wrote_are_all_told_or_named(data, written):
    found = tuple(data.draw(entries(number)) for number in range(1, 4))
    headline, note, introduction = written
    mine = replace(found[0], reword=Reword(headline, note, "LV"))
    many = (mine, *(replace(found[n % 3], place=n) for n in range(1, 60)))
    shown = told(replace(whole(), entries=many, introduction=introduction))
    assert len(entries_of(shown)) == 60
    first = next(one for one in entries_of(shown) if one.note) if shown_words(note) else None
    assert first is None or shown_words(note) <= len(first.note.split())
    assert any("woorden" in one for one in breaches(shown)), "sixty entries are over any budget"
    assert (words_of(shown) > BRIEF_WORDS) == any("korte overzicht" in one for one in breaches(shown))


def shown_words(text):
    return len([word for word in text.replace("\u202e", "").split() if word.isprintable()])
