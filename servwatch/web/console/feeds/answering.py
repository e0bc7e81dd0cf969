"""Answer feed readers and calendars. Whoever holds the key of an account reads, and does nothing else."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from starlette.responses import Response

from servwatch.archive.deadlines import DeadlineQuery
from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
from servwatch.errors import NotFound
from servwatch.locale import words
from servwatch.model.account import Account, Role
from servwatch.web.console.archive.naming import Naming
from servwatch.web.console.archive.numbers import LARGEST
from servwatch.web.console.feeds.atom import MEDIA_TYPE as ATOM
from servwatch.web.console.feeds.atom import atom
from servwatch.web.console.feeds.channel import Channel
from servwatch.web.console.feeds.choosing import of_dossier, of_search, of_theme
from servwatch.web.console.feeds.json_feed import MEDIA_TYPE as JSON
from servwatch.web.console.feeds.json_feed import json_feed
from servwatch.web.console.feeds.keyed import no_key, reading_account
from servwatch.web.console.routes import Answer, Page
from servwatch.web.console.visit import Visit

_FORMS: dict[str, tuple[str, Callable[[Channel], bytes]]] = {"atom": (ATOM, atom), "json": (JSON, json_feed)}
Choice = Callable[[Visit, Account], Channel]


def _theme(visit: Visit, _account: Account) -> Channel:
    return of_theme(visit, str(visit.parameter("about")))


def _dossier(visit: Visit, _account: Account) -> Channel:
    return of_dossier(visit, str(visit.parameter("about"))[:200])


def _search(visit: Visit, account: Account) -> Channel:
    number = int(visit.parameter("about"))
    return of_search(visit, number if number <= LARGEST else 0, account)


def _feed(form: str, choose: Choice) -> Answer:
    media_type, write = _FORMS[form]

    def answer(visit: Visit) -> Response:
        account = _welcome(visit)
        if account is None:
            return no_key()
        return unless_known(visit, write(choose(visit, account)), media_type)

    return answer


def deadlines(visit: Visit) -> Response:
    """Every deadline that is not long over as a calendar, of one theme where one is named."""
    if _welcome(visit) is None:
        return no_key()
    theme = visit.query.get("theme", "")
    if theme and theme not in {one.id for one in visit.settings.themes}:
        raise NotFound("no {what} has the id {name}", what="theme", name=theme)
    today = visit.settings.day_of(visit.now)
    entries = visit.archive.deadlines.find(DeadlineQuery(theme=theme, since=today.replace(month=1, day=1)))
    title = visit.words._("Deadlines")
    if theme:
        title += visit.words.colon + Naming(visit.settings, visit.words).theme(theme)
    domain = uid_domain(visit.settings.mail.sender)
    body = deadline_calendar(entries, visit.words, name=title, domain=domain)
    return unless_known(visit, body, "text/calendar; charset=utf-8")


def _welcome(visit: Visit) -> Account | None:
    """Who reads; from here on in the language of that account, for programs ask in none."""
    account = reading_account(visit)
    if account is not None and visit.account is None:
        visit.words = words(account.language or visit.settings.language, visit.settings.timezone)
    return account


def unless_known(visit: Visit, body: bytes, media_type: str) -> Response:
    """The body, or 304 where the program has it already (RFC 9110, 13.1.2)."""
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Authorization, Accept-Language",
    }
    known = visit.request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


PAGES = (
    *(
        Page(
            f"/feeds/{kind}/{{about{shape}}}.{form}",
            f"feeds.{kind}-{form}",
            _feed(form, choose),
            role=None,
            by_key=Role.READER,
        )
        for kind, shape, choose in (
            ("theme", "", _theme),
            ("dossier", ":path", _dossier),
            ("search", ":int", _search),
        )
        for form in _FORMS
    ),
    Page("/feeds/deadlines.ics", "feeds.deadlines", deadlines, role=None, by_key=Role.READER),
)
