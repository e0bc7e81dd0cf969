"""The archive as one thing: its database, and its tables by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self

from servwatch.archive import items as item_rows
from servwatch.archive.accounts import Accounts
from servwatch.archive.annotations import put_annotations
from servwatch.archive.back_fills import BackFills
from servwatch.archive.brake import Brakes
from servwatch.archive.corrections import Corrections
from servwatch.archive.database import Database
from servwatch.archive.deadline_intake import keep_deadlines, sayings_of, touched
from servwatch.archive.deadlines import Deadlines
from servwatch.archive.deeds import Deeds
from servwatch.archive.digests import DigestStates
from servwatch.archive.dossiers import Dossiers
from servwatch.archive.drafts import Drafts
from servwatch.archive.editions import Editions
from servwatch.archive.expected import AwaitedLog
from servwatch.archive.fault_log import FaultLog
from servwatch.archive.figures import Figures
from servwatch.archive.house_calendars import HouseCalendars
from servwatch.archive.intake import Arrival, Harvest, add, store
from servwatch.archive.item_batches import ItemBatches
from servwatch.archive.item_lists import ItemLists
from servwatch.archive.items import Items
from servwatch.archive.judgements import Judgements
from servwatch.archive.known_meetings import KnownMeetings
from servwatch.archive.language_editions import LanguageEditions
from servwatch.archive.outbox import Outbox
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.pauses import Pauses
from servwatch.archive.person import Person
from servwatch.archive.reader_turns import ReaderTurns
from servwatch.archive.reading_keys import ReadingKeys
from servwatch.archive.recipients import Recipients
from servwatch.archive.returned import ReturnedMail
from servwatch.archive.revisions import Revisions
from servwatch.archive.runs import Runs
from servwatch.archive.saved_searches import SavedSearches
from servwatch.archive.selection import Selection
from servwatch.archive.sent_editions import SentEditions
from servwatch.archive.source_state import SourceStates
from servwatch.archive.stories import Stories
from servwatch.archive.tellings import Tellings
from servwatch.archive.told_editions import ToldEditions
from servwatch.archive.unsubscribe_tokens import UnsubscribeTokens
from servwatch.archive.word_index import WordIndex
from servwatch.model import Annotation, Item


class Archive:
    """Opens the database of a URL. Raises ArchiveUnreachable, ArchiveTooNew. Use with ``with``."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.sources = SourceStates(self.database)
        self.faults = FaultLog(self.database)
        self.awaited = AwaitedLog(self.database)
        self.back_fills = BackFills(self.database)
        self.items = Items(self.database)
        self.deadlines = Deadlines(self.database)
        self.calendars = HouseCalendars(self.database)
        self.meetings = KnownMeetings(self.database)
        self.dossiers = Dossiers(self.database)
        self.digests = DigestStates(self.database)
        self.editions = Editions(self.database)
        self.drafts = Drafts(self.database)
        self.pauses = Pauses(self.database)
        self.told = ToldEditions(self.database)
        self.outbox = Outbox(self.database)
        self.desk = OutboxDesk(self.database)
        self.brakes = Brakes(self.database)
        self.language_editions = LanguageEditions(self.database)
        self.recipients = Recipients(self.database)
        self.returned = ReturnedMail(self.database)
        self.turns = ReaderTurns(self.database)
        self.tokens = UnsubscribeTokens(self.database, self.recipients)
        self.runs = Runs(self.database)
        self.revisions = Revisions(self.database)
        self.judgements = Judgements(self.database)
        self.batches = ItemBatches(self.database)
        self.words = WordIndex(self.database)
        self.stories = Stories(self.database)
        self.selection = Selection(self.database)
        self.tellings = Tellings(self.database)
        self.corrections = Corrections(self.database)
        self.accounts = Accounts(self.database)
        self.deeds = Deeds(self.database)
        self.figures = Figures(self.database)
        self.lists = ItemLists(self.database)
        self.searches = SavedSearches(self.database)
        self.reading_keys = ReadingKeys(self.database)
        self.sent = SentEditions(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def person(self, address: str) -> Person:
        """What is kept of one address."""
        return Person(self.database, self.recipients, address)

    def store(self, run: int, harvests: Sequence[Harvest]) -> None:
        """Store what polls brought, all of it or nothing."""
        with self.database.write() as connection:
            store(connection, run, harvests)

    def add(self, arrival: Arrival) -> int:
        """Store one item that no poll brought; return its id."""
        with self.database.write() as connection:
            return add(connection, arrival)

    def stale(
        self, fingerprint: str, *, since: date | None = None, after: int = 0, limit: int = 1000
    ) -> list[Item]:
        """Items whose annotation was made under other settings, in the order of their ids."""
        with self.database.read() as connection:
            return item_rows.stale(connection, fingerprint, since=since, after=after, limit=limit)

    def annotate(self, annotations: Sequence[Annotation], *, at: datetime | None = None) -> None:
        """Put annotations in the place of older ones, and bring the register up to what they say now."""
        with self.database.write() as connection:
            put_annotations(connection, annotations)
            ids = touched(connection, annotations)
            keep_deadlines(connection, sayings_of(connection, ids), at or datetime.now(UTC))
