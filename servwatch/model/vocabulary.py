"""The closed lists of words that the archive, the configuration and `--json` share."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of one fetch. `fetch` judges the transport, the source kind may worsen it."""

    OK = "ok"
    NOT_MODIFIED = "not-modified"
    EMPTY = "empty"  # a good answer of the right shape that holds no item
    BLOCKED = "blocked"  # something answers in the publisher's place: a wall, a shell, a challenge
    GONE = "gone"  # 404, 410
    MOVED = "moved"  # a redirect that leads nowhere useful
    BROKEN = "broken"  # a fault of the server, or a body that cannot be read
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # no name, no route, no connection, no trusted certificate
    REFUSED = "refused"  # refused by us: private address, robots.txt, scheme

    @property
    def good(self) -> bool:
        """Whether the source answered as a healthy source does."""
        return self in (Verdict.OK, Verdict.NOT_MODIFIED, Verdict.EMPTY)


class ItemKind(StrEnum):
    """What sort of thing an item is; digests select by it."""

    NEWS = "news"
    PROPOSAL = "proposal"
    ACT = "act"
    CONSULTATION = "consultation"
    OPINION_IN_PREPARATION = "opinion-in-preparation"
    OPINION = "opinion"
    POSITION = "position"
    STUDY = "study"
    STATISTICS = "statistics"
    TENDER = "tender"
    CALL = "call"
    EVENT = "event"
    SPEECH = "speech"


class Side(StrEnum):
    """For whom a source speaks."""

    PUBLIC = "public"
    EMPLOYERS = "employers"
    WORKERS = "workers"
    OTHER = "other"


class Outcome(StrEnum):
    """What a digest did with an item: the ledger's one word."""

    CHOSEN = "chosen"
    MERGED = "merged"
    CUT = "cut"
    REJECTED = "rejected"


class MessageState(StrEnum):
    """Where a message stands on its way out."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    HELD = "held"
    EXPIRED = "expired"


class Hold(StrEnum):
    """Why a message is held. Only what the relay caused is ever let go without a person."""

    RELAY = "relay"  # the relay refused us: one probe a run, the first success releases all
    ORDER = "order"  # an administrator said so
    DOUBT = "doubt"  # the answer to the final dot stayed unseen twice: it may have arrived
