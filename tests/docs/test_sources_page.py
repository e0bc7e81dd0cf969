"""The task's table, docs/sources.md and feeds.toml say the same."""

import re

import pytest

from servwatch.sources import KINDS
from tests.docs.bodies import BODIES, ROWS
from tests.docs.sources_table import (
    NOT_VERIFIED,
    PAGE,
    SHIPPED,
    checked,
    confidence,
    page,
    shipped,
    watching,
)

EVERY = shipped()
NAMED_BY_SERV = {
    "european-commission", "council", "european-parliament", "eesc", "cor", "eurofound", "ilo", "ilo-brussels", "ilc",
    "itc-ilo", "flemish-ilo-trust-fund", "oecd", "oecd-leed", "oecd-forum", "wto", "un", "sdgs", "unfccc", "ilera",
    "esf-networks", "vleva", "taiex-twinning", "funding-tenders", "ted", "ser-nl", "ces-valencia", "ceser-ara", "ctesc",
    "ces-basque", "fdfa", "european-semester",
}  # fmt: skip
"""What SERV's own texts name. The others of the table are marked with a dagger."""
BEYOND = {
    "cedefop", "eu-osha", "ela", "nar", "crb", "etuc", "business-europe", "smeunited", "sgi-europe", "flemish-government",
    "flemish-parliament", "serv",
}  # fmt: skip


def test_every_body_of_the_task_has_its_row_and_those_beyond_are_marked():
    unmarked = {id_ for id_, body in BODIES.items() if not body.beyond}
    assert unmarked - {"european-union", "eur-lex"} == NAMED_BY_SERV
    assert {id_ for id_, body in BODIES.items() if body.beyond} >= BEYOND
    assert sum(len(row.bodies) for row in ROWS) == len(BODIES)


def test_the_page_is_what_the_generator_writes():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.docs.sources_table"


def test_every_source_belongs_to_a_body_and_none_is_named_that_is_not_there():
    assert {source["body"] for source in EVERY} <= set(BODIES)
    named = {id_ for body in BODIES.values() for id_ in body.also}
    assert named <= {source["id"] for source in EVERY}


def test_a_body_without_an_enabled_source_says_what_was_tried():
    for body in BODIES.values():
        found = watching(body, EVERY)
        if not any(s.get("enabled", True) for s in found):
            assert len(body.tried) > 20, body.id
    assert PAGE.read_text(encoding="utf-8").count("**Not yet watched.**") > 5


@pytest.mark.parametrize("source", EVERY, ids=lambda source: source["id"])
def test_every_source_says_where_its_address_comes_from_when_and_how_sure(source):
    assert confidence(source)
    assert checked(source), source["origin"]
    if confidence(source) == NOT_VERIFIED:
        assert source.get("enabled", True) is False
        assert "confidence" not in source["origin"]
    text = PAGE.read_text(encoding="utf-8")
    assert f"`{source['id']}`" in text
    assert f"<{source['url']}>" in text


def test_the_shipped_kinds_are_those_that_are_built():
    assert {source["kind"] for source in EVERY} == KINDS.keys() - {"mailbox"}, "a mailbox is SERV's own"


def test_sources_of_bodies_beyond_stand_behind_a_dagger():
    text = SHIPPED.read_text(encoding="utf-8")
    for dagger, body in re.findall(r'(# †\n)?\[\[source\]\]\n(?:.+\n)*?body = "(.+)"\n', text):
        assert bool(dagger) == BODIES[body].beyond, body


def test_each_address_is_polled_once():
    addresses = [
        (source["url"], str(source.get("query", "")), str(source.get("body_json", ""))) for source in EVERY
    ]
    assert len(addresses) == len(set(addresses))
