"""Views made by hand, for the tests of templates: everything that a digest may show, and digests of any size."""

from servwatch.digest.view import Block, DigestView, EntryView, Group, Line, Link, Table

ARABIC = "منظمة العمل الدولية: مستقبل العمل في المنطقة العربية"
HEBREW = "ארגון העבודה הבינלאומי: דו-שיח חברתי"


def entry(place=1, headline="", **changes):
    """An entry as most are: a headline with its link, a line of facts, a summary, a reason."""
    base = {
        "place": place,
        "headline": headline or f"Europees Semester: loonvorming en krapte centraal voor België ({place})",
        "headline_language": "",
        "label": "",
        "url": f"https://ec.example.org/commission/presscorner/detail/nl/ip_26_{1000 + place}",
        "meta": "Europese Commissie, nieuws, wo 25 nov",
        "summary": "De Commissie publiceert het landverslag voor België, met loonvorming en krapte als kern.",
        "summary_language": "",
        "reason": "Gekozen: Arbeidsmarkt en werkgelegenheid (krapte, loonvorming); noemt Vlaanderen.",
        "also": "",
    }
    return EntryView(**{**base, **changes})


def whole_entry(place=1):
    """An entry in which every field is filled, each with words of its own."""
    return entry(
        place,
        "A directive on quality jobs",
        headline_language="en",
        label="Europese Commissie, raadpleging (Engels)",
        summary="Workers would have a right to disconnect.",
        summary_language="en",
        also="Ook van de OESO.",
        due="Sluit vr 4 dec 23.59 u., nog 5 werkdagen. Laatste vergadering ervoor: wo 2 dec, Dagelijks Bestuur.",
        earlier="Eerder: SERV-advies Werkbaar werk, 12 mrt 2026",
        earlier_url="https://serv.example.org/advies/werkbaar-werk",
        late="Na het ontwerp binnengekomen.",
        stage="Voorbereiding > raadpleging",
        note_language="nl",
        dossier="Kwaliteitsvolle jobs, 2026/0215(COD)",
        note="Voor Vlaanderen: raakt werkbaar werk; nog niemand antwoordt. (LV)",
        sides=(
            Link("A binding directive", "https://etuc.example.org/quality-jobs", "en", "Vakbonden, EVV:"),
            Link("Werkgevers: geen standpunt gezien."),
        ),
        follows="Vervolg op nr. 46 (13 nov).",
        languages=(
            Link("Frans", "https://ec.example.org/fr", "fr"),
            Link("Duits", "https://ec.example.org/de", "de"),
        ),
        references=(
            Link("COM(2026) 512", "https://eur-lex.example.org/com-2026-512"),
            Link("2026/0215(COD)"),
        ),
    )


def whole(layout="full"):
    """A view in which every field is filled."""
    block = Block(
        "coming-up",
        "Komt eraan",
        ("Twee zittingen en een rapport.",),
        (
            Line("Raad EPSCO", "https://council.example.org/epsco", "", "1-2 dec", "Brussel"),
            Line(ARABIC, "https://ilo.example.org/ar", "ar"),
            Line(
                "Toereikende minimumlonen", "", "", "Dossier:", "",
                (Link("Vorige stap: advies, 3 okt", "https://eesc.example.org/stap"), Link("Volgende stap: stemming")),
            ),
        ),
        "Nog 4 later.",
    )  # fmt: skip
    return DigestView(
        language="nl",
        layout=layout,
        title="Internationaal in het kort",
        subject="3 deadlines, 7 berichten: kwaliteitsvolle jobs",
        preheader="Eerst: raadpleging sluit 4 dec, laatste bestuur op 2 dec.",
        numbered="nr. 48, vrijdag 27 november 2026",
        counts="3 deadlines, 7 berichten, 2 minuten. Gelezen tot do 26 nov 18.00 u.",
        groups=(
            Group("Eerst beslissen", (whole_entry(1), entry(2, due="Sluit di 8 dec, nog 7 werkdagen."))),
            Group("Nieuw", (entry(3), entry(4, summary="", reason="", headline_language="ar", label="IAO, nieuws (Arabisch)", headline=ARABIC)),
                  (Line("Nog een bericht in een regel", "https://ec.example.org/regel", "", "5", "Eurofound, 24 nov"),)),
            Group("Vervolg", (), (), "Geen vervolg sinds de vorige editie."),
        ),
        themes=(("Klimaat", 2), ("Energie", 1)),
        empty=("Er is niets te vertellen.",),
        cut_title="Niet volledig verteld",
        cut=(entry(7, "Een afgekapt bericht"), entry(8, "A cut item", label="OESO, studie (Engels)", headline_language="en")),
        cut_more="Nog 12 berichten vielen buiten de grens.",
        unread_title="Niet gelezen",
        unread=("SER Nederland (sinds 19 nov)", "ILO, statistieken (sinds 21 nov)"),
        rejected="21 andere berichten werden niet gekozen.",
        foot=("Vraag of opmerking? Antwoord op deze mail.", "Volgende: vr 4 december."),
        introduction_language="nl",
        deadlines=3,
        introduction="Beste leden,\n\nDeze week staat de wet op kwaliteitsvolle jobs centraal.",
        overview=Table("Overzicht", ("Thema", "Nieuw", "Vervolg", "Met deadline"), (("Arbeidsmarkt", "3", "1", "2"), ("Klimaat", "2", "0", "0"))),
        before=(Block("deadlines", "Alle open deadlines", ("Tot 25 januari.",), (Line("Raadpleging gendergelijkheid", "https://ec.example.org/hys", "", "vr 4 dec", "nog 5 werkdagen"),), "Nog 2 later."),),
        after=(block,),
        attached="3 berichten staan in de bijlage.",
    )  # fmt: skip


def of_size(entries, *, layout="full", length=70, groups=10, **changes):
    """A full digest with so many entries, over some groups, with headlines of some length."""
    title = ("Een bericht over de arbeidsmarkt en het sociaal overleg in Europa " * 20)[:length]
    made = [entry(n, title) for n in range(1, entries + 1)]
    share = max(1, -(-entries // groups))
    view = DigestView(
        language="nl",
        layout=layout,
        title="Internationaal overzicht",
        subject=f"{entries} berichten: Internationaal overzicht",
        preheader=title[:100],
        numbered="nr. 12, dinsdag 24 november 2026",
        counts=f"{entries} berichten. Gelezen tot ma 23 nov 18.00 u.",
        groups=tuple(
            Group(f"Thema {n // share + 1}", tuple(made[n : n + share])) for n in range(0, entries, share)
        ),
        themes=(),
        empty=() if entries else ("Niets haalde de drempel van deze digest.",),
        cut_title="Niet volledig verteld",
        cut=(),
        cut_more="",
        unread_title="Niet gelezen",
        unread=("SER Nederland (sinds 19 nov)",),
        rejected="21 andere berichten werden niet gekozen.",
        foot=("Vraag of opmerking? Antwoord op deze mail.",),
    )
    from dataclasses import replace

    return replace(view, **changes)
