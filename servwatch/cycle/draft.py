"""An edition before it is frozen, with all that freezing needs."""

from __future__ import annotations

from dataclasses import dataclass

from servwatch.archive.digests import DigestState
from servwatch.archive.editions import Candidates
from servwatch.cycle.review import UNREVIEWED, Unreviewed
from servwatch.digest.choose import Choice
from servwatch.model import Edition


@dataclass(frozen=True, slots=True)
class Draft:
    """What `Builder.draft` makes, and `Builder.freeze` takes."""

    edition: Edition
    choice: Choice
    candidates: Candidates
    state: DigestState
    review: Unreviewed = UNREVIEWED
