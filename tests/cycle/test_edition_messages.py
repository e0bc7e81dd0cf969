"""An edition for many: its mails are made before the transaction that freezes it, and never all in memory."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from servwatch.archive.editions import Editions
from servwatch.archive.outbox import Outbox
from servwatch.cycle.edition_mail import edition_letter
from servwatch.cycle.edition_messages import Rendering, edition_messages
from servwatch.digest.render import Rendered
from servwatch.model import Digest, Edition, MailSettings, Recipient
from tests.archive.ledgers import freeze, known

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
EXPIRES = NOW + timedelta(days=1)
MAIL = MailSettings(sender="SERV <internationaal@servwatch.example.org>")
DIGEST = Digest("dagelijks", {"nl": "Internationaal in het kort"}, "0 7 * * *")
EDITION = Edition("dagelijks", 46, NOW, NOW, ())
BRIEF = Rendering(Rendered("Kort", "<!DOCTYPE html><html lang=nl><p>één</html>", "één\n"), "nl")
FULL = Rendering(Rendered("In full", "<!DOCTYPE html><html lang=en><p>one</html>", "one\n"), "en")


def people(count):
    return [Recipient(f"Lid{n}@example.org", name=f"Lid {n}") for n in range(count)]


@pytest.fixture
def made(tmp_path):
    def making(pairs):
        return edition_messages(pairs, DIGEST, EDITION, MAIL, now=NOW, expires=EXPIRES, folder=tmp_path)

    return making


def test_each_recipient_gets_the_rendering_named_beside_them_byte_for_byte(made):
    first, second = people(2)
    with made([(first, BRIEF), (second, FULL)]) as messages:
        found = list(messages)
    expected = [
        edition_letter(who, page.rendered, DIGEST, EDITION, MAIL, language=page.language, now=NOW)
        for who, page in ((first, BRIEF), (second, FULL))
    ]
    assert [(m.message_id, m.mime) for m in found] == [(e.message_id, e.mime) for e in expected]
    assert [(m.recipient, m.subject, m.digest, m.created, m.expires) for m in found] == [
        ("lid0@example.org", "Kort", "dagelijks", NOW, EXPIRES),
        ("lid1@example.org", "In full", "dagelijks", NOW, EXPIRES),
    ]


def test_they_can_be_gone_through_twice(made):
    with made((who, BRIEF) for who in people(3)) as messages:
        assert len(messages) == 3
        assert list(messages) == list(messages)


def test_who_cannot_be_written_to_is_told_and_the_others_get_theirs(made):
    nobody = replace(people(1)[0], email="no address")
    with made([(nobody, BRIEF), (people(2)[1], BRIEF)]) as messages:
        assert [m.recipient for m in messages] == ["lid1@example.org"]
    assert len(messages.unmailable) == 1
    assert "no address" in messages.unmailable[0]


def test_nothing_is_left_on_the_disk(made, tmp_path):
    with made((who, BRIEF) for who in people(3)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_freezing_for_many_keeps_memory_flat(database, made):
    """Forty mails of 200 KB each, far less than that at once in memory."""
    page = Rendering(replace(BRIEF.rendered, html="<p>Sociaal overleg: een akkoord</p>\n" * 6000), "nl")
    size = len(page.rendered.html)
    pairs = ((who, page) for who in people(40))
    state = known(database, "dagelijks")
    editions = Editions(database)
    tracemalloc.start()
    try:
        with made(pairs) as messages:
            assert freeze(editions, state, messages=messages) is not None
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 15 * size
    last = message_from_bytes(Outbox(database).start(40, NOW).mime, policy=policy.SMTP)
    assert last["To"] == "Lid 39 <Lid39@example.org>"


def test_the_name_of_a_list_keeps_its_letters_where_it_loses_their_accents():
    digest = replace(DIGEST, title={"fr": "Aperçu : <échéances>"})
    letter = edition_letter(
        Recipient("lid@example.org"), FULL.rendered, digest, EDITION, MAIL, language="fr", now=NOW
    )
    parsed = message_from_bytes(letter.mime, policy=policy.default)
    assert parsed["List-Id"] == '"Apercu : echeances" <dagelijks.servwatch.servwatch.example.org>'
