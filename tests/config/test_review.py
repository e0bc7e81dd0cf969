"""`review`, `draft` and `editors` of a digest; when a draft is due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from servwatch.config import draft_due, due
from servwatch.config.schedule import shortest_interval
from tests.config.configurations import DIGEST, SOURCE, THEME, faults, loaded

ZONE = ZoneInfo("Europe/Brussels")
EDITORS = 'editors = ["redactie@example.org"]\n'
FRIDAYS, WORKDAYS = "0 7 * * fri", "0 7 * * mon-fri"


def brussels(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def reviewed(more, mail=""):
    return f"{mail}{SOURCE}{THEME}{DIGEST}{more}"


def test_a_digest_is_not_reviewed_unless_it_says_so():
    (digest,) = loaded(reviewed("")).require().digests
    assert (digest.review, digest.draft, digest.editors) == ("none", timedelta(hours=17), ())


def test_a_digest_with_editors_of_its_own():
    (digest,) = loaded(reviewed('review = "required"\ndraft = "2d"\n' + EDITORS)).require().digests
    assert (digest.review, digest.draft) == ("required", timedelta(days=2))
    assert digest.editors == ("redactie@example.org",)


def test_the_editors_of_mail_do():
    assert faults(reviewed('review = "window"\n', f'[mail]\nfrom = "a@example.org"\n{EDITORS}')) == []


def test_a_window_in_which_nobody_looks_is_doubted_and_none():
    found = loaded(reviewed('review = "window"\n'))
    assert found.require().digest("weekly").review == "none"
    (doubt,) = [problem for problem in found.problems if "editors" in str(problem)]
    assert (doubt.severity, "leaves as if it had no review" in doubt.text) == ("warning", True)


def test_nobody_is_asked_for_where_the_digest_is_off():
    assert faults(reviewed('review = "required"\nenabled = false\n')) == []


def test_a_release_by_nobody_is_refused():
    assert faults(reviewed('review = "required"\n')) == [
        "feeds.toml:15:10: the digest 'weekly' is reviewed, but has no editors; expected the key \"editors\" here, or in [mail]"
    ]


def test_no_editors_are_needed_where_nothing_is_reviewed():
    assert faults(reviewed('review = "none"\ndraft = "400d"\n')) == []


@pytest.mark.parametrize(
    ("schedule", "draft", "most"),
    [
        (FRIDAYS, "8d", "167h"),
        (WORKDAYS, "30h", "24h"),
        ("*/30 * * * *", "17h", "30min"),
        ("0 7,19 * * *", "usual", "11h"),
    ],
)
def test_a_draft_longer_than_the_shortest_interval_is_refused(schedule, draft, most):
    digest = DIGEST.replace(FRIDAYS, schedule)
    given = "" if draft == "usual" else f'draft = "{draft}"\n'
    (told,) = faults(f'{SOURCE}{THEME}{digest}review = "window"\n{EDITORS}{given}')
    assert told.startswith("feeds.toml:15:10" if draft == "usual" else "feeds.toml:17:9")
    assert told.endswith(
        f'would be made before the edition before it has left; expected draft = "{most}" or less'
    )


def test_a_draft_as_long_as_the_interval_is_taken():
    digest = DIGEST.replace(FRIDAYS, WORKDAYS)
    assert faults(f'{SOURCE}{THEME}{digest}review = "window"\n{EDITORS}draft = "24h"\n') == []


def test_a_schedule_of_one_day_in_four_years_has_no_interval_to_speak_of():
    assert shortest_interval("0 7 29 2 *", ZONE) == timedelta.max


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-26 13:59", None),
        ("2026-11-26 14:00", "2026-11-27 07:00"),
        ("2026-11-27 06:59", "2026-11-27 07:00"),
        ("2026-11-28 12:00", "2026-11-27 07:00"),
        ("2026-12-03 14:00", "2026-12-04 07:00"),
    ],
)
def test_a_draft_is_due_so_long_before_its_time(now, expected):
    found = draft_due(FRIDAYS, ZONE, brussels("2026-11-21 08:00"), timedelta(hours=17), brussels(now))
    assert found == (brussels(expected) if expected else None)


def test_the_draft_of_an_edition_is_due_before_it_and_never_for_another_one():
    anchor, ahead = brussels("2026-03-20 07:00"), timedelta(hours=17)
    now = anchor
    while now < brussels("2026-04-11 08:00"):  # over the change of the clocks
        made = due(FRIDAYS, ZONE, anchor, now)
        drafted = draft_due(FRIDAYS, ZONE, anchor, ahead, now)
        assert made is None or drafted is not None
        if drafted is not None:
            assert drafted - ahead <= now
            assert made is None or drafted >= made
        now += timedelta(minutes=30)


def test_an_alert_has_no_window_but_may_need_a_release():
    alert = DIGEST.replace(FRIDAYS, "at once") + 'layout = "alert"\n' + EDITORS
    assert faults(f'{SOURCE}{THEME}{alert}review = "required"\n') == []
    assert faults(f'{SOURCE}{THEME}{alert}review = "window"\n') == [
        'feeds.toml:17:10: the digest \'weekly\' comes at once, so that there is no window to look first; expected review = "required" or "none"'
    ]
