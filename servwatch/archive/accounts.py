"""The accounts of the console, with their sessions and sign-in links.

Kept of a token is only its hash: who reads the tables can sign in as nobody (OWASP Session Management Cheat Sheet).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from servwatch.archive.console_tables import account, session, sign_in_link
from servwatch.archive.database import Database, in_turn
from servwatch.archive.upsert import insert_missing
from servwatch.errors import UsageError
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
        """Make an account; `new.id` is not used. Raises UsageError where the name is taken."""
        values = _values(new) | {"name": named(new.name), "made": now, "password": password}
        with self._database.write() as connection:
            statement = insert_missing(connection, account, "name").returning(account.c.id)
            made = connection.execute(statement, values).scalar()
        if made is None:
            raise UsageError(
                "there is an account {name} already", remedy="Choose another name.", name=named(new.name)
            )
        return replace(new, id=made, name=named(new.name), made=now, has_password=password is not None)

    def change(self, changed: Account) -> None:
        """Put an account in the place of the one with its id; what it may no longer do, it may no longer at once.

        Raises UsageError where no administrator would be left who can sign in.
        """
        with self._database.write() as connection:
            before = _administrators(connection)
            connection.execute(update(account).where(account.c.id == changed.id).values(_values(changed)))
            _require_administrator(connection, before)
            if changed.disabled:
                _end_all(connection, changed.id)

    def set_password(self, number: int, password: str | None) -> None:
        """Give an account a password (a PHC string), or take it away; all its sessions end."""
        with self._database.write() as connection:
            connection.execute(update(account).where(account.c.id == number).values(password=password))
            _end_all(connection, number)

    def remove(self, number: int) -> None:
        """Remove an account; its deeds stay. Raises UsageError where no administrator would be left."""
        with self._database.write() as connection:
            before = _administrators(connection)
            connection.execute(delete(account).where(account.c.id == number))
            _require_administrator(connection, before)

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
        if now - row.used > min(SEEN_EACH, idle / 4) or row.said:
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

    def sessions(self, number: int, now: datetime, idle: timedelta) -> int:
        """How many sessions of an account are alive."""
        alive = (session.c.account == number, session.c.until > now, session.c.used >= now - idle)
        with self._database.read() as connection:
            return connection.execute(select(func.count()).where(*alive)).scalar() or 0

    def end_others(self, number: int, token: str) -> int:
        """End every session of an account but that of a token, and its sign-in links. How many sessions."""
        others = (session.c.account == number, session.c.hash != hashed(token))
        with self._database.write() as connection:
            connection.execute(delete(sign_in_link).where(sign_in_link.c.account == number))
            return connection.execute(delete(session).where(*others)).rowcount

    def link(self, number: int, until: datetime, *, beside: datetime | None = None) -> str:
        """Make a sign-in link's token, good once; earlier ones of the account are no longer.

        Where a time is given, those that are good until after it stay `beside`: whoever asks for links in
        another's name takes none from them.
        """
        token = token_urlsafe(32)
        earlier = sign_in_link.c.account == number
        with self._database.write() as connection:
            if beside is not None:
                connection.execute(delete(sign_in_link).where(earlier, sign_in_link.c.until <= beside))
            else:
                connection.execute(delete(sign_in_link).where(earlier))
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


def _administrators(connection: Connection) -> int:
    """How many administrators can sign in; whoever asks next waits until this transaction has ended."""
    in_turn(connection, "accounts")
    able = (account.c.role == Role.ADMINISTRATOR.word, account.c.disabled.is_(False))
    return connection.execute(select(func.count()).where(*able)).scalar() or 0


def _require_administrator(connection: Connection, before: int) -> None:
    if before and not _administrators(connection):
        raise UsageError(
            "this is the last administrator who can sign in",
            remedy="Make another account an administrator first.",
        )


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
