"""Values of every kind of reference, each with the ways in which bodies write it."""

from hypothesis import strategies as st

from tests.insight.references.written_elsewhere import (
    agreement,
    ares,
    case,
    council,
    eca,
    ecb,
    ecli,
    government,
    hys,
    ilo,
    ilo_paper,
    nar,
    oecd,
    parliament_page,
    printed,
    sdg,
    serv,
    ted,
)
from tests.insight.references.written_in_the_union import (
    celex,
    consolidated,
    cor,
    corrigendum,
    decision,
    eesc,
    eesc_file,
    ep_press,
    ep_text,
    journal,
    new_act,
    old_act,
    old_journal,
    pe,
    press,
    procedure,
    question,
    series,
    study,
    tabled,
)
from tests.insight.references.written_parts import DAY, LATE, TERM, TYPES, YEAR, Written, upto, value

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
