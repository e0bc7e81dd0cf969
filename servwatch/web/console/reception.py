"""What stands before every page: who asks, whether they may, whether the form is theirs; and what is written down after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import anyio
import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servwatch.archive.deeds import Deed
from servwatch.errors import ArchiveError, ConfigError, DraftMoved, LockHeld, NotFound, ServwatchError
from servwatch.locale import words
from servwatch.model import Settings
from servwatch.model.account import Account
from servwatch.web.console.cookies import from_elsewhere, is_ours, session_token
from servwatch.web.console.entering import begin, keep
from servwatch.web.console.forms import Form, read_form
from servwatch.web.console.named_by_proxy import account_claimed, claimed_name
from servwatch.web.console.routes import Page
from servwatch.web.console.site import Site
from servwatch.web.console.visit import Said, Visit
from servwatch.web.unsubscribe import accepted_language

_log = structlog.get_logger(__name__)

_AT_WORK = 8
"""Pages made at once: as many as the archive has connections."""


class Reception:
    """Leads each request to its page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._limiter: anyio.CapacityLimiter | None = None

    async def receive(self, row: Page, request: Request) -> Response:
        """Answer one request for a page of the table. Raises HTTPException."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_AT_WORK)
        form = Form()
        if row.method == "POST":
            if from_elsewhere(request):
                raise HTTPException(403)
            form = await read_form(request, row.most_bytes)
        return await anyio.to_thread.run_sync(self._answer, row, request, form, limiter=self._limiter)

    async def lead_on(self, request: Request) -> Response:
        """Say that there is no page at this address, with the way to those that there are."""
        return await anyio.to_thread.run_sync(self._nowhere, request, limiter=self._limiter)

    def _nowhere(self, request: Request) -> Response:
        visit = self._visit(_NOWHERE, request, Form())
        return _refuse(visit, 404, visit.words._("There is no page at this address."))

    def _answer(self, row: Page, request: Request, form: Form) -> Response:
        visit = self._visit(row, request, form)
        claimed = claimed_name(request, visit.settings)
        if claimed and (visit.account is None or visit.account.name != claimed):
            return self._by_proxy(visit, claimed)
        return self._let_act(visit)

    def _by_proxy(self, visit: Visit, claimed: str) -> Response:
        """Answer whom the house's web server names, in a session of their own; a form of another's does nothing."""
        account = account_claimed(visit, claimed)
        if account is None and visit.row.role is None:  # what is open to everybody is open to them
            return self._let_act(replace(visit, account=None, session="", said=None))
        if account is None:
            text = visit.words._("There is no account for {name}. Ask an administrator.", name=claimed)
            return _refuse(replace(visit, account=None, session=""), 403, text)
        begin(visit, account)
        if visit.row.method != "GET":
            return keep(visit, visit.go("/"))
        return keep(visit, self._let_act(visit))

    def _let_act(self, visit: Visit) -> Response:
        row, form = visit.row, visit.form
        if row.role is not None and visit.account is None:
            return _to_the_door(visit)
        if row.role is not None and visit.account is not None and visit.account.role < row.role:
            return _refuse(visit, 403, visit.words._("This page is not open to your account."))
        if (
            row.method == "POST"
            and visit.session
            and row.role is not None
            and not is_ours(visit.session, form.get("token"))
        ):
            text = visit.words._("This form is no longer good: open the page again, and send it anew.")
            return _refuse(visit, 403, text)
        try:
            answer = row.answer(visit)
        except ServwatchError as error:
            _log.info("page refused", page=row.name, error=str(error))
            return _refuse(visit, _status_of(error), error.sentence(visit.words._))
        if row.method == "POST" and row.kept and answer.status_code < 400:
            self._write_down(visit)
        return answer

    def _visit(self, row: Page, request: Request, form: Form) -> Visit:
        current = self._site.current
        token = session_token(request, secure=request.url.scheme == "https")
        account, said = self._account(token, current.settings)
        language = account.language if account is not None else ""
        accepted = accepted_language(request.headers.get("accept-language", ""), current.settings.language)
        speech = words(language or accepted, current.settings.timezone)
        headers = {"Content-Language": speech.language}
        session = token if account is not None else ""
        return Visit(self._site, request, row, current, speech, account, form, session, said, headers=headers)

    def _account(self, token: str, settings: Settings) -> tuple[Account | None, Said | None]:
        if not token:
            return None, None
        found = self._site.archive.accounts.of_session(token, self._site.clock.now(), settings.console.idle)
        if found is None:
            return None, None
        account, said = found
        return account, _said(said)

    def _write_down(self, visit: Visit) -> None:
        about = visit.about or " ".join(str(part) for part in visit.request.path_params.values())
        done = Deed(visit.now, visit.by, visit.row.name, about, visit.detail, visit.place)
        visit.archive.deeds.add(done)


_NOWHERE = Page("/", "nowhere", lambda visit: visit.go("/"), role=None)
"""Stands in no table: what is said where none of its rows is."""


def _said(document: Mapping[str, Any] | None) -> Said | None:
    return (
        None if document is None else Said(str(document.get("text", "")), str(document.get("mood", "good")))
    )


def _to_the_door(visit: Visit) -> Response:
    """To the sign-in page, and from there back to a page that can be opened again."""
    if visit.row.parts or visit.scripted:
        raise HTTPException(401)
    wanted = visit.here() if visit.row.method == "GET" else ""
    query = {"next": wanted} if wanted and wanted != visit.at("/") else {}
    return RedirectResponse(visit.at("/sign-in", **query), 303, headers=visit.headers)


def _refuse(visit: Visit, status: int, sentence: str) -> Response:
    return replace(visit, said=None).page("refused.html.j2", status=status, sentence=sentence)


def _status_of(error: ServwatchError) -> int:
    """What the status of an answer says of an error (RFC 9110, 15.5 and 15.6)."""
    for kind, status in (
        (NotFound, 404),
        ((DraftMoved, LockHeld), 409),
        (ArchiveError, 503),
        (ConfigError, 422),
    ):
        if isinstance(error, kind):
            return status
    return 422
