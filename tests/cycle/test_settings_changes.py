"""What changes between two configurations, and what of it somebody should look at."""

from dataclasses import replace

import pytest

from servwatch.cycle.settings_changes import Concern, How, KeyChange, changes, concerns, readers
from servwatch.model import Login, MailSettings, Recipient, Source
from tests.digest.examples import DIGEST, SOURCES, THEMES, settings

EC, OECD, CESE = SOURCES
BOARD = replace(DIGEST, id="board", groups=("board",))
AN = Recipient("an@example.org", groups=("board",))
BO = Recipient("Bo@example.org", groups=("board", "full"))
BEFORE = settings(digests=(BOARD,), recipients=(AN, BO))


def told(**other):
    return [(one.table, one.id, one.how) for one in changes(BEFORE, replace(BEFORE, **other))]


def raised(**other):
    return [(one.concern, one.id) for one in concerns(BEFORE, replace(BEFORE, **other))]


def test_the_same_is_no_change():
    assert told() == []
    assert raised() == []
    assert readers(BEFORE, BEFORE) == []


@pytest.mark.parametrize(
    ("other", "change"),
    [
        ({"sources": (EC, OECD)}, ("source", "cese", How.REMOVED)),
        ({"sources": (*SOURCES, replace(EC, id="new"))}, ("source", "new", How.ADDED)),
        ({"sources": (replace(EC, enabled=False), OECD, CESE)}, ("source", "ec", How.DISABLED)),
        ({"sources": (replace(EC, weight=2.0), OECD, CESE)}, ("source", "ec", How.CHANGED)),
        ({"themes": THEMES[:2]}, ("theme", "climate", How.REMOVED)),
        ({"digests": (replace(BOARD, limit=3),)}, ("digest", "board", How.CHANGED)),
        ({"mail": MailSettings(host="mail.example.org")}, ("mail", "host", How.CHANGED)),
        ({"language": "fr"}, ("servwatch", "language", How.CHANGED)),
    ],
)
def test_each_change_is_told_once(other, change):
    assert told(**other) == [change]


def test_a_source_that_is_turned_on_is_told_so():
    off = replace(BEFORE, sources=(replace(EC, enabled=False), OECD, CESE))
    assert [(one.id, one.how) for one in changes(off, BEFORE)] == [("ec", How.ENABLED)]


def test_a_change_names_its_keys_with_their_values():
    (one,) = changes(BEFORE, replace(BEFORE, digests=(replace(BOARD, min_score=2.0, title={"nl": "X"}),)))
    assert one.keys == (KeyChange("title"), KeyChange("min_score", "0.0", "2.0"))


def test_what_may_be_secret_is_named_and_never_shown():
    source = replace(EC, login=Login("me", password="hush"), options={"query": "key=hush"})
    (one,) = changes(BEFORE, replace(BEFORE, sources=(source, OECD, CESE)))
    assert {key.key for key in one.keys} == {"login", "options"}
    assert "hush" not in repr(one)
    mail = MailSettings(password="hush")
    assert "hush" not in repr(list(changes(BEFORE, replace(BEFORE, mail=mail))))


@pytest.mark.parametrize(
    ("other", "concern"),
    [
        ({"sources": (EC, OECD)}, (Concern.SOURCE_LOST, "cese")),
        ({"sources": (replace(EC, enabled=False), OECD, CESE)}, (Concern.SOURCE_LOST, "ec")),
        ({"sources": (replace(EC, url="https://x.example.org/"), OECD, CESE)}, (Concern.SOURCE_OTHER, "ec")),
        ({"sources": (replace(EC, kind="page"), OECD, CESE)}, (Concern.SOURCE_OTHER, "ec")),
        ({"sources": (replace(EC, identity="url+title"), OECD, CESE)}, (Concern.SOURCE_OTHER, "ec")),
        ({"themes": THEMES[:2]}, (Concern.THEME_LOST, "climate")),
        ({"digests": (replace(BOARD, schedule="0 8 * * fri"),)}, (Concern.DIGEST_MOVED, "board")),
    ],
)
def test_what_somebody_should_look_at(other, concern):
    assert raised(**other) == [concern]


@pytest.mark.parametrize(
    "other",
    [
        {"sources": (*SOURCES, replace(EC, id="new"))},
        {"sources": (replace(EC, weight=2.0), OECD, CESE)},
        {"digests": (BOARD, replace(BOARD, id="more"))},
        {"digests": (replace(BOARD, limit=3),)},
        {"recipients": (AN, BO, replace(AN, email="cy@example.org"))},
    ],
)
def test_what_is_added_or_tuned_worries_nobody(other):
    assert raised(**other) == []


def test_a_source_that_was_off_is_not_missed():
    off = replace(BEFORE, sources=(replace(EC, enabled=False), OECD, CESE))
    assert list(concerns(off, replace(BEFORE, sources=(OECD, CESE)))) == []


def test_the_last_source_of_a_body_is_said_to_be():
    texts = {
        r.id: r.text for r in concerns(BEFORE, replace(BEFORE, sources=(EC, replace(OECD, body="cese"))))
    }
    assert "Nothing of cese" not in texts["cese"]
    (one,) = concerns(BEFORE, replace(BEFORE, sources=(EC, OECD)))
    assert "Nothing of cese is read any more." in one.text


@pytest.mark.parametrize("digests", [(), (replace(BOARD, enabled=False),), (replace(BOARD, groups=("x",)),)])
def test_a_digest_that_is_lost_is_lost_to_each_of_its_readers(digests):
    assert raised(digests=digests) == [
        (Concern.DIGEST_LOST, "board"),
        (Concern.RECIPIENT_LOST, "an@example.org"),
        (Concern.RECIPIENT_LOST, "bo@example.org"),
    ]


def test_a_digest_that_nobody_got_is_not_missed():
    before = replace(BEFORE, recipients=())
    assert list(concerns(before, replace(before, digests=()))) == []


def test_readers_gain_and_lose_digests():
    full = replace(BOARD, id="full", groups=("full",))
    after = replace(BEFORE, digests=(full,))
    found = {one.email: (one.gains, one.loses) for one in readers(BEFORE, after)}
    assert found == {"an@example.org": ((), ("board",)), "bo@example.org": (("full",), ("board",))}


def test_a_theme_that_a_digest_names_is_said_to_be():
    before = replace(BEFORE, digests=(replace(BOARD, themes=("climate",)),))
    (one,) = concerns(before, replace(before, themes=THEMES[:2], digests=(BOARD,)))
    assert "Digests in force name it." in one.text


def test_every_source_field_is_compared():
    for field in ("name", "languages", "every", "themes", "origin"):
        other = replace(EC, **{field: {"every": EC.every * 2}.get(field, ("x",) if field != "name" else "x")})
        (one,) = changes(BEFORE, replace(BEFORE, sources=(other, OECD, CESE)))
        assert [key.key for key in one.keys] == [field]
    assert isinstance(EC, Source)
