"""Digests and editions in the console: how they stand, what they sent, and what became of each candidate."""

import pytest

from tests.cycle.review_play import READER
from tests.cycle.watch import brussels
from tests.internet import Internet
from tests.web.console.drafted import Desk, drafted


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with Internet() as internet:
        yield drafted(tmp_path_factory.mktemp("watch"), internet)


@pytest.fixture(scope="module")
def quiet(made, tmp_path_factory):
    """A console that no test changes."""
    with Desk(made, tmp_path_factory.mktemp("quiet") / "copy") as desk:
        yield desk


@pytest.fixture(scope="module")
def reader(quiet):
    return quiet.visitor("reader")


@pytest.fixture(scope="module")
def administrator(quiet):
    return quiet.visitor("administrator")


@pytest.fixture
def console(made, tmp_path):
    with Desk(made, tmp_path / "copy") as desk:
        yield desk


def test_the_list_says_when_each_comes_what_it_sent_last_and_how_it_stands(reader, administrator):
    page = reader.see("/digests")
    assert "Fri 27 Nov 07:00" in page
    assert '<a href="/digests/daily/editions/1">no. 1</a>' in page
    assert "nobody reads it" in page
    assert "in review" in page
    assert "draft to review" in administrator.see("/digests")


def test_the_list_speaks_the_language_of_the_visitor(quiet):
    quiet.account("reader", "nele", language="nl")
    page = quiet.visitor("reader", name="nele").see("/digests")
    assert "vr 27 nov 7.00 u." in page
    assert "niemand leest hem" in page


def test_a_digest_lists_its_editions_with_their_mails(reader):
    page = reader.see("/digests/daily")
    assert "1 accepted" in page
    assert "sent with entries" in page
    assert "No edition of that kind." in reader.see("/digests/daily", state="skipped")
    assert 'action="/digests/daily/build"' not in page


def test_an_edition_is_shown_as_it_was_sent(reader):
    assert 'src="/digests/daily/editions/1/mail?scheme=dark"' in reader.see("/digests/daily/editions/1")
    answer = reader.get("/digests/daily/editions/1/mail")
    assert "Bericht 1 over werk" in answer.text
    assert "<img src=x" not in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "Bericht 1 over werk" in reader.see("/digests/daily/editions/1/text")


def test_the_ledger_accounts_for_each_candidate_with_its_reason(reader):
    page = reader.see("/digests/daily/editions/1/ledger")
    assert "chosen (8)" in page
    assert "&#34;&gt;&lt;img src=x&gt;" in page
    assert "<img src=x" not in page
    nothing = reader.see("/digests/daily/editions/1/ledger", outcome="<b>", page="99999999999")
    assert "<b>" not in nothing


def test_the_audit_is_for_administrators_and_its_sum_comes_out(reader, administrator):
    path = "/digests/daily/editions/1/audit"
    assert reader.get(path).status_code == 403
    assert path not in reader.see("/digests/daily/editions/1")
    page = administrator.see(path)
    assert "The sums come out." in page
    assert READER in page
    assert "Every mail was accepted." in administrator.see(path, failures="yes")
    assert READER not in reader.see("/digests/daily/editions/1/ledger")


def test_an_audit_whose_sum_does_not_come_out_says_so(console):
    from sqlalchemy import text

    with console.archive() as archive, archive.database.write() as connection:
        connection.execute(text("delete from outbox where edition is not null"))
    page = console.visitor("administrator").see("/digests/daily/editions/1/audit")
    assert "The sums do not come out:" in page
    assert "1 messages were written, and the outbox has 0" in page


@pytest.mark.parametrize(
    "path",
    [
        "/digests/none",
        "/digests/daily/editions/2",
        "/digests/daily/editions/0",
        "/digests/daily/editions/99999999999999999999/mail",
        "/digests/board/skipped/1",
        "/digests/daily/skipped/99999999999999999999/ledger",
        "/review/none",
    ],
)
def test_what_there_is_not_is_not_found(administrator, path):
    assert administrator.get(path).status_code == 404


def test_a_digest_pauses_until_a_day_and_comes_again_when_told(console):
    editor = console.visitor("editor")
    page = editor.do("/digests/board/pause", until="2026-12-07")
    assert "It pauses until Monday, 7 December 2026." in page or "It pauses until" in page
    assert "pauses until Mon 7 Dec" in editor.see("/digests")
    with console.archive() as archive:
        pause = archive.pauses.of(brussels("2026-11-27 08:00").date())["board"]
        assert (str(pause.until), pause.by) == ("2026-12-07", "editor")
    assert "It comes again" in editor.do("/digests/board/resume")
    assert "does not pause" in editor.do("/digests/board/resume")


@pytest.mark.parametrize("until", ["2026-11-26", "2020-01-01", "", "soon", "9" * 50])
def test_a_day_that_is_not_to_come_is_refused(console, until):
    page = console.visitor("editor").do("/digests/board/pause", until=until)
    assert 'class="said bad"' in page
    with console.archive() as archive:
        assert archive.pauses.of(brussels("2026-11-27 08:00").date()) == {}


def test_an_edition_is_built_out_of_turn_and_waits_for_the_next_run(console):
    editor = console.visitor("editor")
    page = editor.do("/digests/board/build")
    assert "No. 1 is built; its mails (1) leave with the next run." in page
    with console.archive() as archive:
        assert archive.editions.numbered("board", 1) is not None
        assert [m.state.value for m in archive.desk.messages() if m.digest == "board"] == ["pending"]
        assert archive.drafts.all_alive() == []
    assert "has no recipients" in editor.do("/digests/nobody/build")


def test_nothing_is_built_of_what_waits_for_its_editors(console):
    editor = console.visitor("editor")
    with console.archive() as archive:
        from servwatch.model import DraftState

        (row,) = archive.drafts.all_alive()
        archive.drafts.act(row, [], state=DraftState.HELD)
    assert "waits for its editors" in editor.do("/digests/board/build")
    with console.archive() as archive:
        assert archive.editions.numbered("board", 1) is None


def test_a_preview_shows_the_next_edition_and_changes_nothing(console):
    editor = console.visitor("editor")
    assert "iframe" in editor.see("/digests/daily/preview")
    assert "nr. 2" in editor.see("/digests/daily/preview/mail")
    with console.archive() as archive:
        assert archive.editions.numbered("daily", 2) is None


def test_readers_change_nothing(quiet, reader):
    for act in ("pause", "resume", "build"):
        assert reader.post(f"/digests/board/{act}", until="2027-01-04").status_code == 403
    assert reader.get("/digests/board/preview").status_code == 403
