"""What editors do with a draft, each thing one function: for the command line, and for whatever else is to call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.drafts import DraftRow
from servwatch.archive.pauses import Pause
from servwatch.cycle.drafting import Drafting
from servwatch.cycle.review_acts import Doing, Editor, Intent
from servwatch.cycle.timings import Timings
from servwatch.digest import editor_texts
from servwatch.digest.draft_sheet import Sheet, SheetLine
from servwatch.digest.render import Rendered
from servwatch.errors import DraftMoved, NotFound, UsageError
from servwatch.model import Act, ActKind, Digest, DraftState, Settings

__all__ = ["Done", "Editor", "Reviewing", "Seen"]

_STATES = {ActKind.HOLD: DraftState.HELD, ActKind.RELEASE: DraftState.RELEASED}
_CHECKED = {ActKind.HEADLINE: editor_texts.headline, ActKind.NOTE: editor_texts.note}


Action = Callable[[Doing], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the acts, the draft before and after, and what the editor should know of it."""

    acts: tuple[Act, ...]
    before: Sheet
    after: Sheet
    warnings: tuple[str, ...] = field(default=())

    @property
    def fallen(self) -> tuple[SheetLine, ...]:
        """What fell over the limit by it."""
        return _fallen(self.before, self.after, self.acts)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an editor had before them: a draft, up to its last act that they knew of; None where later ones do not matter."""

    draft: int
    last: int | None


class Reviewing:
    """The draft of one digest in the hands of one editor."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        drafting: Drafting,
        digest: Digest,
        editor: Editor,
        now: datetime,
        seen: Seen | None = None,
    ) -> None:
        """`seen`: where given, nothing is done to a draft that is not as it was seen; DraftMoved is raised then."""
        self._settings, self._archive, self._drafting = settings, archive, drafting
        self._digest, self._editor, self._now, self._seen = digest, editor, now, seen

    def sheet(self) -> Sheet:
        """The draft as it stands. Raises NotFound where there is none."""
        return self._sheet(self._row())

    def shown(self) -> tuple[Sheet, Rendered]:
        """The draft as it stands, and as its readers will see it. Raises NotFound, TemplateError."""
        return self._drafting.shown(self._row(), self._digest, self._state())

    def begin(self) -> Sheet:
        """The draft as it stands; made now, and mailed to the editors, where there is none yet. Raises UsageError."""
        row = self._archive.drafts.alive(self._digest.id)
        if row is None:
            if self._digest.review == "none":
                raise UsageError(
                    "the digest {digest} is not reviewed, so it has no draft",
                    digest=self._digest.id,
                    remedy='Give it review = "window" or "required" in feeds.toml; `servwatch digest preview {digest}` shows what it would be.',
                )
            scheduled = Timings(self._settings, self._archive, self._now).of(self._digest).next(self._now)
            if scheduled is None:
                raise UsageError(
                    "no meeting is ahead before which the digest {digest} would come",
                    digest=self._digest.id,
                    remedy="Add one as [[meeting]] of feeds.toml, or to the house's calendar; `servwatch digest preview {digest}` shows what it would be.",
                )
            row = self._drafting.begin(self._digest, self._state(), scheduled)
        return self._sheet(row)

    def drop(self, item: int, *, reason: str = "", undo: bool = False) -> Done:
        """Take an item out, with all that tells its story where it leads it; or take that back."""
        return self._do(lambda doing: doing.undrop(item) if undo else doing.drop(item, _reason(reason)))

    def pin(self, item: int, *, reason: str = "", undo: bool = False) -> Done:
        """Put an item in, whatever its score; or take that back."""
        return self._do(lambda doing: doing.unpin(item) if undo else doing.pin(item, _reason(reason)))

    def move(self, item: int, place: int | None) -> Done:
        """Give an entry, or one that was cut, a place (from 1); None: the place that its rank gives it."""
        done = self._do(
            lambda doing: doing.unplace(item) if place is None else doing.place(item, place), alone=True
        )
        entry = done.after.entry(item)
        if place is None or entry is None or entry.place == min(place, len(done.after.entries)):
            return done
        stands = f"It stands at place {entry.place}: the layout puts open deadlines, or themes, together."
        return replace(done, warnings=(*done.warnings, stands))

    def headline(self, item: int, text: str) -> Done:
        """Give an entry a headline in the language of the digest; "" takes it away."""
        written = editor_texts.headline(text)
        return self._do(lambda doing: doing.text(ActKind.HEADLINE, item, written.text), written.warning)

    def note(self, item: int, text: str) -> Done:
        """Say what an entry means for Flanders, with the initials of the editor; "" takes it away."""
        written = editor_texts.note(text)
        return self._do(lambda doing: doing.text(ActKind.NOTE, item, written.text), written.warning)

    def reword(self, texts: Mapping[int, Mapping[ActKind, str]]) -> Done:
        """Give entries headlines and notes (HEADLINE, NOTE), all at once; what stands so already is left alone."""
        written = {
            (item, kind): _CHECKED[kind](text).text for item, of in texts.items() for kind, text in of.items()
        }

        def action(doing: Doing) -> None:
            for (item, kind), text in written.items():
                if doing.said(kind, item) != text:
                    doing.text(kind, item, text)

        return self._do(action)

    def introduce(self, text: str) -> Done:
        """Put a text before all entries; "" takes it away."""
        written = editor_texts.introduction(text)
        return self._do(lambda doing: doing.introduction(written.text), written.warning)

    def stand(self, kind: ActKind, *, undo: bool = False) -> Done:
        """Hold the draft or release it (HOLD, RELEASE), or take that back.

        Where it was so already, nothing is done, and `acts` is empty; but a draft that waits for its release, and is
        released again, takes in what came since.
        """
        row = self._row()
        wanted = _STATES[kind]
        if undo and row.state is not wanted:
            raise UsageError(
                "the draft of {digest} is not {state}", digest=self._digest.id, state=wanted.value
            )
        state = DraftState.OPEN if undo else wanted
        before = self._sheet(row)
        released = self._archive.stories.newest() if state is DraftState.RELEASED else None
        again = row.state is state
        if again and (self._digest.review != "required" or released == row.released):
            return Done((), before, before)
        new = "" if undo else state.value
        reason = "with what came since" if again else ""
        act = self._editor.act(kind, self._now, old=row.state.value, new=new, reason=reason)
        seen = self._seen.last if self._seen is not None else None
        self._archive.drafts.act(row, [act], seen=seen, state=state, released=released)
        return Done((act,), before, self._sheet(self._row()))

    def apply(self, intents: Sequence[Intent], *, seen: int) -> Done:
        """Do several things at once; nothing where another editor did something since `seen`. Raises DraftMoved."""
        return self._do(lambda doing: doing.all(intents), seen=seen)

    def _do(self, action: Action, *warnings: str, alone: bool = False, seen: int | None = None) -> Done:
        row = self._row()
        before = self._sheet(row)
        acts = self._archive.drafts.acts(row)
        doing = Doing(self._archive, self._digest.id, self._editor, before, acts, self._now)
        action(doing)
        if self._seen is not None and self._seen.last is not None:
            seen = self._seen.last
        elif alone:
            seen = before.seen
        self._archive.drafts.act(row, doing.acts, doing.judgements, seen=seen)
        after = self._sheet(row)
        self._archive.drafts.look(row, after.leads, fingerprint=row.fingerprint, looked=row.looked)
        over = [_over(after, item) for item in doing.wanted]
        return Done(
            tuple(doing.acts),
            before,
            after,
            tuple(filter(None, (*warnings, *over, *map(_told_over, _fallen(before, after, doing.acts))))),
        )

    def _sheet(self, row: DraftRow) -> Sheet:
        return self._drafting.sheet(row, self._digest, self._state())

    def _state(self) -> DigestState:
        known = self._archive.digests.all().get(self._digest.id)
        return known or DigestState(self._digest.id, self._digest.schedule, True, self._now, self._now)

    def _row(self) -> DraftRow:
        row = self._archive.drafts.alive(self._digest.id)
        if row is None:
            raise NotFound(
                "the digest {digest} has no draft now",
                digest=self._digest.id,
                remedy="`servwatch digest draft {digest}` makes one now; else it is made at its time.",
            )
        if self._seen is not None and row.id != self._seen.draft:
            raise DraftMoved("the draft of {digest} was replaced by a new one", digest=self._digest.id)
        return row


def pause(
    settings: Settings, archive: Archive, digest: str, until: date | None, editor: Editor, now: datetime
) -> None:
    """Let a digest not come before a day; None ends its pause. What comes meanwhile is kept for its next edition.

    Raises UsageError for a day that is not to come, and for the end of a pause that there is not.
    """
    today = settings.day_of(now)
    if until is not None and until <= today:
        raise UsageError("{day} is not to come", day=until, remedy="Give a day after today.")
    if until is None and digest not in archive.pauses.of(today):
        raise UsageError("the digest {digest} does not pause", digest=digest)
    archive.pauses.put(Pause(digest, until, editor.name, now))


def _reason(text: str) -> str:
    return editor_texts.one_line("reason", text)


def _over(sheet: Sheet, item: int) -> str:
    """Where what was put in is cut all the same."""
    if any(line.item == item for line in sheet.cut):
        return f"{item} is still over the limit of {sheet.limit}: give it a place with `servwatch digest move {sheet.digest} {item} 1`."
    return ""


def _fallen(before: Sheet, after: Sheet, acts: Sequence[Act]) -> tuple[SheetLine, ...]:
    """What fell over the limit by acts."""
    were = {entry.item for entry in before.entries}
    touched = {act.item for act in acts}
    return tuple(line for line in after.cut if line.item in were and line.item not in touched)


def _told_over(line: SheetLine) -> str:
    return f"{line.item} is over the limit now: {line.title}"
