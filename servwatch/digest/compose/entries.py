"""One entry, told in full or in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from servwatch.digest.compose.headlines import Headline, document, headline_of, is_acronym, language_of, link
from servwatch.digest.compose.reasons import reason_of
from servwatch.digest.compose.sides import sides_of
from servwatch.digest.compose.voice import Voice
from servwatch.digest.due_line import due_line
from servwatch.digest.shortening import opening
from servwatch.digest.shortening import title as titled
from servwatch.digest.view import EntryView, Line, Link
from servwatch.insight.stages import stage_of
from servwatch.model import Advice, Entry, Item, ItemKind, ToldElsewhere
from servwatch.sources.plain_text import visible

SUMMARY = {"brief": (1, 65), "full": (3, 120), "alert": (3, 120)}
"""Sentences of a summary, and words of a whole entry."""
_REFERENCES = 5
_EDITIONS = 6
_OTHERS = 6
_TITLE = 70


def entry_view(entry: Entry, voice: Voice, dossier: str = "") -> EntryView:
    """The entry as it is read; `dossier` stands above it."""
    headline = headline_of(entry, voice)
    sides = sides_of(entry.balance, voice, own=entry.item.id)
    note, note_language = _note(entry, voice)
    spoken = voice.foreign(language_of(entry))
    due = due_line(entry.annotation, voice.today, voice.calendar, voice.digest.groups, voice.words)
    told_why = voice.brief and bool(note or sides or due or entry.companions)
    return EntryView(
        place=entry.place,
        headline=headline.text,
        headline_language=headline.language,
        label=headline.label,
        url=headline.url,
        meta=_meta(entry, headline, voice),
        summary="" if voice.brief and sides else _summary(entry.item, voice),
        summary_language=spoken,
        reason="" if told_why else reason_of(entry, voice),
        also="" if voice.brief else _also(entry, voice),
        due=due,
        earlier=earlier_line(entry.earlier, voice),
        earlier_url=link(entry.earlier.url) if entry.earlier is not None else "",
        late=voice.words._("Came in late") if entry.late else "",
        stage="" if voice.brief else _stage(entry, voice),
        note=note,
        sides=sides,
        follows="" if _since(entry) else _follows(entry, voice),
        languages=() if voice.brief else tuple(_languages(entry, headline, voice)),
        references=() if voice.brief else tuple(_references(entry, voice)),
        note_language=note_language,
        dossier=visible(dossier),
    )


def entry_line(entry: Entry, voice: Voice, *, numbered: bool = True) -> Line:
    """The entry in one line: headline, body, day and language."""
    headline = headline_of(entry, voice)
    return Line(
        text=headline.text,
        url=headline.url,
        language=headline.language,
        lead=str(entry.place) if numbered else "",
        meta=_meta(entry, replace(headline, label=""), voice),
    )


def elsewhere_line(entry: Entry, told: ToldElsewhere, voice: Voice) -> Line:
    """The entry in one line that names the edition in which its reader had it in full."""
    headline = headline_of(entry, voice)
    digest = voice.settings.digest(told.digest)
    title = visible(digest.titled(voice.words.language)) if digest is not None else told.digest
    due = due_line(entry.annotation, voice.today, voice.calendar, voice.digest.groups, voice.words)
    had = voice.words._(
        "you had it in {digest} no. {number} ({day})",
        digest=title,
        number=told.number,
        day=voice.short(told.day),
    )
    return Line(
        text=headline.text,
        url=headline.url,
        language=headline.language,
        lead=str(entry.place),
        meta="; ".join(filter(None, (due.removesuffix("."), had))),
    )


def earlier_line(earlier: Advice | None, voice: Voice) -> str:
    """What the council itself said on the matter, and when; "" for nothing."""
    if earlier is None:
        return ""
    title = titled(visible(earlier.title), _TITLE)
    return voice.words._("Earlier: {title}, {day}", title=title, day=voice.short(earlier.day))


def stages(before: str, stage: str, voice: Voice) -> str:
    """Old and new stage: "raadpleging > voorstel"; the new one alone where there was none before."""
    known = [one for one in (before, stage) if one]
    return " > ".join(dict.fromkeys(voice.words._(one) for one in known))


def _meta(entry: Entry, headline: Headline, voice: Voice) -> str:
    """Body, kind, day and language; what the label says already is not said again, but for an acronym within a word."""
    known = bool(headline.label)
    body = _bodies(entry, voice)
    spelled = known and body == voice.body(entry.item.source) and not is_acronym(body)
    told = "" if spelled else body, *_kind_since(entry, voice, known=known), *_days(entry, voice)
    read = "" if known else voice.words.named(headline.reads)
    return ", ".join(filter(None, (*told, read, _of_edition(entry, voice))))


def _of_edition(entry: Entry, voice: Voice) -> str:
    """The edition that chose it, where an edition tells several."""
    other = entry.edition and entry.edition != voice.number
    return voice.words._("no. {number}", number=entry.edition) if other else ""


def _bodies(entry: Entry, voice: Voice) -> str:
    """The body, and in a brief how many others tell it too."""
    body = voice.body(entry.item.source)
    others = {voice.institution(item.source) for item in entry.companions}
    count = len(others - {voice.institution(entry.item.source)})
    if not count or not voice.brief:
        return body
    return voice.words.n_("{body} and {n} other", "{body} and {n} others", count, body=body)


def _kind_since(entry: Entry, voice: Voice, *, known: bool = False) -> Iterator[str]:
    """The kind, and since when it is open; that it is news goes without saying."""
    words, item = voice.words, entry.item
    begins = item.given.begins
    if _since(entry) and begins is not None:
        said = words._("{kind} since {day}", kind=voice.kind(item.kind), day=voice.short(begins))
        yield f"{said} ({words._('no. {number}', number=entry.follows)})" if entry.follows else said
    elif item.kind is not ItemKind.NEWS and not known:
        yield voice.kind(item.kind)


def _since(entry: Entry) -> bool:
    """Whether an entry is known by the day from which one can act on it."""
    return entry.item.given.begins is not None and entry.item.kind in (ItemKind.CONSULTATION, ItemKind.CALL)


def _days(entry: Entry, voice: Voice) -> Iterator[str]:
    if not _since(entry):
        yield voice.day_of(entry.item)


def _follows(entry: Entry, voice: Voice) -> str:
    if not entry.follows:
        return ""
    if entry.follows_day is None:
        return voice.words._("Follow-up of no. {number}.", number=entry.follows)
    day = voice.short(entry.follows_day)
    return voice.words._("Follow-up of no. {number} ({day}).", number=entry.follows, day=day)


def _summary(item: Item, voice: Voice) -> str:
    """Its first sentences; "" where they only repeat the title."""
    text, title = visible(item.summary), visible(item.title)
    if text.casefold().startswith(title.casefold()) and len(text) < len(title) + 20:
        return ""
    return opening(text, *SUMMARY[voice.layout])


def _note(entry: Entry, voice: Voice) -> tuple[str, str]:
    """What an editor says of it with initials, whole; and its language."""
    note, initials = visible(entry.reword.note), visible(entry.reword.initials)
    if not note:
        return "", ""
    said = voice.words._("For Flanders: {note}", note=note)
    return (f"{said} ({initials})" if initials else said), voice.foreign(voice.digest.language)


def _also(entry: Entry, voice: Voice) -> str:
    """The other bodies that tell it, each with its day."""
    found: dict[str, Item] = {}
    for item in entry.companions:
        if voice.institution(item.source) != voice.institution(entry.item.source):
            found.setdefault(voice.body(item.source), item)
    named = [f"{body} ({voice.day_of(item)})" for body, item in list(found.items())[:_OTHERS]]
    if len(found) > _OTHERS:
        named.append(voice.words.n_("{n} other", "{n} others", len(found) - _OTHERS))
    return voice.words._("Also from {bodies}.", bodies=voice.words.joined(named)) if named else ""


def _stage(entry: Entry, voice: Voice) -> str:
    now = stage_of(entry.item.given.stage)
    said = stages(entry.stage_before, now.value if now is not None else "", voice)
    return voice.words._("Stage: {stage}", stage=said) if said and now is not None else ""


def _languages(entry: Entry, headline: Headline, voice: Voice) -> Iterator[Link]:
    """The other languages in which it can be read: its official editions, and its own."""
    words = voice.words
    found = {edition.language: link(edition.url) for edition in entry.editions if link(edition.url)}
    for item in (entry.item, *entry.companions):
        if item.language and voice.institution(item.source) == voice.institution(entry.item.source):
            found.setdefault(item.language, link(item.url))
    found.setdefault(language_of(entry), link(entry.item.url))
    for language, url in list(found.items())[:_EDITIONS]:
        if language and url and url != headline.url:
            yield Link(words.named(language), url)


def _references(entry: Entry, voice: Voice) -> Iterator[Link]:
    """The documents it is about, each once; what it only names is none of them."""
    about = [r for r in entry.annotation.references if r.role != "text"] or entry.annotation.references
    for name, url in list(dict.fromkeys((visible(r.id), document(r.url, voice)) for r in about))[
        :_REFERENCES
    ]:
        yield Link(name, url)
