"""Saving the configuration: checked, refused where somebody was quicker, kept, and never half written."""

import itertools
import os
import stat

import pytest

from servwatch.archive.archive import Archive
from servwatch.config import pending_save
from servwatch.cycle.configuration import examine, in_force, keep_revision
from servwatch.cycle.saving import Files, Moved, Saved, Signed, bringing_back, marks_of, replacing, save, undo
from servwatch.errors import ConfigError, NotFound
from tests.cycle.saving_play import NOW, SIGNED, change, killed_at

MAIN = '[servwatch]\nextends = "shipped"\ninclude = ["themes.toml"]\n# ours\n[fetch]\npace = "1s"\n'
THEMES = '[[theme]]\nid = "own-theme"\nname = { nl = "Eigen" }\nterms.nl = ["spoor"]\n'


@pytest.fixture
def path(tmp_path):
    (tmp_path / "themes.toml").write_text(THEMES)
    path = tmp_path / "feeds.toml"
    path.write_text(MAIN.replace('extends = "shipped"\n', ""))
    return path


@pytest.fixture
def archive(path):
    with Archive(in_force(path, {}).settings.database) as archive:
        yield archive


def texts(path):
    return {file.name: file.read_bytes() for file in path.parent.glob("*.toml")}


def both(path):
    """A change of two files that only together are valid."""
    return {
        str(path): path.read_text() + '[[digest]]\nid = "d"\ntitle = { nl = "D" }\nschedule = "0 7 * * fri"\nthemes = ["new-theme"]\n',
        str(path.with_name("themes.toml")): THEMES.replace("own-theme", "new-theme"),
    }  # fmt: skip


def test_what_was_saved_is_kept_with_its_author_and_reason_after_what_stood_before(path, archive):
    before = dict(examine(path, {}).files)
    saved = change(path, both(path))
    assert {file.name for file in saved.files} == {"feeds.toml", "themes.toml"}
    newest, first = archive.revisions.listed(str(path))
    assert (newest.id, newest.author, newest.reason, first.author) == (
        saved.revision,
        "ann",
        "a better word",
        "",
    )
    assert archive.revisions.get(str(path), first.id).files == before
    assert archive.revisions.newest(str(path)).files == examine(path, {}).files
    assert pending_save(path) is None


def test_what_would_not_be_valid_is_refused_with_each_place(path):
    before = texts(path)
    with pytest.raises(ConfigError) as refused:
        change(path, {str(path): path.read_text() + '[fetchh]\npace = "soon"\n'})
    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == (str(path), 6)
    assert texts(path) == before


def test_the_second_of_two_editors_is_told_what_the_first_wrote(path, archive):
    seen = marks_of(examine(path, {}).files)
    change(path, {str(path): path.read_text().replace("1s", "2s")})
    mine = {str(path): path.read_text().replace("2s", "3s")}
    with pytest.raises(Moved) as refused:
        save(Files(archive, path, {}), replacing(mine, seen), Signed("bob", "", NOW))
    assert 'pace = "2s"' in refused.value.theirs[str(path)]
    assert 'pace = "2s"' in path.read_text()


def test_two_editors_of_two_files_are_both_served(path, archive):
    seen = marks_of(examine(path, {}).files)
    change(path, {str(path): path.read_text().replace("1s", "2s")})
    other = str(path.with_name("themes.toml"))
    save(Files(archive, path, {}), replacing({other: THEMES.replace("spoor", "haven")}, seen), SIGNED)
    assert "haven" in path.with_name("themes.toml").read_text()
    assert "2s" in path.read_text()


def test_a_file_that_was_edited_by_hand_meanwhile_is_not_overwritten(path, archive):
    seen = marks_of(examine(path, {}).files)
    by_hand = path.read_text().replace("1s", "5s")
    path.write_text(by_hand)
    with pytest.raises(Moved):
        save(Files(archive, path, {}), replacing({str(path): "[servwatch]\n"}, seen), SIGNED)
    assert path.read_text() == by_hand


def test_a_file_that_is_edited_by_hand_while_it_is_checked_is_not_overwritten(path, archive):
    by_hand = path.read_text().replace("1s", "5s")

    def edit(loaded):
        path.write_text(by_hand)
        return {str(path): loaded.files[str(path)].replace("1s", "2s")}

    with pytest.raises(Moved):
        save(Files(archive, path, {}), edit, SIGNED)
    assert path.read_text() == by_hand
    assert pending_save(path) is None


def test_no_other_file_than_those_of_the_configuration_is_ever_written(path, archive, tmp_path):
    with pytest.raises(NotFound):
        save(Files(archive, path, {}), replacing({str(tmp_path / "other"): "x"}, {}), SIGNED)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_the_end_of_the_file_stay_as_they_are(path, archive, ends, end):
    plain = path.read_text().rstrip("\n") + end
    path.write_bytes(plain.replace("\n", ends).encode())
    changed = plain.replace("# ours", "# ours\n# and mine").replace("1s", "2s")
    change(path, {str(path): changed})
    assert path.read_bytes() == changed.replace("\n", ends).encode()


def test_of_mixed_line_ends_those_around_the_change_stay(path, archive):
    mixed = b'[servwatch]\r\ninclude = ["themes.toml"]\n# ours\r\n[fetch]\r\npace = "1s"\n'
    path.write_bytes(mixed)
    change(path, {str(path): mixed.decode().replace("\r", "").replace("# ours", "# mine")})
    assert path.read_bytes() == mixed.replace(b"# ours", b"# mine")


def test_the_rights_of_a_file_and_a_link_to_it_stay(path, archive):
    real = path.with_name("themes.real")
    path.with_name("themes.toml").rename(real)
    path.with_name("themes.toml").symlink_to(real)
    real.chmod(0o604)
    change(path, both(path))
    assert path.with_name("themes.toml").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o604
    assert "new-theme" in real.read_text()


def test_a_revision_is_brought_back_as_a_new_one(path, archive):
    change(path, both(path))
    first = archive.revisions.listed(str(path))[-1]
    earlier = archive.revisions.get(str(path), first.id)
    saved = save(Files(archive, path, {}), bringing_back(earlier, earlier.files), Signed("bob", "back", NOW))
    assert saved.revision > first.id + 1
    assert path.with_name("themes.toml").read_text() == THEMES
    assert archive.revisions.listed(str(path))[0].author == "bob"


def test_what_was_just_saved_can_be_undone_until_somebody_saves_after_it(path, archive):
    before = texts(path)
    saved = change(path, both(path))
    undone = undo(Files(archive, path, {}), saved.revision, SIGNED)
    assert texts(path) == before
    change(path, {str(path): path.read_text().replace("1s", "4s")})
    with pytest.raises(Moved):
        undo(Files(archive, path, {}), undone.revision, SIGNED)


def test_files_that_changed_since_they_were_read_are_not_kept_after_what_is_newer(path, archive):
    stale = in_force(path, {})
    saved = change(path, both(path))
    keep_revision(archive, stale, NOW)
    assert archive.revisions.listed(str(path))[0].id == saved.revision


def test_nothing_is_kept_where_nothing_is_different(path, archive):
    assert change(path, {str(path): path.read_text()}) == Saved(())
    assert archive.revisions.listed(str(path)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_folder_that_may_not_be_written_is_told_as_such(path, archive):
    path.parent.chmod(0o500)
    try:
        with pytest.raises(ConfigError, match="cannot be written"):
            change(path, both(path))
    finally:
        path.parent.chmod(0o700)


def test_a_disk_that_refuses_the_second_file_leaves_the_first_as_it_was(path, archive, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "themes.toml").write_text(THEMES)
    path.write_text(path.read_text().replace("themes.toml", "inner/themes.toml"))
    before = path.read_text()
    wanted = {
        str(inner / "themes.toml"): THEMES.replace("spoor", "haven"),
        str(path): before.replace("1s", "2s"),
    }
    edit = replacing(wanted, marks_of(examine(path, {}).files))

    def gone(loaded):
        (inner / "themes.toml").unlink()
        (inner / "themes.toml").mkdir()
        return edit(loaded)

    with pytest.raises(ConfigError):
        save(Files(archive, path, {}), gone, SIGNED)
    assert path.read_text() == before
    assert pending_save(path) is None


def judge(path, before, after, step):
    """Who comes next finds the old or the new, whole; and the new with its author."""
    current = in_force(path, {})
    assert not current.problems, step
    assert texts(path) in (before, after), step
    with Archive(current.settings.database) as archive:
        keep_revision(archive, current, NOW)
        newest = archive.revisions.newest(str(path))
        assert newest.files == current.loaded.files, step
        if texts(path) == after:
            assert newest.author == "ann", step
    assert pending_save(path) is None, step
    return texts(path) == after


def killed(tmp_path, steps):
    """Kill at each of these steps, each time anew; how often the old and the new was found."""
    found = {False: 0, True: 0}
    for step in steps:
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "feeds.toml"
        path.write_text(MAIN.replace('extends = "shipped"\n', ""))
        (folder / "themes.toml").write_text(THEMES)
        with Archive(f"sqlite:///{folder / 'servwatch.db'}"):
            before, wanted = texts(path), both(path)
        if not killed_at(step, lambda path=path, wanted=wanted: change(path, wanted)):
            break
        after = {file.rpartition("/")[2]: text.encode() for file, text in wanted.items()}
        found[judge(path, before, after, step)] += 1
        change(path, {str(path): path.read_text().replace("1s", "3s")})
        assert list(folder.glob(".*")) == [], step
    return found


def test_a_kill_at_a_few_steps_leaves_the_old_or_the_new(tmp_path):
    found = killed(tmp_path, range(60, 220, 14))
    assert min(found.values()) > 0


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_kill_at_each_step_leaves_the_old_or_the_new(tmp_path):
    found = killed(tmp_path, itertools.count(1))
    assert min(found.values()) > 5


def test_two_who_save_at_once_are_both_right_or_one_is_told(path):
    child = os.fork()
    if child == 0:
        try:
            change(path, {str(path): path.read_text().replace("1s", "2s")})
        except Moved:
            os._exit(7)
        os._exit(0)
    told = False
    try:
        change(path, {str(path): path.read_text().replace("1s", "3s")})
    except Moved:
        told = True
    _, status = os.waitpid(child, 0)
    assert (os.WEXITSTATUS(status), told) in {(0, True), (7, False), (0, False)}
    assert not in_force(path, {}).problems
    assert any(word in path.read_text() for word in ("2s", "3s"))


def test_what_a_kill_left_is_not_finished_over_what_was_written_by_hand_since(tmp_path):
    cut = 0
    for step in range(104, 240, 4):
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "feeds.toml"
        path.write_text(MAIN.replace('extends = "shipped"\n', ""))
        (folder / "themes.toml").write_text(THEMES)
        with Archive(f"sqlite:///{folder / 'servwatch.db'}"):
            wanted = both(path)
        if not killed_at(step, lambda path=path, wanted=wanted: change(path, wanted)):
            break
        pending = pending_save(path)
        if pending is None or not pending.writes:
            continue
        cut += 1
        by_hand = path.read_text() + "# by hand\n"
        path.write_text(by_hand)
        examine(path, {})
        assert path.read_text() == by_hand
        assert list(folder.glob(".*-left"))
        if cut == 2:
            break
    assert cut
