"""What administrators do with accounts: the same for the command line and for the console."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from servwatch.archive.accounts import named
from servwatch.archive.archive import Archive
from servwatch.cycle.passwords import fits, kept
from servwatch.errors import NotFound, UsageError
from servwatch.locale import LANGUAGES
from servwatch.model import Settings
from servwatch.model.account import Account, Role
from servwatch.model.mail_address import ascii_address

LINK = timedelta(hours=1)
"""How long a sign-in link that an administrator makes is good, once."""
LONGEST_NAME = 100
LONGEST_INITIALS = 8
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # everywhere is here too


class AccountDesk:
    """Makes and changes the accounts of an archive, at a time (UTC). Names are found as they are typed."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        self._accounts, self._now = archive.accounts, now

    def find(self, name: str) -> Account:
        """The account of a name. Raises NotFound."""
        found = self._accounts.find(name)
        if found is None:
            raise NotFound(
                "there is no account {name}",
                name=named(name)[:LONGEST_NAME],
                remedy="`servwatch accounts list` names them.",
            )
        return found

    def add(
        self, name: str, role: Role, *, email: str = "", language: str = "", password: str | None = None
    ) -> Account:
        """Make an account. Raises UsageError for a name, address or password that cannot be, or a name that is taken."""
        made = Account(0, proper_name(name), role, self._own_email(email), proper_language(language))
        return self._accounts.add(made, self._now, kept(password) if password is not None else None)

    def set_role(self, name: str, role: Role) -> Account:
        """Give an account another role. Raises NotFound, UsageError for the last administrator."""
        return self._change(replace(self.find(name), role=role))

    def set_password(self, name: str, password: str) -> Account:
        """Give an account a password; its sessions end. Raises NotFound, UsageError."""
        found = self.find(name)
        self._accounts.set_password(found.id, kept(password))
        return replace(found, has_password=True)

    def is_password(self, name: str, password: str) -> bool:
        """Whether it is the password of an account."""
        return fits(password, self._accounts.password_of(name))

    def link(self, name: str, lasts: timedelta = LINK) -> str:
        """The token of a sign-in link; earlier ones are good no more. Raises NotFound, UsageError where disabled."""
        found = self.find(name)
        if found.disabled:
            raise UsageError("the account {name} is disabled", remedy="Enable it first.", name=found.name)
        return self._accounts.link(found.id, self._now + lasts)

    def disable(self, name: str) -> Account:
        """Let nobody in by an account; its sessions end. Raises NotFound, UsageError for the last administrator."""
        return self._change(replace(self.find(name), disabled=True))

    def enable(self, name: str) -> Account:
        """Undo it. Raises NotFound."""
        return self._change(replace(self.find(name), disabled=False))

    def remove(self, name: str) -> Account:
        """Remove an account; what it did stays in the log. Raises NotFound, UsageError for the last administrator."""
        found = self.find(name)
        self._accounts.remove(found.id)
        return found

    def describe(self, account: Account, *, email: str, language: str, initials: str) -> Account:
        """Change what an account says of its person. Raises UsageError."""
        return self._change(
            replace(
                account,
                email=self._own_email(email, account),
                language=proper_language(language),
                initials=" ".join(initials.split())[:LONGEST_INITIALS],
            )
        )

    def _own_email(self, email: str, account: Account | None = None) -> str:
        """An address that no other account has: a link by mail must lead to one. Raises UsageError."""
        address = proper_email(email)
        holder = self._accounts.by_email(address) if address else None
        if holder is not None and (account is None or holder.id != account.id):
            raise UsageError("another account has this mail address", remedy="Each account has its own.")
        return address

    def _change(self, changed: Account) -> Account:
        self._accounts.change(changed)
        return changed


def proper_name(name: str) -> str:
    """A name as it is kept. Raises UsageError for none, one that is too long, or one with what no line holds."""
    text = named(name)
    if not text or len(text) > LONGEST_NAME or not text.isprintable() or "/" in text:
        raise UsageError(
            "this cannot be the name of an account",
            remedy="A name is at most {most} characters on one line, without a slash.",
            most=LONGEST_NAME,
        )
    return text


def proper_email(email: str) -> str:
    """An address as mail systems take it, "" for none. Raises UsageError."""
    if not email.strip():
        return ""
    try:
        return ascii_address(email.strip())
    except ValueError as error:
        raise UsageError(
            "this is no mail address", remedy="Write it as name@example.org, or leave it out."
        ) from error


def proper_language(language: str) -> str:
    """A language of the console, "" for what the browser asks for. Raises UsageError."""
    if language and language not in LANGUAGES:
        raise UsageError("this is no language of the console", remedy="Choose nl, en or fr.")
    return language


def link_address(settings: Settings, token: str, at: str = "") -> str:
    """The address of a sign-in link: below the public address, else where the service listens, or `at` ("host:port")."""
    return f"{console_address(settings, at)}/sign-in/{quote(token, safe='')}"


def console_address(settings: Settings, at: str = "") -> str:
    """Where people reach the console, without a slash at its end."""
    if settings.public_url:
        return settings.public_url
    host, _, port = (at or settings.listen).rpartition(":")
    bare = host.strip("[]")
    bare = _LOOPBACK.get(bare, bare)
    return f"http://[{bare}]:{port}" if ":" in bare else f"http://{bare}:{port}"
