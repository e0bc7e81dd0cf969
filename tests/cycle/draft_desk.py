"""What tests do with a draft, and ask of it."""

from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.drafting import Drafting
from servwatch.cycle.renderers import renderer_of, shipped_renderer
from servwatch.cycle.reviewing import Editor, Reviewing
from servwatch.model import Outcome
from tests.cycle.watch import brussels

EDITORS = 'editors = ["redactie@example.org"]'
FEED = "ec.example.org/rss"
LATE = brussels("2026-11-26 15:00")


def under_review(weekly, review):
    """The weekly watch with a digest that editors see first, an item of which is read already."""
    weekly.mail = EDITORS
    weekly.digest("board", review=review, limit=4)
    weekly.source("ec", every="30m")
    weekly.run("2026-11-25 08:00", everything=True)
    return weekly


def required(watch):
    watch.digest("board", review="required", limit=4)


def drafts(watch, limit=5):
    with watch.archive() as archive:
        return archive.drafts.recent("board", limit)


def act(watch, time, action):
    """Have an editor do something with the draft."""
    watch.write()
    settings = in_force(watch.path, {}).settings
    now = brussels(time)
    with watch.archive() as archive:
        builder = Builder(settings, archive, understanding_of(settings), renderer_of(settings))
        drafting = Drafting(settings, archive, builder, shipped_renderer(), now)
        reviewing = Reviewing(settings, archive, drafting, settings.digest("board"), Editor.called("An"), now)
        return action(reviewing)


def subjects(watch, to="redactie"):
    return [str(letter["Subject"]) for letter in watch.letters(to)]


def told(watch):
    with watch.archive() as archive:
        (newest,) = archive.editions.recent("board", limit=1)
        return [d.item for d in archive.editions.ledger("board", newest.id) if d.outcome is Outcome.CHOSEN]
