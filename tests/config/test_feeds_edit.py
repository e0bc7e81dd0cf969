"""Changes of feeds.toml by commands: one line or an entry more, all else as it was, and never a file that is not valid."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.config import append_sources, enable_sources, entry_text, load
from servwatch.config.source_entry import body_of, id_of, known_body
from servwatch.errors import ConfigError, NotFound

HEAD = "# Ours.\n[servwatch]\ntimezone = 'Europe/Brussels'  # here\n\n"
OFF = """[[source]]  # the first
  id = "one"   # never changes
name = "One"
body = "b"
url = "https://one.example/rss"
enabled   =   false  # not verified
# below

[[source]]
id = "two"
name = "Two, enabled = false"
body = "b"
url = "https://two.example/rss"
enabled = false
"""
ENTRY = '[[source]]\nid = "three"\nname = "Three"\nbody = "b"\nurl = "https://three.example/rss"\n'


def written(folder, text, newline=""):
    path = folder / "feeds.toml"
    with path.open("w", encoding="utf-8", newline=newline) as file:
        file.write(text)
    return path


def text_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def is_on(path, id_):
    return load(path, environ={}).require().source(id_).enabled


def test_one_word_of_one_line_changes(tmp_path):
    path = written(tmp_path, HEAD + OFF)
    edited = enable_sources(path, ["one"], {})
    assert edited.files == (path,)
    assert text_of(path) == HEAD + OFF.replace("enabled   =   false  # not", "enabled   =   true  # not")
    assert (is_on(path, "one"), is_on(path, "two")) == (True, False)


def test_several_at_once_and_again_is_nothing(tmp_path):
    path = written(tmp_path, HEAD + OFF)
    enable_sources(path, ["two", "one"], {})
    after = text_of(path)
    assert is_on(path, "one")
    assert is_on(path, "two")
    assert enable_sources(path, ["one", "two"], {}).files == ()
    assert text_of(path) == after


@pytest.mark.parametrize("text", [HEAD + OFF, "\ufeff" + OFF, OFF.rstrip("\n")])
def test_line_ends_stay_those_of_the_file(tmp_path, text):
    path = written(tmp_path, text.removeprefix("\ufeff").replace("\n", "\r\n"))
    enable_sources(path, ["two"], {})
    assert text_of(path).count("\r\n") == text_of(path).count("\n")
    assert is_on(path, "two")


def test_a_shipped_source_is_enabled_by_an_entry_of_our_own(tmp_path):
    from servwatch.config import shipped

    base = tomllib.loads(shipped("feeds.toml").read_text(encoding="utf-8"))["source"]
    off = next(source["id"] for source in base if source.get("enabled") is False)
    path = written(tmp_path, '[servwatch]\nextends = "shipped"\n')
    enable_sources(path, [off], {})
    assert text_of(path) == f'[servwatch]\nextends = "shipped"\n\n[[source]]\nid = "{off}"\nenabled = true\n'
    assert is_on(path, off)


def test_a_shipped_source_that_our_file_overrides_gets_its_line_there(tmp_path):
    from servwatch.config import shipped

    base = tomllib.loads(shipped("feeds.toml").read_text(encoding="utf-8"))["source"]
    off = next(source["id"] for source in base if source.get("enabled") is False)
    ours = f'[servwatch]\nextends = "shipped"\n\n[[source]]\nid = "{off}"  # ours\nweight = 2.0\n'
    path = written(tmp_path, ours)
    enable_sources(path, [off], {})
    assert text_of(path) == ours.replace("# ours\n", "# ours\nenabled = true\n")
    assert is_on(path, off)


def test_a_source_of_an_included_file_is_enabled_there(tmp_path):
    (tmp_path / "more.toml").write_text(OFF, encoding="utf-8")
    path = written(tmp_path, '[servwatch]\ninclude = ["more.toml"]\n')
    before = text_of(path)
    assert enable_sources(path, ["one"], {}).files == (tmp_path / "more.toml",)
    assert text_of(path) == before
    assert is_on(path, "one")


def test_a_link_to_the_file_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    real = written(tmp_path / "real", OFF)
    link = tmp_path / "feeds.toml"
    link.symlink_to(real)
    enable_sources(link, ["one"], {})
    assert link.is_symlink()
    assert is_on(real, "one")


def test_an_invalid_configuration_is_left_as_it_is(tmp_path):
    path = written(tmp_path, f"{OFF}\n[mial]\n")
    before = text_of(path)
    with pytest.raises(ConfigError):
        enable_sources(path, ["one"], {})
    with pytest.raises(ConfigError):
        append_sources(path, ENTRY, {})
    assert text_of(path) == before
    assert [p.name for p in tmp_path.iterdir()] == ["feeds.toml"]


def test_an_id_that_names_nothing_is_refused(tmp_path):
    path = written(tmp_path, OFF)
    with pytest.raises(NotFound):
        enable_sources(path, ["three"], {})


@pytest.mark.parametrize("text", [HEAD + OFF, (HEAD + OFF).rstrip("\n"), "", "# only a comment"])
def test_an_entry_comes_at_the_end(tmp_path, text):
    path = written(tmp_path, text)
    append_sources(path, ENTRY, {})
    assert text_of(path).startswith(text)
    assert text_of(path).endswith(ENTRY)
    assert is_on(path, "three")


def test_an_entry_that_is_not_valid_is_refused(tmp_path):
    path = written(tmp_path, OFF)
    with pytest.raises(ConfigError, match="nothing was changed"):
        append_sources(path, OFF, {})  # the same ids
    assert text_of(path) == OFF


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**40), 2**40), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), values, max_size=4),
    st.lists(texts, max_size=2),
)
def test_an_entry_reads_as_what_was_written(entry, notes):
    assert tomllib.loads(entry_text(entry, notes))["source"] == [entry]


@settings(deadline=None)
@given(texts, texts)
def test_names_made_of_addresses_are_names(host, path):
    from pydantic import TypeAdapter

    from servwatch.config.values import Id

    url = f"https://{host or 'x'}.example/{path}"
    try:
        body = body_of(url)
    except ValueError:  # no address at all, such as one with half a bracket
        return
    name = TypeAdapter(Id)
    name.validate_python(body)
    first = name.validate_python(id_of(url, body, ()))
    assert name.validate_python(id_of(url, body, {first})) != first


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://www.eurofound.europa.eu/en/news", "eurofound"),
        ("https://ec.europa.eu/x", "ec"),
        ("https://www.ilo.org/rss", "ilo"),
        ("https://employment-social-affairs.ec.europa.eu/news_en", "employment-social-affairs"),
        ("https://127.0.0.1:80/", "127-0-0-1"),
        ("https://www.example.org", "example"),
    ],
)
def test_a_body_is_called_after_its_host(url, body):
    assert body_of(url) == body
    assert known_body(url, []) == ""
