"""Certificates, and other things that end."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.cycle.endings import Ending, NearEnd, ends_of, known_endings, near_ends, subject_of
from servwatch.model import Settings

SECONDS = 10.0
"""How long a server may take to show its certificate."""
_NOTE = "Note its last day in secret_ends of [mail]: then you are told in time."
_NEW = "Have it renewed by who runs that server."


def ending_findings(settings: Settings, today: date) -> Iterator[Finding]:
    """Secrets and authorities of which the configuration knows the end. Asks nobody."""
    known = list(known_endings(settings))
    near = near_ends(known, today)
    yield from (ending_finding("secrets and certificates", one) for one in near)
    mail = settings.mail
    if mail.transport == "smtp" and mail.auth == "xoauth2" and mail.secret_ends is None:
        yield doubt("secrets and certificates", "When the secret of [mail] ends is not noted.", _NOTE)
    elif known and not near:
        first = min(known, key=lambda ending: ending.last)
        text = (
            f"None of {len(known)} ends within 60 days; the first is {first.name}, on {first.last:%d %b %Y}."
        )
        yield good("secrets and certificates", text)


def ending_finding(what: str, near: NearEnd) -> Finding:
    """One that ends soon, or is over."""
    return (wrong if near.over else doubt)(what, near.sentence, near.ending.remedy)


def certificate_finding(what: str, certificate: object, settings: Settings, today: date) -> Finding:
    """A certificate that was trusted: whose it is, by whom, and until when."""
    subject, issuer = subject_of(certificate), subject_of(certificate, "issuer")
    last = ends_of(certificate, settings)
    if last is None:
        return good(what, f"It is trusted: for {subject}, signed by {issuer}.")
    for near in near_ends([Ending(f"the certificate for {subject}, signed by {issuer},", last, _NEW)], today):
        return ending_finding(what, near)
    return good(what, f"It is trusted: for {subject}, signed by {issuer}, good until {last:%d %b %Y}.")


def web_certificate(url: str, settings: Settings, today: date) -> Finding | None:
    """The certificate that a web address shows; None for an address without TLS."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    what, host = "certificate of public_url", parts.hostname
    context = ssl.create_default_context()
    if settings.fetch.ca_file is not None:
        context.load_verify_locations(settings.fetch.ca_file)
    try:
        with (
            socket.create_connection(_place(host, parts.port or 443, settings), SECONDS) as sock,
            context.wrap_socket(sock, server_hostname=host) as secure,
        ):
            return certificate_finding(what, secure.getpeercert(), settings, today)
    except ssl.SSLCertVerificationError as error:
        return wrong(what, f"The certificate of {host} is not trusted: {error.verify_message}.", _NEW)
    except OSError as error:
        remedy = "See that the address is right, and that the console's server runs."
        return doubt(what, f"{host} shows no certificate: {error.strerror or type(error).__name__}.", remedy)


def _place(host: str, port: int, settings: Settings) -> tuple[str, int]:
    """Where to connect for a host: where the map of [fetch] leads, else the host itself."""
    mapped = settings.fetch.connect_to.get(host)
    if mapped is None:
        return host, port
    address, _, number = mapped.rpartition(":")
    return address.strip("[]"), int(number)
