"""Every page of the console that is looked at, with an address of it in the house."""

from urllib.parse import quote

from servwatch.archive.items import ItemQuery
from servwatch.web.console.every_page import PAGES
from tests.web.visits.house import DOSSIER, HELD

BRIEF, FULL = "/digests/dagelijks-bestuur", "/digests/commissie-internationaal"
DRAFT = "/review/dagelijks-bestuur"
FILES = {"deadlines.calendar", "deadlines.calendar-of-one", "members.export", "kept.take", "api.openapi"}
"""What is taken along, and is no page."""
OF_ONE_VISIT = {
    "sign-in.to-provider",
    "sign-in.openid",
    "sign-in.link",
    "sources.found",
    "sources.back-filled",
}
"""What leads elsewhere, or is there for one visit alone; a scripted visitor comes by what was found of a source."""
AS_OF_AN_EDITION = {"skipped", "skipped.text", "skipped.ledger", "skipped.audit"}
"""The pages of an edition without a number, which are those of an edition."""


def is_looked_at(row):
    """Whether a row of the table is a page that stands somewhere for a person to look at."""
    return (
        row.method == "GET"
        and not row.parts
        and row.by_key is None
        and row.name not in FILES | OF_ONE_VISIT | AS_OF_AN_EDITION
    )


LOOKED_AT = tuple(sorted(row.name for row in PAGES if is_looked_at(row)))


def places(archive, path):
    """Where each of them is, by its name. `path` is the feeds.toml."""
    item = next(item.id for item, _ in archive.items.find(ItemQuery()) if "mening over kwal" in item.title)
    story = archive.stories.of([item])[item].story
    deadline = archive.deadlines.find()[0].id
    message = next(one.id for one in archive.desk.messages() if one.recipient == HELD)
    revision = archive.revisions.listed(str(path))[0].id
    account = archive.accounts.all()[0].id
    member = f"?email={quote(HELD)}"
    edition = f"{FULL}/editions/1"
    return {
        "sign-in": "/sign-in",
        "today": "/",
        "deadlines": "/deadlines",
        "deadlines.enter": "/deadlines/add",
        "deadlines.one": f"/deadlines/{deadline}",
        "dossiers": "/dossiers",
        "dossiers.one": f"/dossiers/{quote(DOSSIER)}",
        "members": "/members",
        "members.one": f"/members/one{member}",
        "members.before-erasing": f"/members/erase{member}",
        "members.enter": "/members/add",
        "members.edit": f"/members/change{member}",
        "themes": "/themes",
        "theme": "/themes/workable-work",
        "theme.terms": "/themes/workable-work/terms",
        "theme.suggestions": "/themes/workable-work/suggestions",
        "settings": "/settings",
        "settings.file": "/settings/files/0",
        "settings.revision": f"/settings/revisions/{revision}",
        "sources": "/sources",
        "sources.new": "/sources/add",
        "source": "/sources/voorbeeld-commissie",
        "sources.entry": "/sources/voorbeeld-commissie/edit",
        "charts": "/charts",
        "digests": "/digests",
        "digest": FULL,
        "digests.preview": f"{FULL}/preview",
        "edition": edition,
        "edition.text": f"{edition}/text",
        "edition.ledger": f"{edition}/ledger",
        "edition.audit": f"{edition}/audit",
        "review.waiting": "/review",
        "review": DRAFT,
        "review.readers": f"{DRAFT}/readers",
        "review.text": f"{DRAFT}/text",
        "review.log": f"{DRAFT}/log",
        "outbox": "/outbox",
        "outbox.message": f"/outbox/{message}",
        "accounts": "/accounts",
        "accounts.one": f"/accounts/{account}",
        "account": "/account",
        "log": "/log",
        "items": "/items?q=werk",
        "items.add": "/items/add",
        "items.item": f"/items/{item}",
        "covered": "/covered",
        "stories.story": f"/stories/{story}",
        "why": f"/why?q={item}",
        "feeds": "/feeds",
        "api": "/api",
        "kept": "/kept",
    }
