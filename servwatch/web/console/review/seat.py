"""An editor before a draft: from a visit to what `Reviewing` needs, and the page that shows how the draft stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from servwatch.cycle.drafting import drafting_of
from servwatch.cycle.reviewing import Editor, Reviewing, Seen
from servwatch.digest.budget import BRIEF_WORDS, HEADLINE_LENGTH
from servwatch.digest.draft_panel import states_of, will_happen
from servwatch.digest.draft_sheet import Sheet
from servwatch.digest.editor_texts import INTRODUCTION, NOTE
from servwatch.errors import DraftMoved, NotFound, ServwatchError
from servwatch.model import Digest
from servwatch.web.console.review.time_left import time_left
from servwatch.web.console.visit import Said, Visit


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody wrote and that is not saved: by item, and the introduction (None: not written)."""

    headlines: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    introduction: str | None = None

    def lost(self, sheet: Sheet | None) -> list[str]:
        """The texts that no field of the page shows any more."""
        shown = {item for one in sheet.entries for item in (one.item, *one.with_)} if sheet else set()
        texts = [
            text for part in (self.headlines, self.notes) for item, text in part.items() if item not in shown
        ]
        if sheet is None and self.introduction is not None:
            texts.append(self.introduction)
        return [text for text in texts if text.strip()]

    def headline(self, item: int, standing: str) -> str:
        """What the field of a headline holds."""
        return self.headlines.get(item, standing)

    def note(self, item: int, standing: str) -> str:
        """What the field of a note holds."""
        return self.notes.get(item, standing)

    def about(self, item: int) -> bool:
        """Whether something was written about an entry."""
        return item in self.headlines or item in self.notes


NOTHING = Kept()


def digest_of(visit: Visit) -> Digest:
    """The digest that the path names. Raises NotFound."""
    digest = visit.settings.digest(visit.parameter("digest"))
    if digest is None:
        raise NotFound("no digest has the id {name}", name=visit.parameter("digest"))
    return digest


def editor_of(visit: Visit) -> Editor:
    """Who is signed in, as an editor. Raises UsageError."""
    initials = visit.account.initials if visit.account is not None else ""
    return Editor.called(visit.by, initials)


def reviewing_of(visit: Visit, digest: Digest, seen: Seen | None = None) -> Reviewing:
    """The draft of a digest in the hands of who is signed in."""
    drafting = drafting_of(visit.settings, visit.archive, visit.now)
    return Reviewing(visit.settings, visit.archive, drafting, digest, editor_of(visit), visit.now, seen)


def seen_by(visit: Visit, *, strictly: bool) -> Seen:
    """What stood on the page whose form was sent; `strictly`: with all that was done up to then."""
    return Seen(visit.form.number("draft") or 0, (visit.form.number("seen") or 0) if strictly else None)


def desk(
    visit: Visit, digest: Digest, *, status: int = 200, said: Said | None = None, kept: Kept = NOTHING
) -> Response:
    """The page with all that can be done to a draft. Raises NotFound where there is none."""
    sheet, page = reviewing_of(visit, digest).shown()
    return visit.page(
        "review.html.j2",
        status=status,
        said=said,
        digest=digest,
        sheet=sheet,
        breaches=page.breaches,
        count=page.words if digest.layout == "brief" else 0,
        most={
            "words": BRIEF_WORDS,
            "headline": HEADLINE_LENGTH,
            "note": NOTE,
            "introduction": INTRODUCTION,
        },
        kept=kept,
        lost=kept.lost(sheet),
        fate=will_happen(sheet, visit.words),
        left=time_left(sheet.scheduled, visit.now, visit.words),
        states={one.item: list(states_of(one, visit.words)) for one in sheet.entries},
    )


def refused(visit: Visit, digest: Digest, error: ServwatchError, kept: Kept = NOTHING) -> Response:
    """The page again after something that could not be done, with all that was written still in its fields."""
    moved = isinstance(error, DraftMoved)
    mood, status = ("doubt", 409) if moved else ("bad", 422)
    said = Said(" ".join(filter(None, (sentence_of(visit, error), _kept_sentence(visit, kept)))), mood)
    try:
        return desk(visit, digest, status=status, said=said, kept=kept)
    except NotFound:
        return visit.page(
            "review-gone.html.j2", status=status, said=said, digest=digest, lost=kept.lost(None)
        )


def _kept_sentence(visit: Visit, kept: Kept) -> str:
    if kept is NOTHING:
        return visit.words._("Below stands the draft as it is now.")
    return visit.words._("What you wrote is still here: look at what stands there now, and save again.")


def sentence_of(visit: Visit, error: ServwatchError) -> str:
    """What went wrong, without the commands by which it is put right elsewhere."""
    facts = {
        name: visit.words._(one) if isinstance(one, str) and one else one for name, one in error.facts.items()
    }
    sentence = visit.words._(error.message).format(**facts) if facts else visit.words._(error.message)
    whole = sentence[:1].upper() + sentence[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."
