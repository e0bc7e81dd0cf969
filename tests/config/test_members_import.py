"""Members from a spreadsheet, through the real command: all of them or none, and the file stays a person's own."""

import tomllib

import pytest

from tests.config.command_line import servwatch

DIGESTS = (
    '[[digest]]\nid = "weekly"\ntitle = { nl = "W" }\nschedule = "0 7 * * fri"\ngroups = ["board", "staff"]\n'
)
OWN = """\
# Kept by the secretariat.

[[member]]
email = "first@example.org"   # the chair
groups = ["board"]
"""
ROWS = [
    ["email", "name", "language", "groups", "role", "organisation"],
    ["second@example.org", "Één, Twee", "nl", "board staff", "expert", "Example"],
    ["First@Example.org", "", "", "staff", "", ""],
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "feeds.toml").write_text(DIGESTS, encoding="utf-8")
    (tmp_path / "members.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


def imported(folder, data):
    (folder / "people.csv").write_bytes(data)
    return servwatch("members", "import", "people.csv", folder=folder)


def sheet(separator, *, line_end="\n", mark=""):
    cells = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in ROWS]
    return (mark + line_end.join(separator.join(row) for row in cells) + line_end).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(("line_end", "mark"), [("\n", ""), ("\r\n", "\ufeff")])
def test_a_sheet_is_read_however_its_program_saves_it(folder, separator, line_end, mark):
    told = imported(folder, sheet(separator, line_end=line_end, mark=mark))
    assert told.returncode == 0, told.stderr
    text = (folder / "members.toml").read_text(encoding="utf-8")
    assert text.startswith("# Kept by the secretariat.")
    assert 'email = "first@example.org"   # the chair' in text
    first, second = tomllib.loads(text)["member"]
    assert first["groups"] == ["board", "staff"]
    assert second == {
        "email": "second@example.org",
        "name": "Één, Twee",
        "language": "nl",
        "groups": ["board", "staff"],
        "role": "expert",
        "organisation": "Example",
    }


def test_the_same_sheet_again_changes_nothing(folder):
    assert imported(folder, sheet(";")).returncode == 0
    once = (folder / "members.toml").read_bytes()
    told = imported(folder, sheet(";"))
    assert (told.returncode, told.stdout) == (0, "")
    assert (folder / "members.toml").read_bytes() == once


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("email,groups\na@example.org,board\n,board\n", "people.csv:3"),
        ("email,groups\na@example.org,board\nb@example.org,\n", "people.csv:3"),
        ("address,groups\na@example.org,board\n", "people.csv:2"),
        ("email,groups\na@example.org,board\nno address,board\n", "a mail address such as"),
        ("email,groups,language\na@example.org,board,it\n", 'one of "nl", "en", "fr"'),
        ("email,groups\na@example.org,Board members\n", "an id of small letters"),
    ],
)
def test_one_wrong_line_and_nobody_is_added(folder, rows, said):
    told = imported(folder, rows.encode())
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert (folder / "members.toml").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "email;groups\né@example.org;board\n".encode("latin-1")])
def test_a_sheet_that_is_not_in_utf_8_is_refused_in_words(folder, data):
    told = imported(folder, data)
    assert told.returncode == 1
    assert "UTF-8" in told.stderr
    assert "Traceback" not in told.stderr


def test_members_lie_where_the_configuration_says_and_the_file_is_made(tmp_path):
    (tmp_path / "feeds.toml").write_text('[servwatch]\nmembers = "people.toml"\n' + DIGESTS, encoding="utf-8")
    told = servwatch("members", "add", "a@example.org", "--group", "board", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert tomllib.loads((tmp_path / "people.toml").read_text(encoding="utf-8")) == {
        "member": [{"email": "a@example.org", "groups": ["board"]}]
    }
    assert servwatch("check", folder=tmp_path).returncode == 0
