"""The small languages of the configuration's values: durations, sizes, addresses, ids, patterns.

Each is an annotated type for the option tables. The text in ``expects`` is what `check` and the
documentation say of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from servwatch.model.mail_address import ascii_address, mailbox
from servwatch.model.mailbox import mailbox_address

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_DURATION = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?(?:ms|min|s|m|h|d|w)\s*)+")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|min|s|m|h|d|w)")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RATE = re.compile(r"([0-9]+)\s*/\s*(s|min|h)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # line ends among them
_ADDRESS = 'a web address such as "https://www.example.org/feed"'
_MAIL = 'a mail address such as "name@example.org"'
_MAILBOX = 'a mail address, with or without a name: "Name <name@example.org>"'
_FOLDER = 'the address of a folder such as "imaps://mail.example.org/INBOX/News"'
_HOST_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_LABELS = (
    r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*"
)
PUBLIC_URL_LENGTH = 70 - len("/u/") - 22
"""So long may the public address be: with a token it must stay whole in a header (70 characters)."""
_PUBLIC = 'an https address such as "https://servwatch.example.org"'
_PLAIN = re.compile(r"[A-Za-z0-9:/.\[\]_~-]+")
_ZONE = 'a time zone such as "Europe/Brussels"'
_DATABASE = '"sqlite:///servwatch.db" or "postgresql+psycopg://host/name"'
_DATABASES = ("sqlite", "postgresql+psycopg")
_HOST_PORT = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Expects:
    """What a value must look like, for messages and documentation."""

    text: str


def wrong(expected: str, nearest: str = "") -> PydanticCustomError:
    """Refuse a value: the finding tells what was expected and the nearest known name."""
    return PydanticCustomError("servwatch", "expected {expected}", {"expected": expected, "nearest": nearest})


def validated(expected: str, read: Callable[[Any], Any]) -> tuple[BeforeValidator, Expects]:
    """A type whose texts `read` reads. It may raise ValueError, or `wrong` to say more than `expected`."""

    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong(expected)
        try:
            return read(value)
        except PydanticCustomError:
            raise
        except (ValueError, LookupError) as error:
            raise wrong(expected) from error

    return BeforeValidator(validate), Expects(expected)


def read_duration(value: str) -> timedelta:
    """Read "30s", "15m", "2h", "7d", "1h 30m"; at most ten years. Raises ValueError, or `wrong`."""
    if not _DURATION.fullmatch(value.strip()):
        raise ValueError(value)
    seconds = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(value))
    if seconds > 10 * 366 * 86400:
        raise wrong("a duration of at most ten years (3660d)")
    return timedelta(seconds=seconds)


def _positive(value: str) -> timedelta:
    duration = read_duration(value)
    if duration <= timedelta(0):
        raise ValueError(value)
    return duration


def web_address(value: str) -> str:
    """An address with http or https, a host, and a port that can be."""
    address = value.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        instead = f", not {parts.scheme}://" if "://" in address else ""
        raise wrong(f"an address that begins with https:// or http://{instead}")
    if not parts.hostname or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise ValueError(value)
    _ = parts.port  # raises ValueError where it is no number
    return address


def _source_address(value: str) -> str:
    """A web address, or that of a folder of a mailbox (RFC 5092)."""
    if not value.strip().startswith(("imap://", "imaps://")):
        return web_address(value)
    if "@" in urlsplit(value.strip()).netloc:
        return value.strip()  # `crosscheck` refuses it, without repeating what may be a password
    try:
        mailbox_address(value)
    except ValueError as why:
        raise wrong(f"{_FOLDER}; {why}") from why
    return value.strip()


def _folder_address(value: str) -> str:
    """That of a folder of a mailbox (RFC 5092), and no other."""
    if not value.strip().startswith(("imap://", "imaps://")):
        raise wrong(_FOLDER)
    return _source_address(value)


def _sender(value: str) -> str:
    """A mail address, or a domain behind an at sign."""
    text = value.strip().lower()
    return "@" + ascii_address(f"x{text}").partition("@")[2] if text.startswith("@") else ascii_address(text)


def _host_name(value: str) -> str:
    text = value.strip().lower()
    if not _HOST_NAME.fullmatch(text):
        raise ValueError(value)
    return text


def _https(value: str) -> str:
    if not value.strip().startswith("https://"):
        raise ValueError(value)
    return web_address(value)


def _public(value: str) -> str:
    """An https address short enough for the header of a mail; plain http only to this machine, for a trial."""
    address = web_address(value).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError(value)
    if "@" in parts.netloc or parts.query or parts.fragment or not _PLAIN.fullmatch(address):
        raise wrong(f"{_PUBLIC}, and nothing else in it")
    if len(address) > PUBLIC_URL_LENGTH:
        raise wrong(
            f"an address of at most {PUBLIC_URL_LENGTH} characters, since longer ones break in the header of a mail; this one has {len(address)}"
        )
    return address


def _database(value: str) -> str:
    """An address of SQLAlchemy for one of the two kinds of database."""
    scheme, found, rest = value.strip().partition("://")
    if not found or scheme not in _DATABASES:
        near = get_close_matches(scheme, _DATABASES, n=1, cutoff=0.6)
        raise wrong(f"an address such as {_DATABASE}", near[0] if found and near else "")
    if scheme == "sqlite" and not rest.startswith("/"):
        raise ValueError(value)
    return value.strip()


def _mailbox(value: str) -> str:
    """`Name <address>` or an address, by the rule that the sender has too."""
    if _CONTROL.search(value):
        raise ValueError(value)
    try:
        mailbox(value)
    except ValueError as why:
        raise wrong(f"{_MAILBOX}; {why}") from why
    return value.strip()


def _address(value: str) -> str:
    """One bare address, by the rule that the sender has too."""
    if "<" in value:
        raise wrong(f"{_MAIL}, without a name")
    try:
        ascii_address(value)
    except ValueError as why:
        raise wrong(f"{_MAIL}; {why}") from why
    return value.strip()


def _timezone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        names = {name.casefold(): name for name in available_timezones()}
        ends = {name.rpartition("/")[2]: name for name in names}  # "Brussels" alone is meant so
        near = get_close_matches(value.casefold(), [*names, *ends], n=1)
        nearest = ends.get(near[0], near[0]) if near else ""
        raise wrong(_ZONE, names.get(nearest, "")) from error


def _rate(value: str) -> float:
    found = _RATE.fullmatch(value.strip())
    if found is None or int(found.group(1)) == 0:
        raise ValueError(value)
    return float(found.group(1)) * {"s": 60.0, "min": 1.0, "h": 1 / 60}[found.group(2)]


def matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Reads a text as it is, where the whole of it is of a pattern."""

    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return read


def is_one_line(value: str) -> bool:
    """Whether a text is not empty and stands on one line."""
    return value.strip() != "" and _CONTROL.search(value) is None


_TOKEN = re.compile(r'[^\s\x00-\x1f()<>@,;:\\"/\[\]?=]{1,255}')  # an authserv-id (RFC 8601, 2.2)


def _nonempty(value: str) -> str:
    if not is_one_line(value):
        raise ValueError(value)
    return value.strip()


def is_host_port(value: str) -> bool:
    """Whether a text is an address and a port that can be."""
    return _HOST_PORT.fullmatch(value) is not None and int(value.rpartition(":")[2]) < 65536


def is_id(value: str) -> bool:
    """Whether a text can be the id of a source, theme or digest."""
    return _ID.fullmatch(value) is not None


Duration = Annotated[timedelta, *validated('a duration such as "30s", "15m", "2h" or "7d"', read_duration)]
PositiveDuration = Annotated[
    timedelta, *validated('a duration above zero, such as "30s", "2h" or "7d"', _positive)
]
WebAddress = Annotated[str, *validated(_ADDRESS, web_address)]
PublicAddress = Annotated[str, *validated(_PUBLIC, _public)]
SourceAddress = Annotated[str, *validated(_ADDRESS, _source_address)]
FolderAddress = Annotated[str, *validated(_FOLDER, _folder_address)]
SecretAddress = Annotated[str, *validated("an https address, since a secret is sent there", _https)]
SenderPattern = Annotated[str, *validated('a mail address, or a domain such as "@example.org"', _sender)]
HostName = Annotated[str, *validated('the name of a host such as "links.example.org"', _host_name)]
DkimSelector = Annotated[str, *validated('a selector such as "selector1"', matching(re.compile(_LABELS)))]
Tenant = Annotated[
    str,
    *validated(
        'the id of a directory, or its domain such as "example.onmicrosoft.com"',
        matching(re.compile(_LABELS)),
    ),
]
AuthservId = Annotated[
    str, *validated('the name of a mail server such as "mx.example.org" or "mx"', matching(_TOKEN))
]
DatabaseAddress = Annotated[str, *validated(f"an address such as {_DATABASE}", _database)]
Mailbox = Annotated[str, *validated(_MAILBOX, _mailbox)]
MailAddress = Annotated[str, *validated(_MAIL, _address)]
TimeZone = Annotated[ZoneInfo, *validated(_ZONE, _timezone)]
Rate = Annotated[float, *validated('a rate such as "25/min"', _rate)]
Id = Annotated[str, *validated("an id of small letters, digits, - and _, at most 64", matching(_ID))]
HostPort = Annotated[str, *validated('an address and port such as "127.0.0.1:8081"', matching(_HOST_PORT))]
Text = Annotated[str, *validated("a text that is not empty, on one line", _nonempty)]
