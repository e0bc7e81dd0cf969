"""Followed dossiers in the configuration as a whole, and the page of a dossier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from servwatch.archive.item_query import ItemQuery
from servwatch.cycle.configuration import examine, in_force, understanding_of
from servwatch.cycle.dossier_page import dossier_page
from servwatch.cycle.following import following
from servwatch.insight.following import followed
from servwatch.insight.references import read_reference
from servwatch.insight.stages import Stage
from servwatch.model import Given, Outcome, Side
from tests.archive.arrivals import DAY, NOW, arrival, harvest, keep
from tests.cycle.watch import Watch, brussels, entry, rss, table
from tests.insight.real_dossier import AROUND, DOCUMENTS, NAMES, Told


@pytest.fixture
def watch(tmp_path, internet):
    made = Watch(tmp_path, internet)
    for body in ("commission", "parliament", "council", "committee", "opinion", "around"):
        made.source(body)
    made.source("etuc", side="workers")
    made.source("business", side="employers")
    made.digest("board")
    made.member("a@example.org", "board")
    return made


BODIES = ("commission", "parliament", "council", "committee", "opinion")


def take_in(watch, *told):
    """Store entries as (source, told, given), a day apart, understood as a poll understands them."""
    settings = in_force(watch.path, {}).settings
    understanding = understanding_of(settings)
    with watch.archive() as archive:
        for number, (source, one, given) in enumerate(told):
            url = one.url or f"https://www.example.org/{source}/{number}"
            annotation = understanding.annotation(
                source, one.title, one.summary, "", (), url=url, given=given
            )
            when = NOW + number * DAY
            new = arrival(number, source=source, title=one.title, summary=one.summary, url=url, annotation=annotation,
                          published=when, day=when.date(), keys=(f"url:{number}",), given=given, language="nl")  # fmt: skip
            keep(archive.database, harvest(new))
    return settings


def documents(order=range(5)):
    return [(BODIES[n], DOCUMENTS[n], Given()) for n in order]


def page_of(watch, settings, ref, language="nl"):
    with watch.archive() as archive:
        return dossier_page(read_reference(ref), settings, archive, language)


def problems(watch, *dossiers):
    watch.themes += "".join(dossiers)
    watch.write()
    return [
        (p.line, p.severity, p.text, p.expected, [line for _, line in p.related])
        for p in examine(watch.path, {}).problems
    ]


def test_what_is_no_reference_is_refused_with_its_line_and_the_nearest_form(watch):
    (fault,) = problems(watch, table("dossier", ref="2025/360 COD"))
    line = watch.path.read_text().splitlines().index('ref = "2025/360 COD"') + 1
    assert fault == (
        line,
        "error",
        "'2025/360 COD' is no reference that is known",
        'one written as "2025/0360(COD)"',
        [],
    )


def test_what_is_like_no_reference_is_refused_with_examples(watch):
    (fault,) = problems(watch, table("dossier", ref="omnibus"))
    assert fault[3] == 'a reference such as "2025/0360(COD)", "COM(2025) 837" or "INT/1108"'


def test_two_entries_for_one_dossier_are_refused_whatever_way_they_are_written(watch):
    (fault,) = problems(watch, table("dossier", ref="COM(2025) 837"), table("dossier", ref="52025PC0837"))
    assert fault[1:4] == (
        "error",
        "'52025PC0837' is the dossier that 'COM(2025) 837' follows already",
        "one entry a dossier",
    )
    assert len(fault[4]) == 1


def test_any_way_of_writing_may_be_followed(watch):
    refs = [
        "2025/0360(COD)",
        "COM(2024) 1 final",
        "https://www.europarl.europa.eu/doceo/document/A-9-2022-0123_EN.html",
        "C190",
    ]
    assert problems(watch, *(table("dossier", ref=ref) for ref in refs)) == []


def test_what_is_followed_knows_all_its_names_and_its_news_are_on_it(watch):
    watch.themes += table("dossier", ref="INT/1108", digests=["board"]) + table("dossier", ref="COM(2030) 1")
    watch.themes += table("dossier", ref="COM(2020) 1", until="2026-01-01").replace(
        '"2026-01-01"', "2026-01-01"
    )
    watch.write()
    settings = take_in(watch, *documents(), *(("around", one, Given()) for one in AROUND))
    with watch.archive() as archive:
        found = following(settings, archive, NOW.date())
        assert [(one.id, one.names) for one in found] == [
            ("2025/0360(COD)", NAMES),
            ("COM(2030) 1", {"COM(2030) 1"}),
        ]
        (press,) = (a for i, a in archive.dossiers.read(range(1, 20)) if i.title == AROUND[0].title)
        assert followed(press.references, found, "board", NOW.date()) is found[0]
        assert followed(press.references, found, "weekly", NOW.date()) is None


def test_the_page_of_a_dossier_tells_it_over_all_bodies_by_any_of_its_names(watch):
    watch.themes += table("dossier", ref="COM(2025) 837", name="Omnibus")
    watch.write()
    settings = take_in(
        watch, *documents(), *(("around", one, Given()) for one in AROUND),
        ("etuc", Told("ETUC on COM(2025) 837"), Given()),
    )  # fmt: skip
    page = page_of(watch, settings, "https://data.consilium.europa.eu/doc/document/ST-15698-2025-INIT/en/pdf")
    assert (page.id, page.names, page.is_dossier, page.whole) == ("2025/0360(COD)", NAMES, True, True)
    assert [line.body for line in page.timeline] == [*BODIES, "around", "etuc"]
    assert [line.about for line in page.timeline] == [True] * 5 + [False, True]
    assert [line.title for line in page.others] == [AROUND[1].title]
    assert [r.id for r in page.references][:3] == ["2025/0360(COD)", "52025PC0837", "COM(2025) 837"]
    assert all("/NL/" in r.url for r in page.references if r.kind in ("com", "celex", "eesc"))
    assert page.follows is not None
    assert page.follows.called("nl") == "Omnibus"
    assert [line.title for line in page.of_side(Side.WORKERS)] == ["ETUC on COM(2025) 837"]
    assert page.of_side(Side.EMPLOYERS) == ()


def test_editions_of_one_document_in_two_languages_are_one_line_in_the_readers_language(watch):
    watch.source("eurlex-nl", body="commission")
    watch.write()
    url = "https://eur-lex.europa.eu/legal-content/{}/TXT/?uri=CELEX:52025PC0837"
    nl = Told("Voorstel voor een verordening van het Europees Parlement en de Raad", "", url.format("NL"))
    en = Told("Proposal for a regulation of the European Parliament and of the Council", "", url.format("EN"))
    watch.sources["commission"] = watch.sources["commission"].replace('["nl"]', '["en"]')
    watch.write()
    settings = take_in(watch, ("commission", en, Given()), ("eurlex-nl", nl, Given()))
    (line,) = page_of(watch, settings, "COM(2025) 837").timeline
    assert (line.title, line.languages, line.day, len(line.items)) == (nl.title, ("en", "nl"), NOW.date(), 2)
    (line,) = page_of(watch, settings, "COM(2025) 837", "en").timeline
    assert line.title == en.title


def test_stages_stand_in_the_order_of_time_and_a_page_that_changes_says_both(watch):
    watch.write()
    settings = take_in(
        watch,
        ("commission", DOCUMENTS[0], Given(stage="ADOPTION_WORKFLOW")),
        ("parliament", DOCUMENTS[1], Given(stage="Awaiting committee decision")),
        ("council", DOCUMENTS[2], Given(stage="nobody knows")),
    )
    with watch.archive() as archive:
        item, annotation = next(
            pair for pair in archive.dossiers.read([1, 2, 3]) if pair[0].source == "parliament"
        )
        later = Given(stage="Awaiting Parliament's position in 1st reading")
        changed = arrival(1, source="parliament", title=item.title, summary=item.summary, url=item.url, annotation=replace(annotation, item=item.id),
                          published=item.published, day=item.day, item=item.id, given=later, seen=NOW + 30 * DAY)  # fmt: skip
        keep(archive.database, harvest(source="parliament", changed=(changed,)))
    page = page_of(watch, settings, "COM(2025) 837")
    assert [reached.stage for reached in page.stages] == [
        Stage.PROPOSAL,
        Stage.COMMITTEE,
        Stage.FIRST_READING,
    ]
    assert page.stages[-1].day == (NOW + 30 * DAY).date()
    assert [line.stage for line in page.timeline] == [Stage.PROPOSAL, Stage.FIRST_READING, None]


def test_a_convention_has_a_page_of_what_names_it(watch):
    watch.write()
    settings = take_in(watch, ("around", Told("Ratification of ILO C190"), Given()))
    page = page_of(watch, settings, "C190")
    assert (page.id, page.is_dossier, len(page.timeline)) == ("ILO C190", False, 1)
    assert page.references[0].url.startswith("https://normlex.ilo.org/")


def test_a_dossier_the_archive_does_not_know_has_an_empty_page(watch):
    watch.write()
    page = page_of(watch, take_in(watch), "COM(2030) 1")
    assert (page.is_dossier, page.timeline, page.others, page.stages) == (False, (), (), ())
    assert [r.id for r in page.references] == ["COM(2030) 1"]


def test_what_is_new_on_a_followed_dossier_is_chosen_without_any_theme_and_only_where_it_is_told(
    watch, internet
):
    news = entry(
        "Commission simplifies digital rules",
        "https://www.example.org/p",
        date=brussels("2026-11-23 08:00"),
        text="Proposal COM(2025) 837.",
    )
    other = entry(
        "Commission buys chairs",
        "https://www.example.org/c",
        date=brussels("2026-11-23 08:00"),
        text="Proposal COM(2025) 1.",
    )
    internet.at("council.example.org/rss").serves(
        rss(entry(DOCUMENTS[2].title, DOCUMENTS[2].url, date=brussels("2026-01-05 08:00")))
    )
    internet.at("commission.example.org/rss").serves(
        rss(news, other, entry(DOCUMENTS[0].title, DOCUMENTS[0].url, date=brussels("2026-01-05 08:00")))
    )
    internet.at("parliament.example.org/rss").serves(
        rss(
            entry(
                DOCUMENTS[1].title,
                DOCUMENTS[1].url,
                date=brussels("2026-01-05 08:00"),
                text=DOCUMENTS[1].summary,
            )
        )
    )
    for body in ("committee", "opinion", "around", "etuc", "business"):
        del watch.sources[body]
    watch.digest("thema")
    watch.member("b@example.org", "thema")
    watch.themes += table("dossier", ref="ST 15698/25", name="Omnibus", digests=["board"])
    watch.run("2026-11-23 09:00")
    watch.run("2026-11-27 07:00")
    (board,), (thema,) = watch.texts("a@example.org"), watch.texts("b@example.org")
    assert "simplifies digital rules" in board
    assert "buys chairs" not in board.partition("NIET GEKOZEN")[0]
    assert "simplifies digital rules" not in thema.partition("NIET GEKOZEN")[0]
    with watch.archive() as archive:
        number = next(i.id for i, _ in archive.items.find(ItemQuery()) if "simplifies" in i.title)
        chosen = next(line for line in archive.editions.decisions(number) if line.digest == "board").decision
        assert (chosen.outcome, chosen.facts["dossier"]) == (Outcome.CHOSEN, "Omnibus (2025/0360(COD))")
