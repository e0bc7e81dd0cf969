"""What `init` writes: a configuration that is in order, says what to do next, and replaces nothing."""

import re

from servwatch.config import load, shipped, write_starter
from servwatch.config.starter import starter_feeds
from tests.config.command_line import servwatch


def problems(folder, severity):
    return [p for p in load(folder / "feeds.toml", environ={}).problems if p.severity == severity]


def test_the_starter_is_in_order_but_for_digests_that_nobody_gets_or_reviews_yet(tmp_path):
    write_starter(tmp_path)
    assert problems(tmp_path, "error") == []
    doubts = [p.text for p in problems(tmp_path, "warning")]
    assert doubts
    assert all("no member is in its groups" in text or "has no editors" in text for text in doubts)


def test_it_watches_what_is_shipped_and_owns_the_shipped_digests(tmp_path):
    write_starter(tmp_path)
    own = load(tmp_path / "feeds.toml", environ={}).require()
    base = load(shipped("feeds.toml"), environ={}).require()
    assert own.sources == base.sources
    assert own.themes == base.themes
    assert own.digests == base.digests
    assert "[[theme]]" not in starter_feeds()


def uncommented(text):
    """The text with its examples in force; what they replace goes."""
    wanted = re.sub(r"(?m)^# (?=\[\[|\w+ = )", "", text)
    return re.sub(r'(?m)^transport = "maildir"\n', "", wanted)


def test_every_example_in_its_notes_is_right_once_it_is_uncommented(tmp_path):
    write_starter(tmp_path)
    for name in ("feeds.toml", "members.toml"):
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert text.count("\n# ") > 5
        path.write_text(uncommented(text), encoding="utf-8")
    (tmp_path / "mail-password").write_text("secret", encoding="utf-8")
    assert problems(tmp_path, "error") == []
    settings = load(tmp_path / "feeds.toml", environ={}).require()
    assert settings.mail.transport == "smtp"
    assert settings.mail.password == "secret"
    assert settings.contact == "name@example.org"
    assert settings.source("example-news") is not None
    assert settings.source("euractiv").enabled is False
    (member,) = settings.recipients
    assert {d.id for d in settings.digests if d.enabled and settings.audience(d)} == set(member.groups)


def test_what_is_there_is_never_touched_and_what_is_missing_is_added(tmp_path):
    (tmp_path / "templates").mkdir()
    mine = {
        tmp_path / "feeds.toml": "# mine\n",
        tmp_path / "members.toml": "",
        tmp_path / "templates" / "digest.html.j2": "{{ mine }}\n",
    }
    for path, text in mine.items():
        path.write_text(text, encoding="utf-8")
    written = {w.path: w.new for w in write_starter(tmp_path)}
    assert {path: path.read_text(encoding="utf-8") for path in mine} == mine
    assert {path for path, new in written.items() if not new} == set(mine)
    assert written[tmp_path / "templates" / "digest.txt.j2"]
    assert not any(w.new for w in write_starter(tmp_path))


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "feeds.toml").symlink_to(tmp_path / "elsewhere.toml")
    write_starter(tmp_path)
    assert not (tmp_path / "elsewhere.toml").exists()


def test_the_command_tells_what_it_wrote_and_the_result_passes_check_as_it_is(tmp_path):
    told = servwatch("init", "watch", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert f"written: {tmp_path}/watch/feeds.toml" in told.stdout
    assert "servwatch check" in told.stdout.splitlines()[-1]
    again = servwatch("init", "watch", folder=tmp_path)
    assert again.returncode == 0
    assert "written" not in again.stdout
    assert servwatch("check", folder=tmp_path / "watch").returncode == 0
    assert servwatch("check", "--shipped", folder=tmp_path / "watch").returncode == 0
