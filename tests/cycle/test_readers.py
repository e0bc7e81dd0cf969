"""Who gets a digest, through the whole cycle: suppressed, by mandate, as a copy, in their rhythm, and who leaves."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from servwatch.cli.cycle_report import told_of
from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.renderers import shipped_renderer
from servwatch.cycle.unsubscribing import Unsubscribing
from servwatch.errors import NotFound
from servwatch.model import Frequency, Preferences, SuppressedFor
from tests.cycle.reader_mornings import FEED, TITLES, begin, days, mornings, told
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

AN, BO, DESK = "an@example.org", "bo@example.org", "desk@example.org"


@pytest.fixture
def watch(tmp_path):
    """A digest that comes every morning, of a source with one item a day."""
    with Internet() as internet:
        made = Watch(tmp_path, internet)
        made.source("ec", every="1h")
        made.digest("board", "0 7 * * *", when_empty="skip")
        made.serve = lambda upto: internet.at(FEED).serves(
            rss(
                *(
                    entry(title, f"https://ec.example.org/{n}", date=brussels(f"{day} 05:00"))
                    for n, (day, title) in enumerate(TITLES.items())
                    if day <= upto
                )
            )
        )
        yield made


def test_a_suppressed_member_is_not_mailed_and_always_listed(watch):
    watch.member(AN, "board", name="An")
    watch.member(BO, "board", until="2026-11-22")
    watch.members[1] = watch.members[1].replace('"2026-11-22"', "2026-11-22")
    watch.member("ceo@example.org", "board", copy=[DESK])
    begin(watch)
    with watch.archive() as archive:
        archive.recipients.suppress(
            AN, SuppressedFor.BY_HAND, brussels("2026-11-22 13:00"), detail="met verlof"
        )
    (report,) = mornings(watch, "2026-11-23")
    assert {m["To"] for m in watch.letters()} == {"ceo@example.org", DESK}
    (built,) = report.editions
    assert built.recipients == 2
    assert built.passed == (
        "an@example.org: not mailed since 22 November 2026, by decision of the staff (met verlof)",
        "bo@example.org: the mandate ended on 22 November 2026",
    )
    with watch.archive() as archive:
        counts = archive.editions.by_id(built.id).counts
    assert (counts["recipients"], counts["suppressed"], counts["outside_mandate"]) == (2, 1, 1)


@pytest.mark.slow
def test_a_digest_whose_readers_are_all_suppressed_is_not_built_and_consumes_nothing(watch):
    watch.member(AN, "board")
    begin(watch)
    with watch.archive() as archive:
        archive.recipients.suppress(AN, SuppressedFor.UNSUBSCRIBED, brussels("2026-11-22 13:00"))
    assert mornings(watch, "2026-11-23")[0].editions == []
    with watch.archive() as archive:
        archive.recipients.restore(AN)
    mornings(watch, "2026-11-24")  # takes note of the reader who is back: due at its next time
    mornings(watch, "2026-11-25")
    assert told(watch, AN) == [days(0, 1, 2)]


def test_a_weekly_reader_gets_with_the_first_edition_of_the_week_all_that_was_chosen_since(watch):
    watch.member(AN, "board")
    watch.member(BO, "board", frequency="weekly")
    begin(watch)
    reports = mornings(watch, *TITLES)
    assert told(watch, AN) == [days(0), days(1), days(2), days(3), days(4)]
    assert told(watch, BO) == [days(0), days(1, 2, 3)]
    assert [r.editions[0].waiting for r in reports] == [0, 1, 1, 0, 1]


@pytest.mark.slow
def test_who_changes_back_gets_with_the_next_edition_all_they_were_owed(watch):
    watch.member(AN, "board")
    watch.member(BO, "board")
    begin(watch)
    with watch.archive() as archive:
        archive.recipients.prefer(BO, Preferences(Frequency.MONTHLY), brussels("2026-11-22 13:00"))
        archive.turns.begin(BO, ["board"], brussels("2026-11-22 13:00"))
    mornings(watch, "2026-11-23", "2026-11-24")
    assert told(watch, BO) == []
    with watch.archive() as archive:
        archive.recipients.prefer(BO, Preferences(), brussels("2026-11-24 13:00"))
    mornings(watch, "2026-11-25", "2026-11-30")
    assert told(watch, BO) == [days(0, 1, 2), days(3)]
    with watch.archive() as archive:
        assert archive.turns.of("board") == {}


def test_a_weekly_reader_is_told_what_is_owed_though_the_week_begins_with_nothing_new(watch):
    watch.member(AN, "board")
    watch.member(BO, "board", frequency="weekly")
    begin(watch)
    mornings(watch, "2026-11-23", "2026-11-24")
    (report,) = mornings(watch, "2026-11-24")  # the same morning again
    watch.run("2026-11-30 07:00")  # nothing new was served
    (built,) = watch.report.editions
    assert (report.editions, built.state, built.recipients) == ([], "skipped", 1)
    assert "to 1 recipient what they were owed" in told_of(built)
    assert told(watch, BO) == [days(0), days(1)]
    assert told(watch, AN) == [days(0), days(1)]


def test_who_had_all_of_it_in_full_elsewhere_gets_no_mail_of_one_line_each(watch):
    watch.digest("vroeg", "0 6 * * *", layout="full", groups=["leden"])
    watch.member(AN, "board")
    watch.member(BO, "board", "leden")
    begin(watch)
    watch.serve("2026-11-23")
    watch.run("2026-11-23 06:00")
    report = watch.run("2026-11-23 07:00")
    (board,) = [one for one in report.editions if one.digest == "board"]
    assert board.passed == (f"{BO}: had it in full in another digest",)
    assert (told(watch, AN), told(watch, BO)) == ([days(0)], [days(0)])


def test_a_reader_of_some_themes_gets_these_and_nothing_where_there_is_none_of_them(watch):
    watch.member(AN, "board")
    watch.member(BO, "board", themes=["climate"])
    begin(watch)
    mornings(watch, *list(TITLES)[:3])
    assert told(watch, AN) == [days(0), days(1), days(2)]
    assert told(watch, BO) == [days(2)]


@pytest.mark.slow
def test_a_reader_gets_the_layout_they_prefer_and_others_share_one_text(watch):
    watch.member(AN, "board")
    watch.member(BO, "board", layout="brief")
    watch.member(DESK, "board", layout="full")
    begin(watch)
    mornings(watch, "2026-11-23")
    an, bo, desk = (watch.texts(who)[0] for who in (AN, BO, DESK))
    assert an == desk != bo


class Counting:
    """A renderer that counts the editions it renders."""

    def __init__(self, renderer):
        self._renderer, self.rendered = renderer, 0

    def digest(self, *arguments):
        self.rendered += 1
        return self._renderer.digest(*arguments)


def test_an_edition_is_rendered_once_for_each_way_it_is_read_not_for_each_reader(watch):
    for number in range(30):
        watch.member(f"{number}@example.org", "board", layout="brief" if number % 2 else "full")
    begin(watch)
    watch.serve("2026-11-23")
    now = brussels("2026-11-23 07:00")
    settings = in_force(watch.path, {}).settings
    with watch.archive() as archive:
        renderer = Counting(shipped_renderer())
        builder = Builder(settings, archive, understanding_of(settings), renderer)
        ((digest, state, scheduled),) = builder.due(now)
        digest = replace(digest, when_empty="note")
        built = builder.freeze(builder.draft(digest, state, scheduled, now), digest, now)
    assert (built.recipients, renderer.rendered) == (30, 3)  # two layouts, and the one that is kept


def test_mails_carry_a_one_click_address_in_their_header_only_and_each_reader_another(watch):
    watch.general = 'public_url = "https://watch.example.org"'
    watch.member(AN, "board")
    watch.member(BO, "board")
    begin(watch)
    mornings(watch, "2026-11-23")
    links = set()
    for letter in watch.letters():
        raw = letter.as_bytes()
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
        (link,) = re.findall(r"<https://watch.example.org/u/([\w-]{22})>", str(letter["List-Unsubscribe"]))
        assert str(letter["List-Unsubscribe"]).startswith("<mailto:")
        assert link not in letter.get_body(("html",)).get_content()
        assert link not in letter.get_body(("plain",)).get_content()
        with watch.archive() as archive:
            assert archive.tokens.find(link).address in str(letter["To"])
        links.add(link)
    assert len(links) == 2


@pytest.mark.slow
@pytest.mark.parametrize("general", ["", 'public_url = "http://127.0.0.1:8080"'])
def test_without_a_public_https_address_there_is_only_the_mail_address(watch, general):
    watch.general = general
    watch.member(AN, "board")
    begin(watch)
    mornings(watch, "2026-11-23")
    (letter,) = watch.letters(AN)
    assert str(letter["List-Unsubscribe"]).startswith("<mailto:")
    assert "http" not in str(letter["List-Unsubscribe"])
    assert letter["List-Unsubscribe-Post"] is None


@pytest.fixture
def leaving(watch):
    """A watch whose editors hear of who leaves; gives what handles it."""
    watch.mail = 'editors = ["cel@example.org"]'
    watch.member(AN, "board", name="Eerste Lid", role="voorzitter", copy=[DESK])
    watch.serve("2026-11-22")
    watch.write()
    with watch.archive() as archive:
        yield Unsubscribing(in_force(watch.path, {}).settings, archive)


NOW = brussels("2026-11-22 14:00")


def test_who_asks_by_mail_leaves_that_digest_and_the_editors_hear_of_it_once(watch, leaving):
    done = leaving.by_mail("board", "An@Example.org", NOW)
    assert (done.changed, done.subscription.digest) == (True, "board")
    assert not leaving.by_mail("BOARD", AN, NOW + timedelta(hours=1)).changed
    watch.run("2026-11-22 15:00")
    (notice,) = watch.letters("cel@example.org")
    text = notice.get_body(("plain",)).get_content()
    assert "an@example.org (Eerste Lid, voorzitter)" in text
    assert "members restore an@example.org --digest board" in " ".join(text.split())


@pytest.mark.parametrize(("digest", "sender"), [("energy", AN), ("board", "stranger@example.org")])
def test_who_is_no_reader_of_that_digest_is_left_to_a_person(leaving, digest, sender):
    with pytest.raises(NotFound, match="no reader"):
        leaving.by_mail(digest, sender, NOW)


@pytest.mark.slow
def test_a_copy_can_leave_by_itself_and_come_back(watch, leaving):
    watch.run("2026-11-22 12:00")
    done = leaving.by_mail("board", DESK, NOW)
    mornings(watch, "2026-11-23")
    assert {m["To"].addresses[0].addr_spec for m in watch.letters("an@")} == {AN}
    assert watch.letters(DESK) == []
    assert leaving.come_back(done.subscription).changed
    mornings(watch, "2026-11-24")
    assert len(watch.letters(DESK)) == 1


def test_what_staff_decided_is_not_undone_by_a_click(leaving):
    with_staff = leaving.by_mail("board", AN, NOW).subscription
    archive = leaving._archive
    archive.recipients.restore(AN)
    archive.recipients.suppress(AN, SuppressedFor.BY_HAND, NOW, digest="board")
    assert not leaving.come_back(with_staff).changed
    assert archive.recipients.states().of(AN).suppression("board").reason == SuppressedFor.BY_HAND


def test_an_address_that_is_unknown_on_two_days_asks_for_attention_until_staff_decide(watch):
    watch.member(AN, "board")
    begin(watch)
    with watch.archive() as archive:
        for hours in (0, 24):
            archive.recipients.bounced(AN, brussels("2026-11-20 08:00") + timedelta(hours=hours), "5.1.1")
    watch.run("2026-11-22 13:00")
    (asked,) = [a for a in watch.report.attention if a.what == "recipient"]
    assert AN not in asked.id + asked.remedy
    mornings(watch, "2026-11-23")
    assert len(watch.letters(AN)) == 1  # marked, and mailed on
    with watch.archive() as archive:
        archive.recipients.suppress(AN, SuppressedFor.BOUNCED, brussels("2026-11-23 09:00"))
    watch.run("2026-11-23 10:00")
    assert [a for a in watch.report.attention if a.what == "recipient"] == []
