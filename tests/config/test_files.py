"""Which files a configuration is made of, and what is told where one cannot be read."""

import pytest

from servwatch.config import load
from tests.config.configurations import DIGEST, FOLDER, MEMBER, SOURCE, THEME, faults, loaded, told


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "feeds.toml").write_text(
        f'[servwatch]\ninclude = ["parts/themes.toml"]\n{SOURCE}', encoding="utf-8"
    )
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "themes.toml").write_text(THEME, encoding="utf-8")
    return tmp_path


def problems(folder):
    return [
        str(p).replace(f"{folder}/", "").replace(" error:", "")
        for p in load(folder / "feeds.toml", environ={}).problems
    ]


def test_paths_are_taken_from_the_folder_of_feeds_toml_whatever_the_working_folder(folder, monkeypatch):
    monkeypatch.chdir("/")
    assert problems(folder) == []
    monkeypatch.chdir(folder / "parts")
    assert problems(folder) == []


def test_a_relative_path_to_feeds_toml_will_do(folder, monkeypatch):
    monkeypatch.chdir(folder)
    from pathlib import Path

    assert load(Path("feeds.toml"), environ={}).require().path == folder / "feeds.toml"


def test_an_included_file_that_is_not_there_is_told_where_it_is_named_with_the_nearest_that_is(folder):
    (folder / "parts" / "themes.toml").rename(folder / "parts" / "theme.toml")
    assert problems(folder) == [
        "feeds.toml:2:12: parts/themes.toml cannot be read (No such file or directory); expected a readable file; did you mean 'theme.toml'?"
    ]


def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_said_to_be_missing(folder):
    with (folder / "feeds.toml").open("a") as file:
        file.write('themes = ["work"]\n' + DIGEST)
    (folder / "parts" / "themes.toml").unlink()
    assert len(problems(folder)) == 1


def test_a_folder_in_the_place_of_a_file_is_told(folder):
    (folder / "members.toml").mkdir()
    assert problems(folder) == [
        "members.toml:1:1: members.toml cannot be read (Is a directory); expected a readable file"
    ]


def test_a_file_that_is_not_utf_8_is_told_at_the_first_wrong_byte(folder):
    (folder / "parts" / "themes.toml").write_bytes('# é\nname = "é'.encode() + b'\xe9"\n')
    assert problems(folder) == [
        "parts/themes.toml:2:10: the text is not UTF-8 (invalid continuation byte); expected a file saved as UTF-8"
    ]


def test_a_feeds_toml_that_is_not_there_is_told(folder):
    (folder / "feeds.toml").unlink()
    assert problems(folder) == [
        "feeds.toml:1:1: feeds.toml cannot be read (No such file or directory); expected a readable file"
    ]


@pytest.mark.parametrize("again", ["more.toml", "./more.toml", "x/../more.toml", "feeds.toml"])
def test_a_file_is_included_once(again):
    feeds = f'[servwatch]\ninclude = ["more.toml", "{again}"]\n'
    name = again.rpartition("/")[2]
    assert faults(feeds, more=SOURCE) == [
        f"feeds.toml:2:25: {name} is in the configuration already; expected each file once"
    ]


def test_an_included_file_includes_nothing():
    assert faults('[servwatch]\ninclude = ["more.toml"]\n', more='[servwatch]\ninclude = ["no.toml"]\n') == [
        "more.toml:1:1: [servwatch] does not belong in an included file; expected [[source]], [[theme]], [[digest]], [[expect]], [[meeting]] or [[dossier]]"
    ]


def test_files_are_found_even_where_the_table_that_names_them_is_misspelt():
    feeds = f'[servwach]\ninclude = ["themes.toml"]\n{SOURCE}themes = ["work"]\n'
    assert faults(feeds, themes=THEME) == [
        "feeds.toml:1:1: unknown table [servwach]; did you mean 'servwatch'?"
    ]


@pytest.mark.parametrize("include", ["3", '["more.toml", 3]', '"more.toml"', "[[]]", '[""]', '["a\\u0000b"]'])
def test_an_include_that_is_no_list_of_names_is_one_fault(include):
    assert len(faults(f"[servwatch]\ninclude = {include}\n", more=SOURCE)) == 1


def test_members_may_be_missing_unless_they_are_named():
    assert faults(SOURCE, None) == []
    assert faults('[servwatch]\nmembers = "people.toml"\n', None) == [
        "feeds.toml:2:11: people.toml cannot be read (it is not part of this revision); expected a readable file"
    ]


def test_members_stand_in_the_file_that_is_named():
    settings = loaded('[servwatch]\nmembers = "people.toml"\n', None, people=MEMBER).require()
    assert [person.email for person in settings.recipients] == ["name@example.org"]


def test_faults_of_members_stand_in_the_members_file():
    assert faults(SOURCE, '[[member]]\nemail = "x"\ngroups = []\n') == [
        'members.toml:2:9: email of the member \'x\' is "x"; expected a mail address such as "name@example.org"; it has no @ with something before and after it'
    ]


def test_the_texts_of_all_files_are_kept_for_the_revision():
    result = loaded('[servwatch]\ninclude = ["themes.toml"]\n', MEMBER, themes=THEME)
    assert result.files == {
        f"{FOLDER}/feeds.toml": '[servwatch]\ninclude = ["themes.toml"]\n',
        f"{FOLDER}/themes.toml": THEME,
        f"{FOLDER}/members.toml": MEMBER,
    }


def test_a_stored_revision_loads_as_it_was_whatever_the_disk_holds_now(folder):
    first = load(folder / "feeds.toml", environ={})
    (folder / "parts" / "themes.toml").write_text("broken [")
    (folder / "members.toml").write_text("broken [")
    from pathlib import Path

    revision = {Path(name): text for name, text in first.files.items()}
    again = load(folder / "feeds.toml", environ={}, read=revision.__getitem__)
    assert again.require() == first.require()


def test_faults_come_in_the_order_of_the_files_and_of_their_lines():
    feeds = '[servwatch]\nlanguage = 1\ninclude = ["more.toml"]\n[fetch]\nx = 1\n'
    places = [
        line.split(" ")[0] for line in told(loaded(feeds, "[[member]]\n", more='[[source]]\nid = "A"\n'))
    ]
    assert places == [
        "feeds.toml:2:12:",
        "feeds.toml:5:1:",
        "more.toml:1:1:",
        "more.toml:2:6:",
        "members.toml:1:1:",
    ]
