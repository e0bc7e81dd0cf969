"""The configuration, the rights of its files, templates, extras and the parser."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servwatch.config import secret_paths
from servwatch.cycle.configuration import in_force
from servwatch.cycle.doctor import installation
from servwatch.cycle.doctor.installation import (
    configuration_findings,
    extra_findings,
    parser_findings,
    readable_by_others,
    rights_findings,
    template_findings,
)
from servwatch.sources.parser_pool import ParserPool
from tests.cycle.doctor.test_hosts import BASE, NEWS
from tests.cycle.doctor.told import ends, states

FEEDS = """\
[servwatch]
database = "sqlite:///watch.db"
[mail]
from = "Watch <watch@example.org>"
transport = "smtp"
security = "tls"
auth = "login"
user = "watch"
password_file = "secrets/mail"
"""


@pytest.fixture
def folder():
    """A folder that every user may enter, as /etc is."""
    with tempfile.TemporaryDirectory(prefix="watch-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "secrets").mkdir(mode=0o755)
        (folder / "secrets" / "mail").write_text("geheim\n")
        (folder / "feeds.toml").write_text(FEEDS)
        (folder / "members.toml").write_text("")
        for name in ("secrets/mail", "members.toml", "feeds.toml"):
            (folder / name).chmod(0o640)
        yield folder


def current(folder):
    return in_force(folder / "feeds.toml", {})


def test_a_configuration_in_order_is_counted(folder):
    (finding,) = configuration_findings(current(folder))
    assert finding.text == f"{folder}/feeds.toml is in order: 0 of 0 sources on, 0 digests, 0 members."


def test_every_doubt_of_the_files_is_told(folder):
    text = FEEDS + '[[theme]]\nid = "x"\nname = { nl = "X" }\n'
    (folder / "feeds.toml").write_text(text)
    found = list(configuration_findings(current(folder)))
    assert states(found) == ["configuration: doubt"]
    assert f"{folder}/feeds.toml:10: the theme 'x' has no terms" in found[0].text
    assert ends(found) == []


def test_files_that_are_not_in_force_are_wrong(folder):
    from servwatch.archive.archive import Archive
    from servwatch.cycle.configuration import keep_revision

    good = current(folder)
    with Archive(good.settings.database) as archive:
        keep_revision(archive, good, datetime(2026, 11, 22, tzinfo=UTC))
    (folder / "feeds.toml").write_text(FEEDS + "nonsense = 1\n")
    found = list(configuration_findings(current(folder)))
    assert states(found) == ["configuration: wrong"] * 2
    assert ends(found) == []


def test_secrets_that_everybody_can_read_are_wrong_and_people_a_doubt(folder):
    assert states(rights_findings(current(folder))) == ["secrets: good"]
    (folder / "secrets" / "mail").chmod(0o644)
    (folder / "members.toml").chmod(0o644)
    (folder / "watch.db").write_bytes(b"")
    (folder / "watch.db").chmod(0o644)
    found = list(rights_findings(current(folder)))
    assert states(found) == ["secrets: wrong", "secrets: doubt", "secrets: doubt"]
    assert found[0].text == (
        f"Every user of this machine can read {folder}/secrets/mail (password_file of [mail])."
    )
    assert found[0].remedy == f"chmod o= {folder}/secrets/mail"
    assert "geheim" not in str(found)


def test_a_folder_that_is_closed_protects_what_lies_in_it(folder):
    (folder / "secrets" / "mail").chmod(0o644)
    (folder / "secrets").chmod(0o750)
    assert states(rights_findings(current(folder))) == ["secrets: good"]
    assert not readable_by_others(folder / "missing")


def test_every_file_of_a_secret_is_known(folder):
    source = (
        '[[source]]\nid = "n"\nname = "N"\nbody = "n"\nkind = "mailbox"\nurl = "imaps://m.example.org/"\nuser = "u"\n'
        'password_file = "secrets/news"\n'
    )
    (folder / "secrets" / "news").write_text("x")
    (folder / "feeds.toml").write_text(FEEDS + source)
    assert secret_paths(current(folder).loaded.root, folder) == [
        ("password_file of [mail]", folder / "secrets" / "mail"),
        ("password_file of the source n", folder / "secrets" / "news"),
    ]


def test_templates(folder, tmp_path):
    assert states(template_findings(BASE)) == ["templates: good"]
    assert states(template_findings(replace(BASE, templates=tmp_path / "none"))) == ["templates: doubt"]
    (tmp_path / "digest.html.j2").write_text("{% if %}")
    broken = list(template_findings(replace(BASE, templates=tmp_path)))
    assert {f.state for f in broken} == {"wrong"}
    assert "digest.html.j2:1" in broken[0].text
    (tmp_path / "digest.html.j2").unlink()
    assert states(template_findings(replace(BASE, templates=tmp_path))) == ["templates: good"]


def test_an_extra_that_is_needed_and_missing_is_wrong():
    needing = replace(BASE, sources=(NEWS,), stories="encoder")
    there = list(extra_findings(needing, lambda _: True))
    assert states(there) == ["extras: good", "extras: good"]
    missing = list(extra_findings(needing, lambda module: module == "imap_tools"))
    assert states(missing) == ["extras: good", "extras: wrong"]
    assert missing[1].remedy == "pip install 'servwatch[stories]'"
    assert list(extra_findings(replace(BASE, sources=()), lambda _: False)) == []


def test_the_parser_process_starts_or_it_is_told(monkeypatch):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert states(parser_findings(now)) == ["parser: good"]
    monkeypatch.setattr(installation, "ParserPool", lambda: ParserPool(memory=2**24))
    (finding,) = parser_findings(now)
    assert finding.state == "wrong"
    assert ends([finding]) == []
