"""The nouns of servwatch, as frozen dataclasses.

One noun for each moment of the pipeline: a ``Source`` is fetched (``Fetched``), its bytes become
``RawItem``s, those become ``Item``s with ``Version``s in the archive, an ``Annotation`` says what is
understood of each, a ``Digest`` freezes them into an ``Edition`` of ``Entry``s, and every
``Recipient`` of it gets one ``Message``.

Instants are aware datetimes in UTC; durations are ``timedelta`` or seconds as said on the field.
This module does no I/O and imports nothing of ours.
"""

from servwatch.model.deadlines import (
    Calendar,
    DeadlineChange,
    DeadlineState,
    Meeting,
    RegisteredDeadline,
)
from servwatch.model.expected import CalendarDay, Expectation, Window
from servwatch.model.followed import FollowedDossier
from servwatch.model.judged import Judgement, Ruling
from servwatch.model.mailbox import Letter, Login, MailboxAddress
from servwatch.model.recipients import (
    EVERY_DIGEST,
    Bounces,
    Frequency,
    Preferences,
    RecipientState,
    RecipientStates,
    SuppressedFor,
    Suppression,
)
from servwatch.model.sent import (
    Advice,
    Decision,
    Digest,
    Edition,
    Entry,
    Message,
    Recipient,
    Sent,
    UnreadSource,
)
from servwatch.model.settings import (
    BY_HAND,
    FetchSettings,
    MailSettings,
    Settings,
)
from servwatch.model.understood import (
    Annotation,
    Deadline,
    InStory,
    Match,
    Reference,
    Story,
    Term,
    Theme,
    ThemeScore,
)
from servwatch.model.vocabulary import (
    Coverage,
    Hold,
    ItemKind,
    MessageState,
    Outcome,
    Side,
    Verdict,
)
from servwatch.model.watched import (
    NOTHING_GIVEN,
    Detail,
    Fetched,
    Given,
    Item,
    KindRule,
    Parsed,
    Proposal,
    RawItem,
    Request,
    Source,
    Version,
)

__all__ = [
    "BY_HAND",
    "EVERY_DIGEST",
    "NOTHING_GIVEN",
    "Advice",
    "Annotation",
    "Bounces",
    "Calendar",
    "CalendarDay",
    "Coverage",
    "Deadline",
    "DeadlineChange",
    "DeadlineState",
    "Decision",
    "Detail",
    "Digest",
    "Edition",
    "Entry",
    "Expectation",
    "FetchSettings",
    "Fetched",
    "FollowedDossier",
    "Frequency",
    "Given",
    "Hold",
    "InStory",
    "Item",
    "ItemKind",
    "Judgement",
    "KindRule",
    "Letter",
    "Login",
    "MailSettings",
    "MailboxAddress",
    "Match",
    "Meeting",
    "Message",
    "MessageState",
    "Outcome",
    "Parsed",
    "Preferences",
    "Proposal",
    "RawItem",
    "Recipient",
    "RecipientState",
    "RecipientStates",
    "Reference",
    "RegisteredDeadline",
    "Request",
    "Ruling",
    "Sent",
    "Settings",
    "Side",
    "Source",
    "Story",
    "SuppressedFor",
    "Suppression",
    "Term",
    "Theme",
    "ThemeScore",
    "UnreadSource",
    "Verdict",
    "Version",
    "Window",
]
