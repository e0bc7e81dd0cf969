"""An edition is accounted for to the last candidate and message, and whatever is damaged since is caught."""

import json

import pytest
from sqlalchemy import text

from servwatch.cycle.auditing import audit
from servwatch.model import MessageState, Outcome
from tests.cli.line import servwatch
from tests.cycle.watch import brussels, entry, rss
from tests.cycle.weekly import news


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A watch whose digest told two items, joined a copy to one, cut one and rejected one."""
    from tests.cycle.watch import Watch
    from tests.internet import Internet

    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("audited"), internet)
        monday = brussels("2026-11-23 08:00")
        other = entry("Het weer in de regio", "https://ec.example.org/weather", date=monday)
        three = [
            news(n, title=title)
            for n, title in enumerate(("Werk aan zee", "Loonakkoord in Gent", "Werkbaar werk en pensioen"))
        ]
        internet.at("ec.example.org/rss").serves(rss(*three, other), etag='"1"')
        copy = entry("Werk aan zee", "https://ec.example.org/news/0", date=monday)
        internet.at("ilo.example.org/rss").serves(rss(copy), etag='"1"')
        watch.source("ec")
        watch.source("ilo")
        watch.digest("board", limit=2)
        watch.member("a@example.org", "board")
        watch.member("b@example.org", "board")
        watch.run("2026-11-24 09:00")
        watch.run("2026-11-27 07:05")
        yield watch


@pytest.fixture
def watch(told, tmp_path):
    """A copy of it, to damage."""
    import shutil

    from tests.cycle.watch import Watch

    folder = shutil.copytree(told.folder, tmp_path / "copy")
    return Watch(folder, told.internet)


def audited(watch):
    with watch.archive() as archive:
        return audit(archive, archive.editions.numbered("board", 1))


def damage(watch, statement):
    with watch.archive() as archive, archive.database.write() as connection:
        assert connection.execute(text(statement)).rowcount > 0


def test_a_whole_edition_comes_out(watch):
    found = audited(watch)
    assert found.faults == found.unchecked == ()
    assert found.outcomes() == {
        Outcome.CHOSEN: 2,
        Outcome.MERGED: 1,
        Outcome.CUT: 1,
        Outcome.REJECTED: 1,
    }
    assert found.states() == {MessageState.ACCEPTED: 2}
    assert [len(one.attempts) for one in found.messages] == [1, 1]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM ledger WHERE outcome = 'rejected'", "1 items were rejected, and the ledger has 0"),
        (
            "UPDATE ledger SET outcome = 'cut' WHERE outcome = 'merged'",
            "1 items were merged, and the ledger has 0",
        ),
        ("UPDATE ledger SET place = 7 WHERE outcome = 'chosen' AND place = 2", "are not 1 to 2"),
        ("UPDATE ledger SET \"into\" = NULL WHERE outcome = 'merged'", "it is not kept into what"),
        ("DELETE FROM outbox WHERE id = 1", "2 messages were written, and the outbox has 1"),
        ("UPDATE outbox SET state = 'pending' WHERE id = 1", "message 1 is pending, and an attempt says"),
        ("DELETE FROM attempt WHERE message = 2", "message 2 is accepted, and no attempt says so"),
        ("UPDATE edition SET html = '', text = '' ", ""),
        (
            "UPDATE edition SET counts = json_set(counts, '$.recipients', 3)",
            "there were 3 recipients, and these make another sum: 2 messages",
        ),
        (
            "UPDATE edition SET counts = json_set(counts, '$.candidates', 9)",
            "there were 9 candidates, and 5 were chosen, merged, cut or rejected",
        ),
    ],
)
def test_what_was_damaged_is_caught(watch, statement, said):
    damage(watch, statement)
    found = audited(watch)
    if said:
        assert any(said in fault for fault in found.faults), found.faults
    else:  # the mails are still kept, and hold every entry
        assert found.faults == ()


def test_an_entry_is_found_by_the_address_that_its_readers_get(watch):
    damage(
        watch,
        "UPDATE item SET title = 'Wat anders', url = url || '?utm_source=rss' WHERE id = (SELECT item FROM ledger WHERE outcome = 'chosen' AND place = 2)",
    )
    assert audited(watch).faults == ()


def test_an_entry_that_is_printed_nowhere_is_caught(watch):
    damage(
        watch,
        "UPDATE item SET title = 'Wat anders', url = 'https://elsewhere.example.org/' WHERE id = (SELECT item FROM ledger WHERE outcome = 'chosen' AND place = 2)",
    )
    (fault,) = audited(watch).faults
    assert "was chosen at place 2 and is printed nowhere: Wat anders" in fault


def test_where_no_mail_is_kept_it_says_that_it_cannot_tell(watch):
    damage(watch, "UPDATE edition SET html = '', text = ''")
    damage(watch, "UPDATE outbox SET mime = NULL")
    found = audited(watch)
    assert found.faults == ()
    assert "stand in no page that is kept" in found.unchecked[0]


def test_what_people_took_away_does_not_break_the_sums(watch):
    with watch.archive() as archive:
        (rejected,) = [one.item for one in audited(watch).items if one.outcome is Outcome.REJECTED]
        assert archive.editions.reopen("board", [rejected]) == 1
        assert archive.desk.drop([1]) == 1
    assert audited(watch).faults == ()


def test_the_command_says_it_for_people_and_machines(watch):
    outcome = servwatch(watch.folder, "digest", "audit", "board", "1").well()
    assert "5 candidates: 2 chosen, 1 merged, 1 cut, 1 rejected" in outcome.out
    assert "2 recipients, 2 messages: 2 accepted" in outcome.out
    assert "b@example.org accepted" in outcome.out
    assert outcome.out.rstrip().endswith("The sums come out.")
    page = json.loads(servwatch(watch.folder, "digest", "audit", "board/1", "--json").well().out)
    assert page["states"] == {"accepted": 2}
    assert {one["outcome"] for one in page["items"]} == {"chosen", "merged", "cut", "rejected"}
    assert (
        "Every message was accepted." in servwatch(watch.folder, "digest", "audit", "board", "--failures").out
    )
    damage(watch, "DELETE FROM outbox WHERE id = 1")
    broken = servwatch(watch.folder, "digest", "audit", "board", "1")
    assert broken.code == 3
    assert "does not come out: 2 messages were written, and the outbox has 1" in broken.out
    assert servwatch(watch.folder, "digest", "audit", "board", "99").code == 1


def test_the_command_gives_reasons_as_people_read_them(watch):
    damage(
        watch,
        "UPDATE reason SET text = 'It tells the same story as “{title}”: both name {signs}.'"
        " WHERE id = (SELECT reason FROM ledger WHERE outcome = 'merged')",
    )
    facts = '{"title": "Werk aan zee", "signs": ["c:telework", "n:12%"]}'
    damage(watch, f"UPDATE ledger SET facts = '{facts}' WHERE outcome = 'merged'")
    said = "It tells the same story as “Werk aan zee”: both name telework and 12 %."
    assert said in servwatch(watch.folder, "digest", "audit", "board", "1").out
    page = json.loads(servwatch(watch.folder, "digest", "audit", "board/1", "--json").out)
    assert said in [one["reason"] for one in page["items"]]
