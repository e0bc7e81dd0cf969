"""Official editions in the reader's language are asked for by reference before an edition is built."""

import json

from tests.cycle.watch import brussels, entry, rss

PRESS = "ec.europa.eu/commission/presscorner"
FRIDAY = brussels("2026-11-27 07:00")
WEDNESDAY = brussels("2026-11-25 09:00")
TITLE = "Commission proposes labour rules"
OTHER = "Midday news"


def watched(watch, *, api):
    """A watch of the Press Corner, with a brief that its first press release gets into."""
    link = f"https://{PRESS}/detail/en/ip_26_301"
    watch.internet.at(f"{PRESS}/api/rss").serves(rss(entry(OTHER, f"https://{PRESS}/x"))).then.serves(
        rss(
            entry(OTHER, f"https://{PRESS}/x"),
            entry(TITLE, link, date=WEDNESDAY, text="Employment in Europe."),
        )
    )
    if api is not None:
        watch.internet.at(f"{PRESS}/api/documents").serves(json.dumps(api), content_type="application/json")
    watch.source("press", f"https://{PRESS}/api/rss", languages=["en"])
    watch.fetch = f'ca_file = "{watch.internet.ca_file}"'
    watch.digest("brief", layout="brief", groups=["board"], language="nl")
    watch.member("lid@example.org", "board")
    watch.run(brussels("2026-11-23 09:00"))
    watch.run(WEDNESDAY)
    return watch


def asked(watch):
    return [one.path for one in watch.internet.asked() if "api/documents" in one.path]


def test_the_edition_in_the_language_of_the_readers_is_found_by_its_reference(watch):
    watched(
        watch, api={"docuLanguageResource": {"title": "Commissie stelt arbeidsregels voor", "language": "nl"}}
    )
    watch.run(FRIDAY)
    assert asked(watch) == ["/commission/presscorner/api/documents?reference=IP/26/301&language=nl"]
    with watch.archive() as archive:
        (answers,) = archive.language_editions.of(range(1, 9)).values()
    assert [(a.language, a.title) for a in answers] == [("nl", "Commissie stelt arbeidsregels voor")]


def test_a_publisher_that_fails_holds_up_nothing(watch):
    watched(watch, api=None)
    watch.internet.at(f"{PRESS}/api/documents").answers(500)
    watch.run(FRIDAY)
    assert len(watch.letters()) == 1


def test_what_was_not_there_is_asked_for_again_only_on_another_day(watch):
    watched(watch, api={"docuLanguageResource": {"title": TITLE, "language": "en"}})
    watch.digest("second", schedule="5 7 * * fri", layout="brief", groups=["board"], language="nl")
    watch.run(FRIDAY)
    watch.run(brussels("2026-11-27 07:06"))
    assert len(watch.letters()) == 2
    assert len(asked(watch)) == 1


def test_a_preview_asks_nobody(watch):
    from servwatch.cycle.build import Builder
    from servwatch.cycle.configuration import in_force, understanding_of
    from servwatch.cycle.renderers import renderer_of

    watched(watch, api={"docuLanguageResource": {"title": "x", "language": "nl"}})
    settings = in_force(watch.path, {}, None).settings
    with watch.archive() as archive:
        builder = Builder(settings, archive, understanding_of(settings), renderer_of(settings))
        ((digest, state, scheduled),) = builder.due(FRIDAY)
        draft = builder.draft(digest, state, scheduled, FRIDAY, keep=False)
    assert len(draft.edition.entries) == 1
    assert asked(watch) == []
