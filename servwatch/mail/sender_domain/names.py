"""Questions to the name service (RFC 1035), through dnspython."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import dns.exception
import dns.name
import dns.rdata
import dns.rdtypes.txtbase
import dns.resolver

PATIENCE = 5.0
"""Seconds for one question, its repetitions and other servers included."""


class NoAnswer(Exception):
    """The name service does not answer, or failed: nobody knows whether there are records."""


class Names(Protocol):
    """Whoever can be asked."""

    def look_up(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of a kind such as "TXT", as text; none where there are none. Raises NoAnswer.

        A TXT is its strings in one (RFC 7208, 3.3); a host has no dot at its end; an MX is "10 host".
        """


class DnsNames:
    """Asks the name servers of this machine, or those given (addresses), at a port."""

    def __init__(
        self, nameservers: Sequence[str] = (), *, port: int = 53, patience: float = PATIENCE
    ) -> None:
        self._nameservers = list(nameservers)
        self._port = port
        self._patience = patience

    @cached_property
    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self._nameservers)
        if self._nameservers:
            resolver.nameservers = list(self._nameservers)
            resolver.port = self._port
        resolver.lifetime = self._patience
        return resolver

    def look_up(self, name: str, kind: str) -> tuple[str, ...]:
        """As `Names` has it. A name that cannot be one has no records."""
        try:
            asked = dns.name.from_text(f"{name.rstrip('.')}.")
        except (dns.exception.DNSException, UnicodeError):
            return ()
        try:
            answer = self._resolver.resolve(asked, kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN:
            return ()
        except dns.exception.DNSException as error:
            raise NoAnswer(f"the name service does not answer for {name} ({type(error).__name__})") from error
        return tuple(_text(record) for record in answer.rrset or ())


def _text(record: dns.rdata.Rdata) -> str:
    if isinstance(record, dns.rdtypes.txtbase.TXTBase):
        return b"".join(record.strings).decode("utf-8", "replace")
    return record.to_text().removesuffix(".")
