"""Values of every kind of reference, each with the ways in which bodies write it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

Written = tuple[str, str, list[str]]  # kind, canonical form, ways of writing it

YEAR = st.integers(1995, 2049)
LATE = st.integers(2012, 2049)
TERM = st.integers(5, 12)
DAY = st.dates(date(2004, 1, 1), date(2049, 12, 31))
TYPES = [
    "ACI",
    "APP",
    "AVC",
    "BUD",
    "BUI",
    "CNS",
    "COD",
    "COS",
    "DCE",
    "DEA",
    "DEC",
    "IMM",
    "INI",
    "INL",
    "INS",
    "NLE",
    "REG",
    "RPS",
    "RSO",
    "RSP",
    "SYN",
]


def upto(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most)


def value(make: Callable[..., Written], *parts: st.SearchStrategy) -> st.SearchStrategy[Written]:
    return st.builds(make, *parts)


def series(name: str, year: int, number: int) -> Written:
    id_ = f"{name}({year}) {number}"
    ways = [
        id_,
        f"{name}({year}){number}",
        f"{name}({year})\u00a0{number} final",
        f"{name} ({year}) {number:04}",
        f"{name}({year}){number:04}",
        f"{name}/{year}/{number} final",
        f"{name}({year}) {number} final/2",
        f"{name.lower()}({year}) {number}",
        f"{name}\u202f({year})\u202f{number} definitief",
    ]
    return name.lower(), id_, ways


def decision(year: int, number: int) -> Written:
    return (
        "c",
        f"C({year}) {number}",
        [f"C({year}) {number}", f"C({year}){number} final", f"C({year})\u00a0{number:05}"],
    )


def procedure(year: int, number: int, kind: str) -> Written:
    id_ = f"{year}/{number:04}({kind})"
    return (
        "procedure",
        id_,
        [
            id_,
            f"{year}/{number:04} ({kind})",
            f"{year}/{number}({kind})",
            f"{year}/{number:04}\u00a0({kind})",
            f"({year}/{number:04}({kind}))",
            f"{id_.lower()}",
        ],
    )


def celex(sector: str, year: int, letters: str, number: int) -> Written:
    id_ = f"{sector}{year}{letters}{number:04}"
    return "celex", id_, [id_, f"CELEX:{id_}", f"CELEX: {id_}", f"celex number {id_}", f"({id_})"]


def corrigendum(year: int, number: int, which: int) -> Written:
    id_ = f"3{year}R{number:04}R({which:02})"
    return "celex", id_, [f"CELEX:{id_}", id_]


def consolidated(year: int, number: int, day: date) -> Written:
    id_ = f"0{year}L{number:04}-{day:%Y%m%d}"
    return "celex", id_, [id_, f"CELEX:{id_}"]


def new_act(what: tuple[str, tuple[str, ...]], year: int, number: int) -> Written:
    letter, words = what
    ways = [f"{word} ({union}) {year}/{number}" for word in words for union in ("EU", "UE")]
    ways += [f"{word}\u00a0(EU)\u00a0{year}/{number}" for word in words]
    if letter != "D":
        ways += [f"{word} {year}/{number}" for word in words]
    ways.append(
        f"http://data.europa.eu/eli/{ {'L': 'dir', 'R': 'reg_impl', 'D': 'dec'}[letter] }/{year}/{number}/oj/nld"
    )
    return "celex", f"3{year}{letter}{number:04}", ways


def old_act(letter: str, year: int, number: int) -> Written:
    if letter == "R":
        ways = [
            f"Regulation (EC) No {number}/{year}",
            f"Verordening (EG) nr. {number}/{year}",
            f"règlement (CE) n° {number}/{year}",
            f"Regulation (EU) No {number}/{year}",
        ]
    else:
        words = ("Directive", "Richtlijn") if letter == "L" else ("Decision", "Besluit")
        ways = [f"{word} {year}/{number}/{treaty}" for word in words for treaty in ("EC", "EG", "CE", "EU")]
    return "celex", f"3{year}{letter}{number:04}", ways


def old_journal(name: str, number: int, day: date, page: int) -> Written:
    at = f"{day.day}.{day.month}.{day.year}"
    return (
        "oj",
        f"OJ {name} {number}, {at}, p. {page}",
        [
            f"OJ {name} {number}, {at}, p. {page}",
            f"PB {name} {number:03} van {at}, blz. {page}",
            f"JO {name} {number} du {at}, p. {page}",
            f"ABl. {name} {number} vom {at}, S. {page}",
        ],
    )


def journal(name: str, year: int, number: int) -> Written:
    inner = "C/" if name == "C" else ""
    return (
        "oj",
        f"OJ {name}, {year}/{number}",
        [
            f"OJ {name}, {inner}{year}/{number}, 5.7.2024",
            f"PB {name}, {inner}{year}/{number}, 5.7.2024",
            f"JO {name}, {inner}{year}/{number}",
        ],
    )


def press(name: str, year: int, number: int) -> Written:
    id_ = f"{name}/{year:02}/{number}"
    return (
        "press-corner",
        id_,
        [
            id_,
            f"[{id_}]",
            f"{name}/{year:02}/{number:04}",
            f"https://ec.europa.eu/commission/presscorner/detail/nl/{name.lower()}_{year:02}_{number}",
        ],
    )


def eesc_file(section: str, number: int) -> Written:
    return (
        "eesc-file",
        f"{section}/{number}",
        [f"{section}/{number}", f"{section}/{number:03}", f"{section}/{number}-EESC-{number}"],
    )


def eesc(year: int, number: int) -> Written:
    id_ = f"EESC-{year}-{number:05}"
    return (
        "eesc",
        id_,
        [
            id_,
            f"{id_}-00-00-AC-TRA-EN",
            f"EESC {year}/{number:05}",
            f"INT-{id_}",
            f"https://dm-publicapi.eesc.europa.eu/v1/documents/{id_}-00-00-AC-TRA-NL.docx/content",
        ],
    )


def cor(year: int, number: int) -> Written:
    return (
        "cor",
        f"COR-{year}-{number:05}",
        [
            f"CDR {number}/{year}",
            f"CdR {number}/{year}",
            f"COR-{year}-{number:05}-00-00-AC-TRA",
            f"CDR-{number}-{year}",
            f"CoR {number}/{year}",
        ],
    )


def ep_text(term: int, year: int, number: int) -> Written:
    return (
        "ep-text",
        f"P{term}_TA({year}){number:04}",
        [
            f"P{term}_TA({year}){number:04}",
            f"T{term}-{number:04}/{year}",
            f"TA-{term}-{year}-{number:04}",
            f"P{term}_TA-PROV({year}){number:04}",
            f"https://www.europarl.europa.eu/doceo/document/TA-{term}-{year}-{number:04}_NL.html",
        ],
    )


def tabled(what: tuple[str, str, str], term: int, year: int, number: int) -> Written:
    kind, name, path = what
    id_ = f"{name}{term}-{number:04}/{year}"
    ways = [
        id_,
        f"{id_}/REV1",
        f"({id_})",
        f"https://www.europarl.europa.eu/doceo/document/{path}-{term}-{year}-{number:04}_EN.html",
    ]
    return kind, id_, ways


def question(name: str, term: int, year: int, number: int) -> Written:
    id_ = f"{name}-{number:06}/{year}"
    return (
        "ep-question",
        id_,
        [
            id_,
            f"{name}-{term}-{year}-{number:06}",
            f"({id_})",
            f"https://www.europarl.europa.eu/doceo/document/{name}-{term}-{year}-{number:06}_EN.html",
        ],
    )


def pe(number: int) -> Written:
    id_ = f"PE{number // 1000:03}.{number % 1000:03}"
    return "ep-pe", id_, [id_, f"{id_}v01-00", id_.replace("PE", "PE ")]


def study(body: str, sort: str, year: int, number: int) -> Written:
    id_ = f"{body}_{sort}({year}){number}"
    return "ep-study", id_, [id_, f"({id_})", f"https://www.europarl.europa.eu/thinktank/en/document/{id_}"]


def ep_press(day: date, number: int) -> Written:
    id_ = f"{day:%Y%m%d}IPR{number:05}"
    return "ep-press", id_, [id_, f"https://www.europarl.europa.eu/news/nl/press-room/{id_}/a-slug"]


def council(what: tuple[str, str], number: int, year: int) -> Written:
    kind, name = what
    id_ = f"{name} {number}/{year % 100:02}"
    return (
        kind,
        id_,
        [
            id_,
            id_.replace(" ", "-", 1),
            id_.replace(" ", "\u00a0", 1),
            f"{id_} INIT",
            f"{id_} REV 1",
            f"{name} {number}/1/{year % 100:02} REV 1",
            f"{name}-{number}-{year}-INIT",
            f"{name}{number}/{year % 100:02}",
            f"https://data.consilium.europa.eu/doc/document/{name}-{number}-{year}-ADD-1/en/pdf",
        ],
    )


def hys(number: int) -> Written:
    where = "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives"
    return "hys", f"HYS {number}", [f"HYS {number}", f"{where}/{number}", f"{where}/{number}-Some-slug_nl"]


def ares(year: int, number: int) -> Written:
    return (
        "ares",
        f"Ares({year}){number}",
        [f"Ares({year}){number}", f"Ares ({year}) {number}", f"ARES({year}){number}"],
    )


def ted(number: int, year: int) -> Written:
    return (
        "ted",
        f"TED {number}-{year}",
        [
            f"TED {number}-{year}",
            f"TED: {number:08}-{year}",
            f"https://ted.europa.eu/en/notice/-/detail/{number}-{year}",
            f"https://ted.europa.eu/en/notice/{number}-{year}/xml",
        ],
    )


def case(court: str, number: int, year: int) -> Written:
    id_ = f"{court}-{number}/{year:02}"
    return (
        "case",
        id_,
        [
            f"Case {id_}",
            f"arrest in zaak {id_} P",
            f"l'affaire {id_}",
            f"Judgment of the Court, {id_} PPU",
            f"Case {court}\u2011{number}/{year:02}",
            f"https://infocuria.curia.europa.eu/tabs/redirect/juris/liste.jsf?language=en&num={court}-{number}%2F{year:02}",
        ],
    )


def ecli(court: str, year: int, number: int) -> Written:
    id_ = f"ECLI:EU:{court}:{year}:{number}"
    return "ecli", id_, [id_, f"({id_})", id_.lower()]


def eca(number: int, year: int) -> Written:
    return (
        "eca",
        f"SR {number}/{year}",
        [
            f"ECA SR {number}/{year}",
            f"Special report {number}/{year}",
            f"Speciaal verslag nr. {number}/{year}",
            f"Rapport spécial n° {number}/{year}",
            f"NEWS-SR-{year}-{number:02}",
            f"European Court of Auditors: SR-{year}-{number:02}",
            f"https://www.eca.europa.eu/en/publications/sr-{year}-{number:02}",
            f"https://www.eca.europa.eu/en/publications?ref=SR-{year}-{number:02}",
        ],
    )


def ecb(year: int, number: int) -> Written:
    return "ecb-opinion", f"CON/{year}/{number}", [f"CON/{year}/{number}", f"({f'CON/{year}/{number}'})"]


def ilo(letter: str, number: int) -> Written:
    words = {
        "C": ("Convention", "Verdrag"),
        "R": ("Recommendation", "Aanbeveling"),
        "P": ("Protocol", "Protocole"),
    }[letter]
    return (
        "ilo",
        f"ILO {letter}{number:03}",
        [
            f"ILO {letter}{number}",
            f"IAO: {letter}{number:03}",
            f"{letter}{number} (OIT)",
            f"ILO {words[0]} No. {number}",
            f"IAO-{words[1].lower()} nr. {number}",
            f"{words[1]} n° {number} de l'OIT",
            f"https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{letter}{number}",
            f"https://www.ilo.org/dyn/normlex/en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{letter}{number:03}",
        ],
    )


def ilo_paper(session: int, tail: str) -> Written:
    return (
        "ilo-paper",
        f"ILC.{session}/{tail}",
        [f"ILC.{session}/{tail}", f"the report ILC.{session}/{tail} of June"],
    )


def oecd(body: str, group: str, year: int, number: int) -> Written:
    id_ = f"{body}/{group}/WD({year}){number}"
    return "oecd", id_, [id_, f"({id_})", f"https://one.oecd.org/document/{id_}/en/pdf"]


def sdg(goal: int, target: int) -> Written:
    return (
        "sdg",
        f"SDG {goal}.{target}",
        [
            f"SDG {goal}.{target}",
            f"SDG\u00a0{goal}.{target}",
            f"ODD {goal}.{target}",
            f"SDG target {goal}.{target}",
        ],
    )


def nar(number: int) -> Written:
    dotted = f"{number // 1000}.{number % 1000:03}"
    return (
        "nar",
        f"NAR advies {number}",
        [
            f"NAR advies {number}",
            f"advies nr. {dotted} van de Nationale Arbeidsraad",
            f"CNT, avis n° {dotted}",
            f"avis no {number} du CNT",
        ],
    )


def agreement(number: int, suffix: str) -> Written:
    id_ = f"{number}{suffix}"
    return (
        "cao",
        f"CAO {id_}",
        [f"CAO nr. {id_}", f"CAO nr {id_}", f"CCT n° {id_}", f"NAR: CAO {id_}", f"cao nr. {id_}"],
    )


def serv(day: date, name: str, sort: str) -> Written:
    id_ = f"SERV_{day:%Y%m%d}_{name}_{sort}"
    return "serv", id_, [id_, f"https://www.serv.be/sites/default/files/documenten/{id_}.pdf", f"{id_}.pdf"]


def printed(number: int, year: int) -> Written:
    id_ = f"Stuk {number} ({year}-{year + 1})"
    return (
        "vp-printed",
        id_,
        [
            f"{number} ({year}-{year + 1}) - nr. 1",
            f"stuk {number} ({year}-{year + 1}) \u2013 Nr. 2",
            f"{number} ({year}-{year + 1})-Nr.1",
        ],
    )


def parliament_page(what: tuple[str, str], number: int) -> Written:
    kind, path = what
    return (
        "vp",
        f"VP {kind} {number}",
        [
            f"VP {kind} {number}",
            f"https://ws.vlpar.be/e/opendata/{kind}/{number}",
            f"https://www.vlaamsparlement.be/nl/{path}/{number}",
        ],
    )


def government(day: date, sort: str, number: int) -> Written:
    id_ = f"VR {day:%Y} {day:%d%m} {sort}.{number:04}"
    return "vr", id_, [id_, f"{id_}/1", f"{id_}/2BIS", f"{id_}-1"]


ACTS = st.sampled_from(
    [
        ("L", ("Directive", "Richtlijn", "directive")),
        ("R", ("Regulation", "Verordening", "Règlement", "Implementing Regulation")),
        ("D", ("Decision", "Besluit", "Décision")),
    ]
)
TABLED = st.sampled_from(
    [
        ("ep-report", "A", "A"),
        ("ep-motion", "B", "B"),
        ("ep-motion", "RC-B", "RC"),
        ("ep-referral", "C", "C"),
        ("ep-oral-question", "O", "O"),
    ]
)
SERIES = (
    st.sampled_from([("council", "ST")]),
    st.sampled_from([("council-paper", "WK"), ("council-paper", "CM"), ("council-paper", "XT")]),
)
PAGES = st.sampled_from(
    [
        ("pi", "parlementaire-documenten/parlementaire-initiatieven"),
        ("vi", "parlementaire-documenten/vragen-en-interpellaties"),
        ("verg", "parlementair-werk/commissies/commissievergaderingen"),
    ]
)

GRAMMARS: dict[str, st.SearchStrategy[Written]] = {
    "series": value(series, st.sampled_from(["COM", "JOIN", "SWD", "SEC"]), YEAR, upto(9999)),
    "decision": value(decision, YEAR, upto(99999)),
    "procedure": value(procedure, YEAR, upto(9999), st.sampled_from(TYPES)),
    "celex of acts": value(celex, st.just("3"), YEAR, st.sampled_from("RLDF"), upto(9999)),
    "celex of preparatory documents": value(
        celex, st.just("5"), YEAR, st.sampled_from(["PC", "DC", "AE", "AR", "AB", "SC", "JC"]), upto(9999)
    ),
    "celex of cases": value(celex, st.just("6"), YEAR, st.sampled_from(["CJ", "TJ", "CO", "CC"]), upto(9999)),
    "corrigendum": value(corrigendum, YEAR, upto(9999), upto(99)),
    "consolidated act": value(consolidated, YEAR, upto(9999), DAY),
    "act": value(new_act, ACTS, st.integers(2015, 2049), upto(9999)),
    "older act": value(old_act, st.sampled_from("LRD"), st.integers(1995, 2014), upto(1951)),
    "older journal": value(old_journal, st.sampled_from("LC"), upto(399), DAY, upto(999)),
    "journal": value(journal, st.sampled_from("LC"), st.integers(2023, 2049), upto(99999)),
    "press corner": value(
        press,
        st.sampled_from(["IP", "SPEECH", "STATEMENT", "MEX", "READ", "AC", "QANDA", "FS", "INF", "MEMO"]),
        st.integers(0, 49),
        upto(9999),
    ),
    "eesc file": value(
        eesc_file, st.sampled_from(["SOC", "ECO", "INT", "NAT", "REX", "TEN", "CCMI"]), upto(9999)
    ),
    "eesc": value(eesc, LATE, upto(9999)),
    "cor": value(cor, LATE, upto(9999)),
    "adopted text": value(ep_text, TERM, YEAR, upto(9999)),
    "tabled": value(tabled, TABLED, TERM, YEAR, upto(9999)),
    "question": value(question, st.sampled_from("EPOG"), TERM, YEAR, upto(999999)),
    "pe": value(pe, st.integers(100_000, 999_999)),
    "study": value(
        study,
        st.sampled_from(["EPRS", "IPOL", "EXPO", "ECTI", "QA"]),
        st.sampled_from(["ATA", "BRI", "IDA", "STU"]),
        YEAR,
        upto(999999),
    ),
    "ep press": value(ep_press, DAY, upto(99999)),
    "council": value(council, SERIES[0], st.integers(1000, 99999), st.integers(2000, 2049)),
    "council papers": value(council, SERIES[1], st.integers(1000, 9999), st.integers(2000, 2049)),
    "pe-cons": value(council, st.just(("pe-cons", "PE-CONS")), upto(999), st.integers(2000, 2049)),
    "hys": value(hys, st.integers(100, 999_999)),
    "ares": value(ares, st.integers(2010, 2049), st.integers(10_000, 99_999_999)),
    "ted": value(ted, upto(99_999_999), st.integers(2014, 2049)),
    "case": value(case, st.sampled_from("CTF"), upto(9999), st.integers(0, 99)),
    "ecli": value(ecli, st.sampled_from("CTF"), YEAR, upto(9999)),
    "eca": value(eca, upto(99), st.integers(2005, 2049)),
    "ecb": value(ecb, st.integers(2000, 2049), upto(999)),
    "ilo": value(ilo, st.sampled_from("CRP"), upto(250)),
    "ilo paper": value(
        ilo_paper, st.integers(90, 150), st.sampled_from(["III(A)", "V/1", "Record-No.1", "IV"])
    ),
    "oecd": value(
        oecd,
        st.sampled_from(["DELSA", "ECO", "EDU", "ENV"]),
        st.sampled_from(["ELSA", "EDPC", "WKP"]),
        YEAR,
        upto(999),
    ),
    "sdg": value(sdg, upto(17), upto(19)),
    "nar": value(nar, st.integers(1000, 9999)),
    "agreement": value(agreement, upto(199), st.sampled_from(["", "bis", "ter", "quater"])),
    "serv": value(
        serv,
        DAY,
        st.sampled_from(["WBM2023_WNS_zorg_StIA", "Advies_telewerk", "x"]),
        st.sampled_from(["ADV", "RAP"]),
    ),
    "printed matter": value(printed, upto(9999), st.integers(1995, 2048)),
    "parliament page": value(parliament_page, PAGES, st.integers(1000, 99_999_999)),
    "government": value(government, DAY, st.sampled_from(["DOC", "MED", "DEC"]), upto(9999)),
}
