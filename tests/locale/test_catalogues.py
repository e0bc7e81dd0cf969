"""Everything a reader sees is in Dutch and French too, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from servwatch.archive import ledger
from servwatch.cycle import attention, audience, endings, probed, saving, theme_draft
from servwatch.cycle.why import names
from servwatch.digest import compose, match
from servwatch.digest import reasons as digest_reasons
from servwatch.digest.compose import ahead_blocks, bodies, head, sides
from servwatch.insight import source_faults, stages, stories, verdict_remedies
from servwatch.locale import words
from servwatch.web.console import deed_words, digests, editions, navigation, outbox
from servwatch.web.console.workbench import settings_files, trial_view

TOP = Path(__file__).parents[2]
ZONE = ZoneInfo("Europe/Brussels")
PLACES = re.compile(r"\{(\w+)\}")


def catalogue(language):
    with (TOP / f"servwatch/locale/{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def sentences_of_code() -> Iterator[str]:
    for path in (TOP / "servwatch").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                count = {"_": 1, "n_": 2}.get(name, 0)
                for argument in node.args[:count]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def sentences_of_templates() -> Iterator[str]:
    pages = TOP / "servwatch/web/console/templates"
    for path in (*(TOP / "templates").glob("*.j2"), *pages.glob("*.j2")):
        text = path.read_text()
        yield from re.findall(r'\b_\("([^"]+)"', text)
        for one, many in re.findall(r'\bn_\("([^"]+)", "([^"]+)"', text):
            yield from (one, many)


def faults_of_terms() -> Iterator[str]:
    """What is wrong with a term: the third argument of each TermFault."""
    for node in ast.walk(ast.parse((TOP / "servwatch/insight/terms.py").read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TermFault" and len(node.args) > 2:
            text = node.args[2]
            if isinstance(text, ast.Constant):
                yield text.value


def reasons() -> Iterator[str]:
    for module in (digest_reasons, match, stories, ledger):
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str):
                yield value
    yield from compose.KIND_NAMES.values()
    yield from bodies.NAMES
    yield from (*head.CLOSING.values(), *sides.SIDE_NAMES.values(), *ahead_blocks.DEADLINE_KINDS.values())
    yield from source_faults.REMEDIES.values()
    for table in (audience.SUPPRESSED, names.COVERAGE_NAMES, names.STATE_NAMES, names.PART_NAMES):
        yield from table.values()
    yield from map(str, stages.Stage)
    yield from verdict_remedies.REMEDIES.values()
    yield from navigation.names()
    yield from deed_words.DEEDS.values()
    yield from (value for name, value in vars(probed).items() if name.isupper() and isinstance(value, str))
    yield from (*trial_view.CAUSES.values(), *settings_files.HOWS.values())
    yield from (theme_draft.NO_TABLE, theme_draft.NO_THRESHOLD, theme_draft.TWICE, theme_draft.TOO_MANY)
    yield from (saving.UNREADABLE, saving.NOT_WRITABLE, saving.MOVED, saving.LOOK, saving.INVALID)
    yield from faults_of_terms()
    for shown in (attention.BRAKES, digests.EDITION_STATES, editions.OUTCOME_NAMES, outbox.HOLDS):
        yield from shown.values()
    yield from (endings.SECRET, endings.SECRET_OF_SOURCE, endings.AUTHORITY)


def all_sentences() -> set[str]:
    return {*sentences_of_code(), *sentences_of_templates(), *reasons()}


def test_the_sentences_are_found_at_all():
    assert len(all_sentences()) > 60


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_sentence_is_translated(language):
    known = set()
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if all(strings):
            known.update(ids)
    assert sorted(all_sentences() - known) == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_translation_has_no_place_that_its_sentence_lacks(language):
    for message in catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        wanted = {place for one in ids for place in PLACES.findall(one)}
        for text in strings:
            assert set(PLACES.findall(text)) <= wanted, text


def test_dates_are_said_as_people_here_say_them():
    moment = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert words("nl", ZONE).day(moment, form="full") == "donderdag 26 november 2026"
    assert words("nl", ZONE).moment(moment) == "do 26 nov 18.00 u."
    assert words("fr", ZONE).day(moment, form="full") == "jeudi 26 novembre 2026"
    assert words("en", ZONE).day(date(2026, 11, 27), form="medium") == "Fri 27 Nov"


def test_plurals_follow_each_language():
    assert words("nl", ZONE).n_("{n} item", "{n} items", 1) == "1 bericht"
    assert words("nl", ZONE).n_("{n} item", "{n} items", 0) == "0 berichten"
    assert words("fr", ZONE).n_("{n} item", "{n} items", 0) == "0 message"
    assert words("en", ZONE).n_("{n} item", "{n} items", 2) == "2 items"


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_nothing_is_nothing_in_every_language(language):
    assert words(language, ZONE)._("") == ""


def test_an_unknown_language_reads_dutch():
    assert words("xx", ZONE).language == "nl"


@pytest.mark.parametrize(
    ("language", "when", "shown"),
    [
        ("nl", date(2017, 5, 14), "zo 14 mei 2017"),
        ("en", date(2027, 11, 26), "Fri 26 Nov 2027"),
        ("fr", date(2025, 11, 26), "mer 26 nov 2025"),
        ("nl", date(2027, 1, 8), "vr 8 jan"),
    ],
)
def test_a_day_more_than_half_a_year_away_has_its_year(language, when, shown):
    assert words(language, ZONE).day(when, form="medium", near=date(2026, 11, 27)) == shown
