"""Members are added and removed as a person would: every other line stays, and a fault changes nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.config import Change, add_members, remove_members
from servwatch.config.member_blocks import MemberBlocks
from servwatch.config.members_file import write_atomically
from servwatch.errors import ConfigError, NotFound
from tests.config.configurations import REPOSITORY

TEXT = """\
# Members. Who gets what.

# The chair
[[member]]
email = "a@example.org"   # private
groups = ["board"]  # and no other

# The deputy
[[member]]
email = "B@example.org"
groups = [
  "board",   # since 2026
  "energy",
]
name = "B"

# The end
"""
NEW = {"email": "c@example.org", "groups": ["board"], "language": "nl"}
NEW_LINES = '[[member]]\nemail = "c@example.org"\nlanguage = "nl"\ngroups = ["board"]\n'


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "members.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_new_member_comes_below_the_last_and_nothing_else_changes(members):
    assert add_members(members, [NEW]) == Change(added=("c@example.org",))
    assert members.read_text() == TEXT.replace("\n# The end", f"\n{NEW_LINES}\n# The end")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, NEW_LINES),
        ("", NEW_LINES),
        ("# Who gets what.\n", "# Who gets what.\n\n" + NEW_LINES),
        ("# Who gets what.\n\n\n", "# Who gets what.\n\n" + NEW_LINES),
    ],
)
def test_the_first_member_comes_below_the_comments_of_the_file(tmp_path, before, after):
    path = tmp_path / "members.toml"
    if before is not None:
        path.write_text(before)
    add_members(path, [NEW])
    assert path.read_text() == after


def test_a_group_is_added_to_a_list_on_one_line_and_its_comment_stays(members):
    change = add_members(members, [{"email": "A@Example.org ", "groups": ["energy", "board"]}])
    assert change == Change(changed=("A@Example.org",))
    assert members.read_text() == TEXT.replace('["board"]  #', '["board", "energy"]  #')


def test_a_group_is_added_to_a_list_over_several_lines_as_one_more_line(members):
    add_members(members, [{"email": "b@example.org", "groups": ["work"]}])
    assert members.read_text() == TEXT.replace('  "energy",\n', '  "energy",\n  "work",\n')


def test_a_new_detail_comes_within_the_member_and_not_below_the_comment_of_the_next(members):
    add_members(members, [{"email": "a@example.org", "name": "A", "until": date(2027, 12, 31), "role": ""}])
    lines = 'groups = ["board"]  # and no other\nname = "A"\nuntil = 2027-12-31\n'
    assert members.read_text() == TEXT.replace('groups = ["board"]  # and no other\n', lines)


def test_a_changed_detail_keeps_its_place(members):
    assert add_members(members, [{"email": "b@example.org", "name": "Bee"}]).changed == ("b@example.org",)
    assert members.read_text() == TEXT.replace('name = "B"', 'name = "Bee"')


def test_what_is_there_already_is_no_change_and_the_file_is_not_touched(members):
    before = members.stat()
    assert add_members(members, [{"email": "a@example.org", "groups": ["board"], "name": None}]) == Change()
    assert members.stat().st_ino == before.st_ino


def test_one_person_given_twice_becomes_one_member(members):
    change = add_members(members, [NEW, {"email": "C@example.org", "groups": ["work"]}])
    assert change == Change(added=("c@example.org",), changed=("C@example.org",))
    assert members.read_text().casefold().count("c@example.org") == 1
    assert '["board", "work"]' in members.read_text()


def test_a_removed_member_goes_with_the_comment_directly_above_and_no_other(members):
    assert remove_members(members, ["A@example.org"]) == Change(removed=("A@example.org",))
    begin, end = TEXT.index("# The chair"), TEXT.index("# The deputy")
    assert members.read_text() == TEXT[:begin] + TEXT[end:]


def test_the_last_member_goes_and_the_comments_below_stay(members):
    remove_members(members, ["b@example.org"])
    begin, end = TEXT.index("\n# The deputy"), TEXT.index("\n# The end")
    assert members.read_text() == TEXT[:begin] + TEXT[end:]


def test_the_comment_at_the_top_of_the_file_is_the_files_and_stays(tmp_path):
    path = tmp_path / "members.toml"
    path.write_text("# Who gets what.\n" + NEW_LINES)
    remove_members(path, ["c@example.org"])
    assert path.read_text() == "# Who gets what.\n"


def test_all_members_may_go(members):
    remove_members(members, ["a@example.org", "b@example.org"])
    assert members.read_text() == "# Members. Who gets what.\n\n# The end\n"


def test_a_member_may_leave_some_groups_only(members):
    assert remove_members(members, ["b@example.org"], ["energy", "work"]).changed == ("b@example.org",)
    assert members.read_text() == TEXT.replace('  "energy",\n', "")
    assert remove_members(members, ["b@example.org"], ["energy"]) == Change()


def test_who_is_not_there_cannot_be_removed_and_nothing_changes(members):
    with pytest.raises(NotFound, match=r"nobody@example\.org is not in the members file"):
        remove_members(members, ["a@example.org", "nobody@example.org"])
    assert members.read_text() == TEXT


@pytest.mark.parametrize(
    ("member", "line", "words"),
    [
        ({"email": "nonsense", "groups": ["board"]}, 18, "email of the member 'nonsense' is \"nonsense\""),
        ({"groups": ["board"]}, 17, "[[member]] lacks the key 'email'"),
        ({"email": "c@example.org", "groups": ["A B"]}, 19, "the 1st value of groups"),
        ({"email": "c@example.org", "groups": ["board"], "phone": "1"}, 20, "unknown key 'phone'"),
        ({"email": "a@example.org", "language": "de"}, 7, "language of the member"),
    ],
)
def test_a_member_that_would_not_be_valid_is_refused_and_nothing_changes(members, member, line, words):
    with pytest.raises(ConfigError) as refusal:
        add_members(members, [member])
    (problem,) = refusal.value.problems
    assert problem.line == line
    assert problem.text.startswith(words)
    assert members.read_text() == TEXT


@pytest.mark.parametrize("text", [TEXT + "x y\n", TEXT.replace('"B"', "3"), TEXT + NEW_LINES + NEW_LINES])
def test_a_file_that_is_not_valid_is_left_alone(members, text):
    members.write_text(text)
    with pytest.raises(ConfigError):
        remove_members(members, ["a@example.org"])
    assert members.read_text() == text


def test_members_in_one_list_without_headers_are_refused_with_the_way_out(members):
    members.write_text('member = [{ email = "a@example.org", groups = [] }]\n')
    with pytest.raises(ConfigError) as refusal:
        add_members(members, [NEW])
    assert refusal.value.problems[0].expected == "[[member]]"


def test_the_line_ends_of_windows_and_a_byte_order_mark_stay(members):
    members.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    add_members(members, [NEW])
    remove_members(members, ["a@example.org"])
    text = members.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf#")
    assert text.count(b"\n") == text.count(b"\r\n") == TEXT.count("\n")  # five lines more, five lines less


def contents(text):
    """The lines that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


addresses = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)
between = st.lists(st.sampled_from(["", "# note", "  # é [[member]]", "#"]), max_size=4)


@given(addresses, st.lists(between, min_size=8, max_size=8), st.data())
def test_adding_and_removing_again_gives_the_same_lines_and_removing_keeps_all_others(names, gaps, data):
    blocks = [
        [*gap, "[[member]]", f'email = "{name}@example.org"', "", "# in", "groups = []"]
        for name, gap in zip(names, gaps, strict=False)
    ]
    text = "\n".join([line for block in blocks for line in block] + gaps[-1] + [""])
    file = MemberBlocks.read(text)
    assert file.write() == text
    assert [block.email for block in file.blocks] == [f"{name}@example.org" for name in names]
    if not names:
        return
    file.add(lambda table: table.update({"email": "new@example.org"}))
    file.remove(len(names))
    assert contents(file.write()) == contents(text)
    number = data.draw(st.integers(0, len(names) - 1))
    file.remove(number)
    kept = [line for line in file.write().split("\n") if line.strip() and "note" not in line]
    others = blocks[:number] + blocks[number + 1 :]
    for block in others:
        own = block[block.index("[[member]]") :]
        assert "\n".join(own) in file.write()
    assert len([line for line in kept if line.startswith("email")]) == len(others)


# --- old or new, never half ------------------------------------------------------------------------


def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_rubbish(members):
    script = (
        "import resource, signal, sys; from pathlib import Path;"
        "from servwatch.config.members_file import write_atomically;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "write_atomically(Path(sys.argv[1]), 'x' * 100_000)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, members], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert "File too large" in ended.stderr
    assert members.read_text() == TEXT
    assert list(members.parent.iterdir()) == [members]


def test_a_text_that_cannot_be_written_leaves_the_old_file_and_no_rubbish(members):
    with pytest.raises(UnicodeEncodeError):
        write_atomically(members, "x" * 100_000 + "\ud800")
    assert members.read_text() == TEXT
    assert list(members.parent.iterdir()) == [members]


def test_killed_at_any_moment_the_file_is_one_of_the_two_texts(members):
    texts = ["a" * 300_000, "b" * 300_000]
    script = (
        "import sys; from pathlib import Path; from servwatch.config.members_file import write_atomically;"
        "path = Path(sys.argv[1]); print('ready', flush=True)\n"
        "while True:\n  write_atomically(path, 'a' * 300_000); write_atomically(path, 'b' * 300_000)"
    )
    chance = random.Random(7)
    members.write_text(texts[0])
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", script, members], cwd=REPOSITORY, stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(chance.uniform(0.005, 0.08))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert members.read_text() in texts


def test_rights_stay_and_a_new_file_is_not_for_everyone(members, tmp_path):
    members.chmod(0o604)
    add_members(members, [NEW])
    assert members.stat().st_mode & 0o777 == 0o604
    add_members(tmp_path / "other.toml", [NEW])
    assert (tmp_path / "other.toml").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can give files away")
def test_the_administrator_who_edits_the_file_of_the_service_does_not_take_it_away(members):
    os.chown(members, 12345, 12346)
    add_members(members, [NEW])
    assert (members.stat().st_uid, members.stat().st_gid) == (12345, 12346)


def test_a_link_stays_a_link(members, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(members)
    add_members(link, [NEW])
    assert link.is_symlink()
    assert "c@example.org" in members.read_text()


def test_two_changes_at_once_are_both_made(members):
    people = [{"email": f"p{number}@example.org", "groups": ["board"]} for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: add_members(members, [person]), people))
    text = members.read_text()
    assert all(person["email"] in text for person in people)
