"""Which checks there are, in which order, and how they are run: one that fails never harms the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.database import file_of
from servwatch.cycle.clock import Clock, SystemClock
from servwatch.cycle.configuration import InForce
from servwatch.cycle.doctor import archive_state, clock_check, installation
from servwatch.cycle.doctor.certificates import ending_findings, web_certificate
from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.cycle.doctor.hosts import Known, hosts_of
from servwatch.cycle.doctor.relay import addresses_of, public, relay_findings
from servwatch.cycle.doctor.sender import Origin, sender_findings
from servwatch.errors import ServwatchError
from servwatch.mail.sender_domain import DnsNames, Names
from servwatch.model import Settings

_log = structlog.get_logger(__name__)

ITEMS = 200  # of a source, whose pages' hosts are looked at

Findings = Callable[[], Iterable[Finding]]
Check = tuple[str, Findings]
"""What is looked at, in a word or two, and how."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the doctor asks outside besides the relay: the time, and the name service."""

    clock: Clock = field(default_factory=SystemClock)
    names: Names = field(default_factory=DnsNames)


def run_checks(checks: Sequence[Check], told: Callable[[str], object] = lambda _: None) -> Iterator[Finding]:
    """The findings of each, as they come; `told` hears what was looked at."""
    for what, findings in checks:
        try:
            yield from findings()
        except ServwatchError as error:
            yield wrong(what, error.sentence(), "")
        except Exception as error:  # noqa: BLE001  # the doctor must go on: what fails is a finding too
            _log.warning("a check failed", check=what, exc_info=True)
            remedy = "Run it again with -v, and tell the developers what it says."
            yield doubt(what, f"It cannot be told: {type(error).__name__}: {error}", remedy)
        told(what)


def whole(current: InForce, around: Surroundings) -> list[Check]:
    """Everything: what stands on this machine first, then what needs the network."""
    settings, now = current.settings, around.clock.now()
    today = settings.day_of(now)
    return [
        ("configuration", partial(installation.configuration_findings, current)),
        ("secrets", partial(installation.rights_findings, current)),
        ("templates", partial(installation.template_findings, settings)),
        ("extras", partial(installation.extra_findings, settings)),
        ("parser", partial(installation.parser_findings, now)),
        ("database", partial(_archive, settings, around)),
        ("clock", partial(clock_check.against_hosts, settings, around.clock)),
        ("secrets and certificates", partial(ending_findings, settings, today)),
        ("public_url", partial(_console, settings, around)),
        *mail_checks(settings, around),
    ]


def mail_checks(settings: Settings, around: Surroundings, addresses: Sequence[str] = ()) -> list[Check]:
    """The relay, and what the world thinks of the sender. `addresses`: where our mail comes from, if told."""
    mail = settings.mail
    if mail.transport != "smtp":
        return [("mail relay", partial(_no_relay, settings))]
    today = settings.day_of(around.clock.now())
    told = Origin(tuple(addresses), told=True) if addresses else None
    return [
        ("mail relay", lambda: relay_findings(settings, addresses_of(mail.host), today)),
        ("sender", lambda: sender_findings(mail, around.names, told or _listening(mail.host))),
    ]


def _listening(host: str) -> Origin:
    """Where the relay listens, as far as the world sees it."""
    return Origin(public(addresses_of(host)))


def known_of(archive: Archive, settings: Settings) -> Known:
    """What the archive knows of hosts besides the configuration."""
    from servwatch.archive.item_query import ItemQuery

    moved = {id_: s.moved_to for id_, s in archive.sources.all().items() if s.moved_to}
    pages = {}
    for source in settings.sources:
        if source.detail is not None:
            found = archive.items.find(ItemQuery(sources=(source.id,), limit=ITEMS))
            pages[source.id] = hosts_of(item.url for item, _ in found)
    return Known(moved, pages)


def _archive(settings: Settings, around: Surroundings) -> Iterator[Finding]:
    """All that needs the database, opened once; a file that is not there yet is not made."""
    now = around.clock.now()
    file = file_of(settings.database)
    if file is not None:
        if not file.is_file():
            remedy = (
                "It is made by the first `servwatch run`; if there was one, see `database` of [servwatch]."
            )
            yield doubt("database", f"There is no archive yet at {file}.", remedy)
            return
        yield from archive_state.disk_findings(file)
    with Archive(settings.database) as archive:
        yield from archive_state.database_findings(archive)
        yield from archive_state.lock_findings(archive, now)
        yield from archive_state.backup_findings(archive, now)
        yield from clock_check.against_archive(archive, now)


def _console(settings: Settings, around: Surroundings) -> Iterator[Finding]:
    """The certificate of the console's own address, where it has one."""
    found = web_certificate(settings.public_url, settings, settings.day_of(around.clock.now()))
    if found is not None:
        yield found


def _no_relay(settings: Settings) -> Iterator[Finding]:
    folder = settings.mail.maildir
    yield good(
        "mail relay", f"None is set: mail goes into the folder {folder}, and nothing leaves this machine."
    )
