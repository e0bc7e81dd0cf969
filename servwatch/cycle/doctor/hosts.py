"""Every host and port that must be open outward, and why: for who keeps the firewall. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from servwatch.fetch.transport import covers
from servwatch.model import Settings, Source
from servwatch.model.mailbox import mailbox_address

_PORTS = {"https": 443, "http": 80}
POSTGRESQL = 5432


@dataclass(frozen=True, slots=True)
class Opening:
    """One host and port. `through` is the proxy that reaches it, as "host:port", "" for a way of our own."""

    host: str
    port: int
    protocol: str  # "https" | "http" | "smtp" | "imap" | "postgresql" | "proxy"
    why: tuple[str, ...]
    through: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows besides the configuration: where hosts have moved, where pages of items lie."""

    moved: Mapping[str, str]  # by source, the address its own leads to
    pages: Mapping[str, tuple[str, ...]]  # by source, addresses of items whose pages are read


NOTHING = Known({}, {})


def outward(settings: Settings, *, every: bool = False, known: Known = NOTHING) -> list[Opening]:
    """Every place to reach, each once, by port and host. `every`: sources that are off too."""
    reasons: dict[tuple[str, int, str], dict[str, None]] = {}
    for url, why in _places(settings, known, every=every):
        for host, port, protocol in _reached(url, settings):
            reasons.setdefault((host, port, protocol), {})[why] = None
    found, proxied = [], False
    for (host, port, protocol), reason in reasons.items():
        through = _proxy_for(host, protocol, settings)
        proxied = proxied or bool(through)
        found.append(Opening(host, port, protocol, tuple(reason), through))
    if proxied:
        host, port = _host_and_port(settings.fetch.proxy or "")
        found.append(Opening(host, port, "proxy", ("everything over HTTP",)))
    return sorted((o for o in found if not _inside(o.host)), key=lambda o: (bool(o.through), o.port, o.host))


def _places(settings: Settings, known: Known, *, every: bool) -> Iterator[tuple[str, str]]:
    """Addresses, each with what it is needed for."""
    for source in settings.sources:
        if source.enabled or every:
            yield from _of_source(source, known)
    mail = settings.mail
    if mail.transport == "smtp":
        yield f"smtp://{mail.host}:{mail.port}", "mail relay"
        if mail.token_url and mail.auth == "xoauth2":
            yield mail.token_url, "tokens of the mail relay"
    yield from _of_bounces(settings)
    if settings.heartbeat:
        yield settings.heartbeat, "heartbeat"
    if settings.calendar.address.startswith(("http://", "https://")):
        yield settings.calendar.address, "calendar"
    database = settings.database
    if not database.startswith("sqlite"):
        url = make_url(database)
        if url.host:
            yield f"postgresql://{_bracketed(url.host)}:{url.port or POSTGRESQL}", "database"


def _of_bounces(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.bounces is not None:
        yield settings.bounces.url, "mail that comes back"
        if settings.bounces.login.auth == "xoauth2":
            yield settings.bounces.login.token_url, "tokens of [bounces]"


def _of_source(source: Source, known: Known) -> Iterator[tuple[str, str]]:
    yield source.url, source.id
    if source.login is not None and source.login.auth == "xoauth2":
        yield source.login.token_url, f"{source.id} (tokens)"
    for host in source.options.get("resolve", ()):
        yield f"https://{host}/", f"{source.id} (links in its mails)"
    if source.id in known.moved:
        yield known.moved[source.id], f"{source.id} (moved there)"
    if source.detail is not None:
        for page in known.pages.get(source.id, ()):
            yield page, f"{source.id} (pages of items)"


def _reached(url: str, settings: Settings) -> Iterator[tuple[str, int, str]]:
    """The host, port and protocol of an address, by the map of [fetch] where that names the host."""
    try:
        scheme = urlsplit(url).scheme
        if scheme in ("imap", "imaps"):
            place = mailbox_address(url)
            yield place.host, place.port, "imap"
            return
        host, port = _host_and_port(url)
    except ValueError:
        return
    if not host:
        return
    if scheme in _PORTS and host in settings.fetch.connect_to:
        address, _, number = settings.fetch.connect_to[host].rpartition(":")
        host, port = address.strip("[]"), int(number)
    yield host, port, scheme


def _host_and_port(url: str) -> tuple[str, int]:
    """Raises ValueError where the port is no number."""
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)


def _proxy_for(host: str, protocol: str, settings: Settings) -> str:
    """The proxy by which HTTP reaches a host; never for one that the map names, which is an address by now."""
    fetch = settings.fetch
    if fetch.proxy is None or protocol not in _PORTS or any(covers(e, host) for e in fetch.no_proxy):
        return ""
    if any(place.rpartition(":")[0].strip("[]") == host for place in fetch.connect_to.values()):
        return ""
    name, port = _host_and_port(fetch.proxy)
    return f"{name}:{port}"


def _inside(host: str) -> bool:
    """Whether it is this machine, which no firewall stands before."""
    if host in ("localhost", ""):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def hosts_of(urls: Iterable[str]) -> tuple[str, ...]:
    """One address for each host among many."""
    return tuple({urlsplit(url).netloc.lower(): url for url in urls if "://" in url}.values())
