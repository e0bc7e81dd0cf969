"""A sign-in link by mail, for whoever asks on the sign-in page: through the house's outbox, like every notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from servwatch.archive.archive import Archive
from servwatch.cycle.accounts import link_address
from servwatch.cycle.notices import Notices
from servwatch.cycle.renderers import shipped_renderer
from servwatch.locale import words
from servwatch.model import Settings
from servwatch.model.account import Account

MINUTES = 20
"""How long a link by mail is good, once."""
_AGE_LEFT = timedelta(minutes=1)


def account_meant(archive: Archive, typed: str) -> Account | None:
    """The account of a name or of a mail address, where a link can be mailed to it."""
    found = archive.accounts.find(typed) or archive.accounts.by_email(typed)
    return found if found is not None and found.email and not found.disabled else None


def put_link(settings: Settings, archive: Archive, account: Account, now: datetime, at: str = "") -> int:
    """Put the mail with a link into the outbox; it does not leave after the link's time. How many mails.

    A link that was mailed before stays good beside it: whoever asks in another's name takes none from them.
    """
    until = now + timedelta(minutes=MINUTES)
    token = archive.accounts.link(account.id, until, beside=now + _AGE_LEFT)
    settings = replace(settings, language=account.language or settings.language)
    speech = words(settings.language, settings.timezone)
    letters = Notices(settings, archive, shipped_renderer(), now).letters(
        [account.email],
        "sign-in",
        speech._("servwatch: your sign-in link"),
        [
            speech._(
                "Open this address to sign in. It is good once, for {minutes} minutes.", minutes=MINUTES
            ),
            speech._("Did you not ask for it? Then do nothing: without this mail nobody comes in."),
        ],
        [link_address(settings, token, at)],
    )
    return archive.desk.notify([replace(letter, expires=until) for letter in letters])
