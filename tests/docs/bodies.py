"""The bodies that are to be watched: the rows of SERV's own texts, and what goes beyond them.

A row is what one line of the task names. A body is watched by the sources that name it, or by those
listed in `also`. Where nothing, or not everything, is watched, `tried` tells what was looked for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """One institution, network or programme of a row."""

    id: str
    name: str
    beyond: bool = False  # beyond the rows of SERV's own texts
    also: tuple[str, ...] = ()  # sources of another body that watch this one too
    tried: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the task: what is wanted of these bodies."""

    title: str
    wanted: str
    bodies: tuple[Body, ...]


ROWS: tuple[Row, ...] = (
    Row(
        "European Union",
        "legislation and policy that bears on Flanders; the European Semester; better regulation; public "
        "consultations with their closing dates",
        (
            Body("european-commission", "European Commission, all directorates-general, Press Corner, Have Your Say"),
            Body("european-union", "European Union, portal"),
            Body("eur-lex", "EUR-Lex and CELLAR"),
            Body("council", "Council of the European Union, European Council and the presidency"),
            Body("european-parliament", "European Parliament"),
            Body(
                "european-semester", "European Semester",
                also=("ec-press-corner", "ec-ecfin-news", "council-meetings-epsco", "council-meetings-ecofin"),
                tried="No feed or list of its own was found; the packages come through the sources named here.",
            ),
            Body(
                "court-of-justice", "Court of Justice of the European Union", beyond=True,
                tried="Its feeds answer 404 since the summer of 2026; the search of InfoCuria is a script. "
                "Judgments come through CELLAR.",
            ),
        ),
    ),
    Row(
        "Committees and agencies",
        "opinions, studies, events",
        (
            Body("eesc", "European Economic and Social Committee"),
            Body("cor", "European Committee of the Regions", tried="It has no feed (Sep 2026)."),
            Body(
                "eurofound", "Eurofound",
                tried="Its own site answers 429, on robots.txt too; the press room of Mynewsdesk is open.",
            ),
            Body("cedefop", "Cedefop", beyond=True),
            Body("eu-osha", "EU-OSHA", beyond=True),
            Body("ela", "European Labour Authority", beyond=True),
            Body("etf", "European Training Foundation", beyond=True),
            Body("fra", "Fundamental Rights Agency", beyond=True),
            Body("eige", "European Institute for Gender Equality", beyond=True),
        ),
    ),
    Row(
        "International Labour Organization",
        "labour standards, the Decent Work Agenda, social dialogue, women and young people in the labour market",
        (
            Body("ilo", "ILO, Geneva", tried="Every feed is 404 since the new site of 2024 (Sep 2026)."),
            Body(
                "ilo-brussels", "ILO Brussels", also=("ilo-brussels",),
                tried="The old pages (www.ilo.org/brussels) are of the system before 2024. The new site lists news "
                "by country; the code of the Benelux is inferred. www.ilo.org/belgium was not seen.",
            ),
            Body(
                "ilc", "International Labour Conference, every June", also=("ilo-conference", "ilo-news"),
                tried="Its page has the number of the session in its address, and a new one every year.",
            ),
            Body("itc-ilo", "ITC-ILO, the training centre in Turin", tried="No feed found; the list is inferred."),
            Body(
                "flemish-ilo-trust-fund", "Flemish ILO Trust Fund",
                tried="No page or feed of its own was found. ILO news and Flemish decisions may name it.",
            ),
        ),
    ),
    Row(
        "OECD",
        "productivity, inclusive growth, local employment; publications, press, the yearly Forum",
        (
            Body("oecd", "OECD, publications and press"),
            Body(
                "oecd-leed", "LEED, local employment and economic development", also=("oecd-leed", "oecd-publications"),
                tried="The page of the programme is behind a wall and is no list; the code of its subject in the "
                "search is not known.",
            ),
            Body("oecd-forum", "OECD Forum", tried="No feed and no list found; oecd-events.org has a site per event."),
        ),
    ),
    Row(
        "Trade and sustainable development",
        "trade; the 2030 Agenda and its goals, goal 8 above all; climate conferences",
        (
            Body("wto", "World Trade Organization"),
            Body("un", "United Nations"),
            Body(
                "sdgs", "2030 Agenda and the Sustainable Development Goals",
                also=("un-news-sdgs", "un-news-economic-development"), tried="sdgs.un.org has no feed that was found.",
            ),
            Body(
                "unfccc", "Climate conferences (UNFCCC)", also=("un-news-climate-change", "unfccc", "unfccc-sitemap"),
                tried="The feed is valid and always empty; the news pages are behind a wall.",
            ),
        ),
    ),
    Row(
        "Networks",
        "exchange of knowledge",
        (
            Body("ilera", "ILERA", tried="ilo-ilera.org looks like WordPress; its feed was never tried."),
            Body(
                "esf-networks", "Transnational ESF networks",
                tried="european-social-fund-plus.ec.europa.eu: neither a list of news nor a feed was seen. "
                "europawse.be says that calls are on its site and in its newsletter; no list was seen.",
            ),
            Body(
                "vleva", "VLEVA",
                tried="Articles and calls are known one by one; the lists /blog and /call are inferred; no feed and "
                "no newsletter address was seen.",
            ),
        ),
    ),
    Row(
        "Calls and tenders",
        "a tender for social-dialogue expertise must be seen before it closes",
        (
            Body(
                "taiex-twinning", "TAIEX and twinning", also=("ec-enlargement", "ec-enlargement-documents", "ted"),
                tried="No list or feed of its calls was found; they reach members through national contact points.",
            ),
            Body("funding-tenders", "Funding & Tenders portal, ESF+ calls among them"),
            Body("ted", "TED, tenders of the Union"),
        ),
    ),
    Row(
        "Sister councils",
        "advice on the same dossiers",
        (
            Body("ser-nl", "SER Nederland"),
            Body(
                "ces-valencia", "CES Comunitat Valenciana",
                tried="www.ces.gva.es is named by a public site; no page of it was seen.",
            ),
            Body(
                "ceser-ara", "CESER Auvergne-Rhône-Alpes",
                tried="A page of the Region's site of 2019; a host of its own was not found.",
            ),
            Body("ctesc", "CTESC, Catalonia", tried="A monthly bulletin at one address that is overwritten; no feed."),
            Body("ces-basque", "CES Vasco / EGAB", tried="Documents by number; no list and no feed was seen."),
            Body(
                "nar", "NAR / CNT, National Labour Council", beyond=True,
                tried="cnt-nar.be is a new site; dossiers and documents are known one by one, neither a list of "
                "opinions nor a feed.",
            ),
            Body(
                "crb", "CRB / CCE, Central Economic Council", beyond=True,
                tried="ccecrb.fgov.be: items at /p/{language}/{number}/; neither a list nor a feed was seen.",
            ),
            Body("stvda", "Stichting van de Arbeid", beyond=True, tried="No feed; the list is inferred."),
            Body("cese", "CESE, France", beyond=True, tried="No feed; the list is inferred."),
            Body(
                "aicesis", "AICESIS", beyond=True,
                tried="aicesis.org has a new site whose news page was not seen; the old one is of 2018.",
            ),
        ),
    ),
    Row(
        "European social partners",
        "positions",
        (
            Body("etuc", "ETUC", beyond=True, tried="No feed anywhere on the site (Sep 2026)."),
            Body("business-europe", "BusinessEurope", beyond=True, tried="Its feed is valid and always empty."),
            Body("smeunited", "SMEunited", beyond=True, tried="Items are known one by one; the list is inferred."),
            Body(
                "sgi-europe", "SGI Europe", beyond=True,
                tried="No list of its own was seen; a German member republishes the newsletter. sgieurope.com is "
                "another publisher.",
            ),
            Body("etui", "ETUI", beyond=True, tried="Its feed is 404 (Sep 2026); the list is an older address."),
            Body("social-platform", "Social Platform", beyond=True, tried="Its feed is inferred."),
        ),
    ),
    Row(
        "Flanders",
        "what Flanders itself does with it",
        (
            Body(
                "fdfa", "Flemish department of foreign affairs",
                tried="fdfa.be in 2019; the department has another name now, its present news page is not known.",
            ),
            Body("flemish-government", "Flemish government, decisions", beyond=True),
            Body("flemish-parliament", "Flemish Parliament", beyond=True),
            Body(
                "serv", "SERV's own advice", beyond=True,
                tried="The list of press releases as it was in 2017; SERV can name the present one itself.",
            ),
        ),
    ),
    Row(
        "Others",
        "statistics, finance, research, the press",
        (
            Body("eurostat", "Eurostat", beyond=True),
            Body("ecb", "European Central Bank", beyond=True),
            Body("eib", "European Investment Bank", beyond=True),
            Body(
                "imf", "International Monetary Fund", beyond=True,
                tried="Its feed refuses browsers and is said to answer plain clients; never tried from here.",
            ),
            Body("world-bank", "World Bank", beyond=True),
            Body("council-of-europe", "Council of Europe, its Social Charter and its Court", beyond=True),
            Body("cpb", "Centraal Planbureau", beyond=True),
            Body("cbs", "CBS", beyond=True),
            Body("planbureau", "Federal Planning Bureau", beyond=True),
            Body("statbel", "Statbel", beyond=True, tried="Its feed answered without any entry (Jul 2026)."),
            Body("bruegel", "Bruegel", beyond=True),
            Body("ceps", "CEPS", beyond=True, tried="Its feed is a 500."),
            Body("social-europe", "Social Europe", beyond=True),
            Body("euractiv", "Euractiv", beyond=True),
            Body(
                "newsletters", "Newsletters by mail", beyond=True,
                tried="Whoever publishes by mail only can be read from a folder of a mailbox (docs/staff.md); which newsletters is "
                "SERV's to say: Europa WSE, the ILO and the EESC have some.",
            ),
        ),
    ),
)  # fmt: skip

BODIES: dict[str, Body] = {body.id: body for row in ROWS for body in row.bodies}
"""Every body by its id."""
