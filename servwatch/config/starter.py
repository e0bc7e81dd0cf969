"""What `servwatch init` writes: a feeds.toml on top of the shipped one, a members file, the templates."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from servwatch.config.shipped import shipped
from servwatch.config.syntax.tree import read_document

_FEEDS = """\
# The watch list of this servwatch. `servwatch check` tells what is wrong with it, by line.
#
# The shipped sources and themes are the base: see them with `servwatch sources list`. An entry here
# overrides the shipped one of the same id, key by key; an entry with a new id is added.

[servwatch]
extends = "shipped"
timezone = "Europe/Brussels"
language = "nl"
database = "sqlite:///servwatch.db"
# contact = "name@example.org"     # goes into the User-Agent, so that publishers can write to you
# templates = "templates"          # to change how mails look; delete from it what you do not change

[mail]
# Until a relay is named here, mail is delivered into this folder, one .html beside each.
transport = "maildir"
maildir = "outbox"
# transport = "smtp"
# from = "Internationaal <name@example.org>"
# host = "smtp.example.org"
# port = 587
# security = "starttls"
# auth = "login"
# user = "name@example.org"
# password_file = "mail-password"  # or the variable SERVWATCH_MAIL_PASSWORD
# administrators = ["name@example.org"]   # are told of faults of this file, of hosts and of the relay
# editors = ["name@example.org"]   # they get the drafts of the digests that are reviewed

# A source of your own:
# [[source]]
# id = "example-news"
# name = "Example, news"
# body = "example"
# kind = "feed"
# url = "https://www.example.org/rss.xml"
# languages = ["en"]

# A shipped source you do not want:
# [[source]]
# id = "euractiv"
# enabled = false

"""
_MEMBERS = """\
# Who gets which digest. The groups are those that the digests of feeds.toml name.
#
# [[member]]
# email = "name@example.org"
# name = "Name"
# language = "nl"                  # nl, en or fr; else the digest's own
# groups = ["dagelijks-bestuur", "cel-internationaal"]
# until = 2027-12-31               # last day of the mandate, where there is one
"""


@dataclass(frozen=True, slots=True)
class Written:
    """One file that `init` wrote, or left as it was because it was there."""

    path: Path
    new: bool


def starter_feeds() -> str:
    """The text of a starter feeds.toml, with the shipped digests in it."""
    path = shipped("feeds.toml")
    text = path.read_text(encoding="utf-8")
    digests = read_document(str(path), text).root.child("digest")
    if digests is None:
        return _FEEDS
    first = digests.value[0].key_at[0]
    return _FEEDS + "\n".join(text.split("\n")[first - 1 :])


def write_starter(folder: Path) -> list[Written]:
    """Write what is missing of a configuration; what is there stays as it is. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write(folder / "feeds.toml", starter_feeds()),
        _write(folder / "members.toml", _MEMBERS),
    ]
    templates = shipped("templates")
    for source in sorted(path for path in templates.rglob("*") if path.is_file()):
        target = folder / "templates" / source.relative_to(templates)
        new = not target.exists()
        if new:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        written.append(Written(target, new))
    return written


def _write(path: Path, text: str) -> Written:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return Written(path, new=False)
    return Written(path, new=True)
