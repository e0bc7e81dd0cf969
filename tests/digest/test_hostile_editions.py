"""Whatever the world writes into an edition, each layout tells it, and no sign that turns or hides text gets through."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from servwatch.digest.arrangement import numbered
from servwatch.digest.compose import compose
from servwatch.locale import words
from servwatch.model import (
    Advice,
    Balance,
    Coming,
    Correction,
    DossierState,
    Item,
    LanguageEdition,
    Offer,
    OpenDeadline,
    Passed,
    Preparing,
    Reference,
    Reword,
    Stand,
)
from tests.digest.examples import ZONE
from tests.digest.whole_edition import ALERT, CALENDAR, DIGEST, FULL, whole, whole_settings

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
TEXT = st.one_of(
    st.just(""),
    st.text(max_size=30),
    st.text(alphabet="aé \u202e\u2067\u200b\u0627\u05d0\x00\n\t<&\"'", max_size=60),
    st.just("woord " * 70),
)
ADDRESS = st.sampled_from(
    ["https://ec.example.org/x", "javascript:alert(1)", "", "data:,x", "//x", "http://"]
)
DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))
FACTS = {
    "title": TEXT,
    "summary": TEXT,
    "body": TEXT,
    "owner": TEXT,
    "buyer": TEXT,
    "budget": TEXT,
    "rapporteur": TEXT,
    "name": TEXT,
    "headline": TEXT,
    "note": TEXT,
    "initials": TEXT,
    "old": TEXT | DAY.map(date.isoformat),
    "new": TEXT | DAY.map(date.isoformat),
    "url": ADDRESS,
    "language": st.sampled_from(["", "nl", "en", "ar", "xx", "zh-hant"]),
    "kind": st.sampled_from(["call", "tender", "else"]),
    "what": st.sampled_from(["deadline", "title", "withdrawn", "else"]),
    "day": DAY,
    "date": DAY,
    "closes": st.none() | DAY,
    "until": st.none() | DAY,
    "section_vote": st.none() | DAY,
}
TOLD = (
    Advice, Balance, Coming, Correction, DossierState, Item, LanguageEdition, Offer, OpenDeadline, Passed,
    Preparing, Reference, Reword, Stand,
)  # fmt: skip


def spoiled(draw, noun):
    """The noun with other facts, and what stands within it too."""
    changes = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[field.name] = tuple(spoiled(draw, one) for one in value)
        elif is_dataclass(value) and isinstance(value, TOLD):
            changes[field.name] = spoiled(draw, value)
        elif field.name == "title" and isinstance(value, dict):
            changes[field.name] = {"nl": draw(TEXT)}
        elif (
            isinstance(noun, TOLD)
            and field.name in FACTS
            and not (isinstance(noun, Item) and field.name in ("kind", "day"))
        ):
            changes[field.name] = draw(FACTS[field.name])
    return replace(noun, **changes)


def texts(view):
    """Every text of a view, with the name of its field."""
    for field in fields(view):
        value = getattr(view, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one):
                yield from texts(one)
            elif isinstance(one, str):
                yield field.name, one


@pytest.mark.parametrize("digest", [DIGEST, FULL, ALERT], ids=lambda one: one.layout)
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), language=st.sampled_from(["nl", "en", "fr"]))
def test_every_layout_tells_whatever_it_is_given_in_clean_words(digest, data, language):
    built = whole(digest, introduction=data.draw(TEXT))
    around = spoiled(data.draw, built.around)
    entries = tuple(spoiled(data.draw, entry) for entry in built.entries)
    built = numbered(replace(built, around=around, entries=entries), digest, whole_settings())
    shown = compose(built, digest, whole_settings(), words(language, ZONE), CALENDAR)
    for name, text in texts(shown):
        assert not HIDDEN.search(text), name
        if name in ("url", "earlier_url"):
            assert not text or text.startswith(("https://", "http://")), text
    told = sum(len(group.entries) + len(group.lines) for group in shown.groups)
    assert told >= len(entries)
    assert all(one.headline for group in shown.groups for one in group.entries)
