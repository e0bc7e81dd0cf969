"""Official editions in the languages of readers, asked for by reference for what a digest is about to tell.

Only entries in another language are asked about, each once while it has a chance to be told, and in a bounded
time: an edition of a digest does not wait for a publisher. Only hosts of enabled sources are asked, so that
nothing leaves for where it does not go already. What is found is kept with the item.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.language_editions import Answer
from servwatch.fetch import Fetcher
from servwatch.insight.address import canonical_address
from servwatch.insight.stories.document import document_key
from servwatch.model import Entry, LanguageEdition, Settings, Verdict
from servwatch.sources import ParseContext
from servwatch.sources.language_edition import Question, question
from servwatch.sources.parser_pool import ParserPool

_log = structlog.get_logger(__name__)

MOST = 60
"""Questions for one edition of a digest."""
AT_MOST = timedelta(seconds=60)
"""So long an edition of a digest waits for the answers."""
AGAIN = timedelta(hours=20)
"""A translation often comes a day later: what was asked for in vain is asked for again, while it may be told."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question about an entry."""

    item: int
    language: str
    title: str
    question: Question


class OfficialEditions:
    """Finds them, and puts them beside the entries."""

    def __init__(self, settings: Settings, archive: Archive, now: datetime) -> None:
        self._settings, self._archive, self._now = settings, archive, now
        self._hosts = frozenset(_host(source.url) for source in settings.sources if source.enabled)

    def beside(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The entries, each with the editions that are known. Asks nobody."""
        known = self._archive.language_editions.of({entry.item.id for entry in entries})
        return tuple(_with(entry, known.get(entry.item.id, ())) for entry in entries)

    def look_for(self, entries: Iterable[Entry], languages: Collection[str]) -> int:
        """Ask for the editions that are missing in these languages. How many were found."""
        wanted = list(entries)
        known = self._archive.language_editions.of({entry.item.id for entry in wanted})
        asked = [one for entry in wanted for one in self._questions(entry, languages, known)][:MOST]
        if not asked:
            return 0
        answers = asyncio.run(self._ask(asked))
        for answer in answers:
            self._archive.language_editions.keep(answer)
        found = sum(bool(answer.title) for answer in answers)
        _log.info("official editions", asked=len(asked), found=found)
        return found

    def _questions(
        self, entry: Entry, languages: Collection[str], known: dict[int, list[Answer]]
    ) -> Iterable[_Asked]:
        own = entry.annotation.language or entry.item.language
        for language in sorted(set(languages) - {own}):
            before = next((a for a in known.get(entry.item.id, ()) if a.language == language), None)
            if before is not None and (before.title or self._now - before.asked < AGAIN):
                continue
            found = question(entry.item.url, entry.annotation.references, language)
            if found is not None and _host(found.request.url) in self._hosts:
                yield _Asked(entry.item.id, language, entry.item.title, found)

    async def _ask(self, asked: Sequence[_Asked]) -> list[Answer]:
        """The answers that came in time."""
        answers: list[Answer] = []

        async def one(asking: _Asked, fetcher: Fetcher, parser: ParserPool) -> None:
            answers.append(await self._answer(asking, fetcher, parser))

        async with ParserPool() as parser, Fetcher(self._settings.fetch) as fetcher:
            tasks = [asyncio.create_task(one(asking, fetcher, parser)) for asking in asked]
            _, late = await asyncio.wait(tasks, timeout=AT_MOST.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=bool(late))
        return answers

    async def _answer(self, asked: _Asked, fetcher: Fetcher, parser: ParserPool) -> Answer:
        told = Answer(asked.item, asked.language, self._now)
        fetched = await fetcher.fetch(asked.question.request)
        if fetched.verdict is not Verdict.OK:
            return replace(told, rule=fetched.rule)
        context = ParseContext(
            source_id="language-edition",
            url=fetched.final_url,
            now=self._now,
            content_type=fetched.headers.get("content-type", ""),
            timezone=self._settings.timezone.key,
            options={
                "form": asked.question.form,
                "language": asked.language,
                "url": asked.question.url,
                "known": asked.title,
            },
        )
        parsed = await parser.parse("language-edition", fetched.body, context)
        if not parsed.items:
            return replace(told, rule=parsed.rule)
        return replace(told, title=parsed.items[0].title, url=parsed.items[0].url, rule=parsed.rule)


def _with(entry: Entry, answers: Iterable[Answer]) -> Entry:
    """The entry with its official editions: those asked for, and those that came with it as its own document."""
    editions = {answer.language: answer.edition for answer in answers if answer.edition is not None}
    document = document_key(entry.item.url)
    for other in entry.companions if document else ():
        if other.language not in ("", entry.item.language) and document_key(other.url) == document:
            editions.setdefault(other.language, LanguageEdition(other.language, other.title, other.url))
    return replace(entry, editions=tuple(editions.values())) if editions else entry


def _host(url: str) -> str:
    return canonical_address(url).partition("/")[0].partition("?")[0]
