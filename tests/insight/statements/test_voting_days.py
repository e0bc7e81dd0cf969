"""When an opinion is voted on in its section or commission, and in plenary."""

from datetime import date

import pytest

from servwatch.insight.statements import VotingDays, voting_days
from servwatch.model import Deadline, Given

PUBLISHED = date(2026, 1, 5)
SECTION, PLENARY = date(2026, 2, 12), date(2026, 3, 18)
BOTH = VotingDays(SECTION, PLENARY)
TOLD = [
    "Section vote: 12/02/2026 - Plenary session: 18/03/2026",
    "Section meeting on 12 February 2026; plenary 18-19 March 2026",
    "Study group: 20/01/2026. Section: 12/02/2026. Plenary session No. 605: 18/03/2026",
    "Vote in committee 12 February 2026, vote in plenary 18 March 2026",
    "SEDEC commission vote: 12.2.2026 | Plenary adoption: 18.3.2026",
    "Stemming in de afdeling: 12 februari 2026. Plenaire zitting: 18 en 19 maart 2026",
    "Adoption en section : 12 février 2026. Adoption en plénière : 18 mars 2026",
    "Fachgruppe: 12.02.2026, Plenarsitzung: 18.03.2026",
]


def happening(day, kind="vote", text=""):
    return Deadline(day, kind, text or "The vote is on that day")


@pytest.mark.parametrize("text", TOLD)
def test_both_votes_are_found_by_their_labels(text):
    assert voting_days(text, PUBLISHED, (), Given()) == BOTH


def test_one_vote_leaves_the_other_open():
    assert voting_days("Plenary: 18/03/2026", PUBLISHED, (), Given()) == VotingDays(None, PLENARY)
    assert voting_days("Section: 12/02/2026", PUBLISHED, (), Given()) == VotingDays(SECTION, None)


def test_a_vote_that_was_put_off_has_its_last_day():
    text = "Plenary: 18/02/2026, put off to the plenary of 18/03/2026"
    assert voting_days(text, PUBLISHED, (), Given()).plenary == PLENARY


def test_without_labels_the_days_on_which_something_happens_are_the_votes():
    assert voting_days("", PUBLISHED, (happening(PLENARY), happening(SECTION, "event")), Given()) == BOTH
    assert voting_days("", PUBLISHED, (happening(PLENARY),), Given()) == VotingDays(None, PLENARY)


def test_a_study_group_and_a_day_by_which_to_act_are_no_votes():
    others = (happening(SECTION, "event", "Study group on 12 February"), happening(SECTION, "consultation"))
    assert voting_days("", PUBLISHED, others, Given()) == VotingDays()


def test_fields_of_the_source_tell_what_the_words_do_not():
    assert voting_days("", PUBLISHED, (), Given(begins=SECTION, ends=PLENARY)) == BOTH
    session = Given(begins=PLENARY, ends=date(2026, 3, 19))
    assert voting_days("", PUBLISHED, (), session) == VotingDays(None, PLENARY)
    assert voting_days("Section: 12/02/2026", PUBLISHED, (), session) == VotingDays(SECTION, None)


def test_what_tells_no_day_has_none():
    assert voting_days("The section will vote in spring", PUBLISHED, (), Given()) == VotingDays()
