"""Who may use the console: administrators make accounts, change them and let people in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from servwatch.cycle.accounts import AccountDesk, link_address
from servwatch.errors import NotFound, ServwatchError, UsageError
from servwatch.locale import Words
from servwatch.model.account import Account, Role
from servwatch.web.console.entering import begin, keep
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

_ADMINISTRATOR = Role.ADMINISTRATOR


def role_names(speech: Words) -> Mapping[str, str]:
    """What roles are called, the least first."""
    return {
        Role.READER.word: speech._("Reader"),
        Role.EDITOR.word: speech._("Editor"),
        Role.ADMINISTRATOR.word: speech._("Administrator"),
    }


def show(visit: Visit) -> Response:
    """List the accounts, with a form for one more."""
    return _list(visit)


def add(visit: Visit) -> Response:
    """Make an account, and show the link by which its person comes in."""
    form = visit.form
    try:
        made = _desk(visit).add(
            form.get("name")[:300],
            _role(form.get("role")),
            email=form.line("email", 300),
            language=form.line("language", 10),
        )
    except UsageError as error:
        return _list(visit, error)
    visit.about, visit.detail = made.name, made.role.word
    return _with_link(visit, made)


def one(visit: Visit) -> Response:
    """Show one account, with what can be done with it."""
    found = _named(visit)
    return visit.page("account-of.html.j2", account=found, roles=role_names(visit.words))


def link(visit: Visit) -> Response:
    """Make a sign-in link and show it once."""
    return _with_link(visit, _named(visit))


def set_role(visit: Visit) -> Response:
    """Give an account another role."""
    changed = _desk(visit).set_role(_named(visit).name, _role(visit.form.get("role")))
    visit.about, visit.detail = changed.name, changed.role.word
    role = role_names(visit.words)[changed.role.word]
    return _back(visit, visit.words._("{name} has another role: {role}.", name=changed.name, role=role))


def describe(visit: Visit) -> Response:
    """Change the mail address, language and initials of an account."""
    found = _named(visit)
    _describe(visit, found)
    visit.about = found.name
    return _back(visit, visit.words._("Saved."))


def set_password(visit: Visit) -> Response:
    """Give an account a password; its sessions end."""
    found = _named(visit)
    _desk(visit).set_password(found.name, visit.form.get("password"))
    visit.about = found.name
    text = visit.words._("{name} has a new password, and is signed out everywhere.", name=found.name)
    if visit.account is not None and visit.account.id == found.id:
        return _in_again(visit, found, f"/accounts/{found.id}", text)
    return _back(visit, text)


def disable(visit: Visit) -> Response:
    """Let nobody in by an account."""
    changed = _desk(visit).disable(_named(visit).name)
    visit.about = changed.name
    return _back(visit, visit.words._("{name} can sign in no more.", name=changed.name))


def enable(visit: Visit) -> Response:
    """Undo it."""
    changed = _desk(visit).enable(_named(visit).name)
    visit.about = changed.name
    return _back(visit, visit.words._("{name} can sign in again.", name=changed.name))


def remove(visit: Visit) -> Response:
    """Remove an account."""
    gone = _desk(visit).remove(_named(visit).name)
    visit.about = gone.name
    return visit.go("/accounts", visit.words._("The account {name} is removed.", name=gone.name))


def mine(visit: Visit) -> Response:
    """Show the visitor's own account."""
    return _mine(visit)


def describe_me(visit: Visit) -> Response:
    """Change the visitor's own mail address, language and initials."""
    try:
        _describe(visit, _me(visit))
    except UsageError as error:
        return _mine(visit, error)
    return visit.go("/account", visit.words._("Saved."))


def change_password(visit: Visit) -> Response:
    """Change the visitor's own password: the old one is asked, and guessing it is as slow as at the door."""
    me, form = _me(visit), visit.form
    if me.has_password:
        wait = visit.site.waits.attempt(me.name, visit.place)
        if wait:
            visit.headers["Retry-After"] = str(wait)
            return _mine(visit, UsageError("too many attempts; try again in a minute"), 429)
        if not _desk(visit).is_password(me.name, form.get("old")):
            return _mine(visit, UsageError("the old password is not right"), 403)
        visit.site.waits.succeeded(me.name, visit.place)
    if form.get("password") != form.get("again"):
        return _mine(visit, UsageError("the new password was not typed the same twice"))
    try:
        _desk(visit).set_password(me.name, form.get("password"))
    except UsageError as error:
        return _mine(visit, error)
    text = visit.words._("Your password is changed. Wherever else you were signed in, you are no more.")
    return _in_again(visit, me, "/account", text)


def end_others(visit: Visit) -> Response:
    """Sign the visitor out everywhere else."""
    visit.archive.accounts.end_others(_me(visit).id, visit.session)
    return visit.go("/account", visit.words._("You are signed in here only."))


def _in_again(visit: Visit, account: Account, path: str, text: str) -> Response:
    """All sessions ended, this one too: begin another here."""
    about = visit.about
    begin(visit, account)
    visit.about = about or account.name
    return keep(visit, visit.go(path, text))


def _list(visit: Visit, fault: ServwatchError | None = None) -> Response:
    facts: dict[str, Any] = {
        "accounts": visit.archive.accounts.all(),
        "roles": role_names(visit.words),
        "form": visit.form,
    }
    if fault is None:
        return visit.page("accounts.html.j2", **facts)
    return visit.page("accounts.html.j2", status=422, said=_said(visit, fault), **facts)


def _mine(visit: Visit, fault: ServwatchError | None = None, status: int = 422) -> Response:
    me = _me(visit)
    alive = visit.archive.accounts.sessions(me.id, visit.now, visit.settings.console.idle)
    facts: dict[str, Any] = {
        "account": me,
        "role": role_names(visit.words)[me.role.word],
        "elsewhere": max(alive - 1, 0),
    }
    if fault is None:
        return visit.page("account.html.j2", **facts)
    return visit.page("account.html.j2", status=status, said=_said(visit, fault), **facts)


def _said(visit: Visit, fault: ServwatchError) -> Said:
    text = fault.sentence(visit.words._)
    return Said(text[:1].upper() + text[1:], "bad")


def _with_link(visit: Visit, account: Account) -> Response:
    token = _desk(visit).link(account.name)
    visit.about = account.name
    address = link_address(visit.settings, token, visit.site.address)
    return visit.page("account-link.html.j2", account=account, address=address)


def _describe(visit: Visit, account: Account) -> Account:
    form = visit.form
    return _desk(visit).describe(
        account,
        email=form.line("email", 300),
        language=form.line("language", 10),
        initials=form.line("initials", 40),
    )


def _back(visit: Visit, text: str) -> Response:
    return visit.go(f"/accounts/{visit.parameter('number')}", text)


def _named(visit: Visit) -> Account:
    """The account of the path. Raises NotFound."""
    number = visit.parameter("number")
    found = next((a for a in visit.archive.accounts.all() if a.id == number), None)
    if found is None:
        raise NotFound("there is no such account")
    return found


def _me(visit: Visit) -> Account:
    if visit.account is None:
        raise NotFound("there is no such account")
    return replace(visit.account)


def _role(word: str) -> Role:
    found = Role.of(word)
    if found is None:
        raise UsageError("this is no role", remedy="Choose reader, editor or administrator.")
    return found


def _desk(visit: Visit) -> AccountDesk:
    return AccountDesk(visit.archive, visit.now)


def _act(name: str, answer: Callable[[Visit], Response]) -> Page:
    path = f"/accounts/{{number:int}}/{name}"
    return Page(path, f"accounts.{name}", answer, "POST", _ADMINISTRATOR, most_bytes=10_000)


PAGES = (
    Page("/accounts", "accounts", show, role=_ADMINISTRATOR),
    Page("/accounts", "accounts.add", add, "POST", _ADMINISTRATOR, most_bytes=10_000),
    Page("/accounts/{number:int}", "accounts.one", one, role=_ADMINISTRATOR),
    _act("link", link),
    _act("role", set_role),
    _act("describe", describe),
    _act("password", set_password),
    _act("disable", disable),
    _act("enable", enable),
    _act("remove", remove),
    Page("/account", "account", mine),
    Page("/account", "account.describe", describe_me, "POST", most_bytes=10_000),
    Page("/account/password", "account.password", change_password, "POST", most_bytes=10_000),
    Page("/account/sessions", "account.sessions", end_others, "POST", most_bytes=10_000),
)
