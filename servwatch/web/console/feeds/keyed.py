"""Who a program reads for: a session, or the key of an account in the address or in a header."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from servwatch.model.account import Account
from servwatch.web.console.visit import Visit

_BEARER = "bearer "


def reading_account(visit: Visit) -> Account | None:
    """The account, None where neither says who it is. A key in a header goes before the session."""
    given = visit.request.headers.get("authorization", "")
    key = (
        given[len(_BEARER) :].strip()
        if given[: len(_BEARER)].lower() == _BEARER
        else visit.query.get("key", "")
    )
    if not key:
        return visit.account
    number = visit.archive.reading_keys.account_of(key)
    return next((a for a in visit.archive.accounts.all() if a.id == number and not a.disabled), None)


def no_key() -> Response:
    """What is answered to who brings none."""
    headers = {"WWW-Authenticate": 'Bearer realm="servwatch"'}
    return PlainTextResponse("This address needs the key of an account.\n", 401, headers=headers)


def public_address(visit: Visit, path: str, **query: object) -> str:
    """An absolute address of the console, as the one who asks reaches it."""
    public = visit.settings.public_url
    if public:
        return public + visit.at(path, **query).removeprefix(visit.base)
    parts = visit.request.url
    return f"{parts.scheme}://{parts.netloc}{visit.at(path, **query)}"
