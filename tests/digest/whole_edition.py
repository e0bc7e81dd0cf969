"""An edition with everything in it that a layout can show, all of it made up, as the design of the digests draws it.

`whole()` is no. 48 of the brief; give it FULL or ALERT for the other layouts, with `whole_settings()` and
CALENDAR. `READING` is that of somebody who had no. 47 and read one of the stories elsewhere.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from servwatch.model import (
    Annotation,
    Balance,
    Calendar,
    Coming,
    Correction,
    Deadline,
    DossierState,
    Edition,
    Entry,
    Given,
    Item,
    ItemKind,
    LanguageEdition,
    Match,
    Meeting,
    Offer,
    OpenDeadline,
    Passed,
    Preparing,
    Reading,
    Reference,
    Reword,
    Side,
    Source,
    Stand,
    Surroundings,
    Theme,
    ThemeScore,
    ToldElsewhere,
    UnreadSource,
    Verdict,
)
from tests.digest.examples import DIGEST, ZONE, settings
from tests.digest.whole_dossier import ADVICE, EMPLOYERS, PROCEDURE, PROPOSAL, WORKERS

SCHEDULED = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
CUTOFF = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
FULL = replace(
    DIGEST,
    id="commissie-internationaal",
    title={"nl": "Internationaal overzicht", "en": "International overview", "fr": "Aperçu international"},
    schedule="0 7 * * tue",
    layout="full",
    limit=60,
    per_theme=10,
    groups=("commissie-internationaal",),
)
ALERT = replace(
    DIGEST,
    id="dringend",
    title={"nl": "Dringend internationaal", "en": "Urgent", "fr": "Urgent"},
    layout="alert",
)
CALENDAR = Calendar(
    meetings=(
        Meeting(date(2026, 11, 18), {"nl": "DB", "en": "Board", "fr": "Bureau"}, DIGEST.groups),
        Meeting(date(2026, 12, 2), {"nl": "DB", "en": "Board", "fr": "Bureau"}, DIGEST.groups),
        Meeting(date(2026, 12, 7), {"nl": "Commissie Internationaal"}, FULL.groups),
    )
)
THEMES = (
    Theme("workable-work", {"nl": "Werkbaar werk", "en": "Job quality", "fr": "Qualité de l'emploi"}),
    Theme("social-dialogue", {"nl": "Sociaal overleg", "en": "Social dialogue", "fr": "Dialogue social"}),
    Theme("economy-innovation", {"nl": "Economie", "en": "Economy", "fr": "Économie"}),
    Theme("economic-governance", {"nl": "Europees Semester", "en": "Semester", "fr": "Semestre"}),
)


def _source(name, title, language="nl", side=Side.PUBLIC, body=""):
    return Source(
        name, title, body or name, "feed", f"https://{name}.example.org/rss", languages=(language,), side=side
    )


SOURCES = (
    _source("ec", "Europese Commissie, raadplegingen", body="ec"),
    _source("ec-fr", "Europese Commissie, communiqués", "fr", body="ec"),
    _source("oecd", "OESO", "en"),
    _source("ilo", "IAO, publicaties", "en"),
    _source("eesc", "EESC", "nl"),
    _source("council", "Raad van de EU", "nl"),
    _source("unions", "EVV", "en", Side.WORKERS),
    _source("employers", "BusinessEurope", "en", Side.EMPLOYERS),
)


def whole_settings(**changes):
    """Settings with the sources, the themes and the digests of this edition."""
    return settings(**{"sources": SOURCES, "themes": THEMES, "digests": (DIGEST, FULL, ALERT), **changes})


def _item(number, title, source="ec", language="nl", kind=ItemKind.NEWS, summary="", day=25, given=None):
    published = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
    address = f"https://{source}.example.org/{number}"
    return Item(
        id=number,
        source=source,
        url=address,
        title=title,
        summary=summary,
        first_seen=published,
        published=published,
        day=published.astimezone(ZONE).date(),
        language=language,
        kind=kind,
        canonical=address.removeprefix("https://"),
        given=given or Given(),
    )


def _entry(place, item, theme, word="", *, deadline=None, references=(), **more):
    at = item.title.find(word)
    found = (Match(word, "title", at, at + len(word), word, "stem"),) if word else ()
    scores = (ThemeScore(theme, 3.0, found),) if theme else ()
    note = Annotation(item.id, "f", item.language, scores, references, (deadline,) if deadline else ())
    return Entry(place, item, note, theme, 3.0, **more)


def _to_decide():
    yield _entry(
        1,
        _item(
            101,
            "Commissie vraagt mening over wet kwaliteitsvolle jobs",
            kind=ItemKind.CONSULTATION,
            summary="Het voorstel regelt het recht op onbereikbaarheid. Het geldt voor werknemers en ambtenaren. Lidstaten krijgen drie jaar.",
            given=Given(begins=date(2026, 9, 11), stage="proposal"),
        ),
        "workable-work",
        "kwaliteitsvolle jobs",
        deadline=Deadline(date(2026, 12, 4), "consultation", "tot 4 december", time(23, 59)),
        references=(PROCEDURE, PROPOSAL),
        follows=38,
        follows_day=date(2026, 9, 18),
        stage_before="consultation",
        earlier=ADVICE,
        reword=Reword(note="raakt werkbaar werk; nog niemand antwoordt.", initials="LV"),
        editions=(LanguageEdition("fr", "Consultation sur des emplois de qualité", "https://ec.example.org/101/fr"),),
    )  # fmt: skip
    yield _entry(
        2,
        _item(102, "Oproep ESF+: opleiding op de werkvloer", kind=ItemKind.CALL, summary="Projecten duren twee jaar."),
        "social-dialogue",
        "opleiding",
        deadline=Deadline(date(2026, 12, 9), "call", "tot 9 december"),
    )  # fmt: skip
    yield _entry(
        3,
        _item(103, "Call for evidence on the labour mobility package", language="en", kind=ItemKind.CONSULTATION, summary="The package follows in spring."),
        "workable-work",
        "labour mobility",
        deadline=Deadline(date(2026, 12, 18), "consultation", "until 18 December"),
        editions=(LanguageEdition("nl", "Verzoek om input over het pakket arbeidsmobiliteit", "https://ec.example.org/103/nl"),),
    )  # fmt: skip


def _new():
    yield _entry(
        4,
        _item(104, "Europees Semester: loonvorming en krapte centraal voor België", summary="Het landverslag vraagt hervormingen."),
        "economic-governance",
        "Europees Semester",
        companions=(
            _item(204, "Europees Semester: raad bespreekt landverslag", "council"),
            _item(205, "Semester européen: rapport sur la Belgique", "ec-fr", "fr"),
            _item(206, "EESC over het Europees Semester", "eesc"),
        ),
    )  # fmt: skip
    yield _entry(
        5,
        _item(105, "Social partners react to Commission on telework", "unions", "en", ItemKind.POSITION, "Both sides reacted.", 20),
        "social-dialogue",
        "telework",
        references=(PROPOSAL,),
        follows=46,
        follows_day=date(2026, 11, 13),
        reword=Reword(headline="Telewerk: vakbonden en werkgevers reageren op Commissie"),
        balance=Balance(EMPLOYERS, WORKERS),
    )  # fmt: skip
    yield _entry(
        6,
        _item(106, "Avis sur le dialogue social en temps de transition", "eesc", "fr", ItemKind.OPINION, "L'avis plaide pour la concertation.", 24),
        "social-dialogue",
        "dialogue social",
        balance=Balance(workers=WORKERS),
        late=True,
    )  # fmt: skip
    flemish = "Flanders grows. " + "Flanders and the Flemish provinces. " * 6 + "Flanders leads."
    yield _entry(
        7,
        _item(107, "Regional productivity gaps in Europe", "oecd", "en", ItemKind.STUDY, f"Productivity differs. {flemish}", 24),
        "economy-innovation",
        "productivity",
    )  # fmt: skip


def _dossiers():
    yield DossierState(
        "Wet kwaliteitsvolle jobs",
        PROCEDURE,
        steps=(
            Stand(Side.PUBLIC, "Europese Commissie", "Mededeling over kwaliteitsvolle jobs", "https://ec.example.org/1", "nl", date(2026, 5, 4)),
            Stand(Side.PUBLIC, "EESC", "Advies over kwaliteitsvolle jobs", "https://eesc.example.org/2", "nl", date(2026, 9, 17)),
            Stand(Side.PUBLIC, "Europese Commissie", "Proposal for a Quality Jobs Act", "https://ec.example.org/3", "en", date(2026, 11, 25)),
        ),
        before="consultation",
        stage="proposal",
        next_step=Coming(date(2026, 12, 15), {"nl": "stemming in de commissie EMPL", "en": "vote in the committee EMPL", "fr": "vote en commission EMPL"}),
        balance=Balance(workers=WORKERS),
        earlier=ADVICE,
        url="https://ep.example.org/2026-0123",
    )  # fmt: skip
    yield DossierState("Platformwerk", Reference("procedure", "2021/0414(COD)"), stage="in force")


def _around():
    coming = (
        Coming(date(2026, 12, 1), {"": "Raad EPSCO"}, date(2026, 12, 2), "Raad van de EU", "https://council.example.org/epsco"),
        Coming(date(2026, 12, 2), {"nl": "DB", "en": "Board"}, sort="meeting"),
        Coming(date(2026, 12, 9), {"": "EESC-zitting"}, date(2026, 12, 10), "EESC"),
        Coming(date(2026, 12, 3), {"": "Global Wage Report"}, date(2026, 12, 8), "IAO, publicaties", sort="awaited", embargoed=True),
    )  # fmt: skip
    deadlines = (
        OpenDeadline(date(2026, 12, 4), "Commissie vraagt mening over wet kwaliteitsvolle jobs", "https://ec.example.org/101", "nl", "Europese Commissie, raadplegingen", "consultation", time(23, 59), ours=True, owner="LV", item=101),
        OpenDeadline(date(2026, 12, 22), "Call for comments on dual learning", "https://ec.example.org/88", "en", "Europese Commissie, raadplegingen", "consultation", ours=True, owner="cel", item=88),
        OpenDeadline(date(2027, 1, 15), "Oproep sociale innovatie", "https://ec.example.org/77", "nl", "Europese Commissie, raadplegingen", "call", item=77),
    )  # fmt: skip
    tender = _item(301, "Study on telework in the social economy", language="en", kind=ItemKind.TENDER)
    opinion = _item(302, "Toekomst van het sociaal overleg", "eesc", kind=ItemKind.OPINION_IN_PREPARATION)
    return Surroundings(
        deadlines=deadlines,
        dossiers=tuple(_dossiers()),
        preparing=(Preparing(opinion, "EESC", "groep II", date(2026, 12, 3), date(2026, 12, 10)),),
        positions=(
            WORKERS,
            EMPLOYERS,
            Stand(Side.OTHER, "SER Nederland", "Advies over arbeidsmigratie", "https://ser.example.org/1", "nl", date(2026, 11, 20)),
        ),
        offers=(Offer(tender, "Europese Commissie, aanbestedingen", date(2027, 1, 12), "250 000 EUR", "DG EMPL"),),
        coming=coming,
        corrections=(
            Correction(47, 3, 95, "Raadpleging over leren", "https://ec.example.org/95", "deadline", "2026-12-15", "2026-12-18"),
            Correction(45, 2, 94, "Oude titel van een studie", "https://oecd.example.org/94", "title", "Old title", "New title"),
            Correction(45, 6, 93, "Een persbericht", "https://ec.example.org/93", "withdrawn", "", ""),
        ),
        passed=(
            Passed("social-dialogue", 12, (_item(401, "Sociaal overleg in de bouw"), _item(402, "Strike in the ports", "ilo", "en"))),
            Passed("", 9, (_item(403, "Nieuwe website"),)),
        ),
    )  # fmt: skip


def whole(digest=DIGEST, **changes):
    """The edition; `digest` gives its name, `changes` are of the edition."""
    entries = (*_to_decide(), *_new())
    beyond = _item(501, "Wages in the transport sector", "ilo", "en", ItemKind.STATISTICS, day=23)
    edition = Edition(
        digest.id,
        48,
        SCHEDULED,
        CUTOFF,
        entries[:1] if digest.layout == "alert" else entries,
        () if digest.layout == "alert" else (_entry(8, beyond, "social-dialogue", "Wages"),),
        20,
        (
            UnreadSource("ser", "SER Nederland", Verdict.BLOCKED, datetime(2026, 11, 19, 8, 0, tzinfo=UTC)),
            UnreadSource("cnt", "CNT", Verdict.OK, datetime(2026, 10, 2, 8, 0, tzinfo=UTC), silent=True),
        ),
        38,
        SCHEDULED + timedelta(days=7),
        introduction="Deze week gaat het over kwaliteitsvolle jobs." if digest.layout == "full" else "",
        around=Surroundings() if digest.layout == "alert" else _around(),
        previous=47,
        previous_day=date(2026, 11, 20),
    )
    return replace(edition, **changes)


READING = Reading(
    "nl", had=frozenset({47}), elsewhere=((104, ToldElsewhere(FULL.id, 12, date(2026, 11, 24))),)
)
