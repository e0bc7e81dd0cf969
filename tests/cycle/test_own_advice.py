"""The council's earlier advice beside what a digest tells, read from the archive."""

from dataclasses import replace

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.model import Annotation, ItemKind, Reference
from tests.archive.arrivals import DAY, NOW, arrival, stored
from tests.digest.examples import settings

ABOUT = Annotation(0, "print-1", "nl", references=(Reference("com", "COM(2025) 837", "", "own"),))


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as archive:
        yield archive


def council():
    shipped = settings()
    return replace(shipped, sources=(*shipped.sources, replace(shipped.sources[0], id="serv", own=True)))


def test_of_the_advices_on_one_dossier_the_newest_is_told_and_the_dossier_is_read_once(archive, monkeypatch):
    stored(
        archive.database,
        *(
            arrival(
                n, source="serv", kind=ItemKind.OPINION, title=f"Advies {n}", annotation=ABOUT,
                published=NOW - n * DAY, day=(NOW - n * DAY).date(),
            )
            for n in range(1, 6)
        ),
    )  # fmt: skip
    (number,) = stored(archive.database, arrival(9, annotation=ABOUT))
    read, asked = archive.dossiers.of, []
    monkeypatch.setattr(archive.dossiers, "of", lambda reference: asked.append(reference) or read(reference))
    item, note = archive.items.get(number)
    earlier = EarlierAdvice(council(), archive, NOW).of(item, note)
    assert earlier.title == "Advies 1"
    assert len(asked) == 1
