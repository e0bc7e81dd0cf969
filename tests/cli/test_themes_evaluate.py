"""`themes evaluate`: the figures for people and for machines, and what is told of a file that is not right."""

import json

import pytest

from tests.cli.line import servwatch

ITEMS = [
    {"id": "1", "language": "nl", "title": "Vakbonden staken", "summary": "", "themes": ["social-dialogue"]},
    {"id": "2", "language": "nl", "title": "Het klimaat warmt op", "summary": "", "themes": ["climate"]},
    {"id": "3", "language": "nl", "title": "Vakbonden en klimaat", "summary": "", "themes": []},
    {"id": "4", "language": "fr", "title": "Une promenade", "summary": "", "themes": ["climate", "Parks"]},
]


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ITEMS), "utf-8")
    return path


def evaluate(labelled, *arguments):
    return servwatch(labelled.parent, "themes", "evaluate", labelled.name, *arguments)


def test_machines_get_micro_macro_and_each_label(labelled):
    outcome = evaluate(labelled, "--json").well()
    found = outcome.json
    assert found["micro"] | {"interval": None} == {
        "precision": 0.5,
        "recall": pytest.approx(2 / 3),
        "f1": pytest.approx(4 / 7),
        "interval": None,
    }
    low, high = found["micro"]["interval"]
    assert low < 4 / 7 < high
    assert set(found["macro"]) == {"precision", "recall", "f1", "interval"}
    assert list(found["themes"]) == ["social-dialogue", "climate"]
    climate = found["themes"]["climate"]
    assert {key: climate[key] for key in ("precision", "recall", "f1", "support")} == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "support": 2,
    }
    assert climate["labels"] == climate["themes"] == ["climate"]
    assert found["languages"]["fr"]["items"] == 1
    assert found["languages"]["nl"]["themes"]["climate"]["recall"] == 1.0
    assert (found["items"], found["left_out"], found["absent"], found["faults"]) == (4, {"Parks": 1}, [], [])
    assert "shipped themes" in outcome.err
    assert evaluate(labelled, "--json").out == outcome.out


def test_people_get_a_table_in_words(labelled):
    told = evaluate(labelled).well().out
    assert told.startswith("4 items, 2 labels counted.\n")
    assert "climate          2      0.500      0.500   0.500" in told
    assert "fr: 1 item\n" in told
    assert "Left out, since the map gives them no theme: Parks 1." in told


def test_a_map_says_what_labels_mean_and_which_count(labelled):
    toml = labelled.with_name("map.toml")
    toml.write_text('[labels]\nParks = ["climate", "environment"]\nNowhere = ["energy"]\n', "utf-8")
    as_json = labelled.with_name("map.json")
    as_json.write_text('{"Parks": ["climate", "environment"], "Nowhere": ["energy"]}', "utf-8")
    found = evaluate(labelled, "--map", toml.name, "--json", "--samples", "0").well().json
    assert found == evaluate(labelled, "--map", as_json.name, "--json", "--samples", "0").well().json
    assert list(found["themes"]) == ["Parks"]
    assert found["themes"]["Parks"]["interval"] is None
    assert found["left_out"] == {"climate": 2, "social-dialogue": 1}
    assert found["absent"] == ["Nowhere"]
    assert "In the map, but on no item: Nowhere." in evaluate(labelled, "--map", toml.name).well().out


def test_a_line_that_is_no_item_is_told_and_the_others_are_counted(labelled):
    with labelled.open("a", encoding="utf-8") as file:
        file.write('{"title": \n{"title": "Zonder"}\n')
    outcome = evaluate(labelled, "--json").well(3)
    assert "labelled.jsonl:5: the line is no JSON\n" in outcome.err
    assert "labelled.jsonl:6: there are neither themes nor labels\n" in outcome.err
    assert outcome.json["items"] == 4
    assert [fault["line"] for fault in outcome.json["faults"]] == [5, 6]
    assert "2 lines not read." in evaluate(labelled).well(3).out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is none"),
        ('{"title": "a", "labels": ["Parks"]}', "none of its labels means one of our themes (Parks)"),
        ("no JSON\n", "line 1: the line is no JSON"),
    ],
)
def test_a_file_that_cannot_be_counted_is_refused(tmp_path, text, told):
    path = tmp_path / "labelled.jsonl"
    path.write_text(text, "utf-8")
    outcome = evaluate(path).well(1)
    assert told in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('climate = ["climat"]', "no theme has the id climat. Did you mean climate?"),
        ("climate = [", "map.toml: this is no map of labels"),
        ("\udcff", "map.toml: this is no map of labels"),
    ],
)
def test_a_map_that_is_none_is_refused(labelled, text, told):
    path = labelled.with_name("map.toml")
    path.write_text(text, "utf-8", errors="surrogateescape")
    assert told in evaluate(labelled, "--map", path.name).well(1).err


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "missing.jsonl" in servwatch(tmp_path, "themes", "evaluate", "missing.jsonl").well(1).err


def test_the_themes_of_a_configuration_are_evaluated(labelled):
    labelled.with_name("feeds.toml").write_text(
        '[servwatch]\n[[theme]]\nid = "climate"\nname = { nl = "Klimaat" }\nterms.nl = ["promenade"]\n',
        "utf-8",
    )
    found = evaluate(labelled, "--json").well().json
    assert list(found["themes"]) == ["climate"]
    assert found["languages"]["fr"]["micro"]["f1"] == 1.0


def test_a_configuration_that_is_named_but_not_there_is_no_reason_for_others(labelled):
    assert "no such configuration file" in evaluate(labelled, "--config", "none.toml").well(1).err
