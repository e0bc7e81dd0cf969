"""Configurations for tests: files that stand nowhere but in the test, and short ways to tell what was found."""

from pathlib import Path

from servwatch.config import load

FOLDER = Path("/srv/watch")
REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "tests" / "data" / "config"

SOURCE = """\
[[source]]
id = "example"
name = "Example"
body = "example"
url = "https://www.example.org/rss"
"""
THEME = """\
[[theme]]
id = "work"
name = { nl = "Werk" }
terms.nl = ["werk"]
"""
DIGEST = """\
[[digest]]
id = "weekly"
title = { nl = "Wekelijks" }
schedule = "0 7 * * fri"
groups = ["board"]
"""
MEMBER = """\
[[member]]
email = "name@example.org"
groups = ["board"]
"""


def loaded(feeds, members=MEMBER, *, environ=None, db=None, **files):
    """Load a feeds.toml of that text, with a members.toml and other files (`themes="..."` is themes.toml)."""
    texts = {"feeds.toml": feeds, **{f"{name}.toml": text for name, text in files.items()}}
    if members is not None:
        texts["members.toml"] = members
    by_path = {FOLDER / name: text for name, text in texts.items()}
    return load(FOLDER / "feeds.toml", environ=environ or {}, db=db, read=by_path.__getitem__)


def told(result, severity="error"):
    """The problems as they are printed, without the folder and the severity."""
    found = [p for p in result.problems if p.severity == severity]
    return [str(p).replace(f"{FOLDER}/", "").replace(f" {severity}:", "", 1) for p in found]


def faults(feeds, members=MEMBER, **files):
    """What is told of a configuration: each error, a line each."""
    return told(loaded(feeds, members, **files))
