"""The stages of a dossier, in their order, and what publishers call them.

Have Your Say: `frontEndStage` of brpapi. European Parliament, Open Data: the authority table
procedure-phase of the Publications Office. Legislative Observatory: the "stage reached" of a procedure file,
which stands in English or French. What is not known is no stage; nothing is guessed.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Stage(StrEnum):
    """How far a dossier has come. The order is that of the road; `ENDED` leads off it."""

    PREPARATION = "in preparation"
    CONSULTATION = "consultation"
    PROPOSAL = "proposal"
    COMMITTEE = "in committee"
    FIRST_READING = "first reading"
    SECOND_READING = "second reading"
    TRILOGUE = "negotiations"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    IN_FORCE = "in force"
    ENDED = "ended without result"

    @property
    def place(self) -> int:
        """Its place on the road, from 0."""
        return tuple(Stage).index(self)


_CODES = {
    "INIT_PLANNED": Stage.PREPARATION,
    "PLANNING_WORKFLOW": Stage.CONSULTATION,  # a call for evidence
    "OPC_LAUNCHED": Stage.CONSULTATION,
    "ISC_WORKFLOW": Stage.CONSULTATION,  # feedback on a draft act
    "ADOPTION_WORKFLOW": Stage.PROPOSAL,
    "RDG1": Stage.FIRST_READING,
    "RDG2": Stage.SECOND_READING,
    "RDG3": Stage.TRILOGUE,
    "CONCIL": Stage.TRILOGUE,
    "SIGN": Stage.ADOPTED,
    "PUB_OJ": Stage.PUBLISHED,
}
_WORDS: tuple[tuple[str, Stage], ...] = (
    (r"lapsed|withdrawn|rejected by|caduque?|retir[ée]e?|ingetrokken|vervallen|verworpen", Stage.ENDED),
    (r"entry into force|in force|en vigueur|in werking|van kracht", Stage.IN_FORCE),
    (r"awaiting publication|(?:en )?attente de publication|wacht op bekendmaking", Stage.ADOPTED),
    (r"published in the official journal|publi[ée]e? au journal officiel|bekendgemaakt", Stage.PUBLISHED),
    (r"procedure completed|procédure terminée|awaiting signature|act adopted|final act signed|adopted|adopt[ée]e?|aangenomen|vastgesteld", Stage.ADOPTED),
    (r"trilogue|trialoog|triloog|interinstitutional negotiations|négociations interinstitutionnelles|concilia?t(?:ion|ie)|3rd reading|third reading|3e lecture|derde lezing", Stage.TRILOGUE),
    (r"2nd reading|second reading|2e lecture|deuxième lecture|tweede lezing", Stage.SECOND_READING),
    (r"committee decision|committee report|in committee|décision de la commission|rapport de la commission|commissiebesluit|in commissie|commissieverslag", Stage.COMMITTEE),
    (r"1st reading|first reading|1re lecture|première lecture|eerste lezing", Stage.FIRST_READING),
    (r"public consultation|call for evidence|feedback period|consultation publique|appel à contributions|consultatie|raadpleging|verzoek om input", Stage.CONSULTATION),
    (r"preparatory phase|phase préparatoire|voorbereid\w+|in preparation|en préparation|planned", Stage.PREPARATION),
    (r"proposal|proposition|voorstel", Stage.PROPOSAL),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), stage) for pattern, stage in _WORDS)
_LONGEST = 300


def stage_of(text: str) -> Stage | None:
    """The stage that a source's word, code or address of a code means; None where that is not known."""
    text = text.strip()[:_LONGEST]
    code = text.rpartition("/")[2].upper()
    if code in _CODES:
        return _CODES[code]
    if text in tuple(Stage):
        return Stage(text)
    return next((stage for pattern, stage in _PATTERNS if pattern.search(text)), None)
