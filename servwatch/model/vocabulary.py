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


class Coverage(StrEnum):
    """What became of something that staff ask about: for each digest exactly one of these."""

    SENT = "sent"  # told, and the mail left
    HELD = "held"  # chosen, and its mail has not left yet
    REFUSED = "refused"  # chosen, and every mail was refused or expired
    MERGED = "merged"  # told with another item, or told before
    DROPPED = "dropped"  # taken out by an editor
    OVER_LIMIT = "over-limit"
    UNDER_THRESHOLD = "under-threshold"  # words of a theme were found, but too few
    NO_THEME = "no-theme"
    OTHER_THEMES = "other-themes"  # it has themes, but none that the digest follows
    OTHER_KIND = "other-kind"
    OWN = "own"  # the council's own
    TOO_OLD = "too-old"  # older than the digest looks back
    QUARANTINED = "quarantined"
    WAITING = "waiting"  # for the next edition
    NOT_BUILT = "not-built"  # the digest is off, or nobody gets it
    NOT_LISTED = "not-listed"  # its source was read well, and did not have it
    SOURCE_BLOCKED = "source-blocked"  # its source could not be read then
    SOURCE_SILENT = "source-silent"  # its source was read, but had nothing new for longer than it ever does
    SOURCE_OFF = "source-off"  # known, but not polled
    NOT_WATCHED = "not-watched"  # no source of that site


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
    ORDER = "order"  # an administrator said so, of this message
    BRAKE = "brake"  # an administrator said so, of all that had not left
    DOUBT = "doubt"  # the answer to the final dot stayed unseen twice: it may have arrived
