"""Loading a configuration: which file, what it gives, and what it says where it gives nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.config import find_config, load
from servwatch.errors import ConfigError, ConfigMissing
from tests import examples
from tests.config.configurations import DIGEST, FOLDER, MEMBER, SOURCE, THEME, loaded, told


@pytest.fixture
def folder(tmp_path):
    for name in ("feeds.toml", "given.toml", "environment.toml"):
        (tmp_path / name).write_text("")
    return tmp_path


def test_the_configuration_is_the_one_given_else_that_of_the_environment_else_feeds_toml_here(folder):
    environ = {"SERVWATCH_CONFIG": str(folder / "environment.toml")}
    assert find_config(folder / "given.toml", environ, folder) == folder / "given.toml"
    assert find_config(None, environ, folder) == folder / "environment.toml"
    assert find_config(None, {}, folder) == folder / "feeds.toml"
    assert find_config(None, {"SERVWATCH_CONFIG": ""}, folder) == folder / "feeds.toml"


def test_the_path_of_the_configuration_is_absolute(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert find_config(Path("given.toml"), {}, folder) == folder / "given.toml"


@pytest.mark.parametrize("given", ["missing.toml", "."])
def test_a_configuration_that_is_not_there_is_missing_even_where_another_lies_here(folder, given):
    with pytest.raises(ConfigMissing) as missing:
        find_config(folder / given, {}, folder)
    assert "servwatch init" in missing.value.sentence()
    assert missing.value.place == str((folder / given).absolute())


def test_an_empty_folder_has_no_configuration(tmp_path):
    with pytest.raises(ConfigMissing, match=r"no feeds\.toml in this folder"):
        find_config(None, {}, tmp_path)


def test_an_empty_configuration_is_valid_and_has_the_defaults():
    settings = loaded("", None).require()
    assert (settings.language, settings.timezone.key, settings.mail.transport) == (
        "nl",
        "Europe/Brussels",
        "maildir",
    )
    assert settings.path == FOLDER / "feeds.toml"
    assert (settings.sources, settings.themes, settings.digests, settings.recipients) == ((), (), (), ())


def test_with_errors_there_are_no_settings_and_require_gives_every_problem():
    result = loaded("[fetch]\npace = 1\nx = 2\n")
    assert result.settings is None
    with pytest.raises(ConfigError) as refusal:
        result.require()
    assert refusal.value.problems == result.problems
    assert "2 error(s)" in refusal.value.sentence()


def test_warnings_keep_nothing_from_working():
    result = loaded(DIGEST, None)
    assert result.errors == ()
    assert len(result.problems) == 1
    assert result.require().digests[0].id == "weekly"


CHUNKS = [
    *[
        SOURCE,
        THEME,
        DIGEST,
        MEMBER,
        "[fetch]\n",
        "[mail]\n",
        "[servwatch]\n",
        "[source.item_kind]\n",
        "\n",
        "# note\n",
    ],
    *[
        'id = "example"\n',
        'name = "x"\n',
        "x = [\n",
        "]\n",
        '"""\n',
        "'\n",
        "name = { nl = 1 }\n",
        "terms.nl = [1, {}]\n",
    ],
    *[
        'item_kind = ["x"]\n',
        "from = 2026-01-01T00:00:00Z\n",
        "until = 2026-01-01T00:00:00\n",
        'email = "@"\n',
    ],
    *[
        "groups = {}\n",
        "exclude = [1]\n",
        "priority = []\n",
        "category_themes = [1]\n",
        "port = 0xFFFFFFFF\n",
    ],
    *[
        'include = ["x"]\n',
        'extends = "shipped"\n',
        'auth = "login"\n',
        'password_file = "no"\n',
        "weight = nan\n",
        "\x00\n",
    ],
]


@settings(max_examples=examples.of(300), deadline=None)
@given(st.lists(st.sampled_from(CHUNKS), max_size=8), st.lists(st.sampled_from(CHUNKS), max_size=5))
def test_no_heap_of_pieces_raises_and_each_message_lies_in_its_file(feeds, members):
    result = loaded("".join(feeds), "".join(members), environ={})
    assert (result.settings is None) == bool(result.errors)
    for problem in result.problems:
        text = result.files.get(problem.file)
        if text is not None:
            lines = text.split("\n")
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert "\n" not in str(problem)


@pytest.mark.parametrize("text", ["", "\ufeff", "\r\n", SOURCE.replace("\n", "\r\n"), "\ufeff" + SOURCE])
def test_line_ends_and_a_byte_order_mark_do_not_matter(text):
    assert told(loaded(text)) == []


def test_a_file_with_the_line_ends_of_windows_is_read_from_disk(tmp_path):
    (tmp_path / "feeds.toml").write_bytes(
        b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode() + b"x = 1\r\n"
    )
    (problem,) = load(tmp_path / "feeds.toml", environ={}).problems
    assert (problem.line, problem.column) == (6, 1)
