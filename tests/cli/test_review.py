"""What editors do from the command line with a draft, one thing each."""

import json

import pytest

from tests.cli.draft_line import acts, digest, entry, order, sheet
from tests.cli.line import servwatch


def test_the_draft_is_shown_with_numbers_and_what_will_happen(folder):
    told = digest(folder, "draft", "board").out
    assert "board, draft for Fri 27 Nov 2026 07:00, made Thu 26 Nov 2026 14:00: open, 4 entries." in told
    assert "Over the limit:" in told
    assert "It leaves on Fri 27 Nov 2026 07:00" in told


def test_a_digest_without_review_has_no_draft(folder):
    path = folder / "feeds.toml"
    path.write_text(path.read_text().replace('review = "window"', ""))
    with_row = digest(folder, "draft", "board", code=0)  # what editors did is not thrown away
    assert "open" in with_row.out
    path.write_text(path.read_text().replace("servwatch.db", "other.db"))
    assert 'review = "window"' in digest(folder, "draft", "board", code=1).err


def test_what_is_dropped_makes_room_and_comes_back(folder):
    first, second, *_ = before = order(folder)
    told = digest(folder, "drop", "board", first, "--by", "An", "--note", "not ours").out
    assert "dropped by An." in told
    assert "  out: " in told
    assert "  in: 4. " in told
    assert order(folder)[0] == second
    digest(folder, "drop", "board", first, "--by", "Bo", "--undo")
    assert order(folder) == before
    assert [(a["kind"], a["by"], a["reason"]) for a in acts(folder)] == [
        ("drop", "An", "not ours"),
        ("drop", "Bo", ""),
    ]
    assert "is not dropped" in digest(folder, "drop", "board", second, "--undo", code=1).err


def test_what_is_cut_is_put_in_by_a_place(folder):
    cut = sheet(folder)["cut"][-1]["item"]
    last = order(folder)[-1]
    told = digest(folder, "move", "board", cut, 2, "--by", "An").out
    assert order(folder)[1] == cut
    assert f"{last} is over the limit now" in told
    assert [a["kind"] for a in acts(folder)] == ["pin", "move"]
    digest(folder, "move", "board", cut, "--undo")
    assert entry(folder, cut)["placed"] is False


def test_a_place_that_there_is_not_is_refused_or_told(folder):
    first, *rest = order(folder)
    assert "places count from 1, and 0 is none" in digest(folder, "move", "board", first, 0, code=1).err
    assert acts(folder) == []
    told = digest(folder, "move", "board", first, 77, "--by", "An").out
    assert f"moved to place {len(rest) + 1}, the last by An." in told


def test_a_pin_counts_as_a_judgement_and_so_does_taking_it_back(folder):
    from servwatch.archive.archive import Archive
    from servwatch.model import Ruling

    cut = sheet(folder)["cut"][-1]["item"]
    digest(folder, "pin", "board", cut, "--by", "An")
    digest(folder, "pin", "board", cut, "--by", "An", "--undo")
    with Archive(f"sqlite:///{folder / 'servwatch.db'}") as archive:
        said = archive.judgements.of_item(cut)
    assert [(one.ruling, one.by, one.digest) for one in said] == [
        (Ruling.KEPT, "An", "board"),
        (Ruling.WITHDRAWN, "An", "board"),
    ]
    assert cut not in order(folder)


def test_texts_are_written_changed_and_taken_away(folder):
    item = order(folder)[0]
    digest(folder, "headline", "board", item, "Een kop")
    told = digest(folder, "headline", "board", item, "x" * 75).out
    assert "The headline has 75 characters, 5 over." in told
    digest(folder, "note", "board", item, "Raakt ons.", "--by", "Lees Voor")
    assert (entry(folder, item)["note"], entry(folder, item)["initials"]) == ("Raakt ons.", "LV")
    digest(folder, "note", "board", item, "Raakt ons.", "--by", "Lien", "--initials", "LVM")
    assert entry(folder, item)["initials"] == "LVM"
    digest(folder, "intro", "board", "-", stdin="Eerste regel.\n\nTweede.\n")
    assert sheet(folder)["introduction"] == "Eerste regel.\n\nTweede."
    for command in (["headline", "board", item], ["note", "board", item], ["intro", "board"]):
        digest(folder, *command, "--undo")
        assert "taken away" in digest(folder, *command, "--undo", code=1).err
    shown = entry(folder, item)
    assert (shown["headline"], shown["note"], sheet(folder)["introduction"]) == ("", "", "")


@pytest.mark.parametrize("text", ["een\ntwee", "een\x1b[31m", "\u202eeen"])
def test_what_is_no_plain_line_is_refused_and_nothing_done(folder, text):
    item = order(folder)[0]
    digest(folder, "headline", "board", item, text, code=1)
    assert acts(folder) == []


def test_what_is_no_entry_is_refused_with_what_to_do(folder):
    assert "digest pin board 999" in digest(folder, "headline", "board", 999, "x", code=1).err
    assert "servwatch items" in digest(folder, "pin", "board", 999, code=1).err
    assert "Usage" in digest(folder, "move", "board", order(folder)[0], code=1).err


def test_holding_releasing_and_their_undoing(folder):
    for command, state in (
        (["hold"], "held"),
        (["hold", "--undo"], "open"),
        (["release"], "released"),
        (["release", "--undo"], "open"),
        (["approve"], "released"),
    ):
        digest(folder, command[0], "board", *command[1:])
        assert sheet(folder)["state"] == state
    assert "is not held" in digest(folder, "hold", "board", "--undo", code=1).err


@pytest.mark.parametrize(("command", "state"), [("hold", "held"), ("release", "released")])
def test_to_hold_or_release_twice_says_so_and_is_not_logged(folder, command, state):
    digest(folder, command, "board", "--by", "An")
    told = digest(folder, command, "board", "--by", "Bo").out
    assert f"it was {state} already; nothing was changed." in told
    assert [one["by"] for one in acts(folder)] == ["An"]


def test_a_held_draft_cannot_be_sent_by_hand(folder):
    digest(folder, "hold", "board")
    told = servwatch(folder, "digest", "build", "board").well(1).err
    assert "servwatch digest release board" in told


def test_a_pause_shows_in_the_list_and_ends(folder):
    day = "2036-01-04"
    assert day in digest(folder, "pause", "board", "--until", day, "--by", "An").out
    (row,) = servwatch(folder, "digest", "list", "--json").well().lines
    assert (row["paused_until"], row["draft"], row["review"]) == (day, "open", "window")
    assert row["next"].startswith("2036-01-04"), "its first time from that day on, a Friday"
    assert f"(pauses until {day})" in servwatch(folder, "digest", "list").well().out
    digest(folder, "pause", "board", "--undo")
    (row,) = servwatch(folder, "digest", "list", "--json").well().lines
    assert row["paused_until"] is None
    assert "does not pause" in digest(folder, "pause", "board", "--undo", code=1).err
    assert "not to come" in digest(folder, "pause", "board", "--until", "2020-01-01", code=1).err


def test_without_a_draft_a_pin_is_for_the_next_edition(drafted, folder):
    import sqlite3

    with sqlite3.connect(folder / "servwatch.db") as database:
        database.execute("UPDATE draft SET state = 'dropped'")
    foreign = drafted[1]
    assert "pinned by An." in digest(folder, "pin", "board", foreign, "--by", "An").out
    assert "no longer pinned" in digest(folder, "pin", "board", foreign, "--by", "An", "--undo").out
    assert "has no draft now" in digest(folder, "headline", "board", foreign, "x", code=1).err


def test_the_log_of_a_draft_is_for_people_and_machines(folder):
    item = order(folder)[0]
    digest(folder, "headline", "board", item, "Een kop", "--by", "An")
    told = servwatch(folder, "digest", "log", "board").well().out
    assert "An" in told
    assert "Een kop" in told
    (one,) = acts(folder, "--all")
    assert (one["kind"], one["item"], one["old"], one["new"], one["draft"]) == (
        "headline",
        item,
        "",
        "Een kop",
        1,
    )
    assert json.dumps(one)
