"""What is understood of items, written anew: after a change of settings."""

from dataclasses import replace

from servwatch.archive.annotations import put_annotations, themes_json
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.model import Annotation, Match, ThemeScore
from tests.archive.arrivals import all_items, arrival, stored, themes


def annotate(database, *annotations):
    with database.write() as connection:
        put_annotations(connection, annotations)


def test_new_annotations_take_the_place_of_the_old_with_their_themes(database):
    numbers = stored(database, *(arrival(n, themes=themes(old=1, stays=1)) for n in range(1200)))
    annotate(database, *(Annotation(n, "print-2", "fr", themes(stays=2, new=3)) for n in numbers[:1100]))
    found = {item.id: annotation for item, annotation in Items(database).find(ItemQuery())}
    assert found[numbers[0]] == Annotation(numbers[0], "print-2", "fr", themes(stays=2, new=3))
    assert found[numbers[1100]].fingerprint == "print-1"
    assert len(all_items(database, theme="old")) == 100
    assert len(all_items(database, theme="stays")) == 1200
    assert len(all_items(database, theme="new")) == 1100


def test_an_item_without_an_annotation_can_get_one(database):
    (number,) = stored(database, arrival(1))
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM annotation")
    annotate(database, Annotation(number, "print-2", "fr", themes(new=3)))
    assert Items(database).get(number)[1].score("new") == 3.0


def test_no_annotations_change_nothing(database):
    numbers = stored(database, arrival(1, themes=themes(old=1)))
    annotate(database)
    assert [i.id for i in all_items(database, theme="old")] == numbers


def test_scores_are_kept_to_the_thousandth(database):
    (number,) = stored(database, arrival(1))
    annotate(database, Annotation(number, "print", "nl", (ThemeScore("a", 1.23456, ()),)))
    assert Items(database).get(number)[1].themes == (ThemeScore("a", 1.235, ()),)


def test_themes_are_told_in_json_with_every_match():
    match = Match("loon*", "title", 3, 11, "loonnorm", "wildcard", 0.5)
    told = themes_json(
        (ThemeScore("wages", 2.00049, (match, replace(match, start=20))), ThemeScore("b", 1.0, ()))
    )
    assert told == [
        {
            "id": "wages",
            "score": 2.0,
            "matches": [
                {"term": "loon*", "field": "title", "start": 3, "end": 11, "text": "loonnorm", "rule": "wildcard", "weight": 0.5},
                {"term": "loon*", "field": "title", "start": 20, "end": 11, "text": "loonnorm", "rule": "wildcard", "weight": 0.5},
            ],
        },
        {"id": "b", "score": 1.0, "matches": []},
    ]  # fmt: skip
