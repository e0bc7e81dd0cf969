"""Values of the references of Council, registers, courts, the world and the Low Countries, as bodies write them."""

from datetime import date

from tests.insight.references.written_parts import Written


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
