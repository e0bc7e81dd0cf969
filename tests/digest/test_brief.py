"""The brief, as the design of the digests draws it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from servwatch.digest.arrangement import numbered
from servwatch.digest.budget import breaches, words_of
from servwatch.digest.compose import compose
from servwatch.locale import words
from servwatch.model import Calendar, Coming, OpenDeadline, Reading, Surroundings, UnreadSource, Verdict
from tests.digest.examples import DIGEST, ZONE
from tests.digest.whole_edition import CALENDAR, CUTOFF, READING, whole, whole_settings


def brief(edition=None, digest=DIGEST, language="nl", calendar=CALENDAR, reading=None):
    built = numbered(edition or whole(digest), digest, whole_settings())
    return compose(built, digest, whole_settings(), words(language, ZONE), calendar, reading)


def block(shown, name):
    return next((one for one in shown.after if one.id == name), None)


def entry(shown, place):
    return next(e for group in shown.groups for e in group.entries if e.place == place)


def without_deadlines(**changes):
    edition = whole(entries=whole().entries[3:])
    return replace(edition, around=replace(Surroundings(), **changes))


def test_its_head_is_that_of_the_design():
    shown = brief()
    assert shown.subject == "3 deadlines, 7 berichten: kwaliteitsvolle jobs"
    assert shown.preheader == "Eerst: raadpleging sluit 4 dec, laatste DB op 2 dec."
    assert f"{shown.title}, {shown.numbered}" == (
        "Internationaal in het kort, nr. 48, vrijdag 27 november 2026"
    )
    assert shown.counts == "3 deadlines, 7 berichten, 2 minuten. Gelezen tot do 26 nov 18.00 u."


def test_a_subject_is_in_the_reader_s_language_whatever_stands_first():
    entries = whole().entries
    foreign = replace(entries[0], item=replace(entries[0].item, title="Quality jobs"), editions=())
    note = replace(foreign.annotation, language="en")
    first = replace(foreign, annotation=note, reword=replace(foreign.reword, headline=""))
    others = brief(replace(whole(), entries=(first, *entries[1:])))
    assert "Quality" not in others.subject
    assert others.subject.startswith("3 deadlines, 7 berichten: ")
    alone = brief(replace(whole(), entries=(first,)))
    assert alone.subject == "1 deadline, 1 bericht: Europese Commissie…"


def test_what_is_to_be_decided_stands_first_and_what_is_new_after_it():
    first, new = brief().groups
    assert (first.title, [e.place for e in first.entries]) == ("Eerst beslissen", [1, 2, 3])
    assert (new.title, [e.place for e in new.entries]) == ("Nieuw", [4, 5, 6, 7])


def test_an_entry_to_decide_has_every_line_of_the_design():
    one = entry(brief(), 1)
    assert one.headline == "Commissie vraagt mening over wet kwaliteitsvolle jobs"
    assert one.due == "SLUIT vr 4 dec 23.59 u., nog 5 werkdagen. Laatste DB: wo 2 dec"
    assert one.meta == "Europese Commissie, raadpleging sinds 11 sep (nr. 38), Nederlands"
    assert one.summary == "Het voorstel regelt het recht op onbereikbaarheid."
    assert one.note == "Voor Vlaanderen: raakt werkbaar werk; nog niemand antwoordt. (LV)"
    assert one.earlier == "Eerder: SERV-advies Werkbaar werk, 12 mrt 2026"
    assert one.follows == "", "the line of the body names the edition already"
    assert one.reason == "", "a person said what it is about"


def test_one_story_of_three_bodies_names_the_first_and_counts_the_others():
    assert entry(brief(), 4).meta == "Europese Commissie en 2 andere, 25 nov, Nederlands"


def test_both_sides_have_a_line_each_and_a_follow_up_names_the_earlier_number():
    one = entry(brief(), 5)
    assert [(s.lead, s.text, s.language) for s in one.sides] == [
        ("Werknemers, EVV:", "Binding directive on telework", "en"),
        ("Werkgevers, BusinessEurope:", "No new rules on telework", "en"),
    ]
    assert one.follows == "Vervolg op nr. 46 (13 nov)."


def test_where_nothing_was_seen_of_one_side_its_line_says_so():
    assert [s.text for s in entry(brief(), 6).sides] == [
        "Binding directive on telework",
        "Werkgevers: geen standpunt gezien.",
    ]


def test_the_machine_says_in_words_why_it_chose_what_nobody_wrote_of():
    one = entry(brief(), 7)
    assert one.label == "OESO-rapport (Engels)"
    assert one.headline == "Regional productivity gaps in Europe"
    assert one.meta == "OESO, 24 nov"
    assert one.reason == "Gekozen: productivity; noemt Vlaanderen 14 keer."


def test_the_blocks_below_are_those_of_the_design_in_its_order():
    shown = brief(reading=READING)
    assert [(b.id, b.title) for b in shown.after] == [
        ("corrections", "Rechtzetting"),
        ("coming-up", "Komt eraan"),
        ("not-read", "Niet gelezen of stil"),
        ("not-chosen", "Niet gekozen"),
    ]
    (corrected,) = block(shown, "corrections").lines
    assert f"{corrected.lead} {corrected.text}" == "Nr. 47, bericht 3: sluit 18 dec, niet 15 dec."
    ahead = [f"{line.lead} {line.text}" for line in block(shown, "coming-up").lines]
    assert ahead == ["1-2 dec Raad EPSCO", "2 dec DB", "9-10 dec EESC-zitting", "3-8 dec Global Wage Report"]
    assert block(shown, "not-chosen").sentences == ("21 andere berichten: overzicht van dinsdag, op vraag.",)
    assert shown.foot == (
        "Vraag of opmerking? Antwoord op deze mail.",
        "Volgende: vr 4 december.",
        "U krijgt dit omdat u op de verzendlijst van “Internationaal in het kort” staat.",
    )


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_it_keeps_to_its_budget_in_each_language(language):
    shown = brief(language=language)
    assert breaches(shown) == ()
    assert words_of(shown) <= 400
    assert shown.subject[:35].startswith("3 ")


def test_empty_blocks_disappear_but_for_what_to_decide_first():
    bare = replace(without_deadlines(), unread=(), rejected=0, cut=())
    shown = brief(bare)
    assert shown.after == ()
    first, _ = shown.groups
    assert first.entries == ()
    assert first.sentence == "Geen deadlines vóór de volgende vergadering (DB, wo 2 dec)."
    assert shown.subject.startswith("4 berichten: ")
    assert shown.preheader == "Europees Semester: loonvorming en krapte centraal voor België"


def test_without_a_meeting_ahead_it_says_so_of_the_next_edition():
    assert brief(without_deadlines(), calendar=Calendar()).groups[0].sentence == (
        "Geen deadlines vóór de volgende editie (vr 4 dec)."
    )


def test_it_does_not_deny_a_deadline_that_was_told_before():
    waiting = OpenDeadline(date(2026, 12, 1), "Oproep", "https://ec.example.org/9", "nl", item=9)
    later = replace(waiting, date=date(2026, 12, 20), item=10)
    assert brief(without_deadlines(deadlines=(waiting, later))).groups[0].sentence == (
        "Geen nieuwe deadlines; het register heeft er 1 tegen wo 2 dec: de cel volgt die op."
    )


def test_a_deadline_that_is_ours_is_told_again_when_it_comes_near():
    ours = OpenDeadline(
        date(2026, 12, 8), "Oproep", "https://ec.example.org/9", "nl", ours=True, owner="cel", item=9
    )
    far = replace(ours, date=date(2026, 12, 22), item=10)
    shown = brief(without_deadlines(deadlines=(ours, far)))
    (line,) = shown.groups[0].lines
    assert (line.lead, line.text) == ("di 8 dec", "Oproep")
    assert line.meta == "nog 7 werkdagen, voor ons: cel. Laatste DB: wo 2 dec"
    assert shown.groups[0].sentence == ""
    assert shown.subject.startswith("1 deadline, 4 berichten: ")
    assert breaches(shown) == ()


def test_what_one_had_in_full_elsewhere_is_a_line_and_counts_all_the_same():
    shown = brief(reading=READING)
    new = shown.groups[1]
    assert [e.place for e in new.entries] == [5, 6, 7]
    (line,) = new.lines
    assert (line.lead, line.meta) == ("4", "u kreeg dit in Internationaal overzicht nr. 12 (24 nov)")
    assert shown.counts.startswith("3 deadlines, 7 berichten, ")


def test_a_deadline_is_told_also_of_what_one_had_elsewhere():
    told = replace(READING, elsewhere=((101, READING.elsewhere[0][1]),))
    (line,) = brief(reading=told).groups[0].lines
    assert line.meta.startswith("SLUIT vr 4 dec 23.59 u., nog 5 werkdagen.")


def test_who_had_none_of_the_corrected_editions_reads_no_correction():
    assert block(brief(reading=Reading("nl")), "corrections") is None
    assert len(block(brief(), "corrections").lines) == 3, "what is kept tells all"


def test_a_source_that_was_not_read_is_named_in_the_reader_s_language_and_since_which_year():
    lost = UnreadSource(
        "ec", "European Commission, speeches", Verdict.OK, datetime(2025, 11, 3, tzinfo=UTC), silent=True
    )
    shown = brief(replace(whole(), unread=(lost,)))
    assert block(shown, "not-read").sentences == (
        "Europese Commissie, speeches (stil sinds 3 nov 2025). De cel volgt dit op.",
    )


def test_what_is_an_entry_does_not_come_once_more():
    built = whole()
    lead = built.entries[3].item
    ahead = (
        Coming(date(2026, 12, 1), {"": lead.title}, url=lead.url),
        Coming(date(2026, 12, 2), {"": "DB"}),
    )
    shown = brief(replace(built, around=replace(built.around, coming=ahead)))
    assert [line.text for line in block(shown, "coming-up").lines] == ["DB"]


def test_only_the_next_things_to_come_are_told_and_what_is_over_is_not():
    many = tuple(Coming(date(2026, 12, day), {"": f"Zitting {day}"}) for day in range(1, 9))
    over = Coming(date(2026, 11, 20), {"": "Voorbij"})
    running = Coming(date(2026, 11, 20), {"": "Loopt"}, until=date(2026, 11, 28))
    shown = brief(without_deadlines(coming=(over, running, *many)))
    assert [line.text for line in block(shown, "coming-up").lines] == [
        "Loopt",
        "Zitting 1",
        "Zitting 2",
        "Zitting 3",
    ]


def test_when_no_source_could_be_read_it_does_not_say_that_there_are_no_deadlines():
    blind = replace(without_deadlines(), entries=(), read=0, scheduled=CUTOFF)
    assert brief(blind).groups == ()


def test_a_reader_of_the_full_layout_can_have_the_brief():
    full = replace(DIGEST, layout="full")
    shown = brief(digest=full, reading=Reading("nl", layout="brief"))
    assert shown.layout == "brief"
    assert [group.title for group in shown.groups] == ["Eerst beslissen", "Nieuw"]


def test_an_entry_keeps_its_number_whatever_the_layout():
    built = numbered(whole(), DIGEST, whole_settings())
    by_layout = [
        compose(built, replace(DIGEST, layout=layout), whole_settings(), words("nl", ZONE), CALENDAR)
        for layout in ("brief", "full")
    ]
    places = [{e.url: e.place for g in shown.groups for e in g.entries} for shown in by_layout]
    assert places[0] == places[1]


def test_words_that_stand_within_others_are_no_reason_of_their_own():
    edition = whole()
    one = edition.entries[6]
    theme = one.annotation.themes[0]
    hits = [replace(theme.matches[0], text=text) for text in ("gaps", "Productivity", "productivity gaps")]
    note = replace(one.annotation, themes=(replace(theme, matches=tuple(hits)),))
    shown = brief(replace(edition, entries=(*edition.entries[:6], replace(one, annotation=note))))
    assert entry(shown, 7).reason == "Gekozen: productivity gaps; noemt Vlaanderen 14 keer."


def test_a_story_without_words_that_hit_is_chosen_for_its_theme_or_its_dossier():
    edition = whole()
    one = edition.entries[6]
    item = replace(one.item, summary="", title="Gaps")
    bare = replace(one, item=item, annotation=replace(one.annotation, themes=()))
    followed = replace(bare, parts=(("dossier", 1.0),))
    first, second = (
        entry(brief(replace(edition, entries=(*edition.entries[:6], last))), 7).reason
        for last in (bare, followed)
    )
    assert first == "Gekozen: Economie."
    assert second == "Gekozen: gevolgd dossier; Economie."
