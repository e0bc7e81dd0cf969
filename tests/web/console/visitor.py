"""A console on loopback over an archive of the test's own, and people who visit it with a plain HTTP client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from argon2 import PasswordHasher

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import in_force
from servwatch.locale import LANGUAGES
from servwatch.model.account import Account, Role
from servwatch.web.server import WebServer

PASSWORD = "lang genoeg om te raden"
_KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # slow on purpose elsewhere
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


class Hands:
    """A clock whose hands a test turns."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def now(self) -> datetime:
        return self.time


class Console:
    """The console of a configuration, at `address`. `reread` is what the service does when files changed."""

    def __init__(self, path: Path, now: datetime) -> None:
        self.path = path
        self.clock = Hands(now)
        self.server = WebServer(self.clock, environ={})
        self._visitors: list[Visitor] = []

    @property
    def address(self) -> str:
        assert self.server.address is not None
        host, port = self.server.address
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        self.server.begin(in_force(self.path, {}), self.reread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for visitor in self._visitors:
            visitor.client.close()
        self.server.stop()

    def reread(self) -> None:
        self.server.go_on(in_force(self.path, {}))

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        with Archive(in_force(self.path, {}).settings.database) as archive:
            yield archive

    def account(self, role: Role | str, name: str = "", **more: object) -> Account:
        """An account with a role; its password is PASSWORD."""
        known = role if isinstance(role, Role) else Role.of(role)
        assert known is not None
        with self.archive() as archive:
            found = archive.accounts.find(name or known.word)
            made = Account(0, name or known.word, known, **more)  # type: ignore[arg-type]
            return found or archive.accounts.add(made, self.clock.now(), _KEPT)

    def visitor(self, role: Role | str | None = None, *, language: str = "en", name: str = "") -> Visitor:
        """Somebody signed in with a role, or nobody in particular."""
        assert language in LANGUAGES
        visitor = Visitor(self.address, language)
        self._visitors.append(visitor)
        if role is not None:
            account = self.account(role, name)
            answer = visitor.sign_in(account.name)
            assert answer.status_code == 303, answer.text
        return visitor


class Visitor:
    """A browser without script: keeps cookies, fills in forms, follows nothing by itself."""

    def __init__(self, address: str, language: str = "en") -> None:
        self.client = httpx.Client(
            base_url=address, headers={"Accept-Language": language}, timeout=30, trust_env=False
        )
        self._token = ""

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        self._token = ""
        return self.client.post("/sign-in", data={"name": name, "password": password, **fields})

    def get(self, path: str, **query: object) -> httpx.Response:
        return self.client.get(path, params=query or None)

    def see(self, path: str, **query: object) -> str:
        """The page, which must be there."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.text

    def token(self) -> str:
        """What the forms of this session carry."""
        if not self._token:
            found = _TOKEN.search(self.see("/"))
            assert found is not None
            self._token = found[1]
        return self._token

    def post(self, path: str, **fields: object) -> httpx.Response:
        """Send a form of the session; a list is a field given several times."""
        return self.client.post(path, data={"token": self.token(), **fields})

    def do(self, path: str, **fields: object) -> str:
        """Send a form that must succeed; return the page it leads to."""
        answer = self.post(path, **fields)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text[:3000]}"
        return self.see(answer.headers["location"])
