"""What belongs together, and what never does, whatever order it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.dossiers import BELONGING, MOST_NAMES, STRENGTH, Dossier, connections, dossiers
from servwatch.insight.references import KINDS, references_of
from servwatch.model import Reference
from tests import examples
from tests.insight.real_dossier import AROUND, DOCUMENTS, NAMES, OTHER, PRESS, ROUND_UP, Told


def read(told: Sequence[Told]) -> dict[int, tuple[Reference, ...]]:
    return {number: references_of(*one) for number, one in enumerate(told)}


def found(*titles: str) -> list[Dossier]:
    return dossiers(read([Told(title) for title in titles]))


def groups(*titles: str) -> set[frozenset[str]]:
    return {dossier.names for dossier in found(*titles)}


def test_five_bodies_tell_of_one_dossier_in_every_order() -> None:
    for order in permutations(DOCUMENTS):
        (dossier,) = dossiers(read(order))
        assert dossier.id == "2025/0360(COD)"
        assert dossier.names == NAMES
        assert dossier.documents == set(range(5))


@given(st.permutations([*DOCUMENTS, *AROUND]))
@settings(max_examples=examples.of(60))
def test_what_stands_around_it_changes_nothing(order: list[Told]) -> None:
    made = {dossier.id: dossier for dossier in dossiers(read(order))}
    real = made["2025/0360(COD)"]
    assert real.names == NAMES
    assert {order[i] for i in real.documents} == set(DOCUMENTS)
    assert {order[i] for i in real.mentions} == {PRESS}
    other = made["2024/0258(COD)"]
    assert other.names == {"COM(2024) 469", "2024/0258"}
    assert [order[i] for i in other.documents] == [OTHER]
    assert not any(order.index(ROUND_UP) in d.documents | d.mentions for d in made.values())


@given(st.data())
@settings(max_examples=examples.of(200))
def test_any_documents_make_the_same_dossiers_in_any_order(data: st.DataObject) -> None:
    pool = [f"2025/{n:04}(COD)" for n in range(1, 5)] + [f"COM(2025) {n}" for n in range(1, 6)]
    pool += [
        "INT/1",
        "INT/2",
        "SOC/3",
        "ST 10001/25",
        "ST 10002/25",
        "SWD(2025) 1",
        "SWD(2025) 2",
        "HYS 500",
        "A9-0001/2025",
        "ILO C190",
    ]
    texts = data.draw(st.lists(st.lists(st.sampled_from(pool), max_size=4), max_size=12))
    items = {n: references_of(" and ".join(text)) for n, text in enumerate(texts)}
    first = dossiers(items)
    shuffled = data.draw(st.permutations(sorted(items)))
    assert dossiers({n: tuple(reversed(items[n])) for n in shuffled}) == first
    names = [name for dossier in first for name in dossier.names]
    assert len(names) == len(set(names))
    connecting = {n for n, references in items.items() if connections(references)}
    assert sorted(n for d in first for n in d.documents) == sorted(connecting)
    assert all(sum(name[4:5] == "/" for name in d.names) <= 1 for d in first)


def test_a_round_up_connects_nothing() -> None:
    assert found("2025/0360(COD) and 2024/0258(COD)") == []
    assert found("COM(2025) 1, COM(2025) 2: package") == []
    assert found("COM(2025) 1 with JOIN(2025) 2") == []
    assert not connections(read([ROUND_UP])[0])


def test_a_round_up_with_an_address_of_its_own_is_still_that_document() -> None:
    items = read(
        [
            Told(
                "Opinion on COM(2025) 1 and COM(2025) 2",
                url="https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/500",
            )
        ]
    )
    assert [d.names for d in dossiers(items)] == [{"HYS 500"}]


def test_a_register_connects_nothing() -> None:
    many = " ".join(f"SWD(2025) {n}" for n in range(1, MOST_NAMES + 1))
    assert connections(references_of(f"COM(2025) 1 {many}")) == {}
    assert connections(references_of(f"COM(2025) 1 {many[: many.rindex(' SWD')]}")) != {}


def test_names_in_a_text_connect_only_side_by_side() -> None:
    apart, pair = (
        Told("News", "COM(2025) 1 of 2025/0001(COD)"),
        Told("News", "(COM(2025) 1 final \u2013 2025/0001 (COD))"),
    )
    assert dossiers(read([apart])) == []
    assert [d.names for d in dossiers(read([pair]))] == [{"COM(2025) 1", "2025/0001"}]


def test_older_acts_conventions_and_goals_join_nothing() -> None:
    assert groups(
        "COM(2025) 1 amending Directive 2003/88/EC, ILO C190, SDG 8.5, OJ L 275, 25.10.2022, p. 33, IP/25/1",
        "COM(2025) 2 amending Directive 2003/88/EC, ILO C190, SDG 8.5, OJ L 275, 25.10.2022, p. 33, IP/25/1",
    ) == {frozenset({"COM(2025) 1"}), frozenset({"COM(2025) 2"})}


def test_a_published_act_belongs_to_the_dossier_that_its_own_entry_names() -> None:
    act = Told(
        "Directive (EU) 2026/1472 (2025/0360(COD))",
        url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32026L1472",
    )
    later = Told("COM(2028) 5 amending Directive (EU) 2026/1472")
    assert [d.names for d in dossiers(read([act, later]))] == [{"2025/0360", "32026L1472"}, {"COM(2028) 5"}]


def test_an_impact_assessment_joins_no_two_proposals() -> None:
    made = groups("COM(2025) 1 SWD(2025) 9", "COM(2025) 2 SWD(2025) 9", "COM(2025) 2 SWD(2025) 8")
    assert made == {
        frozenset({"COM(2025) 1"}),
        frozenset({"COM(2025) 2", "SWD(2025) 8"}),
        frozenset({"SWD(2025) 9"}),
    }


def test_a_bridge_between_two_procedures_belongs_to_neither() -> None:
    texts = (
        "2025/0001(COD) COM(2025) 1",
        "2025/0002(COD) COM(2025) 2",
        "COM(2025) 1 INT/1",
        "COM(2025) 2 INT/1",
        "INT/1 ST 10001/25",
    )
    for order in permutations(texts):
        assert groups(*order) == {
            frozenset({"2025/0001", "COM(2025) 1"}),
            frozenset({"2025/0002", "COM(2025) 2"}),
            frozenset({"INT/1", "ST 10001/25"}),
        }


def test_what_is_nearer_to_one_procedure_belongs_to_that_one() -> None:
    assert groups(
        "2025/0001(COD) COM(2025) 1", "COM(2025) 1 INT/1", "INT/1 2025/0002(COD)", "INT/1 HYS 500"
    ) == {
        frozenset({"2025/0001", "COM(2025) 1"}),
        frozenset({"2025/0002", "INT/1", "HYS 500"}),
    }


def test_without_a_procedure_two_proposals_stay_two() -> None:
    assert groups("COM(2025) 1 HYS 500", "COM(2025) 2 HYS 500") == {
        frozenset({"COM(2025) 1"}),
        frozenset({"COM(2025) 2"}),
        frozenset({"HYS 500"}),
    }


def test_a_document_of_a_bridge_goes_with_its_strongest_name() -> None:
    made = {d.id: d.documents for d in found("COM(2025) 1 HYS 500", "COM(2025) 2 HYS 500")}
    assert made == {"COM(2025) 1": {0}, "COM(2025) 2": {1}, "HYS 500": frozenset()}


def test_a_dossier_is_called_by_its_strongest_reference() -> None:
    assert found("INT/1 EESC-2025-00001 HYS 500")[0].id == "HYS 500"
    assert found("INT/1 HYS 500 COM(2025) 1")[0].id == "COM(2025) 1"
    assert (
        found("INT/1 COM(2025) 1", "COM(2025) 1 2025/0001(CNS)", "2025/0001(COD)")[0].id == "2025/0001(COD)"
    )


def test_a_text_that_names_one_dossier_only_is_told_with_it_and_joins_nothing() -> None:
    told = [
        *DOCUMENTS,
        Told("News", "On COM(2025) 837 and INT/1108."),
        Told("News", "On COM(2025) 837 and COM(2024) 1."),
    ]
    (dossier,) = dossiers(read(told))
    assert dossier.mentions == {5}


def test_nothing_makes_no_dossier() -> None:
    assert dossiers({}) == []
    assert found("A title", "ILO C190", "Directive 2003/88/EC") == []


@pytest.mark.parametrize("kind", [*STRENGTH, *BELONGING])
def test_every_kind_that_makes_dossiers_is_a_kind_of_the_registry(kind: str) -> None:
    assert kind in KINDS
