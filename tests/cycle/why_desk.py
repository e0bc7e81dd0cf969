"""A digest after one week, and a desk at which it is asked what became of something."""

from datetime import UTC

import pytest

from servwatch.cycle.configuration import in_force, settings_of
from servwatch.cycle.understanding import Understanding
from servwatch.cycle.why import Asked, Covering, Explainer, SettingsThen
from servwatch.locale import words
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

FEED = "ec.example.org/rss"
FIRST, SECOND = "2026-11-27 07:00", "2026-12-04 07:00"


def news(title, slug, *, day="2026-11-26", text=""):
    return entry(title, f"https://ec.example.org/{slug}", date=brussels(f"{day} 08:00"), text=text)


@pytest.fixture
def week(watch, internet):
    """A digest after one week, to go on with."""
    return after_a_week(watch, internet)


@pytest.fixture(scope="session")
def read_only(tmp_path_factory):
    """The same, for questions that change nothing."""
    with Internet() as internet:
        yield after_a_week(Watch(tmp_path_factory.mktemp("week"), internet), internet)


def after_a_week(watch, internet):
    """A digest of two entries: two sent, one over the limit, one without a theme, one too weak, one too old."""
    internet.at(FEED).serves(
        rss(
            news("Lonen en werk in de EU", "a"),
            news("Werk en loon in cijfers", "b", text="Cijfers over werk."),
            news("Werk van de Commissie", "c"),
            news("Havens groeien", "d"),
            news("Agenda", "e", text="Er is werk aan het klimaat."),
            news("Oud werk", "old", day="2026-08-01"),
            entry("Elders", "https://www.far.example.net/x", date=brussels("2026-08-01 08:00")),
        )
    )
    watch.source("ec")
    watch.digest("board", limit=2, min_score=1.5)
    watch.digest("climate", themes=["climate"], when_empty="skip")
    watch.digest("acts", kinds=["act"])
    watch.digest("nobody", groups=["empty"])
    watch.member("a@example.org", "board", "climate", "acts")
    watch.run("2026-11-23 09:00")
    watch.run(FIRST)
    return watch


class Desk:
    """Asks a watch at a time, in a language."""

    def __init__(self, watch, time=SECOND, language="en"):
        self.watch, self.time, self.language = watch, time, language

    def __enter__(self):
        current = in_force(self.watch.path, {})
        settings = current.settings
        self.archive = self.watch.archive()
        self.settings, understanding = settings, Understanding(settings)
        then = SettingsThen(
            self.archive, settings, understanding, lambda one: settings_of(one, settings.path, {})
        )
        now = brussels(self.time).astimezone(UTC)
        speech = words(self.language, settings.timezone)
        self.explainer = Explainer(settings, self.archive, understanding, speech, now, then)
        return self

    def __exit__(self, *_):
        self.archive.close()

    def ask(self, text, digest="board", day=None):
        covering = Covering(self.explainer, [d for d in self.settings.digests if digest in ("", d.id)])
        return covering.answer(Asked(1, text, day))

    def story(self, text, digest="board"):
        (item, *_) = self.explainer.find(text)
        steps = self.explainer.explain(item, self.settings.digest(digest))
        return "\n".join(step.sentence for step in steps)
