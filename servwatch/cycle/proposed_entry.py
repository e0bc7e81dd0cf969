"""From what a probe found to an entry of feeds.toml, ready to be pasted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from servwatch.config import body_of, entry_text, id_of, known_body, usable_languages
from servwatch.cycle.probed import Candidate
from servwatch.insight.address import canonical_address
from servwatch.model import Source

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its keys in their order, its text, and the source that has this address already, or ""."""

    keys: dict[str, Any]
    text: str
    known_as: str


def entry_of(
    candidate: Candidate,
    sources: Sequence[Source],
    today: date,
    *,
    taken: Collection[str] = (),
    instead_of: Source | None = None,
) -> Entry:
    """The entry of a candidate beside the sources that are watched. `taken` are further ids in use.

    One that stands in place of a source has its id, under which the past is kept, its name and its body.
    """
    proposal, url = candidate.proposal, _plain(candidate.url)
    body = instead_of.body if instead_of else known_body(url, sources)
    notes = [candidate.note] if candidate.note else []
    if not body:
        body = body_of(url)
        notes.append("body: the name of the institution, made of the host; give the one you use")
    if proposal.kind == "json_api" and "link" not in proposal.options.get("fields", {}):
        notes.append('fields.link is missing: no field holds an address. Write it as "https://.../{id}"')
    keys: dict[str, Any] = {
        "id": id_of(url, body, {*taken, *(source.id for source in sources)}),
        "name": (proposal.title or body)[:LONGEST_NAME],
        "body": body,
        "kind": proposal.kind,
        "url": url,
    }
    if instead_of is not None:
        keys |= {"id": instead_of.id, "name": instead_of.name}
    if languages := usable_languages(
        filter(None, (proposal.language, *(i.language for i in proposal.items[:20])))
    ):
        keys["languages"] = languages
    if candidate.include:
        keys["include"] = list(candidate.include)
    keys |= proposal.options
    if proposal.detail:
        keys["detail"] = True
    keys["origin"] = f"found by sources probe on {today:%d %b %Y}; looked at by nobody yet"
    return Entry(keys, entry_text(keys, notes), known_at(url, sources))


def known_at(url: str, sources: Sequence[Source]) -> str:
    """The id of the source that has this address, "" where none has."""
    canonical = canonical_address(url)
    return next((s.id for s in sources if canonical and canonical_address(s.url) == canonical), "")


def _plain(url: str) -> str:
    """An address without its fragment, whose braces stand for themselves and for no day."""
    return url.partition("#")[0].replace("{", "%7B").replace("}", "%7D")
