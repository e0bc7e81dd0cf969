"""What is done in a week with editors, for each way in which a digest is reviewed."""

from __future__ import annotations

from tests.cycle.review_play import LAST_FIRST, ORDINARY, URGENT, Play


def window(play: Play) -> Play:
    """Editors act on each thing; nobody releases, and it leaves by itself, once."""
    play.run("2026-11-26 08:00")
    play.run("2026-11-26 14:00")
    _, b, c, _ = (e["item"] for e in play.sheet()["entries"])
    foreigner = play.item("Employment")
    play.do("2026-11-26 14:30", "digest", "drop", "board", b, "--by", "Eerste Lid")
    play.do("2026-11-26 14:35", "digest", "pin", "board", foreigner, "--by", "Eerste Lid")
    play.do("2026-11-26 14:36", "digest", "move", "board", foreigner, 2, "--by", "Eerste Lid")
    play.do(
        "2026-11-26 14:40",
        "digest",
        "headline",
        "board",
        foreigner,
        "OESO vergelijkt arbeidsrecht",
        "--by",
        "Lees Voor",
    )
    play.do(
        "2026-11-26 14:45",
        "digest",
        "note",
        "board",
        foreigner,
        "Raakt werkbaar werk.",
        "--by",
        "Lees Voor",
    )
    play.do("2026-11-26 14:50", "digest", "intro", "board", "Deze week vier berichten.", "--by", "Lees Voor")
    play.do("2026-11-26 14:55", "digest", "drop", "board", c, "--by", "Bo")
    play.do("2026-11-26 14:56", "digest", "drop", "board", c, "--by", "Eerste Lid", "--undo")
    play.do("2026-11-26 15:00", "digest", "edit", "board", "--by", "Lees Voor", form=LAST_FIRST)
    play.comes(URGENT, ORDINARY)
    play.run("2026-11-26 16:15")
    play.run("2026-11-27 07:00")
    play.run("2026-11-27 07:15")
    return play


def required(play: Play) -> Play:
    """It waits for a release, and reminds; what came meanwhile is for the next edition."""
    play.run("2026-11-26 08:00")
    play.run("2026-11-26 14:00")
    play.comes(ORDINARY)
    play.run("2026-11-27 07:00", code=3)
    play.run("2026-11-27 12:00", code=3)
    play.run("2026-11-28 12:00", code=3)
    play.run("2026-11-30 08:00", code=3)
    play.do("2026-11-30 09:00", "digest", "release", "board", "--by", "Eerste Lid")
    play.run("2026-11-30 09:15")
    play.run("2026-12-03 14:00")
    play.run("2026-12-04 07:00", code=3)
    play.run("2026-12-10 14:00")
    play.do("2026-12-10 15:00", "digest", "approve", "board", "--by", "Eerste Lid")
    play.run("2026-12-11 07:00")
    return play


def none(play: Play) -> Play:
    """Nobody looks first."""
    play.run("2026-11-26 08:00")
    play.run("2026-11-26 14:00")
    play.run("2026-11-27 07:00")
    return play


def held(play: Play) -> Play:
    """A window in which one editor holds it, and another one lets it go."""
    play.run("2026-11-26 08:00")
    play.run("2026-11-26 14:00")
    play.do("2026-11-26 17:00", "digest", "hold", "board", "--by", "Bo")
    play.run("2026-11-27 07:00", code=3)
    play.do("2026-11-27 10:00", "digest", "release", "board", "--by", "Eerste Lid")
    play.run("2026-11-27 10:15")
    return play


PLAYS = {
    "none": ("none", none),
    "window": ("window", window),
    "window, held": ("window", held),
    "required": ("required", required),
}
"""By title: the review, and what is done."""
