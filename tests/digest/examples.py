"""Items, digests and editions for the tests of digests, made up; `whole_edition.py` has one with everything in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from servwatch.digest.choose import choose
from servwatch.model import (
    Annotation,
    Digest,
    Edition,
    Item,
    ItemKind,
    Match,
    Settings,
    Source,
    Theme,
    ThemeScore,
    UnreadSource,
    Verdict,
)

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)

THEMES = (
    Theme("social-dialogue", {"nl": "Sociaal overleg", "en": "Social dialogue", "fr": "Dialogue social"}),
    Theme(
        "labour-market",
        {"nl": "Arbeidsmarkt en werkgelegenheid", "en": "Labour market", "fr": "Marché du travail"},
    ),
    Theme("climate", {"nl": "Klimaat", "en": "Climate", "fr": "Climat"}, priority=0.5),
)
SOURCES = (
    Source("ec", "Europese Commissie", "ec", "feed", "https://ec.example.org/rss", languages=("nl",)),
    Source("oecd", "OESO", "oecd", "feed", "https://oecd.example.org/rss", languages=("en",), weight=1.2),
    Source("cese", "CESE", "cese", "feed", "https://cese.example.org/rss", languages=("fr",)),
)
DIGEST = Digest(
    "dagelijks-bestuur",
    {"nl": "Internationaal in het kort", "en": "International brief", "fr": "L'international en bref"},
    "0 7 * * fri",
    layout="brief",
    groups=("dagelijks-bestuur",),
    limit=8,
)


def settings(**changes):
    base = Settings(Path("/watch/feeds.toml"), ZONE, "sqlite://", "f" * 16, sources=SOURCES, themes=THEMES)
    return replace(base, **changes)


def item(
    number,
    title="",
    *,
    source="ec",
    language="nl",
    days=1.0,
    summary="Een samenvatting.",
    kind=ItemKind.NEWS,
    url=None,
):
    published = NOW - timedelta(days=days)
    address = f"https://{source}.example.org/{number}" if url is None else url
    return Item(
        id=number,
        source=source,
        url=address,
        title=title or f"Een bericht met nummer {number} over het werk van de raad",
        summary=summary,
        first_seen=published + timedelta(hours=1),
        published=published,
        day=published.astimezone(ZONE).date(),
        language=language,
        kind=kind,
        canonical=address.removeprefix("https://"),
    )


def annotated(one, *scores, language=None):
    themes = tuple(
        ThemeScore(theme, score, (Match(theme, "title", 0, 3, one.title[:3], "stem"),))
        for theme, score in scores
    )
    return one, Annotation(one.id, "f", language or one.language, themes)


def edition(candidates, digest=DIGEST, *, number=48, unread=True, now=NOW):
    choice = choose(candidates, [], digest, settings(), now)
    silent = (
        (UnreadSource("ser", "SER Nederland", Verdict.BLOCKED, now - timedelta(days=8)),) if unread else ()
    )
    rejected = sum(d.outcome.value == "rejected" for d in choice.decisions)
    return Edition(
        digest.id, number, now, now, choice.entries, choice.cut, rejected, silent, 38, now + timedelta(days=7)
    )


def mixed():
    """An edition's candidates in three languages, with a copy, a hostile title and one without a date."""
    hostile = '<script>alert("x")</script> & <b>vet</b>'
    return [
        annotated(
            item(
                1,
                "Commissie vraagt mening over wet kwaliteitsvolle jobs",
                kind=ItemKind.CONSULTATION,
                summary="Het voorstel regelt het recht op onbereikbaarheid. Het raakt werkbaar werk in Vlaanderen.",
            ),
            ("labour-market", 4.0),
            ("social-dialogue", 1.0),
        ),
        annotated(
            item(
                2,
                "Regional productivity gaps in Europe",
                source="oecd",
                language="en",
                kind=ItemKind.STUDY,
                summary="Productivity differs. A second sentence. A third one. A fourth one.",
            ),
            ("labour-market", 2.0),
        ),
        annotated(
            item(
                3,
                "Avis sur le dialogue social en Europe",
                source="cese",
                language="fr",
                kind=ItemKind.OPINION,
            ),
            ("social-dialogue", 3.0),
        ),
        annotated(
            item(4, "Commissie vraagt mening over wet kwaliteitsvolle jobs", source="oecd", language="nl"),
            ("labour-market", 2.0),
        ),
        annotated(
            item(5, hostile, summary="Een <img src=x onerror=alert(1)> samenvatting & meer."),
            ("climate", 2.0),
        ),
        annotated(
            replace(item(6, "Een bericht dat geen datum draagt, van de raad"), published=None),
            ("social-dialogue", 2.0),
        ),
        annotated(item(7, "Een tentoonstelling")),
    ]
