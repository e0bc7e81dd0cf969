"""Labels of a thesaurus near the terms of a theme."""

import pytest

from servwatch.insight.eurovoc import near_labels, read_thesaurus
from servwatch.insight.suggestions import Existing
from servwatch.model import Term, Theme

HEADING = "id\tmt\tnl\ten\tfr\talt_en\n"
ROWS = (
    "1\t4421\tarbeidsvoorwaarden\tworking conditions\tconditions de travail\tconditions of work\n"
    "2\t4421\tarbeidsduur\tworking time\tdurée du travail\t\n"
    "3\t4421\tploegenarbeid\tshift work\ttravail par équipe\t\n"
    "4\t4421\toveruren\tovertime\theure supplémentaire\t\n"
    "5\t5206\tklimaat\tclimate\tclimat\tweather|global climate\n"
    "6\t4421\taard (arbeid)\tnature (work)\tnature (travail)\t\n"
)
NAMES = "mt\tdomain\tnl\ten\n4421\t44\tarbeid\tpersonnel management\n"
WORK = Theme("work", {}, {"nl": (Term("arbeid"),), "en": (Term("working"),), "fr": (Term("travail"),)})


def near(*files, theme=WORK, languages=("nl", "en", "fr")):
    thesaurus = read_thesaurus([text.splitlines(keepends=True) for text in files or (HEADING + ROWS, NAMES)])
    return {
        (one.language, one.term): (one.why, one.beside)
        for one in near_labels(thesaurus, Existing(theme), languages)
    }


def test_a_concept_that_one_language_finds_is_proposed_in_the_others():
    assert near()["en", "conditions of work"] == ("term", "arbeidsvoorwaarden")
    assert near()["en", "shift work"] == ("term", "ploegenarbeid")


def test_a_concept_of_a_microthesaurus_in_which_several_match_is_proposed():
    assert near()["nl", "overuren"] == ("microthesaurus", "personnel management")


def test_what_the_theme_finds_already_is_not_proposed():
    assert not {("nl", "ploegenarbeid"), ("en", "working time"), ("fr", "durée du travail")} & near().keys()


def test_what_is_far_from_the_theme_is_not_proposed():
    assert not {label for _, label in near()} & {"klimaat", "climate", "climat"}
    only = Theme("climate", {}, {"nl": (Term("klimaat"),)})
    assert near(theme=only, languages=("nl",)) == {}


def test_a_label_with_a_qualifier_stands_in_no_text():
    assert not [label for _, label in near() if "(" in label]


def test_without_names_the_number_of_the_microthesaurus_is_told():
    assert near(HEADING + ROWS)["nl", "overuren"] == ("microthesaurus", "4421")


@pytest.mark.parametrize(
    "text", ["", "id,mt,nl\n1,2,x\n", "id\tnl\n1\tx\n", NAMES, HEADING, "\x00\x01\n", "a" * 200_000]
)
def test_another_file_is_refused(text):
    with pytest.raises(ValueError, match=r"columns|concepts|table"):
        read_thesaurus([text.splitlines(keepends=True)])
