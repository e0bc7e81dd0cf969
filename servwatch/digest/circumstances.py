"""What is known of candidates from elsewhere: all that choosing takes besides the items themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from servwatch.insight.leanings import Leanings


@dataclass(frozen=True, slots=True)
class Circumstances:
    """For the candidates of one digest, by the ids of the items."""

    followed: Mapping[int, str] = field(default_factory=dict)  # to which followed dossier it belongs
    pinned: Mapping[int, str] = field(default_factory=dict)  # by whom
    dropped: Mapping[int, str] = field(default_factory=dict)  # by whom
    leanings: Leanings = field(default_factory=Leanings)
    placed: frozenset[int] = frozenset()  # an editor gave it its place
    late: frozenset[int] = frozenset()  # it came after the draft, and cannot wait


NONE = Circumstances()
