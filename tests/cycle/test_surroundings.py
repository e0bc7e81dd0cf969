"""What an edition shows besides its entries, and who has read it already, through whole cycles."""

from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from servwatch.archive.archive import Archive
from servwatch.config import shipped
from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.read_before import NOTHING, read_before
from servwatch.digest.render import Renderer
from servwatch.model import Edition, MessageState, Reading
from tests.cycle.watch import brussels, entry, rss, table

FEED = "ec.example.org/rss"


@dataclass
class Desk:
    """A builder at a time."""

    watch: object
    archive: Archive
    builder: Builder
    settings: object
    now: object

    def draft(self, digest="board") -> Edition:
        found = {d.id: (d, state, at) for d, state, at in self.builder.due(self.now)}
        return self.builder.draft(*found[digest], self.now)

    def freeze(self, digest="board"):
        assert self.builder.freeze(self.draft(digest), self.settings.digest(digest), self.now) is not None

    def readings(self, digest="board"):
        wanted = self.settings.digest(digest)
        audience = self.builder.audience(wanted, self.now)
        known = read_before(self.draft(digest).edition, wanted, self.settings, self.archive, self.now)
        return {
            one.key: known.get(one.key, NOTHING).within(Reading(one.language or wanted.language))
            for one in audience
        }


@contextmanager
def desk(watch, time):
    """Look at what would be built at a time, after the feeds were read."""
    now = brussels(time)
    watch.write()
    settings = in_force(watch.path, {}).settings
    with Archive(settings.database) as archive:
        builder = Builder(settings, archive, understanding_of(settings), Renderer(shipped("templates")))
        yield Desk(watch, archive, builder, settings, now)


def call(deadline, *, title="Oproep voor werk", number=1, text=""):
    return entry(
        title,
        f"https://ec.example.org/call/{number}",
        guid=f"call-{number}",
        date=brussels("2026-11-23 08:00"),
        text=text or f"Inschrijven kan tot {deadline}.",
    )


@pytest.fixture
def calls(watch, internet):
    """A watch that told, in no. 1 of 27 November, a call that closes on 15 December."""
    internet.at(FEED).serves(rss(call("15 december 2026")), etag='"1"')
    watch.source("ec", every="1h")
    watch.digest("board", lookback="7d", when_empty="note")
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    watch.run("2026-11-27 07:00")
    return watch


def moves_to(watch, internet, deadline, time, **fields):
    internet.at(FEED).serves(rss(call(deadline, **fields)), etag=f'"{time}"')
    watch.run(time)


def corrections(watch, time):
    with desk(watch, time) as at:
        return [(c.number, c.place, c.what, c.old, c.new) for c in at.draft().edition.around.corrections]


def test_a_deadline_that_moved_is_put_right_in_the_next_edition_and_once(calls, internet):
    assert corrections(calls, "2026-12-04 07:00") == []
    moves_to(calls, internet, "18 december 2026", "2026-12-01 09:00")
    assert corrections(calls, "2026-12-04 07:00") == [(1, 1, "deadline", "2026-12-15", "2026-12-18")]
    calls.run("2026-12-04 07:00")
    assert corrections(calls, "2026-12-11 07:00") == []
    moves_to(calls, internet, "22 december 2026", "2026-12-08 09:00")
    assert corrections(calls, "2026-12-11 07:00") == [(1, 1, "deadline", "2026-12-18", "2026-12-22")]


def test_each_digest_that_told_it_tells_its_correction_and_no_other(calls, internet):
    calls.digest("late", "0 8 * * fri", when_empty="note")
    calls.member("b@example.org", "late")
    moves_to(calls, internet, "18 december 2026", "2026-12-01 09:00")
    calls.run("2026-12-04 07:00")
    with desk(calls, "2026-12-11 08:00") as at:
        assert at.draft("late").edition.around.corrections == ()


@pytest.mark.slow
def test_after_four_weeks_nothing_is_put_right(calls, internet):
    moves_to(calls, internet, "15 januari 2027", "2026-12-28 09:00")
    assert corrections(calls, "2027-01-01 07:00") == []


def test_another_number_in_a_title_and_a_withdrawal_are_put_right(calls, internet):
    moves_to(calls, internet, "15 december 2026", "2026-12-01 09:00", title="INGETROKKEN: oproep voor werk")
    assert corrections(calls, "2026-12-04 07:00") == [(1, 1, "withdrawn", "Oproep voor werk", "")]


def test_an_edition_that_was_skipped_told_no_correction(calls, internet):
    calls.digest("board", lookback="7d", when_empty="skip")
    moves_to(calls, internet, "18 december 2026", "2026-12-01 09:00")
    calls.run("2026-12-04 07:00")
    assert len(corrections(calls, "2026-12-11 07:00")) == 1


def test_a_correction_reaches_those_who_had_the_edition(calls, internet):
    calls.member("new@example.org", "board")
    calls.member("refused@example.org", "board")
    moves_to(calls, internet, "18 december 2026", "2026-12-01 09:00")
    with desk(calls, "2026-12-04 07:00") as at:
        found = at.readings()
        assert found["a@example.org"].had == {1}
        assert found["new@example.org"].had == frozenset()
        with at.archive.database.write() as connection:
            from servwatch.archive.schema import outbox

            connection.execute(outbox.update().values(state=MessageState.REFUSED.value))
        assert at.readings()["a@example.org"].had == frozenset()


def test_an_edition_names_the_one_before(calls):
    with desk(calls, "2026-12-04 07:00") as at:
        edition = at.draft().edition
        assert (edition.previous, edition.previous_day) == (1, brussels("2026-11-27 07:00").date())


def test_the_first_edition_has_none_before(watch, internet):
    internet.at(FEED).serves(rss(call("15 december 2026")))
    watch.source("ec")
    watch.digest("board")
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    with desk(watch, "2026-11-27 07:00") as at:
        edition = at.draft().edition
        assert (edition.previous, edition.previous_day, edition.around.corrections) == (0, None, ())
        assert [one.title for one in edition.around.deadlines] == ["Oproep voor werk"]


def test_what_was_not_chosen_is_told_by_theme(watch, internet):
    internet.at(FEED).serves(
        rss(call("", title="Stoelen", text="Niets."), call("", title="Klimaat", number=2, text="Niets."))
    )
    watch.source("ec")
    watch.digest("board", themes=["work"])
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    with desk(watch, "2026-11-27 07:00") as at:
        around = at.draft().edition.around
        assert [(p.theme, p.count, p.items[0].title) for p in around.passed] == [
            ("climate", 1, "Klimaat"),
            ("", 1, "Stoelen"),
        ]


def test_both_sides_stand_beside_a_position_that_is_told(watch, internet):
    for host, side in (("etuc", "workers"), ("business", "employers")):
        told = entry(
            f"{host} over werk",
            f"https://{host}.example.org/1",
            date=brussels("2026-11-23 08:00"),
            text="COM(2025) 837",
        )
        internet.at(f"{host}.example.org/rss").serves(rss(told))
        watch.source(host, side=side, item_kind="position")
    watch.digest("board", limit=1)
    watch.member("a@example.org", "board")
    watch.themes += table("dossier", ref="COM(2025) 837")
    watch.run("2026-11-23 09:00")
    with desk(watch, "2026-11-27 07:00") as at:
        edition = at.draft().edition
        (entry_,) = edition.entries
        assert {entry_.balance.employers.body, entry_.balance.workers.body} == {"Etuc", "Business"}
        assert [one.reference.id for one in edition.around.dossiers] == ["COM(2025) 837"]


def test_a_follow_up_tells_the_stage_that_was_told(watch, internet):
    from servwatch.cycle.surroundings.gathering import _stage_before
    from servwatch.digest.told import Told
    from servwatch.model import Entry, Given, InStory, Sent
    from tests.digest.examples import annotated, item

    first = replace(item(1), given=Given(stage="proposal"))
    second, note = annotated(replace(item(2), given=Given(stage="first reading")), ("climate", 2.0))
    told = Told([Sent(first, 46)], {1: InStory(9), 2: InStory(9)})
    follow_up = Entry(1, second, note, "climate", 2.0, follows=46)
    assert _stage_before(follow_up, told) == "proposal"
    assert _stage_before(replace(follow_up, follows=0), told) == ""
    assert _stage_before(replace(follow_up, item=replace(second, given=first.given)), told) == ""
    assert _stage_before(replace(follow_up, item=item(2)), told) == ""


def test_of_several_alerts_only_the_first_puts_right_what_was_told():
    from servwatch.archive.digests import DigestState
    from servwatch.archive.editions import Candidates
    from servwatch.cycle.alerts import alerts
    from servwatch.cycle.draft import Draft
    from servwatch.digest.choose import Choice
    from servwatch.model import Correction, Entry, Surroundings
    from tests.digest.examples import NOW, annotated, item

    entries = tuple(Entry(n, *annotated(item(n)), "climate", 2.0) for n in (1, 2))
    wrong = Correction(3, 1, 9, "T", "https://example.org", "deadline", "2026-12-15", "2026-12-18")
    edition = Edition("urgent", 5, NOW, NOW, entries, around=Surroundings(corrections=(wrong,)))
    state = DigestState("urgent", "* 7-19 * * *", True, NOW, NOW)
    draft = Draft(edition, Choice(entries, (), ()), Candidates((), 0, 0), state)
    assert [part.edition.around.corrections for part in alerts(draft, None)] == [(wrong,), ()]


@pytest.mark.parametrize(
    ("layout", "member", "whole"),
    [("brief", {}, False), ("full", {}, True), ("brief", {"layout": "full"}, True)],
)
def test_the_blocks_of_the_full_layout_are_gathered_where_somebody_reads_them(
    watch, internet, layout, member, whole
):
    internet.at(FEED).serves(rss(call("15 december 2026")))
    watch.source("ec", item_kind="call")
    watch.digest("board", layout=layout)
    watch.member("a@example.org", "board", **member)
    watch.run("2026-11-23 09:00")
    with desk(watch, "2026-11-27 07:00") as at:
        around = at.draft().edition.around
        assert len(around.deadlines) == 1
        assert bool(around.offers) is whole
