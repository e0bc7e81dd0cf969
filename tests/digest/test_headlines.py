"""What an entry is called: never translated by machine, hostile or not."""

from dataclasses import replace

import pytest

from servwatch.digest.compose import compose
from servwatch.digest.compose.headlines import entries_without
from servwatch.locale import words
from servwatch.model import Calendar, LanguageEdition, Reword
from tests.digest.examples import DIGEST, ZONE, annotated, edition, item, settings

OFFICIAL = LanguageEdition("nl", "Verschillen in productiviteit", "https://oecd.example.org/nl")
EDITORS = Reword(headline="Productiviteit verschilt per regio")
OVERRIDE, EMBEDDING, ISOLATE = "\u202e", "\u202b", "\u2067"


def built(title="Regional gaps", *, source="oecd", language="en", layout="brief", **of_entry):
    one = annotated(item(2, title, source=source, language=language), ("climate", 3.0))
    found = edition([one], replace(DIGEST, layout=layout))
    return replace(found, entries=tuple(replace(entry, **of_entry) for entry in found.entries))


def told(found, language="nl", digest=DIGEST):
    shown = compose(found, digest, settings(), words(language, ZONE), Calendar())
    return next(entry for group in shown.groups for entry in group.entries)


def test_a_title_in_the_readers_language_stands_as_it_is():
    one = told(built("Regionale verschillen", language="nl", editions=(OFFICIAL,)))
    assert (one.headline, one.label, one.url) == (
        "Regionale verschillen",
        "",
        "https://oecd.example.org/2",
    )


def test_the_official_edition_in_the_readers_language_gives_title_and_address():
    one = told(built(editions=(OFFICIAL,)))
    assert (one.headline, one.url, one.label, one.headline_language) == (OFFICIAL.title, OFFICIAL.url, "", "")
    assert one.meta.endswith("Nederlands")


def test_an_editors_headline_tells_a_document_of_which_there_is_no_edition():
    one = told(built(reword=EDITORS))
    assert (one.headline, one.label, one.headline_language) == (EDITORS.headline, "", "")
    assert one.meta.endswith("Engels"), "the reader knows in which language it is"


def test_an_editors_headline_goes_before_the_official_one_and_leads_to_its_edition():
    one = told(built(reword=EDITORS, editions=(OFFICIAL,)))
    assert (one.headline, one.url) == (EDITORS.headline, OFFICIAL.url)
    assert one.meta.endswith("Nederlands")


def test_an_editors_headline_is_for_readers_of_the_language_it_is_written_in():
    one = told(built(reword=EDITORS), "fr")
    assert (one.headline, one.headline_language) == ("Regional gaps", "en")


def test_else_the_title_is_quoted_behind_body_kind_and_language():
    assert told(built()).label == "OESO-bericht (Engels)"
    assert told(built(), "fr").label == "OESO, nouvelle (anglais)"
    assert told(built(source="ec"), "en").label == ""
    assert told(built("Titel", source="ec", language="nl"), "en").label == "Europese Commissie, news (Dutch)"


def test_an_entry_without_a_title_says_so():
    one = told(built("", editions=()))
    assert one.headline


def test_what_is_only_invisible_is_no_title():
    one = told(built(f"{OVERRIDE}\u200b"))
    assert (one.headline, one.label) == ("OESO, bericht zonder titel", "")


def test_the_entries_that_are_still_without_dutch_are_found():
    found = built()
    assert [entry.item.id for entry in entries_without(found, DIGEST)] == [2]
    assert entries_without(built(editions=(OFFICIAL,)), DIGEST) == ()
    assert entries_without(built(reword=EDITORS), DIGEST) == ()
    assert entries_without(built(language="nl"), DIGEST) == ()
    assert len(entries_without(built(reword=EDITORS), replace(DIGEST, language="fr"))) == 1


@pytest.mark.parametrize("sign", [OVERRIDE, EMBEDDING, ISOLATE, "\u2028", "\x00", "\x1b[31m", "\u00ad"])
def test_no_sign_that_turns_or_hides_text_reaches_the_reader(sign):
    text = f"Wet{sign} over {sign}jobs"
    one = told(
        built(
            text,
            reword=Reword(headline=f"Kop {sign}van ons", note=f"Nota{sign}", initials=f"L{sign}V"),
            editions=(LanguageEdition("nl", text, "https://ec.example.org/nl"),),
        )
    )
    for said in (one.headline, one.note, one.label, one.meta):
        assert sign not in said
        assert said == " ".join(said.split())


@pytest.mark.parametrize(
    ("language", "title"),
    [("ar", "فجوات الإنتاجية الإقليمية في أوروبا"), ("he", "פערי פריון אזוריים באירופה")],
)
def test_a_title_that_runs_from_right_to_left_stays_whole(language, title):
    one = told(built(title, language=language))
    assert (one.headline, one.headline_language) == (title, language)
    assert one.label.startswith("OESO-bericht (")


@pytest.mark.parametrize(("layout", "most"), [("brief", 70), ("full", 160), ("alert", 160)])
def test_a_title_of_four_hundred_characters_is_cut_at_a_word(layout, most):
    digest = replace(DIGEST, layout=layout)
    one = told(built("Verschillen tussen regio's " * 15, language="nl", layout=layout), digest=digest)
    assert most - 25 < len(one.headline) <= most
    assert one.headline.endswith("…")


def test_an_editors_headline_is_never_cut():
    long = (
        "Een kop die de redactie zelf schreef en die veel te lang is voor een kort overzicht van een scherm"
    )
    assert told(built(reword=Reword(headline=long))).headline == long


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "mailto:a@example.org"])
def test_an_official_edition_whose_address_is_no_web_address_leads_to_the_item(url):
    one = told(built(editions=(replace(OFFICIAL, url=url),)))
    assert one.url == "https://oecd.example.org/2"


@pytest.mark.parametrize(
    ("language", "label"),
    [("nl", "OESO-bericht (Frans)"), ("en", "OECD news (French)"), ("fr", "")],
)
def test_a_body_is_called_as_in_the_language_of_the_reader(language, label):
    found = built("Les écarts", language="fr")
    named = settings(sources=(replace(settings().sources[1], name="OECD, publications"),))
    shown = compose(found, DIGEST, named, words(language, ZONE), Calendar())
    one = next(entry for group in shown.groups for entry in group.entries)
    assert one.label == label
    assert one.meta.startswith(label.partition("-")[0].partition(" ")[0] or "OCDE")
