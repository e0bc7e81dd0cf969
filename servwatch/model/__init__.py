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
from servwatch.model.edition import (
    Advice,
    Balance,
    Coming,
    Correction,
    DossierState,
    Edition,
    Entry,
    LanguageEdition,
    Offer,
    OpenDeadline,
    Passed,
    Preparing,
    Reading,
    Reword,
    Stand,
    Surroundings,
    ToldElsewhere,
    UnreadSource,
)
from servwatch.model.expected import CalendarDay, Expectation, Window
from servwatch.model.followed import FollowedDossier
from servwatch.model.judged import Judgement, Ruling
from servwatch.model.mailbox import Letter, Login, MailboxAddress
from servwatch.model.sent import (
    Decision,
    Digest,
    Message,
    Recipient,
    Sent,
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
    "NOTHING_GIVEN",
    "Advice",
    "Annotation",
    "Balance",
    "Calendar",
    "CalendarDay",
    "Coming",
    "Correction",
    "Coverage",
    "Deadline",
    "DeadlineChange",
    "DeadlineState",
    "Decision",
    "Detail",
    "Digest",
    "DossierState",
    "Edition",
    "Entry",
    "Expectation",
    "FetchSettings",
    "Fetched",
    "FollowedDossier",
    "Given",
    "Hold",
    "InStory",
    "Item",
    "ItemKind",
    "Judgement",
    "KindRule",
    "LanguageEdition",
    "Letter",
    "Login",
    "MailSettings",
    "MailboxAddress",
    "Match",
    "Meeting",
    "Message",
    "MessageState",
    "Offer",
    "OpenDeadline",
    "Outcome",
    "Parsed",
    "Passed",
    "Preparing",
    "Proposal",
    "RawItem",
    "Reading",
    "Recipient",
    "Reference",
    "RegisteredDeadline",
    "Request",
    "Reword",
    "Ruling",
    "Sent",
    "Settings",
    "Side",
    "Source",
    "Stand",
    "Story",
    "Surroundings",
    "Term",
    "Theme",
    "ThemeScore",
    "ToldElsewhere",
    "UnreadSource",
    "Verdict",
    "Version",
    "Window",
]
