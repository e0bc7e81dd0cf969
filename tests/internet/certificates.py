"""Certificates of the loopback internet: one authority, a leaf for every name that is asked for."""

from __future__ import annotations

import ssl
from functools import cache

import trustme


@cache
def _authority(name: str) -> trustme.CA:
    """Made once a process: keys cost milliseconds."""
    return trustme.CA(organization_name=name)


@cache
def _leaf(authority: str, host: str) -> trustme.LeafCert:
    return _authority(authority).issue_cert(host)


class Certificates:
    """TLS contexts by name. `untrusted` and `misnamed` hold the hosts that misbehave."""

    def __init__(self) -> None:
        self.authority = _authority("Authority of the tests")
        self.untrusted: set[str] = set()
        self.misnamed: set[str] = set()
        self.protocols = ["http/1.1"]
        self._contexts: dict[str, ssl.SSLContext] = {}

    def context(self) -> ssl.SSLContext:
        """A server context that takes its certificate from the name the client asks for."""
        context = self._new("localhost")
        context.sni_callback = self._choose
        return context

    def _choose(self, connection: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
        connection.context = self._for(host or "localhost")

    def _for(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            self._contexts[host] = self._new(host)
        return self._contexts[host]

    def _new(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = "Nobody" if host in self.untrusted else "Authority of the tests"
        name = "elsewhere.example.org" if host in self.misnamed else host
        try:
            leaf = _leaf(authority, name)
        except ValueError:  # no certificate can be issued for such a name
            leaf = _leaf(authority, "localhost")
        leaf.configure_cert(context)
        context.set_alpn_protocols(self.protocols)
        return context
