"""Two real feeds, poll after poll, through whole cycles: each publication is told once."""

import pytest

from servwatch.model import Outcome
from tests.corpus.replaying import FEEDS, replay
from tests.internet import Internet
from tests.sources.corpus import ON_CORPUS

pytestmark = ON_CORPUS
OECD, ECI = FEEDS


@pytest.mark.parametrize("feed", [OECD, pytest.param(ECI, marks=pytest.mark.slow)])
def test_each_publication_is_stored_once_decided_once_and_told_once(feed, tmp_path):
    with Internet() as internet:
        whole = replay(feed, tmp_path, internet)
    assert sorted(item.url for item in whole.items) == sorted(whole.published)
    assert whole.count("new") == len(whole.items)
    assert whole.count("quarantined") == 0
    assert sorted(row.item for row in whole.rows) == sorted(item.id for item in whole.items)
    assert {row.outcome for row in whole.rows} <= {Outcome.CHOSEN, Outcome.MERGED}
    assert {url: whole.told[url] for url in whole.chosen} == dict.fromkeys(whole.chosen, 1)
