"""The alert: one story in full, under a subject that says what it is about."""

from dataclasses import replace

from servwatch.digest.arrangement import numbered
from servwatch.digest.budget import breaches
from servwatch.digest.compose import compose
from servwatch.locale import words
from tests.digest.examples import ZONE
from tests.digest.whole_edition import ALERT, CALENDAR, READING, whole, whole_settings


def alert(built=None):
    built = numbered(built or whole(ALERT), ALERT, whole_settings())
    return compose(built, ALERT, whole_settings(), words("nl", ZONE), CALENDAR, READING)


def test_an_alert_tells_one_story_in_full():
    shown = alert()
    assert shown.subject == "Dringend, 1 deadline: kwaliteitsvolle jobs"
    ((group,), before, after) = shown.groups, shown.before, shown.after
    assert (group.title, before, after, shown.overview) == ("Dringend", (), (), None)
    (one,) = group.entries
    assert one.summary.count(".") == 3
    assert one.references
    assert breaches(shown) == ()


def test_an_alert_without_a_deadline_begins_with_what_it_is_about():
    entry = whole().entries[3]
    shown = alert(replace(whole(ALERT), entries=(entry,)))
    assert shown.subject == "Dringend: Europees Semester"


def test_a_single_word_that_hit_says_too_little_for_a_subject():
    told = whole().entries[3]
    (score, *_) = (one for one in told.annotation.themes if one.theme == told.theme)
    word = replace(score, matches=(replace(score.matches[0], text="loonvorming", rule="word"),))
    told = replace(told, annotation=replace(told.annotation, themes=(word,)))
    shown = alert(replace(whole(ALERT), entries=(told,)))
    assert shown.subject == "Dringend: Europees Semester: loonvorming…"
