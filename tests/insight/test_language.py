"""The language of an item: declared, configured, or guessed, or left open."""

import csv
import subprocess
import sys

import pytest

from servwatch.insight.language import betrays, language_of, primary

DUTCH = "De sociale partners bereiken een akkoord over telewerk"
ENGLISH = "Social partners reach an agreement on telework"
FRENCH = "Les partenaires sociaux concluent un accord sur le télétravail"


@pytest.mark.parametrize(
    ("tag", "code"),
    [("nl-BE", "nl"), ("nl_BE", "nl"), (" EN ", "en"), ("FRA", "fr"), ("deu", "de"), ("it", "it"), ("", "")],
)
def test_a_language_tag_is_reduced_to_its_language(tag, code):
    assert primary(tag) == code


def test_what_is_declared_is_believed_where_the_source_may_have_it():
    assert language_of("en-GB", (), DUTCH) == "en"
    assert language_of("nl", ("nl", "fr"), ENGLISH) == "nl"


def test_a_source_of_one_language_has_that_language_whatever_is_declared():
    assert language_of("en", ("nl",), ENGLISH) == "nl"
    assert language_of("", ("nl",), "") == "nl"


@pytest.mark.parametrize(("text", "language"), [(DUTCH, "nl"), (ENGLISH, "en"), (FRENCH, "fr")])
def test_otherwise_the_text_tells(text, language):
    assert language_of("", ("nl", "en", "fr"), text) == language
    assert language_of("it", ("nl", "en", "fr"), text.upper()) == language
    assert language_of("", (), text) == language


def test_only_the_languages_of_the_source_are_considered():
    assert language_of("", ("nl", "fr"), FRENCH) == "fr"
    assert language_of("", ("nl", "en"), FRENCH) in {"nl", "en", ""}
    assert language_of("", ("nl", "fr"), DUTCH) == "nl"


@pytest.mark.parametrize("text", ["", "AI", "COP30", "12.11.2026"])
def test_a_name_or_a_number_tells_nothing(text):
    assert language_of("", ("nl", "en", "fr"), text) == ""


def test_a_language_nobody_knows_is_left_open():
    assert language_of("", ("xx", "yy"), DUTCH) == ""


def test_frequent_words_betray_a_language():
    assert betrays("nl", ["Akkoord", "van", "Parijs"])
    assert betrays("en", ["The", "deal"])
    assert not betrays("fr", ["Employment", "Outlook"])
    assert not betrays("xx", ["van"])


def test_the_model_is_loaded_only_when_a_text_must_tell():
    code = (
        "import sys; from servwatch.insight.language import language_of; "
        "language_of('nl', (), 'x'); language_of('', ('fr',), 'x'); "
        "sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pensioenen en belastingen", "nl"),
        ("Taxation and housing", "en"),
        ("Logement et chômage", "fr"),
        ("De loonkloof", "nl"),
    ],
)
def test_a_title_of_a_few_words_is_told_by_words_that_only_one_language_has(text, language):
    assert language_of("", ("nl", "en", "fr"), text) == language


@pytest.mark.corpus
def test_the_titles_of_the_european_parliament_are_told_apart(corpus):
    with (corpus / "labelled" / "ep-titles-multilingual.tsv").open(encoding="utf-8") as file:
        rows = [
            r
            for r in csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE)
            if r["lang"] in ("nl", "en", "fr")
        ]
    right = sum(language_of("", ("nl", "en", "fr"), row["title"]) == row["lang"] for row in rows)
    assert right / len(rows) >= 0.98
