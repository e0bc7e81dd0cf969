"""Several files as one: what is included is added, what is shipped lies underneath and is overridden key by key."""

import pytest

from servwatch.config import load
from servwatch.config.layering import Override
from tests.config.configurations import DIGEST, FOLDER, REPOSITORY, SOURCE, THEME, faults, loaded, told

EXTENDS = '[servwatch]\nextends = "shipped"\n'
SHIPPED = load(REPOSITORY / "feeds.toml", environ={})


def extended(text):
    """A configuration over the shipped one; without the faults that the shipped one itself has."""
    result = loaded(EXTENDS + text, None)
    shipped = {(p.line, p.text) for p in SHIPPED.errors}
    return result, [p for p in result.errors if (p.line, p.text) not in shipped]


def entries(result, table):
    return {node.child("id").value: node.plain() for node in result.root.child(table).value}


# --- include ---------------------------------------------------------------------------------------


def test_included_sources_themes_and_digests_are_added_in_order():
    feeds = '[servwatch]\ninclude = ["one.toml", "two.toml"]\n' + SOURCE
    one = SOURCE.replace('"example"', '"one"') + THEME
    two = SOURCE.replace('"example"', '"two"') + DIGEST
    settings = loaded(feeds, one=one, two=two).require()
    assert [source.id for source in settings.sources] == ["example", "one", "two"]
    assert [theme.id for theme in settings.themes] == ["work"]
    assert [digest.id for digest in settings.digests] == ["weekly"]


def test_names_in_one_file_may_mean_what_stands_in_another():
    source = SOURCE + 'themes = ["work"]\n'
    assert faults(f'[servwatch]\ninclude = ["themes.toml"]\n{source}', themes=THEME) == []


@pytest.mark.parametrize(
    "table", ["[servwatch]\nlanguage = 'nl'\n", "[fetch]\npace = '2s'\n", "[mail]\nport = 26\n"]
)
def test_an_included_file_holds_only_what_there_may_be_many_of(table):
    (line,) = faults('[servwatch]\ninclude = ["more.toml"]\n', more=f"\n{table}")
    header = table.partition("\n")[0]
    assert (
        line
        == f"more.toml:2:1: {header} does not belong in an included file; expected [[source]], [[theme]], [[digest]], [[expect]], [[meeting]] or [[dossier]]"
    )


def test_members_do_not_belong_in_feeds_toml():
    assert faults('[[member]]\nemail = "a@example.org"\n') == [
        "feeds.toml:1:1: [[member]] does not belong in this file; expected the members file"
    ]


def test_a_table_of_an_included_file_that_is_a_list_by_mistake_is_told():
    assert faults('[servwatch]\ninclude = ["more.toml"]\n', more="theme = 3\n") == [
        "more.toml:1:1: [theme] does not belong in an included file; expected [[source]], [[theme]], [[digest]], [[expect]], [[meeting]] or [[dossier]]"
    ]


def test_one_id_in_two_files_is_told_with_both_places():
    assert faults(f'[servwatch]\ninclude = ["more.toml"]\n{SOURCE}', more="\n" + SOURCE) == [
        f"more.toml:3:6: the source id 'example' is given twice; expected an id of its own (see {FOLDER}/feeds.toml:4)".replace(
            f"{FOLDER}/", ""
        )
    ]


def test_a_source_and_a_theme_may_have_the_same_id():
    assert faults(SOURCE + THEME.replace('"work"', '"example"')) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[fetc]\npace = '1s'\n", ["feeds.toml:1:1: unknown table [fetc]; did you mean 'fetch'?"]),
        (
            "[[sorce]]\n" + SOURCE.partition("\n")[2],
            ["feeds.toml:1:1: unknown table [[sorce]]; did you mean 'source'?"],
        ),
        (
            SOURCE + "[[sources]]\n" + SOURCE.partition("\n")[2],
            [
                "feeds.toml:6:1: unknown table [[sources]]; did you mean 'source'?",
                "feeds.toml:7:6: the source id 'example' is given twice; expected an id of its own (see line 2)",
            ],
        ),
        (
            "[fetc]\npace = 1\n",
            [
                "feeds.toml:1:1: unknown table [fetc]; did you mean 'fetch'?",
                'feeds.toml:2:8: pace of [fetch] is 1; expected a duration such as "30s", "15m", "2h" or "7d"',
            ],
        ),
        (
            "[almanac]\nx = 1\n",
            [
                "feeds.toml:1:1: unknown table [almanac]; expected one of [servwatch], [fetch], [mail], [bounces], [console], [[source]], [[theme]], [[digest]], [calendar], [[meeting]], [[expect]], [[dossier]]"
            ],
        ),
        (
            "[[dossiers]]\nref = 'INT/1108'\n",
            ["feeds.toml:1:1: unknown table [[dossiers]]; did you mean 'dossier'?"],
        ),
        (
            "pace = '1s'\n",
            ["feeds.toml:1:1: unknown key 'pace' in the file: it belongs under [fetch]"],
        ),
    ],
)
def test_an_unknown_table_is_told_once_and_what_it_resembles_is_read(text, expected):
    assert faults(text) == expected


# --- extends = "shipped" ---------------------------------------------------------------------------


def test_shipped_sources_and_themes_are_there_and_shipped_digests_are_not():
    result, errors = extended("")
    assert errors == []
    assert entries(result, "source").keys() == entries(SHIPPED, "source").keys()
    assert result.root.child("digest") is None


def test_an_entry_of_the_same_id_overrides_key_by_key_and_stays_in_its_place():
    result, errors = extended('[[source]]\nid = "euractiv"\nenabled = false\nweight = 0.1\n')
    assert errors == []
    before, after = entries(SHIPPED, "source"), entries(result, "source")
    assert list(after) == list(before)
    assert after["euractiv"] == before["euractiv"] | {"enabled": False, "weight": 0.1}
    assert {k: v for k, v in after.items() if k != "euractiv"} == {
        k: v for k, v in before.items() if k != "euractiv"
    }


def test_a_table_within_an_entry_is_overridden_key_by_key_and_a_list_as_a_whole():
    result, errors = extended(
        '[[source]]\nid = "ec-press-corner"\nlanguages = ["nl"]\n[source.item_kind]\n"/speech_" = "event"\n"/x" = "act"\n'
    )
    assert errors == []
    source = entries(result, "source")["ec-press-corner"]
    assert source["languages"] == ["nl"]
    assert source["item_kind"] == {"default": "news", "/speech_": "event", "/x": "act"}


def test_a_short_form_overrides_a_table_as_a_whole():
    result, _ = extended('[[source]]\nid = "ec-press-corner"\nitem_kind = "event"\n')
    assert entries(result, "source")["ec-press-corner"]["item_kind"] == "event"


def test_an_entry_of_a_new_id_is_added_below():
    result, errors = extended(SOURCE)
    assert errors == []
    assert list(entries(result, "source"))[-1] == "example"


def test_what_is_overridden_is_listed_with_both_values():
    result, _ = extended(
        '[[source]]\nid = "euractiv"\nenabled = false\nweight = 0.7\n'
        '[[source]]\nid = "ec-press-corner"\nitem_kind."/speech_" = "event"\n' + SOURCE
    )
    assert result.overrides == (
        Override("source", "euractiv", "enabled", local=False, shipped=None),
        Override("source", "euractiv", "weight", local=0.7, shipped=0.7),
        Override("source", "ec-press-corner", "item_kind./speech_", local="event", shipped="speech"),
    )


def test_an_included_file_may_override_too():
    result = loaded(
        f'{EXTENDS}include = ["more.toml"]\n', more='[[source]]\nid = "euractiv"\nenabled = false\n'
    )
    assert entries(result, "source")["euractiv"]["enabled"] is False


def test_a_fault_of_an_override_stands_in_the_local_file():
    _, errors = extended('[[source]]\nid = "euractiv"\nevery = "soon"\n')
    assert [(p.file, p.line, p.column) for p in errors] == [(str(FOLDER / "feeds.toml"), 5, 9)]


def test_an_id_that_is_nearly_a_shipped_one_is_taken_for_a_misspelt_override():
    _, errors = extended('[[source]]\nid = "euractive"\nenabled = false\n')
    assert [str(p).partition("error: ")[2] for p in errors] == [
        "the source 'euractive' lacks the keys 'name', 'body' and 'url'; did you mean 'euractiv'? (see line 5)"
    ]


@pytest.mark.parametrize(
    "line", ['extend = "shipped"', 'extends = "shiped"', "extends = true", 'extends = "themes.toml"']
)
def test_a_misspelt_extends_is_one_fault_and_not_a_hundred(line):
    result = loaded(f'[servwatch]\n{line}\n[[source]]\nid = "euractiv"\nenabled = false\n', None)
    local = [p for p in told(result) if p.startswith("feeds.toml:") and "no theme has" not in p]
    assert len(local) == 1
    assert local[0].startswith("feeds.toml:2:")


def test_without_extends_nothing_shipped_is_there():
    settings = loaded(SOURCE).require()
    assert [source.id for source in settings.sources] == ["example"]
    assert loaded(SOURCE).overrides == ()


def test_the_shipped_file_is_not_among_the_files_of_the_configuration():
    result, _ = extended("")
    assert list(result.files) == [str(FOLDER / "feeds.toml")]
