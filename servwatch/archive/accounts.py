"""The accounts of the console, with their sessions and sign-in links.

Kept of a token is only its hash: who reads the tables can sign in as nobody (OWASP Session Management Cheat Sheet).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from servwatch.archive.console_tables import account, session, sign_in_link
from servwatch.archive.database import Database
from servwatch.model.account import Account, Role

SEEN_EACH = timedelta(minutes=5)
"""How often it is written down that a session is in use."""


class Accounts:
    """The accounts of the archive. Names are compared in lower case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._database.read() as connection:
            return [_account(row) for row in connection.execute(select(account).order_by(account.c.name))]

    def find(self, name: str) -> Account | None:
        """The account of a name, as it is typed."""
        return self._one(account.c.name == named(name))

    def by_email(self, email: str) -> Account | None:
        """The first account with that address."""
        wanted = named(email)
        return next((one for one in self.all() if one.email and one.email.casefold() == wanted), None)

    def password_of(self, name: str) -> str | None:
        """The PHC string of an account that may sign in by password, None for any other."""
        with self._database.read() as connection:
            wanted = select(account.c.password).where(
                account.c.name == named(name), account.c.disabled.is_(False)
            )
            found: str | None = connection.execute(wanted).scalar()
            return found

    def add(self, new: Account, now: datetime, password: str | None = None) -> Account:
        """Make an account; `new.id` is not used. Raises what the database raises where the name is taken."""
        values = _values(new) | {"name": named(new.name), "made": now, "password": password}
        with self._database.write() as connection:
            connection.execute(insert(account).values(values))
        found = self.find(new.name)
        if found is None:
            raise AssertionError("an account that was made can be found")
        return found

    def change(self, changed: Account) -> None:
        """Put an account in the place of the one with its id; what it may no longer do, it may no longer at once."""
        with self._database.write() as connection:
            connection.execute(update(account).where(account.c.id == changed.id).values(_values(changed)))
            if changed.disabled:
                _end_all(connection, changed.id)

    def set_password(self, number: int, password: str | None) -> None:
        """Give an account a password (a PHC string), or take it away; all its sessions end."""
        with self._database.write() as connection:
            connection.execute(update(account).where(account.c.id == number).values(password=password))
            _end_all(connection, number)

    def remove(self, number: int) -> None:
        """Remove an account; its deeds stay."""
        with self._database.write() as connection:
            connection.execute(delete(account).where(account.c.id == number))

    def begin(self, number: int, now: datetime, until: datetime) -> str:
        """Begin a session; return its token, which is always a new one, so that none can be planted beforehand."""
        token = token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(delete(session).where(session.c.until < now))
            connection.execute(update(account).where(account.c.id == number).values(last_seen=now))
            values = {"hash": hashed(token), "account": number, "made": now, "used": now, "until": until}
            connection.execute(insert(session).values(values))
        return token

    def of_session(
        self, token: str, now: datetime, idle: timedelta
    ) -> tuple[Account, Mapping[str, Any] | None] | None:
        """Whose session it is and what its next page shows; None where it ended or is none."""
        wanted = (
            select(account, session.c.used, session.c.said)
            .join(session, session.c.account == account.c.id)
            .where(session.c.hash == hashed(token), session.c.until > now, account.c.disabled.is_(False))
        )
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
        if row is None or now - row.used > idle:
            return None
        if now - row.used > SEEN_EACH or row.said:
            with self._database.write(lasting=False) as connection:
                connection.execute(
                    update(session).where(session.c.hash == hashed(token)).values(used=now, said=None)
                )
                connection.execute(update(account).where(account.c.id == row.id).values(last_seen=now))
        return _account(row), row.said

    def say(self, token: str, said: Mapping[str, Any]) -> None:
        """Let the next page of a session show something once."""
        with self._database.write(lasting=False) as connection:
            connection.execute(update(session).where(session.c.hash == hashed(token)).values(said=dict(said)))

    def end(self, token: str) -> None:
        """End one session."""
        with self._database.write() as connection:
            connection.execute(delete(session).where(session.c.hash == hashed(token)))

    def link(self, number: int, until: datetime) -> str:
        """Make a sign-in link's token, good once; earlier ones of the account are no longer."""
        token = token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(delete(sign_in_link).where(sign_in_link.c.account == number))
            values = {"hash": hashed(token), "account": number, "until": until}
            connection.execute(insert(sign_in_link).values(values))
        return token

    def take_link(self, token: str, now: datetime) -> Account | None:
        """Whose sign-in link it is, None for one that is too old, was used, or is none. It is used up by this."""
        with self._database.write() as connection:
            wanted = select(sign_in_link).where(
                sign_in_link.c.hash == hashed(token), sign_in_link.c.until > now
            )
            row = connection.execute(wanted).first()
            connection.execute(delete(sign_in_link).where(sign_in_link.c.hash == hashed(token)))
        found = None if row is None else self._one(account.c.id == row.account)
        return None if found is None or found.disabled else found

    def _one(self, condition: Any) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(select(account).where(condition)).first()
        return None if row is None else _account(row)


def named(name: str) -> str:
    """A name as accounts are compared by it."""
    return " ".join(name.split()).casefold()


def hashed(token: str) -> str:
    """The hash under which a token is kept."""
    return blake2b(token.encode(errors="replace"), digest_size=32).hexdigest()


def _end_all(connection: Any, number: int) -> None:
    connection.execute(delete(session).where(session.c.account == number))
    connection.execute(delete(sign_in_link).where(sign_in_link.c.account == number))


def _values(one: Account) -> dict[str, Any]:
    return {
        "role": one.role.word,
        "email": one.email,
        "language": one.language,
        "initials": one.initials,
        "disabled": one.disabled,
    }


def _account(row: Row[Any]) -> Account:
    return Account(
        row.id,
        row.name,
        Role.of(row.role) or Role.READER,
        row.email,
        row.language,
        row.initials,
        row.made,
        row.last_seen,
        row.disabled,
        row.password is not None,
    )
