"""What the reader is told, in words."""

from dataclasses import replace

import pytest

from servwatch.digest.arrangement import numbered
from servwatch.digest.budget import ENTRY_WORDS, breaches, words_of, words_of_entry
from servwatch.digest.compose import SUBJECT_LENGTH, compose
from servwatch.digest.shortening import opening, shortened
from servwatch.locale import words
from tests.digest.examples import DIGEST, ZONE, annotated, edition, item, mixed, settings


def view(candidates, digest=DIGEST, language="nl", **rest):
    built = numbered(edition(candidates, digest, **rest), digest, settings())
    return compose(built, digest, settings(), words(language, ZONE))


def block(shown, name):
    return next((one for one in (*shown.before, *shown.after) if one.id == name), None)


def entry_of(shown, number):
    return next(e for g in shown.groups for e in g.entries if e.url.endswith(f"/{number}"))


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("layout", ["brief", "full"])
def test_the_subject_is_short_and_begins_with_the_number_of_items(language, layout):
    shown = view(mixed(), replace(DIGEST, layout=layout), language)
    assert len(shown.subject) <= SUBJECT_LENGTH
    assert shown.subject.startswith("5 ")


def test_a_title_in_another_language_is_labelled_quoted_and_never_translated():
    entry = entry_of(view(mixed()), 2)
    assert entry.label == "OESO-rapport (Engels)"
    assert entry.headline == "Regional productivity gaps in Europe"
    assert entry.headline_language == "en"
    assert entry.summary_language == "en"


def test_a_title_in_the_readers_language_needs_no_label():
    entry = entry_of(view(mixed(), language="en"), 2)
    assert entry.label == ""
    assert entry.headline_language == ""


def test_the_reason_names_the_words_that_hit_and_the_region():
    entry = entry_of(view(mixed(), replace(DIGEST, layout="full")), 1)
    assert entry.reason == "Gekozen: Com; noemt Vlaanderen."


def test_the_other_bodies_of_a_story_are_counted_in_a_brief_and_named_in_a_full_digest():
    brief = entry_of(view(mixed()), 1)
    assert brief.meta == "Europese Commissie en 1 andere, raadpleging, 26 nov, Nederlands"
    assert brief.also == ""
    assert (
        entry_of(view(mixed(), replace(DIGEST, layout="full")), 1).also
        == "Ook verschenen bij: OESO (26 nov)."
    )


def test_an_item_without_date_says_when_it_was_seen():
    assert "gezien 26 nov" in entry_of(view(mixed()), 6).meta


def test_a_brief_has_one_sentence_and_a_full_digest_three():
    assert entry_of(view(mixed()), 2).summary == "Productivity differs."
    full = view(mixed(), replace(DIGEST, layout="full"))
    assert entry_of(full, 2).summary == "Productivity differs. A second sentence. A third one."


def test_a_summary_that_only_repeats_the_title_is_left_out():
    same = annotated(
        item(1, "Een titel die ook de samenvatting is", summary="Een titel die ook de samenvatting is."),
        ("climate", 2.0),
    )
    assert entry_of(view([same]), 1).summary == ""


def test_an_address_that_is_no_web_address_is_no_link():
    odd = annotated(item(1, url="javascript:alert(1)"), ("climate", 2.0))
    assert view([odd]).groups[1].entries[0].url == ""


def test_a_full_digest_groups_by_theme_and_numbers_through():
    shown = view(mixed(), replace(DIGEST, layout="full"))
    assert [g.title for g in shown.groups] == [
        "Arbeidsmarkt en werkgelegenheid",
        "Sociaal overleg",
        "Klimaat",
    ]
    assert [e.place for g in shown.groups for e in g.entries] == [1, 2, 3, 4, 5]
    assert [row[:2] for row in shown.overview.rows] == [
        ("Arbeidsmarkt en werkgelegenheid", "2"),
        ("Sociaal overleg", "2"),
        ("Klimaat", "1"),
        ("Totaal", "5"),
    ]


def test_an_empty_edition_says_so_and_when_the_next_comes():
    shown = view([])
    assert [(g.title, g.entries, g.sentence) for g in shown.groups] == [
        ("Eerst beslissen", (), "Geen deadlines vóór de volgende editie (vr 4 dec).")
    ]
    assert shown.empty == (
        "Niets haalde de drempel van dit overzicht.",
        "38 bronnen werden gelezen.",
        "De volgende editie komt op vrijdag 4 december 2026.",
    )
    assert shown.subject == "Geen berichten: Internationaal in het kort"


def test_what_could_not_be_read_is_told_with_since_when():
    told = block(view(mixed()), "not-read")
    assert told.sentences == ("SER Nederland (sinds 19 nov). De cel volgt dit op.",)


def test_a_digest_without_that_section_does_not_tell_what_could_not_be_read():
    assert block(view(mixed(), replace(DIGEST, sections=("not-chosen",))), "not-read") is None


def test_what_was_cut_is_counted_in_a_brief_and_listed_in_a_full_digest():
    brief = view(mixed(), replace(DIGEST, limit=2))
    assert block(brief, "not-chosen").sentences == ("4 andere berichten: op vraag.",)
    full = view(mixed(), replace(DIGEST, layout="full", limit=2))
    assert sum(len(group.entries) for group in full.groups) == 2
    assert sum(len(group.lines) for group in full.groups) == 3


def test_a_digest_of_sources_none_of_which_could_be_read_does_not_say_that_there_is_no_news():
    blind = compose(replace(edition([]), read=0), DIGEST, settings(), words("nl", ZONE))
    assert blind.subject.startswith("Niets kon gelezen worden: ")
    assert blind.empty[0] == "Geen enkele bron kon gelezen worden: dit zegt niets over het nieuws."
    assert "Niets haalde de drempel van dit overzicht." not in blind.empty


def test_a_headline_of_a_brief_has_at_most_seventy_characters():
    long = annotated(item(1, "woord " * 60), ("climate", 2.0))
    assert len(view([long]).groups[1].entries[0].headline) <= 70


def test_an_entry_of_a_brief_has_at_most_sixty_five_words():
    long = annotated(item(1, "woord " * 60, summary="zonder punt " * 200), ("climate", 2.0))
    entry = view([long]).groups[1].entries[0]
    assert words_of_entry(entry) == ENTRY_WORDS
    assert entry.summary.endswith("…")


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_a_brief_of_many_long_entries_has_at_most_four_hundred_words(language):
    long = [
        annotated(item(n, f"woord{n} " * 20, summary="zonder punt " * 200), ("climate", 2.0))
        for n in range(1, 30)
    ]
    shown = view(long, language=language)
    assert len(shown.groups[1].entries) == DIGEST.limit
    assert 360 < words_of(shown) <= 400
    assert len({len(e.summary.split()) for e in shown.groups[1].entries}) == 1, "all have the same"
    assert breaches(shown) == ()


def test_only_the_longest_summaries_of_a_brief_are_shortened():
    short = [annotated(item(n, f"Kort {n}", summary="Eén zin."), ("climate", 2.0)) for n in range(1, 4)]
    long = [
        annotated(item(n, f"woord{n} " * 9, summary="zonder punt " * 30), ("climate", 2.0))
        for n in range(4, 9)
    ]
    shown = view([*short, *long])
    summaries = {e.summary for e in shown.groups[1].entries if e.headline.startswith("Kort")}
    assert summaries == {"Eén zin."}
    assert words_of(shown) <= 400


def test_a_brief_that_has_room_is_not_shortened():
    text = "Een zin van precies twintig woorden is niet te lang voor een kort overzicht dat verder bijna niets te vertellen heeft."
    long = [annotated(item(n, f"Titel {n}", summary=text), ("climate", 2.0)) for n in range(1, 9)]
    assert {e.summary for e in view(long).groups[1].entries} == {text}


def test_a_text_is_cut_at_a_word():
    assert shortened("een twee drie vier", 12) == "een twee…"
    assert shortened("kort", 12) == "kort"
    assert shortened("Landverslag wijst op krapte op de arbeidsmarkt", 36) == "Landverslag wijst op krapte…"
    assert shortened("New rules on platform work for all of the regions", 42) == "New rules on platform work…"
    assert (
        shortened("Avis sur le dialogue social dans les régions de Belgique", 40)
        == "Avis sur le dialogue social…"
    )
    assert shortened("Een nieuwe richtlijn van de EU over loon", 34) == "Een nieuwe richtlijn van de EU…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"


def test_the_opening_of_a_text_ends_with_a_sentence():
    assert opening("Eén zin. Nog een zin. En nog een.", 2, 99) == "Eén zin. Nog een zin."
    assert (
        opening("Volgens art. 5 van de wet geldt dit. Meer.", 1, 99) == "Volgens art. 5 van de wet geldt dit."
    )
    assert opening("a b c d e f g", 1, 5) == "a b c d e…"
    assert opening("a b c d e f g", 1, 4) == "", "four words say nothing"
