"""The keys of the source kinds: which fit, which are missing, and what is written in them, each with its line."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from servwatch.config.expressions import DIRECTIVES, OUR_FUNCTIONS, read_jmespath, read_selector
from servwatch.config.kind_keys import KIND_KEYS
from servwatch.config.tables import SourceTable
from servwatch.model import Detail
from servwatch.sources import KINDS, date_format
from servwatch.sources.css import css
from servwatch.sources.json_api.expressions import Expressions
from tests.config.configurations import SOURCE, faults, loaded
from tests.sources.samples import NOW, context


def kind(name, *lines):
    return SOURCE + "\n".join([f'kind = "{name}"', *lines]) + "\n"


PAGE = kind("page", 'item = ".news"')
API = kind("json_api", 'fields.title = "title"')
MAILBOX = kind("mailbox", 'user = "u"').replace("https", "imaps")
QUERY = kind("sparql", 'query = """SELECT ?title WHERE { ?s ?p ?title }"""')


PAGE_TREE = etree.HTML("<p class='a'><a href='x'>b</a></p>")


def source(feeds):
    (found,) = loaded(feeds).require().sources
    return found


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        (SOURCE + 'item = ".x"\n', "6:1: the source 'example' says no kind, and a feed has no 'item'; expected kind = \"page\" (see line 5)"),
        (kind("page", 'item = ".x"', "last = 3"), "8:1: the key 'last' of the source 'example' does not belong to the kind 'page'; expected kind = \"sitemap\""),
        (kind("json_api", 'fields.title = "t"', 'title = "t"'), "8:1: the key 'title' of the source 'example' does not belong to the kind 'json_api'; did you mean 'fields.title'?"),
        (kind("page", 'item = ".x"', 'list = "a"'), "8:1: the key 'list' of the source 'example' does not belong to the kind 'page'; expected kind = \"json_api\""),
        (kind("page"), "6:8: the source 'example' has the kind 'page', but lacks the key 'item' (see line 7)"),
        (kind("json_api"), "6:8: the source 'example' has the kind 'json_api', but lacks the key 'fields' (see line 7)"),
        (kind("sparql"), "6:8: the source 'example' has the kind 'sparql', but lacks the key 'query' (see line 7)"),
        (PAGE + "pages = 3\n", "8:9: nothing tells how to come to the next page (the source 'example'); expected the key next or paging"),
        (API + "pages = 3\n", "8:9: nothing tells how to come to the next page (the source 'example'); expected the key paging"),
        (API + "json = { a = 1 }\nform = { a = 1 }\n", "9:8: both json and form are to be sent (the source 'example'); expected one of them"),
        (API + "paging = { first = 0 }\n", "8:10: paging names no parameter (the source 'example'); expected the key \"page\" or the key \"offset\""),
        (API + 'paging = { page = "p", offset = "o" }\n', "8:10: paging counts both pages and entries (the source 'example'); expected the key \"page\" or the key \"offset\""),
        (API + 'paging = { offset = "o" }\n', "8:10: paging by offset lacks the entries of a page (the source 'example'); expected the key \"size\""),
        (API + 'paging = { page = "p", in_json = true }\n', "8:34: there is no json to hold it (the source 'example'); expected the key json (see line 7)"),
        (MAILBOX.replace('user = "u"\n', ""), "6:8: the source 'example' has the kind 'mailbox', but lacks the key 'user' (see line 7)"),
        (MAILBOX.replace("imaps", "https"), "5:7: it is no address of a mailbox (the source 'example'); expected an address such as \"imaps://mail.example.org/INBOX/News\""),
        (SOURCE.replace("https", "imaps"), "5:7: it is the address of a mailbox (the source 'example'); expected kind = \"mailbox\""),
        (MAILBOX.replace("imaps://", "imaps://u:p@"), "5:7: the address of the source 'example' holds a password; expected an address without one"),
        (MAILBOX + "detail = true\n", "8:10: the pages that a mail leads to are not read (the source 'example'); expected resolve, for links that hide where they lead"),
        (MAILBOX + 'scope = "x"\n', "8:9: scope is for tokens only (the source 'example'); expected auth = \"xoauth2\""),
        (MAILBOX + 'auth = "xoauth2"\nclient_id = "x"\n', "8:8: tokens need an endpoint and an application (the source 'example'); expected the key token_url"),
        (MAILBOX + 'auth = "xoauth2"\nclient_id = "x"\ntoken_url = "http://login.example.org/t"\n', "10:13: token_url of the source 'example' is \"http://login.example.org/t\"; expected an https address, since a secret is sent there"),
        (MAILBOX + 'from = ["oecd"]\n', "8:9: the 1st value of from of the source 'example' is \"oecd\"; expected a mail address, or a domain such as \"@example.org\""),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_its_kind_is_told(feeds, expected):
    assert faults(feeds) == [f"feeds.toml:{expected}"]


@pytest.mark.parametrize(
    ("feeds", "place", "words"),
    [
        (kind("page", 'item = ".x >"'), "7:8", "this one cannot be read"),
        (kind("page", 'item = ".x[["'), "7:8", "this one cannot be read"),
        (kind("page", 'item = "a::before"'), "7:8", "only attr(name) may stand"),
        (kind("page", "item = \"a::attr('x')\""), "7:8", "only attr(name) may stand"),
        (kind("page", 'item = "main svg|a"'), "7:8", "without namespaces"),
        (kind("page", 'item = "a:not([x|href])"'), "7:8", "without namespaces"),
        (kind("page", 'item = ""'), "7:8", "a CSS selector"),
        (kind("page", 'item = "a:nonsense"'), "7:8", "this one cannot be read"),
        (PAGE + 'date_format = "%d/%m"\n', "8:15", "with a day, a month and a year"),
        (PAGE + 'date_format = "%d/%m/%Q"\n', "8:15", "not %Q"),
        (PAGE + 'date_format = "%d/%d/%m/%Y"\n', "8:15", "%d once"),
        (PAGE + 'detail = { date = "time >" }\n', "8:19", "this one cannot be read"),
        (PAGE + 'detail = { dat = "time" }\n', "8:12", "did you mean 'date'"),
        (PAGE + 'detail = "yes"\n', "8:10", "expected true, false, or a table such as"),
        (API + 'list = "a["\n', "8:8", "this one cannot be read"),
        (API + 'where = "a == `x`"\n', "8:9", "this one cannot be read"),
        (API + 'where = "lowr(a)"\n', "8:9", "there is no function 'lowr'; did you mean 'lower'?"),
        (API + 'fields.link = "https://x.example/{a[}"\n', "8:15", "this one cannot be read"),
        (API + 'fields.link = "https://x.example/{id"\n', "8:15", "a pattern such as"),
        (API + 'fields.link = "https://x.example/"\n', "8:15", "a pattern such as"),
        (API + 'fields.titel = "x"\n', "8:1", "did you mean 'title'"),
        (API + "json = { day = 2026-01-01 }\n", "8:8", "a table of texts, numbers"),
        (kind("json_api", 'fields.link = "a"'), "7:1", "lacks the key 'title'"),
        (kind("sparql", 'query = "ASK {}"'), "7:9", "a SELECT in SPARQL with the variable ?title"),
        (PAGE + "pages = 0\n", "8:9", "at least 1"),
        (PAGE + 'window = "soon"\n', "8:10", "a duration"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(feeds, place, words):
    (line,) = faults(feeds)
    assert words in line
    assert line.startswith(f"feeds.toml:{place}: ")


def test_keys_of_a_kind_become_its_options_and_nothing_else_does():
    assert source(SOURCE).options == {}
    assert source(PAGE + 'date = "time"\ntimeout = "5s"\n').options == {"item": ".news", "date": "time"}
    found = source(API + 'list = "a"\npaging = { page = "p" }\npages = 2\nwindow = "7d"\n')
    assert found.options == {
        "list": "a",
        "fields": {"title": "title"},
        "paging": {"page": "p"},
        "pages": 2,
        "window": timedelta(days=7),
    }


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("", None),
        ("detail = false\n", None),
        ("detail = true\n", Detail()),
        ('detail = { date = "time", most = 3 }\n', Detail(date="time", most=3)),
    ],
)
def test_pages_of_items_are_read_where_it_is_said(line, detail):
    assert source(SOURCE + line).detail == detail


def test_the_kinds_of_the_configuration_are_those_that_are_built():
    assert set(KIND_KEYS) == set(KINDS)
    names = {field.alias or name for name, field in SourceTable.model_fields.items()}
    assert {key for keys in KIND_KEYS.values() for key in keys} <= names


def test_both_sides_know_the_same_functions_and_directives():
    assert set(DIRECTIVES) == set(date_format.DIRECTIVES)
    reader = Expressions(context().zone, NOW)
    arguments = {"replace": "'a', 'b', 'c'", "today": ""}
    for name in OUR_FUNCTIONS:
        given = arguments.get(name, "'2026-11-22'")
        assert reader.value(f"{name}({given})", {}) is not None


@example("\\1")
@given(st.text(max_size=30) | st.text(alphabet=".#a[]()>+~:=\"'*, {}|@&?!`-0", max_size=20))
def test_what_passes_here_can_be_read_there(text):
    from pydantic_core import PydanticCustomError

    try:
        read_selector(text)
    except PydanticCustomError:
        pass
    else:
        css(text).found(PAGE_TREE)
    try:
        read_jmespath(text)
    except PydanticCustomError:
        pass
    else:
        Expressions(context().zone, NOW).value(text, {"a": [1]})
