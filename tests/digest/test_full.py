"""The full digest, block by block."""

from dataclasses import replace
from datetime import date

import pytest

from servwatch.digest.arrangement import numbered
from servwatch.digest.compose import compose
from servwatch.digest.compose.sections import USUAL
from servwatch.locale import words
from servwatch.model import Calendar, DossierState, Meeting, Reading, Reference
from tests.digest.examples import ZONE, annotated, edition, item
from tests.digest.whole_edition import (
    CALENDAR,
    FULL,
    PROCEDURE,
    PROPOSAL,
    READING,
    whole,
    whole_settings,
)


def full(built=None, digest=FULL, language="nl", reading=READING, calendar=CALENDAR):
    built = numbered(built or whole(digest), digest, whole_settings())
    return compose(built, digest, whole_settings(), words(language, ZONE), calendar, reading)


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Internationaal overzicht", "3 deadlines, 7 berichten: Internationaal overzicht"),
        ("Internationaal: economie en innovatie", "3 deadlines: Internationaal: economie en innovatie"),
        (
            "Internationaal: economie, innovatie en onderzoek",
            "3 deadlines: Internationaal: economie, innovatie…",
        ),
    ],
)
def test_a_title_that_has_no_room_in_the_subject_takes_that_of_the_number_of_items(title, subject):
    shown = full(digest=replace(FULL, title={"nl": title}))
    assert shown.subject == subject
    assert "7 berichten" in shown.counts


def block(shown, name):
    return next((b for b in (*shown.before, *shown.after) if b.id == name), None)


def lines(shown, name):
    return [(line.lead, line.text, line.meta) for line in block(shown, name).lines]


def details(line):
    return [f"{one.lead} {one.text}".strip() for one in line.details]


def entry(shown, name):
    return next(e for group in shown.groups for e in group.entries if name in e.headline)


def test_the_blocks_stand_in_the_order_of_the_design():
    shown = full()
    assert shown.overview is not None
    assert [b.id for b in shown.before] == ["closing-soon", "dossiers", "preparing"]
    assert [g.title for g in shown.groups] == [
        "Werkbaar werk",
        "Sociaal overleg",
        "Europees Semester",
        "Economie",
    ]
    assert [b.id for b in shown.after] == [
        "positions",
        "tenders",
        "coming-up",
        "corrections",
        "not-read",
        "not-chosen",
    ]


def test_its_head_tells_since_when_and_how_much_of_what():
    shown = full()
    assert shown.subject == "3 deadlines, 7 berichten: Internationaal overzicht"
    assert shown.counts == (
        "Sinds nr. 47 (20 nov). 3 deadlines, 7 berichten (4 nieuwe, 2 vervolgberichten, 1 dat u al had), 4 minuten."
        " Gelezen tot do 26 nov 18.00 u."
    )
    assert shown.introduction == "Deze week gaat het over kwaliteitsvolle jobs."


def test_its_head_names_the_meeting_since_which_it_tells():
    held = Calendar(meetings=(Meeting(date(2026, 11, 18), {"nl": "Commissie"}, FULL.groups),))
    assert "Sinds nr. 47 (20 nov). Vorige vergadering (Commissie): 18 nov." in full(calendar=held).counts


def test_the_overview_counts_what_is_new_what_follows_and_what_has_a_deadline():
    table = full().overview
    assert table.columns == ("Thema", "Nieuw", "Vervolg", "Met deadline")
    assert table.rows == (
        ("Werkbaar werk", "1", "1", "2"),
        ("Sociaal overleg", "2", "1", "1"),
        ("Europees Semester", "0", "0", "0"),
        ("Economie", "1", "0", "0"),
        ("Totaal", "4", "2", "3"),
    )


def test_every_open_deadline_has_its_moment_the_working_days_and_the_last_meeting():
    assert lines(full(), "closing-soon") == [
        (
            "vr 4 dec 23.59 u.",
            "Commissie vraagt mening over wet kwaliteitsvolle jobs",
            "Europese Commissie, raadpleging, nog 5 werkdagen, voor ons: LV",
        ),
        (
            "di 22 dec",
            "Call for comments on dual learning",
            "Europese Commissie, raadpleging, Engels, nog 17 werkdagen, voor ons: cel. Laatste Commissie Internationaal: ma 7 dec",
        ),
        (
            "vr 15 jan",
            "Oproep sociale innovatie",
            "Europese Commissie, oproep, nog 28 werkdagen. Laatste Commissie Internationaal: ma 7 dec",
        ),
    ]


def test_a_followed_dossier_tells_its_stage_its_steps_the_next_one_both_sides_and_our_advice():
    dossier, quiet = block(full(), "dossiers").lines
    assert (dossier.text, dossier.meta) == ("Wet kwaliteitsvolle jobs", "Stand: raadpleging > voorstel")
    assert details(dossier) == [
        "4 mei 2026, Europese Commissie: Mededeling over kwaliteitsvolle jobs",
        "17 sep, EESC: Advies over kwaliteitsvolle jobs",
        "25 nov, Europese Commissie: Proposal for a Quality Jobs Act",
        "Volgende stap: stemming in de commissie EMPL, 15 dec",
        "Werknemers, EVV: Binding directive on telework",
        "Werkgevers: geen standpunt gezien.",
        "Eerder: SERV-advies Werkbaar werk, 12 mrt 2026",
    ]
    assert (quiet.text, quiet.meta, quiet.details) == ("Platformwerk", "Stand: van kracht", ())


def test_words_of_a_dossier_in_another_language_say_which():
    edition = whole(FULL)
    first, *others = edition.around.dossiers
    step = replace(first.next_step, title={"": "Vote in EMPL"}, language="en")
    dossier = replace(first, next_step=step, earlier=replace(first.earlier, language="fr"))
    around = replace(edition.around, dossiers=(dossier, *others))
    line = block(full(replace(edition, around=around)), "dossiers").lines[0]
    said = [(one.lead, one.text, one.language) for one in line.details]
    assert ("Volgende stap, 15 dec:", "Vote in EMPL", "en") in said
    assert said[-1] == ("Eerder, 12 mrt 2026:", "SERV-advies Werkbaar werk", "fr")


def test_the_other_blocks_tell_what_the_design_names():
    shown = full()
    assert lines(shown, "preparing") == [
        (
            "EESC:",
            "Toekomst van het sociaal overleg",
            "rapporteur: groep II, stemming in de afdeling: 3 dec, plenaire zitting: 10 dec",
        )
    ]
    assert lines(shown, "positions")[0] == (
        "EVV:",
        "Binding directive on telework",
        "werknemers, 12 nov, Engels",
    )
    assert lines(shown, "tenders") == [
        (
            "di 12 jan",
            "Study on telework in the social economy",
            "aanbesteding, budget: 250 000 EUR, opdrachtgever: DG EMPL, Engels",
        )
    ]
    assert ("3-8 dec", "Global Wage Report", "IAO, onder embargo, nog niet verschenen") in lines(
        shown, "coming-up"
    )
    assert lines(shown, "corrections") == [
        ("Nr. 47, bericht 3:", "sluit 18 dec, niet 15 dec.", "Raadpleging over leren")
    ]
    passed = block(shown, "not-chosen").lines
    assert (passed[0].lead, passed[0].text) == ("Sociaal overleg:", "12 berichten")
    assert details(passed[0]) == [
        "Europese Commissie: Sociaal overleg in de bouw",
        "IAO: Strike in the ports",
        "en nog 10 andere",
    ]


def test_an_entry_has_its_stage_its_references_its_languages_and_the_words_that_hit():
    one = entry(full(), "kwaliteitsvolle jobs")
    assert one.dossier == "Wet kwaliteitsvolle jobs"
    assert one.stage == "Stand: raadpleging > voorstel"
    assert one.reason == "Gekozen: kwaliteitsvolle jobs."
    assert [link.text for link in one.references] == ["2026/0123(COD)", "COM(2026) 456"]
    assert [(link.text, link.url) for link in one.languages] == [("Frans", "https://ec.example.org/101/fr")]
    assert one.summary.count(".") == 3


def test_the_bodies_of_a_story_are_named_with_their_days():
    one = entry(full(reading=Reading("nl")), "Europees Semester")
    assert one.also == "Ook verschenen bij: Raad van de EU (25 nov) en EESC (25 nov)."


def test_what_is_over_the_limit_of_a_theme_is_told_in_a_line():
    many = [annotated(item(n, f"Bericht {n} over werk"), ("labour-market", 3.0)) for n in range(1, 14)]
    digest = replace(FULL, per_theme=0, limit=12)
    (group,) = full(edition(many, digest), digest).groups
    assert [e.place for e in group.entries] == list(range(1, 11))
    assert [line.lead for line in group.lines] == ["11", "12", ""], "numbered, but for what was cut"


def test_entries_of_one_dossier_stand_together_under_its_name():
    built = whole(FULL)
    apart = [built.entries[0], built.entries[2], replace(built.entries[3], theme="workable-work")]
    first, other, last = (replace(one, place=n) for n, one in enumerate(apart, 1))
    last = replace(last, annotation=replace(last.annotation, references=(PROPOSAL, PROCEDURE)))
    (group,) = full(replace(built, entries=(first, other, last), cut=()), reading=Reading("nl")).groups
    assert [e.dossier for e in group.entries] == ["Wet kwaliteitsvolle jobs", "", ""]
    assert [e.place for e in group.entries] == [1, 2, 3]
    assert group.entries[1].headline.startswith("Europees Semester")


def test_two_entries_of_a_dossier_that_nobody_follows_stand_under_its_reference():
    built = whole(FULL)
    entries = tuple(
        replace(
            one, theme="workable-work", annotation=replace(one.annotation, references=(PROCEDURE,)), place=n
        )
        for n, one in enumerate(built.entries[2:4], 1)
    )
    around = replace(built.around, dossiers=(DossierState("", Reference("com", "COM(2026) 1")),))
    (group,) = full(replace(built, entries=entries, cut=(), around=around), reading=Reading("nl")).groups
    assert [e.dossier for e in group.entries] == ["2026/0123", ""]


def test_a_reader_gets_the_themes_they_asked_for_and_numbers_stay():
    shown = full(reading=Reading("nl", themes=("economy-innovation", "economic-governance")))
    assert [(g.title, [e.place for e in g.entries]) for g in shown.groups] == [
        ("Europees Semester", [6]),
        ("Economie", [7]),
    ]
    assert shown.subject.startswith("2 berichten: ")
    assert "U vroeg deze thema's: Economie en Europees Semester." in shown.foot
    assert block(shown, "not-chosen") is None


def test_its_foot_says_how_to_ask_why_and_by_what_it_is_traced():
    foot = full().foot
    assert "Waarom staat een bericht erin, of niet? Vraag het met zijn nummer of titel." in foot
    assert foot[-1] == "Editie commissie-internationaal 48, instellingen ffffffff."


@pytest.mark.parametrize("name", sorted(set(USUAL["full"]) - {"corrections"}))
def test_a_digest_shows_the_blocks_it_names_and_always_the_corrections(name):
    shown = full(digest=replace(FULL, sections=(name,)))
    told = {b.id for b in (*shown.before, *shown.after)} | ({"overview"} if shown.overview else set())
    assert told == {name, "corrections"}


def test_an_editor_who_writes_another_language_is_read_in_it():
    shown = full(language="fr", reading=Reading("fr"))
    assert shown.introduction_language == "nl"
    one = entry(shown, "emplois de qualité")
    assert one.note == "Pour la Flandre : raakt werkbaar werk; nog niemand antwoordt. (LV)"
    assert one.note_language == "nl"


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_documents_of_reference_are_those_of_eur_lex_in_the_reader_s_language(language):
    reference = Reference(
        "com", "COM(2026) 512", "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2026:512:FIN"
    )
    built = whole(FULL)
    told = replace(built.entries[0], annotation=replace(built.entries[0].annotation, references=(reference,)))
    shown = full(replace(built, entries=(told,)), language=language, reading=Reading(language))
    (one,) = shown.groups[0].entries
    assert [r.url for r in one.references] == [reference.url.replace("/NL/", f"/{language.upper()}/")]
