"""What publishers call the stages of a dossier."""

from __future__ import annotations

import pytest

from servwatch.insight.stages import Stage, stage_of


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("INIT_PLANNED", Stage.PREPARATION),
        ("PLANNING_WORKFLOW", Stage.CONSULTATION),
        ("OPC_LAUNCHED", Stage.CONSULTATION),
        ("ISC_WORKFLOW", Stage.CONSULTATION),
        ("ADOPTION_WORKFLOW", Stage.PROPOSAL),
        ("http://publications.europa.eu/resource/authority/procedure-phase/RDG1", Stage.FIRST_READING),
        ("RDG2", Stage.SECOND_READING),
        ("Preparatory phase in Parliament", Stage.PREPARATION),
        ("Awaiting committee decision", Stage.COMMITTEE),
        ("Committee report tabled for plenary, 1st reading", Stage.COMMITTEE),
        ("Awaiting Parliament's position in 1st reading", Stage.FIRST_READING),
        ("En attente de la position du Parlement en 1re lecture", Stage.FIRST_READING),
        ("In afwachting van het standpunt in eerste lezing", Stage.FIRST_READING),
        ("Awaiting Parliament 2nd reading", Stage.SECOND_READING),
        ("Interinstitutional negotiations", Stage.TRILOGUE),
        ("Trialoog", Stage.TRILOGUE),
        ("Procedure completed, awaiting publication in Official Journal", Stage.ADOPTED),
        ("Procedure completed", Stage.ADOPTED),
        ("Published in the Official Journal", Stage.PUBLISHED),
        ("En vigueur", Stage.IN_FORCE),
        ("Procedure lapsed or withdrawn", Stage.ENDED),
        ("Ingetrokken", Stage.ENDED),
        ("Raadpleging", Stage.CONSULTATION),
        ("", None),
        ("Awaiting", None),
        ("x" * 10_000, None),
    ],
)
def test_a_word_or_code_means_a_stage(said: str, stage: Stage | None) -> None:
    assert stage_of(said) is stage


@pytest.mark.parametrize("stage", Stage)
def test_our_own_names_are_known_again(stage: Stage) -> None:
    assert stage_of(stage.value) is stage


def test_stages_stand_in_the_order_of_the_road() -> None:
    road = [
        Stage.PREPARATION,
        Stage.CONSULTATION,
        Stage.PROPOSAL,
        Stage.COMMITTEE,
        Stage.FIRST_READING,
        Stage.TRILOGUE,
    ]
    road += [Stage.ADOPTED, Stage.PUBLISHED, Stage.IN_FORCE]
    assert sorted(road, key=lambda s: s.place) == road
