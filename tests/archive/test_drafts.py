"""Drafts and what editors do with them: kept, never changed, and frozen with their edition or not at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servwatch.archive.drafts import DraftRow, Drafts, last_of
from servwatch.archive.editions import Editions
from servwatch.archive.judgements import Judgements
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.pauses import Pause, Pauses
from servwatch.errors import DraftMoved
from servwatch.model import Act, ActKind, DraftState, Judgement, Ruling
from tests.archive.arrivals import DAY, NOW, arrival, stored
from tests.archive.ledgers import decided, freeze, known, letter, sizes, waiting

FRIDAY = NOW + 5 * DAY


@pytest.fixture
def drafts(database):
    return Drafts(database)


def row(digest="board", scheduled=FRIDAY, newest=2, **fields):
    return DraftRow(digest, scheduled, NOW, newest, "print-1", (1, 2), **fields)


def act(kind=ActKind.HEADLINE, item=1, new="Een kop", by="An", **fields):
    return Act(kind, by, NOW, item, new=new, **fields)


def test_a_draft_is_read_as_it_was_begun_with_the_mails_that_tell_of_it(database, drafts):
    begun = drafts.begin(row(), [letter(1), letter(2)])
    assert drafts.alive("board") == begun
    assert (begun.state, begun.looked, begun.shown) == (DraftState.OPEN, 2, (1, 2))
    assert len(list(OutboxDesk(database).messages())) == 2
    assert drafts.alive("other") is None


def test_one_draft_of_a_digest_is_alive(drafts):
    first = drafts.begin(row(), [])
    other = drafts.begin(row("other"), [])
    second = drafts.begin(row(scheduled=FRIDAY + 7 * DAY, builds_on=first.id), [])
    assert {one.id for one in drafts.all_alive()} == {other.id, second.id}
    assert [one.state for one in drafts.recent("board", 5)] == [DraftState.OPEN, DraftState.DROPPED]


def test_acts_are_read_as_they_were_done(drafts):
    begun = drafts.begin(row(), [])
    done = [
        act(),
        act(ActKind.NOTE, new="Voor Vlaanderen", initials="LV", reason="gevraagd"),
        act(ActKind.MOVE, new="1", old="2", arranged=(2, 1)),
    ]
    drafts.act(begun, done)
    assert [replace(one, id=0) for one in drafts.acts(begun)] == done


def test_a_draft_that_builds_on_another_has_its_acts_but_for_holding_and_releasing(drafts):
    first = drafts.begin(row(), [])
    drafts.act(first, [act(), act(ActKind.HOLD, None, "held")], state=DraftState.HELD)
    second = drafts.begin(row(scheduled=FRIDAY + 7 * DAY, builds_on=first.id), [])
    drafts.act(second, [act(new="Beter")])
    assert [one.new for one in drafts.acts(second)] == ["Een kop", "Beter"]
    assert [one.new for one in drafts.log(second)] == ["Beter"]


def test_judgements_and_acts_are_one_transaction(database, drafts):
    (number,) = stored(database, arrival(1))
    begun = drafts.begin(row(), [])
    judgement = Judgement(number, Ruling.DROPPED, "An", NOW, digest="board")
    drafts.act(begun, [act(ActKind.DROP, number, str(number))], [judgement])
    assert Judgements(database).of_item(number) == [judgement]
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        drafts.act(begun, [act()], [replace(judgement, item=99)])
    assert len(drafts.acts(begun)) == 1


def test_a_change_by_another_editor_is_noticed_and_nothing_is_written(drafts):
    begun = drafts.begin(row(), [])
    seen = last_of(drafts.acts(begun))
    drafts.act(begun, [act(by="Bo")], seen=seen)
    with pytest.raises(DraftMoved, match="Bo changed"):
        drafts.act(begun, [act(new="Anders")], seen=seen)
    assert len(drafts.acts(begun)) == 1


def test_a_draft_that_was_dropped_takes_no_acts(drafts):
    first = drafts.begin(row(), [])
    drafts.begin(row(scheduled=FRIDAY + 7 * DAY), [])
    with pytest.raises(DraftMoved, match="dropped"):
        drafts.act(first, [act()])


def test_a_release_remembers_what_was_there_and_is_taken_back(drafts):
    begun = drafts.begin(row(), [])
    drafts.act(begun, [act(ActKind.RELEASE, None, "released")], state=DraftState.RELEASED, released=7)
    assert (drafts.alive("board").state, drafts.alive("board").released) == (DraftState.RELEASED, 7)
    drafts.act(begun, [act(ActKind.RELEASE, None, "")], state=DraftState.OPEN)
    assert (drafts.alive("board").state, drafts.alive("board").released) == (DraftState.OPEN, None)


def test_what_a_draft_holds_is_noted_with_a_line_and_mails_where_it_changed(database, drafts):
    begun = drafts.begin(row(), [])
    change = Act(ActKind.CHANGED, "servwatch", NOW, old="2", new="3")
    drafts.look(begun, (1, 3), fingerprint="print-2", looked=9, change=change, letters=[letter(1)])
    found = drafts.alive("board")
    assert (found.shown, found.fingerprint, found.looked) == ((1, 3), "print-2", 9)
    assert [one.kind for one in drafts.log(found)] == [ActKind.CHANGED]


class TestFreezing:
    """The edition and its draft."""

    @pytest.fixture
    def editions(self, database):
        return Editions(database)

    def test_the_draft_is_sent_in_the_transaction_of_its_edition(self, database, drafts, editions):
        state, numbers = known(database), stored(database, arrival(1), arrival(2))
        begun = drafts.begin(row(newest=numbers[-1]), [])
        key = frozen(editions, state, decided(*numbers), drafts.sending(begun, 0))
        assert drafts.alive("board") is None
        (found,) = drafts.recent("board")
        assert (found.state, found.edition) == (DraftState.SENT, key)

    def test_an_act_that_the_edition_does_not_have_stops_it_whole(self, database, drafts, editions):
        state, numbers = known(database), stored(database, arrival(1))
        begun = drafts.begin(row(), [])
        drafts.act(begun, [act(by="Bo")])
        before = sizes(database)
        with pytest.raises(DraftMoved, match="Bo"):
            frozen(editions, state, decided(*numbers), drafts.sending(begun, 0))
        assert sizes(database) == before
        assert waiting(editions, state) == numbers
        frozen(editions, state, decided(*numbers), drafts.sending(begun, last_of(drafts.acts(begun))))
        assert waiting(editions, state) == []

    def test_what_came_after_the_draft_waits_for_the_next_edition(self, database, editions):
        state, numbers = known(database), stored(database, *(arrival(n) for n in range(4)))
        found = editions.candidates(state, timedelta(days=7), upto=numbers[1])
        assert ([item.id for item, _ in found.items], found.newest) == (numbers[:2], numbers[1])
        later = editions.candidates(state, timedelta(days=7), after=numbers[1])
        assert [item.id for item, _ in later.items] == numbers[2:]
        freeze(editions, state, decided(*numbers[:2], numbers[3]), newest=numbers[1])
        assert waiting(editions, state) == [numbers[2]]


def frozen(editions, state, decisions, also):
    from tests.archive.ledgers import WEEK
    from tests.archive.ledgers import row as edition_row

    newest = editions.candidates(state, WEEK).newest
    return editions.freeze(
        edition_row(), decisions, [letter()], state=state, lookback=WEEK, newest=newest, also=also
    )


class TestPauses:
    """A digest that does not come for a while."""

    @pytest.fixture
    def pauses(self, database):
        return Pauses(database)

    def test_a_pause_lasts_up_to_its_day(self, pauses):
        one = Pause("board", date(2027, 1, 4), "An", NOW)
        pauses.put(one)
        assert pauses.of(date(2027, 1, 3)) == {"board": one}
        assert pauses.of(date(2027, 1, 4)) == {}

    def test_the_newest_counts(self, pauses):
        pauses.put(Pause("board", date(2027, 1, 4), "An", NOW))
        pauses.put(Pause("other", date(2027, 1, 4), "An", NOW))
        pauses.put(Pause("board", None, "Bo", NOW))
        assert list(pauses.of(date(2027, 1, 3))) == ["other"]
