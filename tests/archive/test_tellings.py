"""What editions told, who had it, what joined it later, and which corrections were told."""

import pytest
from sqlalchemy import event

from servwatch.archive.archive import Archive
from servwatch.archive.audits import Audits
from servwatch.archive.tellings import Before
from servwatch.insight.stories import How
from servwatch.model import Correction, ItemKind, MessageState, Outcome
from tests.archive.arrivals import DAY, NOW, arrival, harvest, keep, stored
from tests.archive.ledgers import decided, known, letter, row


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as archive:
        yield archive


def edition(
    archive,
    digest="board",
    number=1,
    *,
    chosen=(),
    merged=(),
    at=NOW,
    messages=(),
    corrections=(),
    state="filled",
):
    """Freeze an edition that chose and merged these: merged are pairs of an item and that into which it went."""
    decisions = [
        d for place, n in enumerate(chosen, 1) for d in decided(n, outcome=Outcome.CHOSEN, place=place)
    ]
    decisions += [d for n, into in merged for d in decided(n, outcome=Outcome.MERGED, into=into)]
    frozen = row(digest, number, scheduled=at, cutoff=at, frozen=at, state=state)
    found = archive.editions.freeze(
        frozen, decisions, messages, state=known(archive.database, digest), lookback=7 * DAY, newest=0, corrections=corrections,
    )  # fmt: skip
    assert found is not None
    return found


def three(archive):
    return stored(archive.database, *(arrival(n) for n in (1, 2, 3)))


def test_the_edition_before_is_the_last_that_was_sent(archive):
    assert archive.tellings.before("board") is None
    edition(archive, number=1, at=NOW)
    edition(archive, number=2, at=NOW + DAY)
    edition(archive, number=0, at=NOW + 2 * DAY, state="skipped")
    edition(archive, "other", number=9, at=NOW)
    assert archive.tellings.before("board") == Before(2, NOW + DAY)


def test_what_a_digest_told_of_late_is_told_with_its_entries(archive):
    first, second, third = three(archive)
    edition(archive, number=1, chosen=[third], at=NOW - 2 * DAY)
    number = edition(archive, number=2, chosen=[second], merged=[(first, second)], at=NOW)
    found = archive.tellings.of_digest("board", NOW - DAY)
    assert [(t.edition, t.number, t.item, t.lead, place) for t, place in found] == [
        (number, 2, first, second, 1),
        (number, 2, second, second, 1),
    ]
    assert [t.item for t, _ in archive.tellings.of_digest("board", NOW - 3 * DAY)] == [third, first, second]
    assert archive.tellings.of_digest("other", NOW - 3 * DAY) == []


def test_what_was_merged_into_an_earlier_telling_is_no_telling_of_this_edition(archive):
    first, second, _ = three(archive)
    edition(archive, number=1, chosen=[first], at=NOW - 2 * DAY)
    edition(archive, number=2, merged=[(second, first)], at=NOW)
    assert archive.tellings.of_digest("board", NOW - DAY) == []


def test_the_entries_of_all_digests_are_found_with_their_stories_and_addresses(archive):
    first, second, _ = three(archive)
    one = edition(archive, number=4, chosen=[first], at=NOW - DAY)
    two = edition(archive, "other", number=7, chosen=[first, second], at=NOW)
    places = archive.tellings.places(NOW - 2 * DAY)
    assert [(p.telling.edition, p.telling.digest, p.telling.item, p.canonical, p.story) for p in places] == [
        (one, "board", first, "example.org/1", 0),
        (two, "other", first, "example.org/1", 0),
        (two, "other", second, "example.org/2", 0),
    ]
    assert [p.telling.edition for p in archive.tellings.places(NOW)] == [two, two]


def test_who_had_an_edition_is_told_by_messages_that_were_not_refused(archive):
    letters = [letter(n) for n in range(1, 4)]
    one = edition(archive, number=1, messages=letters)
    two = edition(
        archive, "other", number=1, messages=[letter(1, message_id="<x@example.org>", digest="other")]
    )
    (last,) = [m.id for m in archive.desk.messages(edition=one) if m.recipient == "lid3@example.org"]
    settle(archive, last)
    had = archive.tellings.had_by([one, two])
    assert had == {"lid1@example.org": {one, two}, "lid2@example.org": {one}}
    assert archive.tellings.had_by([two]) == {"lid1@example.org": {two}}
    assert archive.tellings.had_by([]) == {}


def settle(archive, number):
    from dataclasses import replace

    message = archive.outbox.start(number, NOW)
    archive.outbox.settle(replace(message, state=MessageState.REFUSED), now=NOW)


def test_editions_are_found_by_their_numbers(archive):
    one = edition(archive, number=46)
    edition(archive, "other", number=46)
    assert archive.tellings.numbered("board", {46, 47}) == {one: Before(46, NOW)}


def test_what_was_told_with_an_entry_is_found(archive):
    first, second, third = three(archive)
    number = edition(archive, chosen=[first], merged=[(second, first), (third, first)])
    assert archive.tellings.beside({(number, first)}) == {(number, first): [second, third]}
    assert archive.tellings.beside({(number, second)}) == {}


def in_one_story(archive, *items, at):
    from servwatch.archive.schema import story
    from servwatch.archive.story_tables import story_item

    with archive.database.write() as connection:
        number = connection.execute(
            story.insert().values(began=NOW, latest=NOW).returning(story.c.id)
        ).scalar_one()
        for item, joined in zip(items, at, strict=True):
            values = {
                "item": item,
                "story": number,
                "at": NOW,
                "joined": joined,
                "how": How.NEWS.value,
                "score": 1.0,
            }
            connection.execute(story_item.insert().values(values | {"document": "", "signals": []}))


def test_what_joins_a_told_story_later_is_listed(archive):
    first, second, third = three(archive)
    (fourth,) = stored(archive.database, arrival(4, source="ec-news", title="A later one"))
    number = edition(archive, chosen=[first], merged=[(second, first)], at=NOW)
    in_one_story(archive, first, second, third, fourth, at=[NOW - DAY, NOW + DAY, NOW - DAY, NOW + 2 * DAY])
    (found,) = Audits(archive.database).joined_later(number)
    assert (found.beside, found.item, found.source, found.title) == (first, fourth, "ec-news", "A later one")
    assert found.joined == NOW + 2 * DAY


def test_corrections_are_kept_with_the_edition_that_tells_them(archive):
    told = Correction(1, 2, 9, "T", "https://example.org", "deadline", "2026-12-15", "2026-12-18")
    again = Correction(1, 2, 9, "T", "https://example.org", "deadline", "2026-12-18", "")
    edition(archive, number=1, corrections=[told])
    edition(archive, number=2, at=NOW + DAY, corrections=[again])
    edition(archive, "other", number=1, corrections=[told])
    assert archive.corrections.told("board", {9}) == [
        (9, "deadline", "2026-12-15", "2026-12-18"),
        (9, "deadline", "2026-12-18", ""),
    ]
    assert archive.corrections.told("board", {8}) == []


def test_an_edition_that_was_frozen_before_tells_no_correction_again(archive):
    told = Correction(1, 2, 9, "T", "https://example.org", "title", "a", "b")
    edition(archive, number=1, corrections=[told])
    state = known(archive.database)
    again = row(number=1, scheduled=NOW)
    assert (
        archive.editions.freeze(again, [], [], state=state, lookback=7 * DAY, newest=0, corrections=[told])
        is None
    )
    assert len(archive.corrections.told("board", {9})) == 1


def test_earlier_titles_are_those_replaced_since(archive):
    (number,) = stored(archive.database, arrival(1))
    for step, title in enumerate(("Second", "Third"), 1):
        changed = arrival(1, item=number, title=title, seen=NOW + step * DAY)
        keep(archive.database, harvest(changed=(changed,)))
    titles = [(then.title, then.until) for then in archive.corrections.earlier({number}, NOW)[number]]
    assert titles == [("Title 1", NOW + DAY), ("Second", NOW + 2 * DAY)]
    assert [then.title for then in archive.corrections.earlier({number}, NOW + DAY)[number]] == ["Second"]
    assert archive.corrections.now({number})[number].title == "Third"


def test_items_of_a_kind_are_the_newest_first_and_never_those_held_back(archive):
    days = [NOW - n * DAY for n in range(4)]
    ids = stored(
        archive.database,
        *(arrival(n, kind=ItemKind.CALL, published=d, day=d.date(), quarantined=n == 2) for n, d in enumerate(days, 1)),
        arrival(9),
    )  # fmt: skip
    selection = archive.selection
    found = [item.id for item, _ in selection.of_kind(ItemKind.CALL, (NOW - 2 * DAY).date(), 10)]
    assert found == [ids[0], ids[2]]
    assert [item.id for item, _ in selection.of_kind(ItemKind.CALL, (NOW - 9 * DAY).date(), 1)] == [ids[0]]
    assert selection.of_kind(ItemKind.NEWS, (NOW - 9 * DAY).date(), 10) == []
    assert sorted(selection.of(ids)) == [n for n in ids if n != ids[1]]


def test_the_index_by_kind_is_used(archive):
    if not archive.database.is_sqlite:
        pytest.skip("the planner of PostgreSQL reads a table this small from end to end")
    asked = []

    @event.listens_for(archive.database.engine, "before_cursor_execute")
    def _note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    archive.selection.of_kind(ItemKind.CALL, NOW.date(), 10)
    statement, parameters = asked[-1]
    with archive.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert any("ix_item_kind" in str(step) for step in plan)
