"""Each reader of a digest has one token by which to leave it, which tells nothing to others."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from servwatch.archive.recipient_tables import unsubscribe_token
from servwatch.archive.recipients import Recipients
from servwatch.archive.unsubscribe_tokens import Subscription, UnsubscribeTokens

AN, BO = "an@example.org", "bö@example.org"


@pytest.fixture
def tokens(database):
    return UnsubscribeTokens(database, Recipients(database, lambda: b"k" * 32))


def test_a_token_leads_to_its_address_and_digest(tokens):
    found = tokens.of("board", [AN, BO])
    assert tokens.find(found[BO]) == Subscription(BO, "board")
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in found.values())


def test_a_token_stays_the_same_in_a_restored_archive_too(tokens, database):
    first = tokens.of("board", [AN])
    assert tokens.of("board", [AN, AN]) == first
    with database.write() as connection:
        connection.execute(unsubscribe_token.delete())
    assert tokens.find(first[AN]) is None
    assert UnsubscribeTokens(database, Recipients(database)).of("board", [AN]) == first
    assert tokens.find(first[AN]) == Subscription(AN, "board")


def test_no_two_readers_digests_or_archives_share_a_token(database, tokens, tmp_path):
    found = [tokens.of(digest, [AN, BO])[who] for digest in ("board", "tenders") for who in (AN, BO)]
    assert len(set(found)) == 4


def test_the_table_holds_no_token(database, tokens):
    token = tokens.of("board", [AN])[AN]
    with database.read() as connection:
        assert token not in str(connection.execute(select(unsubscribe_token)).all())


def test_a_thousand_readers_get_theirs_at_once(tokens):
    many = [f"{n}@example.org" for n in range(1000)]
    assert len(set(tokens.of("board", many).values())) == 1000
    assert tokens.of("board", []) == {}


@given(st.text())
@example("A" * 22)
@example("\x00" * 22)
@example("\ud800" * 22)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_is_no_token_leads_nowhere(tokens, text):
    assert tokens.find(text) is None
