"""One request to the console, as its page sees it: who asks, in which language, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import InForce
from servwatch.locale import Words
from servwatch.model import Settings
from servwatch.model.account import Account, Role
from servwatch.web.console.cookies import form_token
from servwatch.web.console.forms import Form
from servwatch.web.console.hosts import place_of
from servwatch.web.console.navigation import sections_for
from servwatch.web.console.routes import Page
from servwatch.web.console.site import Site


@dataclass(frozen=True, slots=True)
class Said:
    """What a page shows once above all else: what was just done, or why it was not."""

    text: str
    mood: str = "good"  # "good" | "doubt" | "bad"


@dataclass(slots=True)
class Visit:
    """One request. Its page answers with `page`, `part` or `go`."""

    site: Site
    request: Request
    row: Page
    current: InForce
    words: Words
    account: Account | None
    form: Form
    session: str = ""
    said: Said | None = None
    about: str = ""  # what a POST was about, for the log of deeds; else what its path names
    detail: str = ""  # what is to be remembered of it
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.current.settings

    @property
    def archive(self) -> Archive:
        """The archive. Raises ArchiveError."""
        return self.site.archive

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return self.site.clock.now()

    @property
    def query(self) -> QueryParams:
        """What stands behind the question mark."""
        return self.request.query_params

    @property
    def base(self) -> str:
        """What stands before every path of the console, where a proxy gives it a place below a host's root."""
        return str(self.request.scope.get("servwatch.base", ""))

    @property
    def scripted(self) -> bool:
        """Whether our own script asks, which wants a part of a page rather than a new one."""
        return self.request.headers.get("x-requested-by", "") == "servwatch"

    @property
    def place(self) -> str:
        """The address that asks."""
        return place_of(self.request, self.settings.console.trusted_proxies)

    @property
    def secure(self) -> bool:
        """Whether the browser came by https."""
        return self.request.url.scheme == "https"

    def parameter(self, name: str) -> Any:
        """A part of the path."""
        return self.request.path_params[name]

    def may(self, role: str) -> bool:
        """Whether the visitor may do what this role may."""
        least = Role.of(role)
        return self.account is not None and least is not None and self.account.role >= least

    @property
    def by(self) -> str:
        """The name with which a decision is signed."""
        return self.account.name if self.account is not None else ""

    def at(self, path: str, **query: object) -> str:
        """The address of a page of the console."""
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{self.base}{path}" + (f"?{urlencode(kept, doseq=True)}" if kept else "")

    def asset(self, name: str) -> str:
        """The address of a static file."""
        return self.base + self.site.templates.asset(name)

    def here(self, **changed: object) -> str:
        """The address of this page with some of its query changed; None or "" takes a key out."""
        path = self.request.url.path.removeprefix(self.base)
        query: dict[str, object] = {name: self.query.getlist(name) for name in self.query}
        return self.at(path, **(query | changed))

    def render(self, template: str, **facts: Any) -> str:
        """Fill a template, which knows the visit, its words, and its facts."""
        return self.site.templates.render(template, {**self._shared(), **facts})

    def page(self, template: str, *, status: int = 200, said: Said | None = None, **facts: Any) -> Response:
        """Answer with a page. `said` is shown above it, in the place of what the last POST left."""
        self.said = said or self.said
        return HTMLResponse(self.render(template, **facts), status, headers=self.headers)

    def part(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """Answer with a part of a page, for our own script."""
        return HTMLResponse(self.render(template, **facts), status, headers=self.headers)

    def go(self, path: str, said: str = "", mood: str = "good", **query: object) -> Response:
        """Send the browser on to a page of the console (303), which shows once what was done."""
        if said and self.session:
            self.archive.accounts.say(self.session, {"text": said, "mood": mood})
        return self.go_to(self.at(path, **query))

    def go_to(self, address: str) -> Response:
        """Send the browser on to an address as it is; what of it is no address is written as such."""
        return RedirectResponse(address, 303, headers=self.headers)

    def _shared(self) -> Mapping[str, Any]:
        return {
            "visit": self,
            "words": self.words,
            "_": self.words._,
            "n_": self.words.n_,
            "at": self.at,
            "form_token": form_token(self.session) if self.session else "",
            "sections": sections_for(self),
        }
