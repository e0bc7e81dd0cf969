"""A watch that sent an edition, and the questions that staff ask of its themes."""

from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

FEED = "ec.example.org/rss"
PORTS = [f"Havens zoeken personeel {letter}" for letter in "abcdefgh"]
OTHERS = [
    "Hoger loon voor iedereen",
    "Klimaat en werk in de haven",
    "Werk voor jongeren",
    "Een museum opent",
]
WAGES = [f"Nieuw werk aan de kade {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


def sent_in(folder):
    """The folder of a watch that has read a feed and sent an edition."""
    entries = (
        entry(title, f"https://ec.example.org/{n}", date=brussels("2026-11-26 08:00"))
        for n, title in enumerate([*PORTS, *OTHERS])
    )
    with Internet() as internet:
        watch = Watch(folder, internet)
        internet.at(FEED).serves(rss(*entries))
        watch.source("ec")
        watch.digest("board", min_score=1.0)
        watch.member("a@example.org", "board")
        watch.run("2026-11-26 09:00")
        watch.run("2026-11-27 07:00")
        return watch.folder


class Folder:
    """A folder in which servwatch is called."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "feeds.toml"

    def changes(self, before, after):
        """Put one text in the place of another in its feeds.toml."""
        text = self.path.read_text()
        assert before in text
        self.path.write_text(text.replace(before, after, 1))


def candidate(watch, *changes):
    """A copy of the feeds.toml with these changes, each from one text to another."""
    text = watch.path.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (watch.folder / "candidate.toml").write_text(text)
    return "candidate.toml"


def run(watch, *arguments):
    return servwatch(watch.folder, *arguments)


def number(watch, title):
    """The number of an item in the archive."""
    (one,) = run(watch, "items", "--query", f'"{title}"', "--json").well().lines
    return one["id"]


MORE = ('terms.nl = ["werk", "loon*"]', 'terms.nl = ["werk", "haven"]')


def by_id(listed):
    return {one["id"]: one for one in listed}


def judge(watch, title, *arguments, theme="work"):
    return run(watch, "items", "judge", number(watch, title), "--theme", theme, *arguments)


def terms(watch, theme="work"):
    found = run(watch, "themes", "report", "--since", "2026-01-01", "--json").well().json
    return {one["term"]: one for one in by_id(found["themes"])[theme]["terms"]}
