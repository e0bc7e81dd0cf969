"""Dossiers as the archive finds them: the same as from all documents at once, in whatever order they came."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from servwatch.archive.annotations import put_annotations
from servwatch.archive.database import Database
from servwatch.archive.dossiers import Around, Dossiers
from servwatch.archive.schema import item_reference
from servwatch.insight.dossiers import dossiers
from servwatch.insight.references import known_as, read_reference, references_of
from servwatch.model import Annotation
from tests.archive.arrivals import all_items, arrival, stored
from tests.insight.real_dossier import AROUND, DOCUMENTS, NAMES, PRESS, ROUND_UP, Told

on_one_archive = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def came(number, told, **fields):
    references = references_of(*told)
    return arrival(number, title=told.title, summary=told.summary, url=told.url or f"https://www.example.org/{number}",
                   annotation=Annotation(0, "print-1", "en", references=references), **fields)  # fmt: skip


def of(database, text):
    reference = read_reference(text)
    assert reference is not None
    return Dossiers(database).of(reference)


def titles(database, ids):
    return {item.title for item in all_items(database) if item.id in ids}


def rows(database):
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(item_reference)).scalar()


@pytest.mark.parametrize(
    "order", [*list(permutations(range(5)))[::17], range(5)], ids=lambda o: "".join(map(str, o))
)
def test_a_dossier_is_one_in_whatever_order_its_documents_come(database_url, order):
    database = Database(database_url)
    for number in order:
        stored(database, came(number, DOCUMENTS[number], source=f"body-{number}"))
    for number, told in enumerate(AROUND, 10):
        stored(database, came(number, told, source="around"))
    for name in (
        "COM(2025) 837",
        "52025PC0837",
        "2025/0360(COD)",
        "2025/0360",
        "ST 15698/25",
        "INT/1108",
        "EESC-2025-03929",
    ):
        around = of(database, name)
        assert around.whole
        assert around.dossier is not None
        assert around.dossier.id == "2025/0360(COD)"
        assert around.dossier.names == NAMES
        assert titles(database, around.dossier.documents) == {told.title for told in DOCUMENTS}
        assert titles(database, around.dossier.mentions) == {PRESS.title}
        assert titles(database, around.naming) == {ROUND_UP.title}
        assert {r.id for r in around.references} == {
            "COM(2025) 837",
            "52025PC0837",
            "2025/0360(COD)",
            "ST 15698/25",
            "INT/1108",
            "EESC-2025-03929",
        }
    database.close()


POOL = (
    [f"2025/{n:04}(COD)" for n in (1, 2, 3)]
    + [f"COM(2025) {n}" for n in (1, 2, 3)]
    + ["INT/1", "INT/2", "ST 10001/25", "HYS 500"]
)
POOL += ["SWD(2025) 1", "SWD(2025) 2", "B9-0001/2025", "ILO C190", "Directive 2003/88/EC"]
NAMES_LISTED = st.lists(st.sampled_from(POOL), max_size=3)
NEWS = st.builds(lambda a, b: Told(" and ".join(a) or "News", ", ".join(b)), NAMES_LISTED, NAMES_LISTED)


@pytest.mark.parametrize("tries", [10, pytest.param(300, marks=pytest.mark.slow)])
def test_a_walk_from_any_name_finds_what_all_documents_at_once_make(tmp_path_factory, tries):
    @settings(max_examples=tries)
    @given(st.lists(NEWS, max_size=9))
    def same(told):
        folder = tmp_path_factory.mktemp("archive")
        database = Database(f"sqlite:///{folder / 'a.db'}")
        stored(database, *(came(number, one) for number, one in enumerate(told)))
        made = dossiers({item.id: references_of(item.title, item.summary) for item in all_items(database)})
        for text in POOL:
            name = known_as(*(lambda r: (r.kind, r.id))(read_reference(text))).name
            whole = next((d for d in made if name in d.names), None)
            assert of(database, text).dossier == whole, (text, told)
        database.close()

    same()


def test_what_is_in_quarantine_belongs_to_nothing(database):
    stored(database, came(1, DOCUMENTS[0]), came(2, DOCUMENTS[1], quarantined=True))
    around = of(database, "COM(2025) 837")
    assert around.dossier.names == {"COM(2025) 837"}
    assert [item.title for item, _ in Dossiers(database).read([1, 2])] == [DOCUMENTS[0].title]


def test_a_convention_is_no_dossier_and_what_names_it_is_found(database):
    stored(database, came(1, Told("Ratification of ILO C190")), came(2, Told("Other")))
    around = of(database, "C190")
    assert around.dossier is None
    assert titles(database, around.naming) == {"Ratification of ILO C190"}


def test_what_nobody_names_is_nothing(database):
    around = of(database, "COM(2030) 1")
    assert around == Around("COM(2030) 1", None)


def test_annotations_made_anew_take_the_place_of_the_references(database):
    ids = stored(database, *(came(n, Told(f"COM(2025) {n + 1}")) for n in range(3)))
    with database.write() as connection:
        put_annotations(
            connection, [Annotation(ids[0], "print-2", "en", references=references_of("COM(2025) 9"))]
        )
    assert of(database, "COM(2025) 1").dossier is None
    assert of(database, "COM(2025) 9").dossier.documents == {ids[0]}
    assert rows(database) == 3


def test_references_keep_their_role(database):
    stored(database, came(1, Told("COM(2025) 837", "And INT/1108.", DOCUMENTS[0].url)))
    ((_, annotation),) = Dossiers(database).read([1])
    assert [(r.id, r.role) for r in annotation.references] == [
        ("52025PC0837", "own"),
        ("COM(2025) 837", "title"),
        ("INT/1108", "text"),
    ]
    assert annotation.references == references_of("COM(2025) 837", "And INT/1108.", DOCUMENTS[0].url)


def test_a_dossier_without_end_is_shown_in_part(database):
    stored(database, *(came(n, Told(f"COM(2025) 1 news {n}")) for n in range(9)))
    around = Dossiers(database, most=5).of(read_reference("COM(2025) 1"))
    assert not around.whole
    assert len(around.dossier.documents) == 5
    assert max(around.dossier.documents) == 9
