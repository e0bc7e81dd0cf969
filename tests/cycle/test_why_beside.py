"""What an explanation tells besides the decision: references, stories, deadlines, editors, and lists that are asked about."""

from datetime import date

from servwatch.cycle.why import Asked, asked_in
from servwatch.model import Coverage, Judgement, Ruling
from tests.cycle.watch import brussels, entry, rss
from tests.cycle.why_desk import FEED, FIRST, SECOND, Desk, news, read_only, week

__all__ = ["read_only", "week"]  # fixtures


def test_a_reference_finds_what_names_it_however_it_is_written(week, internet):
    internet.at(FEED).serves(
        rss(
            news("Voorstel over kwaliteitsvol werk, COM(2025) 837 final", "com", day="2026-11-30"),
            news("Werk aan de richtlijn", "text", day="2026-11-30", text="Het volgt op COM(2025) 837."),
        )
    )
    week.run("2026-11-30 09:00", everything=True)
    with Desk(week) as desk:
        for written in ("COM(2025) 837", "COM/2025/837", "com(2025)0837"):
            found = [item.url for item in desk.explainer.find(written)]
            assert found == ["https://ec.example.org/com", "https://ec.example.org/text"]
        assert desk.ask("COM(2025) 837").coverage is Coverage.WAITING
        absent = desk.ask("COM(2025) 1")
        assert absent.coverage is Coverage.NOT_LISTED
        assert "References: COM(2025) 837" in desk.story("https://ec.example.org/com")


def test_the_answer_tells_the_story_the_deadline_and_what_the_council_said_before(week, internet):
    week.source("serv", own=True, item_kind="opinion", languages=["nl"])
    internet.at("serv.example.org/rss").serves(
        rss(
            entry(
                "Advies over de loonkloof tussen vrouwen en mannen",
                "https://serv.example.org/advies",
                date=brussels("2026-06-25 08:00"),
            )
        )
    )
    twin = entry(
        "Loonkloof tussen vrouwen en mannen: Commissie raadpleegt over loon en werk",
        "https://other.example.org/loonkloof",
        date=brussels("2026-11-30 08:00"),
    )
    internet.at("other.example.org/rss").serves(rss(twin))
    week.source("other")
    internet.at(FEED).serves(
        rss(
            news(
                "Loonkloof tussen vrouwen en mannen: Commissie raadpleegt over loon en werk",
                "loonkloof",
                day="2026-11-30",
                text="Reageren kan tot 18 december 2026.",
            )
        )
    )
    week.run("2026-11-30 09:00", everything=True)
    week.run("2026-11-30 12:00", everything=True)
    with Desk(week) as desk:
        story = desk.story("https://ec.example.org/loonkloof")
        assert "CLOSES Fri 18 Dec" in story
        assert "Earlier: Advies over de loonkloof tussen vrouwen en mannen, 25 June 2026" in story
        assert "Its story is told by 1 other item: “Loonkloof tussen" in story
    week.run(SECOND)
    mail = week.texts("a@example.org")
    told = next(text for text in mail if "SLUIT vr 18 dec" in text)
    assert "Eerder: Advies over de loonkloof" in told
    assert "https://serv.example.org/advies" in told
    assert "SLUIT vr 18 dec" in told


def test_an_editor_pins_and_drops_and_the_answer_names_who(week, internet):
    internet.at(FEED).serves(
        rss(
            news("Havens zonder thema", "p", day="2026-11-30"),
            news("Werk dat weg moet", "q", day="2026-11-30"),
        )
    )
    week.run("2026-11-30 09:00", everything=True)
    with Desk(week) as desk:
        pinned, dropped = (desk.explainer.find(f"https://ec.example.org/{x}")[0].id for x in "pq")
        for number, ruling in ((pinned, Ruling.KEPT), (dropped, Ruling.DROPPED)):
            desk.archive.judgements.give(
                Judgement(number, ruling, "An", brussels("2026-11-30 10:00"), digest="board")
            )
        waiting = desk.ask("https://ec.example.org/p")
        assert (waiting.coverage, "An pinned it" in waiting.step.text) == (Coverage.WAITING, True)
        assert desk.ask("https://ec.example.org/q").coverage is Coverage.DROPPED
    week.run(SECOND)
    with Desk(week) as desk:
        sent = desk.ask("https://ec.example.org/p")
        assert (sent.coverage, "An pinned it" in sent.step.text) == (Coverage.SENT, True)
        gone = desk.ask("https://ec.example.org/q")
        assert (gone.coverage, "Dropped by An." in gone.step.text) == (Coverage.DROPPED, True)


def test_what_the_next_edition_does_not_look_back_to_is_told_before_it_is_made(watch, internet):
    internet.at(FEED).serves(
        rss(
            news("Oud werk", "old", day="2026-08-01"),
            entry("Werk zonder dag", "https://ec.example.org/undated"),
            news("Oud werk dat telt", "pinned", day="2026-08-02"),
        )
    )
    watch.source("ec")
    watch.digest("board")
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    with Desk(watch, "2026-11-24 09:00") as desk:
        pinned = desk.explainer.find("https://ec.example.org/pinned")[0].id
        desk.archive.judgements.give(
            Judgement(pinned, Ruling.KEPT, "An", brussels("2026-11-24 10:00"), digest="board")
        )
        before = {slug: desk.ask(f"https://ec.example.org/{slug}") for slug in ("old", "undated", "pinned")}
    watch.run(FIRST)
    with Desk(watch) as desk:
        after = {slug: desk.ask(f"https://ec.example.org/{slug}") for slug in ("old", "undated", "pinned")}
    for told in (before, after):
        assert told["old"].coverage is told["undated"].coverage is Coverage.TOO_OLD
        assert "older than this digest looks back" in told["old"].step.text
        assert "carries no date" in told["undated"].step.text
    assert before["pinned"].coverage is Coverage.WAITING
    assert after["pinned"].coverage is Coverage.SENT


def test_a_list_is_read_as_people_write_it():
    lines = [
        "\ufeff# what we saw",
        "",
        "* [Wages](https://www.example.org/a), 2026-11-20",
        "| Title | <https://www.example.org/b?x=1> |",
        "- COM(2025) 837 final",
        "2026-11-21 Een titel zonder link",
        "2026-13-45 no day",
        "https://www.example.org/c en https://www.example.org/d, https://www.example.org/c",
        "http://",
    ]
    assert list(asked_in(lines)) == [
        Asked(3, "https://www.example.org/a", date(2026, 11, 20)),
        Asked(4, "https://www.example.org/b?x=1", None),
        Asked(5, "COM(2025) 837 final", None),
        Asked(6, "Een titel zonder link", date(2026, 11, 21)),
        Asked(7, "2026-13-45 no day", None),
        Asked(8, "https://www.example.org/c", None),
        Asked(8, "https://www.example.org/d", None),
        Asked(9, "http://", None),
    ]
