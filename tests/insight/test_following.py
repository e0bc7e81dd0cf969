"""Which items are on a followed dossier."""

from datetime import date

import pytest

from servwatch.insight.following import Following, followed
from servwatch.insight.references import references_of
from servwatch.model import FollowedDossier
from tests.insight.real_dossier import COMMITTEE, DOCUMENTS, NAMES, OTHER, PRESS, ROUND_UP, Told

DAY = date(2026, 11, 22)
OMNIBUS = Following(FollowedDossier("COM(2025) 837", digests=("weekly",), until=DAY), "2025/0360(COD)", NAMES)
CONVENTION = Following(FollowedDossier("C190"), "ILO C190", frozenset({"ILO C190"}))
BOTH = (OMNIBUS, CONVENTION)


def on(told, digest="weekly", day=DAY, following=BOTH):
    return followed(references_of(*told), following, digest, day)


@pytest.mark.parametrize("told", [*DOCUMENTS, PRESS, ROUND_UP], ids=lambda t: t.title[:20])
def test_its_documents_what_names_only_it_and_what_has_it_in_the_title_are_on_it(told):
    assert on(told) is OMNIBUS


@pytest.mark.parametrize(
    "told",
    [
        OTHER,
        Told("News"),
        Told("News", "On COM(2025) 837 and COM(2024) 469."),
        Told("Regulation (EU) 2016/679", "On C190 of the ILO."),
    ],
    ids=lambda t: t.summary[:20],
)
def test_other_items_and_texts_that_name_it_among_others_are_not(told):
    assert on(told) is None


def test_a_text_may_name_acts_and_conventions_beside_it():
    assert (
        on(Told("News", "COM(2025) 837 amends Regulation (EU) 2016/679; see ILO C190, SDG 8.5.")) is OMNIBUS
    )


def test_only_the_digests_that_are_named_tell_it_and_only_until_its_last_day():
    assert on(COMMITTEE, digest="board") is None
    assert on(COMMITTEE, day=date(2026, 11, 23)) is None
    assert on(Told("ILO C190 ratified"), digest="board", day=date(2030, 1, 1)) is CONVENTION


def test_of_two_the_first_in_the_configuration_is_named():
    told = Told("COM(2025) 837 and ILO C190")
    assert on(told) is OMNIBUS
    assert on(told, following=(CONVENTION, OMNIBUS)) is CONVENTION
    assert on(told, following=()) is None
