"""Which blocks a digest has, as feeds.toml says it."""

import pytest

from servwatch.config.tables.sent import DigestTable
from servwatch.digest.compose.sections import ALWAYS, USUAL, sections_of
from servwatch.model import Digest

TOP = {"id": "x", "title": {"nl": "X"}, "schedule": "0 7 * * fri"}
EVERY = sorted(set().union(*USUAL.values()))


@pytest.mark.parametrize("name", EVERY)
def test_every_block_of_a_layout_can_be_named(name):
    assert DigestTable.model_validate({**TOP, "sections": [name]}).sections == [name]


@pytest.mark.parametrize("layout", USUAL)
def test_a_digest_that_names_none_has_all_of_its_layout(layout):
    assert DigestTable.model_validate(TOP).sections == []
    assert sections_of(Digest("x", {"nl": "X"}, ""), layout) == set(USUAL[layout])


@pytest.mark.parametrize("layout", USUAL)
def test_corrections_are_never_left_out(layout):
    assert set(ALWAYS) <= sections_of(Digest("x", {"nl": "X"}, "", sections=("not-read",)), layout)


def test_a_block_that_the_layout_does_not_have_is_not_shown():
    named = Digest("x", {"nl": "X"}, "", sections=("tenders", "not-read"))
    assert sections_of(named, "brief") == {"not-read", "corrections"}
