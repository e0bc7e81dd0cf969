"""Samples of the source kinds: tests/data/<kind> or <kind>s, a file each, with its keys and its expectation.

`<file>.options.json` are the keys of the kind, `<file>.expected.json` is what is made of the file.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from servwatch.model import Detail
from servwatch.sources import ParseContext

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BESIDE = (".expected.json", ".options.json")


def folder(kind):
    return next((DATA / place for place in (kind, f"{kind}s") if (DATA / place).is_dir()), None)


def samples(kind):
    """The files with an expectation beside them."""
    return sorted(
        p.with_name(p.name.removesuffix(".expected.json")) for p in folder(kind).glob("*.expected.json")
    )


def files(kind):
    """All files that are samples, or should be."""
    return sorted(
        p for p in folder(kind).iterdir() if p.is_file() and p.suffix != ".md" and not p.name.endswith(BESIDE)
    )


def options(sample):
    beside = sample.with_name(f"{sample.name}.options.json")
    return json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}


def context(sample=None, **changes):
    """The context of a sample, its keys included."""
    keys = options(sample) if sample is not None else {}
    usual = {
        "source_id": "publisher",
        "url": "https://publisher.example/feeds/all",
        "now": NOW,
        "content_type": "text/plain",
        "languages": ("nl", "en"),
        "include": tuple(keys.pop("include", ())),
        "detail": Detail(**keys.pop("detail")) if "detail" in keys else None,
        "options": keys,
    }
    return ParseContext(**(usual | changes))


def as_plain(parsed):
    """What was made, as JSON; without what most items and answers do not have."""
    plain = json.loads(json.dumps(asdict(parsed), default=_as_json))
    for name in ("follow", "proposals", "cut", "mail", "partial"):
        if not plain[name]:
            del plain[name]
    for proposal in plain.get("proposals", ()):
        proposal["items"] = len(proposal["items"])
    for further in plain.get("follow", ()):
        for name in set(further) - {"url", "method", "content", "content_type"}:
            del further[name]
    for item in plain["items"]:
        if not item["made_title"]:
            del item["made_title"]
        if not item["aliases"]:
            del item["aliases"]
        item["given"] = {name: value for name, value in item["given"].items() if value}
        if not item["given"]:
            del item["given"]
    return plain


def _as_json(value):
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(value)
