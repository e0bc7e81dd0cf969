"""Every institution that is watched, on one loopback internet, driven by virtual days.

    with Internet() as internet:
        world = World(internet, everything())
        world.inject("ec-empl", faults.moves(), first, last)
        world.now = some_moment          # what is listed is what was published until then

Each module is a publisher, or a few alike; its docstring lists the quirks it plays and the publisher's own page
or documentation that shows them. The content is made here, of words, from a seed: nothing of it was
ever published. Streams publish in the rhythm of their publisher (working days, holidays, August,
bursts), and what they publish never changes: `world.published`, `world.listed` tell the truth,
`world.served` what got through. Faults are injected one by one (see `faults`).

Who has no known listing is not played: VLEVA, Europa WSE, NAR/CNT, CRB/CCE, SMEunited, SGI Europe, CES
Comunitat Valenciana, AICESIS.
"""

from tests.institutions import (
    advisory,
    agencies,
    cellar,
    commission,
    council,
    eur_lex,
    faults,
    finance,
    have_your_say,
    ilo,
    low_countries,
    oecd,
    parliament,
    partners,
    procurement,
    sister_councils,
    united_nations,
)
from tests.institutions.channel import Channel, Entry, Page
from tests.institutions.stream import Publication, Stream
from tests.institutions.world import Institution, World

_PUBLISHERS = (
    commission, have_your_say, council, parliament, eur_lex, cellar, procurement, advisory, agencies, finance, ilo, oecd,
    united_nations, partners, low_countries, sister_councils,
)  # fmt: skip


def everything() -> list[Institution]:
    """All institutions, made anew."""
    return [publisher.institution() for publisher in _PUBLISHERS]


__all__ = [
    "Channel",
    "Entry",
    "Institution",
    "Page",
    "Publication",
    "Stream",
    "World",
    "everything",
    "faults",
]
