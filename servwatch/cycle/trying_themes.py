"""What a change of one theme would do to the items of the archive: seen before it is saved, within a second or two.

Only an item in which a changed word stands can be told otherwise than before. Such items are found by the
changed terms alone, over texts as they are stored, and only they are matched anew with all themes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from threading import Lock

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.understanding import Understanding
from servwatch.digest.backtest import Assessments, Backtest, Side
from servwatch.digest.match import match
from servwatch.insight.changed_terms import ChangedTerms
from servwatch.insight.theme_changes import Blame, blame
from servwatch.insight.themes import Assessment, compile_themes
from servwatch.model import Annotation, Item, Settings, Theme

MOST = 2000
"""Items that are matched anew; of more that have a changed word, the newest."""
SHOWN = 25
"""Items that are shown, gained and lost each: the newest."""
_ONE_AT_A_TIME = Lock()  # what is compiled is kept for the next trial, and is no work for two threads


@dataclass(frozen=True, slots=True)
class MovedItem:
    """An item that gains or loses the theme: what was found in it on the side that gives the theme, and why."""

    item: Item
    found: Assessment
    other: Assessment | None  # on the side that refuses it, None where nothing was found
    blames: tuple[Blame, ...]
    digests: tuple[str, ...]  # that would take it, or no longer take it


@dataclass(slots=True)
class Trial:
    """What a changed theme would do. Counts are of items since `since`."""

    theme: str
    since: date
    items: int = 0  # that were looked through
    touched: int = 0  # that have a changed word
    matched: int = 0  # of those, matched anew
    run: Backtest | None = None
    gained: list[MovedItem] = field(default_factory=list)  # the newest first
    lost: list[MovedItem] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every item that may change was matched anew."""
        return self.matched == self.touched


def try_theme(archive: Archive, settings: Settings, after: Theme, *, since: date) -> Trial:
    """Hold `after` against the theme of that id in `settings`, over the items since a day; nothing changes.

    Raises ConfigError where a term cannot be used.
    """
    trial = Trial(after.id, since)
    before = next(theme for theme in settings.themes if theme.id == after.id)
    changed = ChangedTerms(before, after)
    themes = tuple(after if theme.id == after.id else theme for theme in settings.themes)
    would_be = replace(settings, themes=themes)
    trial.run = Backtest(settings, would_be)
    if not changed:
        return trial
    trial.items = archive.batches.count(since)
    touched = _touched(archive, changed, settings, since)
    trial.touched = len(touched)
    with _ONE_AT_A_TIME:
        bench = _Bench(understanding_of(settings), understanding_of(would_be), trial, settings)
        for item, kept in archive.batches.of_ids(touched[-MOST:]):
            trial.matched += 1
            bench.hold(item, kept)
        bench.tell()
    return trial


def _touched(archive: Archive, changed: ChangedTerms, settings: Settings, since: date) -> list[int]:
    """The items since a day in which a changed word stands, in the order of their ids.

    Where the index of the search tells which items have such words at all, only those are read. It knows no
    words with soft hyphens in them, and none beyond the beginning of very long texts.
    """
    hinting = sorted(changed.hinting(settings.sources))
    found = archive.batches.of_source(hinting, since) if hinting else set()
    if archive.words.is_there:
        texts = archive.batches.texts_of(sorted(_having(archive, changed)), since)
    else:
        texts = archive.batches.texts(since)
    found.update(number for number, title, summary, _ in texts if changed.stands_in(title, summary))
    return sorted(found)


def _having(archive: Archive, changed: ChangedTerms) -> set[int]:
    """The items that have a word for each word of a changed phrase."""
    found: set[int] = set()
    for phrase in changed.words_sought(archive.words.words()):
        if not all(phrase):
            continue
        first, *others = sorted(phrase, key=len)
        having = archive.words.items(first)
        for words in others:
            if having:
                having &= archive.words.items(words)
        found |= having
    return found


class _Bench:
    """Matches items under both settings, and notes what moves."""

    def __init__(self, was: Understanding, would: Understanding, trial: Trial, settings: Settings) -> None:
        self._was, self._would = was, would
        self._trial = trial
        self._settings = settings
        self._gained: deque[Callable[[], MovedItem]] = deque(maxlen=SHOWN)
        self._lost: deque[Callable[[], MovedItem]] = deque(maxlen=SHOWN)
        run = trial.run
        sides = run.theme_settings(trial.theme) if run is not None else ()
        self._alone = tuple(compile_themes([theme]) for theme in sides if theme is not None)

    def hold(self, item: Item, kept: Annotation | None) -> None:
        """Match one item anew. Its annotation counts as it stands where it is of the settings in force."""
        run, theme = self._trial.run, self._trial.theme
        if run is None:
            return
        if kept is None:
            kept = self._was.of_item(item)
        before = kept if kept.fingerprint == self._was.fingerprint else _themes(self._was, item, kept)
        after = _themes(self._would, item, kept)
        assessed: list[tuple[Assessments, Assessments]] = []

        def explain() -> tuple[Assessments, Assessments]:
            if not assessed:
                assessed.append(self._explained(item, before, after))
            return assessed[0]

        run.add(Side(item, before), Side(item, after), explain)
        had, has = (any(score.theme == theme for score in one.themes) for one in (before, after))
        if had != has:
            tell = partial(self._moved, item, explain, before, after, gained=has)
            (self._gained if has else self._lost).append(tell)

    def tell(self) -> None:
        """Work out what is shown of the newest that move."""
        self._trial.gained = [tell() for tell in reversed(self._gained)]
        self._trial.lost = [tell() for tell in reversed(self._lost)]

    def _explained(
        self, item: Item, before: Annotation, after: Annotation
    ) -> tuple[Assessments, Assessments]:
        """What is found on either side; of the one theme alone where no other moves, which is soon done."""
        had, has = ({score.theme for score in one.themes} for one in (before, after))
        if had ^ has != {self._trial.theme}:
            language = before.language
            return self._was.assessed(item, language), self._would.assessed(item, language)
        hints = self._was.hints(item)
        was, would = (
            matcher.explain(item.title, item.summary, before.language, hints=hints) for matcher in self._alone
        )
        return {one.theme: one for one in was}, {one.theme: one for one in would}

    def _moved(
        self,
        item: Item,
        explain: Callable[[], tuple[Assessments, Assessments]],
        before: Annotation,
        after: Annotation,
        *,
        gained: bool,
    ) -> MovedItem:
        theme = self._trial.theme
        was, would = explain()
        gives, refuses = (would, was) if gained else (was, would)
        other = refuses.get(theme)
        digests = tuple(self._digests(item, before, after, gained=gained))
        return MovedItem(item, gives[theme], other, blame(gives[theme], other), digests)

    def _digests(self, item: Item, before: Annotation, after: Annotation, *, gained: bool) -> Iterator[str]:
        own = self._settings.own
        for digest in self._settings.digests:
            if digest.enabled:
                was, would = (match(item, one, digest, own).belongs for one in (before, after))
                if (would and not was) if gained else (was and not would):
                    yield digest.id


def _themes(understanding: Understanding, item: Item, kept: Annotation) -> Annotation:
    """The annotation with the themes of other settings, the scores as the archive keeps them."""
    hints = understanding.hints(item)
    found = understanding.matcher.match(item.title, item.summary, kept.language, hints=hints)
    themes = tuple(replace(one, score=round(one.score, 3)) for one in found)
    return replace(kept, fingerprint=understanding.fingerprint, themes=themes)
