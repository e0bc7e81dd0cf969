"""What the forms about members hold: a member as the members file has it, and preferences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servwatch.config import members_place, read_file
from servwatch.cycle.configuration import in_force
from servwatch.errors import ServwatchError, UsageError
from servwatch.locale import LANGUAGES
from servwatch.model import Recipient, Settings
from servwatch.web.console.forms import Form

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit


def members_file(visit: Visit) -> Path:
    """The members file of the configuration."""
    return members_place(visit.current.loaded.root, visit.settings.path.parent)


def settings_now(visit: Visit) -> Settings:
    """The settings with the members as their file has them now: the service reads it anew only after its cycle."""
    file, files = members_file(visit), visit.current.loaded.files
    try:
        if visit.current.problems or read_file(file) == files.get(str(file)):
            return visit.settings
        return in_force(visit.settings.path, visit.site.environ).settings
    except (OSError, ServwatchError):
        return visit.settings


def groups_of(settings: Settings) -> list[str]:
    """Every group that a digest goes to or somebody is in, in the order of the alphabet."""
    named = {group for digest in settings.digests for group in digest.groups}
    return sorted(named | {group for who in settings.recipients for group in who.groups})


def read_member(form: Form) -> dict[str, Any]:
    """A member, by the keys of `[[member]]`; what was left empty is "" or (). Raises UsageError."""
    others = form.line("groups").replace(",", " ").split()
    language = form.get("language")
    return {
        "email": form.line("email", 320),
        "name": form.line("name", 200),
        "language": language if language in LANGUAGES else "",
        "groups": tuple(dict.fromkeys([*form.all("group"), *others])),
        "role": form.line("role", 200),
        "organisation": form.line("organisation", 200),
        "copy": tuple(form.line("copy").replace(",", " ").split()) or "",
        "from": _day(form.line("from", 20)),
        "until": _day(form.line("until", 20)),
    }


def given_member(who: Recipient) -> dict[str, Any]:
    """A member as the form shows it."""
    return {
        "email": who.email,
        "name": who.name,
        "language": who.language,
        "groups": who.groups,
        "role": who.role,
        "organisation": who.organisation,
        "copy": who.copy,
        "from": who.since or "",
        "until": who.until or "",
    }


def state_of(who: Recipient) -> str:
    """A short name of how a member stands in the file, by which a form knows whether it was changed meanwhile."""
    return blake2b(repr(who).encode(errors="replace"), digest_size=8).hexdigest()


def preference_choices(visit: Visit) -> Mapping[str, list[tuple[str, str]]]:
    """What can be chosen, with its words."""
    _ = visit.words._
    names = [(t.id, t.name.get(visit.words.language) or t.id) for t in visit.settings.themes]
    return {
        "frequency": [("each", _("each time")), ("weekly", _("weekly")), ("monthly", _("monthly"))],
        "layout": [("brief", _("brief, one screen")), ("full", _("full"))],
        "themes": names,
    }


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if text else ""
    except ValueError as error:
        raise UsageError("{text} is no day such as 2027-03-12", text=text) from error
