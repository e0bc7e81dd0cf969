"""What ends on a day that is known beforehand: secrets whose end a person noted, certificates."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from servwatch.model import Settings

STEPS = (60, 30, 7)
"""Days before its end at which a thing is told, and told with more weight."""
LAST_WEEK = STEPS[-1]
SECRET = "the secret of {where}"  # noqa: S105 - words for one
SECRET_OF_SOURCE = "the secret of the source {where}"  # noqa: S105
AUTHORITY = "the certificate in ca_file of {where}"


@dataclass(frozen=True, slots=True)
class Ending:
    """A thing that is good until a day."""

    what: str  # a sentence of the catalogue, such as "the secret of {where}"; without a place where there is no `where`
    last: date  # the last day on which it is good
    remedy: str
    where: str = ""

    @property
    def name(self) -> str:
        """It in English: "the secret of [mail]"."""
        return self.what.format(where=self.where) if self.where else self.what


@dataclass(frozen=True, slots=True)
class NearEnd:
    """A thing that ends soon, or has ended."""

    ending: Ending
    left: int  # days, below 0 where it is over
    step: int  # which of `STEPS` it is within; 0 where it is over

    @property
    def over(self) -> bool:
        """Whether it is good no longer."""
        return self.left < 0

    @property
    def sentence(self) -> str:
        """It in words, without what to do."""
        name, day = self.ending.name, f"{self.ending.last:%d %b %Y}"
        name = name[0].upper() + name[1:]
        if self.over:
            return f"{name} ended on {day}."
        when = "today" if self.left == 0 else "tomorrow" if self.left == 1 else f"in {self.left} days"
        return f"{name} ends on {day}, {when}."


def near_ends(endings: Iterable[Ending], today: date) -> list[NearEnd]:
    """Those that are over or end within 60 days, the first first. Pure."""
    found = []
    for ending in endings:
        left = (ending.last - today).days
        if left <= STEPS[0]:
            step = min(step for step in STEPS if left <= step) if left >= 0 else 0
            found.append(NearEnd(ending, left, step))
    return sorted(found, key=lambda near: (near.ending.last, near.ending.name))


def known_endings(settings: Settings) -> Iterator[Ending]:
    """What the configuration and its files tell, without any network."""
    mail = settings.mail
    if mail.transport == "smtp" and mail.auth != "none" and mail.secret_ends is not None:
        yield Ending(SECRET, mail.secret_ends, _renew("[mail]"), "[mail]")
    for source in settings.sources:
        if source.enabled and source.login is not None and source.login.secret_ends is not None:
            renew = _renew(f"the source {source.id}")
            yield Ending(SECRET_OF_SOURCE, source.login.secret_ends, renew, source.id)
    if settings.bounces is not None and settings.bounces.login.secret_ends is not None:
        yield Ending(SECRET, settings.bounces.login.secret_ends, _renew("[bounces]"), "[bounces]")
    if mail.transport == "smtp" and mail.security != "none" and mail.ca_file is not None:
        yield from _authorities(mail.ca_file, "[mail]", settings)
    if settings.fetch.ca_file is not None:
        yield from _authorities(settings.fetch.ca_file, "[fetch]", settings)


def ends_of(certificate: object, settings: Settings) -> date | None:
    """The last day of a certificate, as `ssl` decodes it (`notAfter`), in the council's time zone."""
    told = certificate.get("notAfter") if isinstance(certificate, dict) else None
    if not isinstance(told, str):
        return None
    return settings.day_of(datetime.fromtimestamp(ssl.cert_time_to_seconds(told), UTC))


def subject_of(certificate: object, part: str = "subject") -> str:
    """Whose certificate it is, or whose (`issuer`) signed it: the common name, else whatever names it."""
    names = certificate.get(part, ()) if isinstance(certificate, dict) else ()
    told = {key: value for group in names for key, value in group}
    return str(told.get("commonName") or told.get("organizationName") or next(iter(told.values()), "no name"))


def _authorities(file: Path, table: str, settings: Settings) -> Iterator[Ending]:
    """The certificates of a `ca_file`; none where it cannot be read, which others tell."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(file)
    except OSError:  # of which ssl.SSLError is one
        return
    for certificate in context.get_ca_certs():
        last = ends_of(certificate, settings)
        if last is not None:
            remedy = f"Get the new one from who runs that authority, and put it into {file}."
            yield Ending(AUTHORITY, last, remedy, f"{table}, {subject_of(certificate)!r}")


def _renew(where: str) -> str:
    return f"Have a new one made, put it into its file, and note its own end in secret_ends of {where}."
