"""The line on the sources that an edition could not hear, and which sources matter to a digest."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from servwatch.digest.concern import concerns
from servwatch.digest.unheard import named, title_of
from servwatch.locale import words
from servwatch.model import Digest, ItemKind, KindRule, Source, UnreadSource, Verdict

SINCE = datetime(2026, 11, 19, tzinfo=UTC)
SILENT = UnreadSource("etui", "ETUI", Verdict.OK, SINCE, silent=True)
FAILING = UnreadSource("ser", "SER", Verdict.BLOCKED, SINCE)


def line(*unread, layout="brief", language="nl"):
    return "; ".join(named(unread, layout, words(language, ZoneInfo("Europe/Brussels"))))


def title(*unread, language="nl"):
    return title_of(unread, words(language, ZoneInfo("Europe/Brussels")))


@pytest.mark.parametrize(
    ("language", "told", "above"),
    [
        ("nl", "2 bronnen: ETUI (stil sinds 19 nov); SER (sinds 19 nov)", "Niet gelezen of stil"),
        ("en", "2 sources: ETUI (silent since 19 Nov); SER (since 19 Nov)", "Not read or silent"),
        (
            "fr",
            "2 sources : ETUI (silencieux depuis le 19 nov); SER (depuis le 19 nov)",
            "Non lu ou silencieux",
        ),
    ],
)
def test_silent_and_failing_sources_are_one_line_in_each_language(language, told, above):
    assert line(SILENT, FAILING, language=language) == told
    assert title(SILENT, FAILING, language=language) == above


def test_one_source_is_not_counted_and_no_silence_is_said_where_there_is_none():
    assert line(FAILING) == "SER (sinds 19 nov)"
    assert title(FAILING) == "Niet gelezen"
    assert line() == ""


def test_of_many_the_first_are_named_and_the_rest_counted():
    many = [replace(FAILING, name=f"S{n}") for n in range(30)]
    assert line(*many).startswith("30 bronnen: S0 (sinds 19 nov); S1")
    assert line(*many).endswith("S4 (sinds 19 nov); en 25 andere bronnen")
    assert line(*many, layout="full").endswith("S19 (sinds 19 nov); en 10 andere bronnen")


SOURCE = Source("s", "S", "b", "feed", "https://example.org/")


@pytest.mark.parametrize(
    ("source", "digest", "matters"),
    [
        ({}, {"themes": ("energy",)}, True),
        ({"themes": ("energy",)}, {"themes": ("energy", "climate")}, True),
        ({"themes": ("trade",)}, {"themes": ("energy",)}, False),
        ({"themes": ("trade",)}, {"themes": ("*",)}, True),
        ({"themes": ("trade",)}, {"themes": ("energy",), "untagged": True}, True),
        ({"themes": ("trade",), "category_themes": {"x": ("energy",)}}, {"themes": ("energy",)}, True),
        ({}, {"kinds": (ItemKind.TENDER,)}, False),
        ({"item_kind": KindRule(patterns=(("ted", ItemKind.TENDER),))}, {"kinds": (ItemKind.TENDER,)}, True),
    ],
)
def test_which_sources_matter_to_a_digest(source, digest, matters):
    made = Digest("d", {"nl": "D"}, "0 7 * * fri", **digest)
    assert concerns(replace(SOURCE, **source), made) is matters
