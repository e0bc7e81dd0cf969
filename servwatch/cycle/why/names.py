"""What outcomes, states of messages and parts of a rank are called where people read; keys of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from servwatch.model import Coverage, MessageState

COVERAGE_NAMES: Mapping[Coverage, str] = MappingProxyType(
    {
        Coverage.SENT: "sent",
        Coverage.HELD: "chosen, mail not sent yet",
        Coverage.REFUSED: "chosen, mail refused",
        Coverage.MERGED: "merged",
        Coverage.DROPPED: "dropped by an editor",
        Coverage.OVER_LIMIT: "over the limit",
        Coverage.UNDER_THRESHOLD: "under the threshold",
        Coverage.NO_THEME: "no theme",
        Coverage.OTHER_THEMES: "other themes",
        Coverage.OTHER_KIND: "another kind",
        Coverage.OWN: "our own",
        Coverage.TOO_OLD: "too old",
        Coverage.QUARANTINED: "in quarantine",
        Coverage.WAITING: "waits for the next edition",
        Coverage.NOT_BUILT: "digest not built",
        Coverage.NOT_LISTED: "listed by no source",
        Coverage.SOURCE_BLOCKED: "source not readable then",
        Coverage.SOURCE_SILENT: "source silent then",
        Coverage.SOURCE_OFF: "source not polled",
        Coverage.NOT_WATCHED: "body not watched",
    }
)

STATE_NAMES: Mapping[MessageState, str] = MappingProxyType(
    {
        MessageState.PENDING: "pending",
        MessageState.SENDING: "being sent",
        MessageState.ACCEPTED: "accepted",
        MessageState.DEFERRED: "deferred",
        MessageState.REFUSED: "refused",
        MessageState.UNKNOWN: "unknown",
        MessageState.HELD: "held",
        MessageState.EXPIRED: "expired",
    }
)

PART_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "theme": "theme",
        "source": "weight of the source",
        "bodies": "told by several bodies",
        "dossier": "followed dossier",
        "deadline": "open deadline",
        "region": "names Flanders or Belgium",
        "judgement": "earlier judgements",
        "freshness": "freshness",
    }
)
"""By the names of `digest.rank`."""
