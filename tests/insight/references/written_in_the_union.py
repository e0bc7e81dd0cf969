"""Values of the references of the EU's institutions and Official Journal, as bodies write them."""

from datetime import date

from tests.insight.references.written_parts import Written


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
