"""Full-text search: the same words find the same items on both databases."""

import sqlite3

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from servwatch.archive.database import Database
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.archive.search import LONGEST_WORD, MOST_ASKED, folded
from tests import examples
from tests.archive.arrivals import arrival, harvest, keep, stored

TEXTS = [
    ("Sociaal overleg over de loonnorm", "De sociale partners bereiken een akkoord."),
    ("Réforme des retraites", "Le dialogue social reprend à l'été, coûte que coûte."),
    ("Minimum wages: social dialogue revived", "C190 and C-111; in 2026, wages rose 3.5%."),
    ("Straßenbahner fordern Löhne", "ÖGB: Übergang für ältere Beschäftigte"),
    ("Loon- en arbeidsvoorwaarden", "under_score e-mail naar info@example.org"),
    ("Ενημέρωση για την εργασία", "Социальный диалог 中文 m² ﬁnance İstanbul"),
    ("Overleg", "Partners sociale of andersom; ends with dialogue"),
    ("Social", "dialogue in two fields"),
]


@pytest.fixture
def find(database):
    numbers = stored(database, *(arrival(n, title=t, summary=s) for n, (t, s) in enumerate(TEXTS)))

    def find(words):
        return sorted(numbers.index(item.id) for item, _ in Items(database).find(ItemQuery(words=words)))

    return find


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("overleg", [0, 6]),
        ("OVERLEG", [0, 6]),
        ("overleg akkoord", [0]),
        ("overleg retraites", []),
        ("ete", [1]), ("été", [1]), ("coute", [1]), ("reforme RETRAITES", [1]),
        ("e\u0301te\u0301", [1]),
        ("lohne", [3]), ("löhne", [3]), ("strassenbahner", [3]), ("altere", [3]), ("ubergang ogb", [3]),
        ("loon", [4]), ("loon*", [0, 4]), ("loonn*", [0]), ("wage", []), ("wage*", [2]), ("*", []),
        ('"social dialogue"', [2]), ('"dialogue social"', [1]), ('"sociale partners"', [0]), ('"partners sociale"', [6]),
        ('"social dialog*"', [2]), ('"sociale part" *', []),
        ('"social dialogue" revived', [2]),
        ("social -dialogue", []), ("overleg -akkoord", [6]), ('dialogue -"social dialogue"', [1, 6, 7]),
        ("dialogue -wages -retraites", [6, 7]), ("-wages dialogue", [1, 6, 7]), ("-overleg", []),
        ("c190", [2]), ("c-111", [2]), ("C111", []), ("111", [2]), ("3.5", [2]), ("2026", [2]), ("202*", [2]),
        ("under_score", [4]), ("score", [4]), ("e-mail", [4]), ("info@example.org", [4]), ("arbeidsvoorwaarden", [4]),
        ("ενημερωση", [5]), ("ΕΡΓΑΣΙΑ", [5]), ("социальныи", [5]), ("диалог", [5]), ("中文", [5]),
        ("m2", [5]), ("finance", [5]), ("istanbul", [5]), ("İSTANBUL", [5]),
        ("l'ete", [1]), ("l ete", [1]), ("", list(range(8))), ("   ", []), ("?!", []), ('""', []), ("-", []),
        ("overleg AND retraites", []), ("overleg OR retraites", []), ("NOT overleg", []), ("title:overleg", []),
        ("NEAR(overleg akkoord)", []), ("overleg ^akkoord", [0]), ("(overleg", [0, 6]), ("overleg'", [0, 6]), ('"overleg', [0, 6]),
        ("over\x00leg", []), ("\ud800", []), ("overleg \ud800", [0, 6]),
    ],
)  # fmt: skip
def test_words_find_what_holds_them(find, words, places):
    assert find(words) == places


def test_words_of_title_and_summary_count_together_but_no_phrase_runs_from_one_into_the_other(find):
    assert find("social dialogue") == [1, 2, 7]
    assert find('"social dialogue"') == [2]


def test_a_changed_text_is_found_by_its_new_words_only(database):
    number = stored(database, arrival(1, title="Ancien régime", summary=""))[0]
    keep(database, harvest(changed=[arrival(1, item=number, title="Nouveau régime", summary="")]))
    items = Items(database)
    assert [i.id for i, _ in items.find(ItemQuery(words="nouveau"))] == [number]
    assert list(items.find(ItemQuery(words="ancien"))) == []


def test_words_of_any_length_and_queries_of_any_size_are_answered(database):
    long, longer = "x" * LONGEST_WORD, "x" * (LONGEST_WORD * 30)
    number = stored(database, arrival(1, title=f"{longer} é{longer}", summary="a b " * 50_000))[0]

    def found(words):
        return [i.id for i, _ in Items(database).find(ItemQuery(words=words))]

    assert found(long) == found(longer) == found(f"é{longer}") == [number]
    assert found(long[:-1]) == []
    assert found(f"{long[:-1]}*") == [number]
    many = " ".join(f"-no{n}" for n in range(10_000))
    assert found(f"a b {many}") == [number]
    assert found("a " * (MOST_ASKED * 3)) == [number]
    assert found('"' + "a b " * 5_000 + '"') == [number]


QUERY = st.lists(
    st.sampled_from(["social", "dialogue", "dialog*", "wages", "overleg", "soci*", "-", '"', "*", " ", "(", ")", "é", "AND", "NOT", "OR", "\x00", "'", "\\", ":", "中文", "0"])
    | st.text(st.characters(exclude_categories=()), max_size=3),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def both(postgresql_server, tmp_path_factory):
    """One archive on each database, with the same items."""
    urls = (
        f"sqlite:///{tmp_path_factory.mktemp('both') / 'a.db'}",
        postgresql_server.url(postgresql_server.new()),
    )
    databases = [Database(url) for url in urls]
    for database in databases:
        stored(database, *(arrival(n, title=t, summary=s) for n, (t, s) in enumerate(TEXTS)))
    yield databases
    for database in databases:
        database.close()


@pytest.mark.postgresql
@given(QUERY)
@example("social -")
@example('"" social')
@example("a" * 5000)
@settings(max_examples=examples.of(300))
def test_no_query_is_an_error_and_both_databases_find_the_same(both, words):
    sqlite, postgresql = ([i.url for i, _ in Items(d).find(ItemQuery(words=words))] for d in both)
    assert sqlite == postgresql


@pytest.mark.postgresql
@given(st.text(st.characters(exclude_categories=()), max_size=60), st.data())
def test_any_text_is_found_by_its_own_words_on_both(both, text, data):
    parts = text.replace('"', " ").split()  # a quote ends the quoted words, and is no part of them
    words = data.draw(st.sampled_from(parts or [""]))
    for database in both:
        number = stored(database, arrival(99, title="Beforehand", summary=text))[0]
        found = [i.id for i, _ in Items(database).find(ItemQuery(words=f'"{words}"'))]
        assert (number in found) is any(c.isalnum() for c in folded(words))


@given(st.text(st.characters(exclude_categories=())))
@example("ẞ ß İ ﷺ ℡ Ⅷ ½ Σς Ꭰ ꭰ")
def test_folding_is_done_after_once_and_leaves_only_lower_letters(text):
    once = folded(text)
    assert folded(once) == once
    assert not any(c.isupper() for c in once)
    assert all(c.isalnum() or c.isascii() for c in once)


def test_the_tokenizer_of_sqlite_takes_every_character_beyond_ascii_for_a_letter():
    """What `search` relies on: that FTS5 cuts the folded text where Python does."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, tokenize='ascii')")
    every = [chr(c) for c in range(1, 128)] + ["é", "中", "\U0001f600"]
    connection.executemany("INSERT INTO t VALUES (?)", [(f"a{c}b",) for c in every])
    whole = {
        row[0][1:-1]
        for row in connection.execute(
            "SELECT words FROM t EXCEPT SELECT words FROM t WHERE t MATCH '\"a b\"'"
        )
    }
    assert whole == {c for c in every if c.isalnum() or not c.isascii()}
    connection.close()
