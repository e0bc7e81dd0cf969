"""The rules of accessible mail that no general checker knows, on every golden digest."""

import re
from itertools import pairwise

import pytest
import tinycss2
from lxml import html as lxml_html

from servwatch.config import shipped
from servwatch.digest.fitting import MOST_BYTES
from servwatch.digest.render import Renderer
from servwatch.locale import words
from tests.digest.examples import ZONE
from tests.digest.golden_digests import GOLDEN, rendered, view

BARE = {"hier", "klik hier", "lees meer", "meer", "link", "here", "click here", "read more", "more", "ici", "cliquez ici", "lire la suite", "en savoir plus"}  # fmt: skip
LAYOUT = {"role": "presentation", "cellpadding": "0", "cellspacing": "0", "border": "0"}
NOTICE = Renderer(shipped("templates")).notice(
    "servwatch: een bron zwijgt", ["Zie hieronder."], ["ilo-news: 3 dagen"], words("nl", ZONE)
)
PAGES = {**{name: (lambda name=name: rendered(name)) for name in GOLDEN}, "notice": lambda: NOTICE}
each_page = pytest.mark.parametrize("name", PAGES)


def tree_of(name):
    return lxml_html.document_fromstring(PAGES[name]().html)


def style_of(element):
    found = tinycss2.parse_blocks_contents(element.get("style", ""))
    return {
        one.lower_name: tinycss2.serialize(one.value).strip() for one in found if one.type == "declaration"
    }


def metrics(element):
    """Size and line height in pixels, of the nearest element that states them."""
    while element is not None:
        found = re.search(r"(\d+)px/(\d+)px", style_of(element).get("font", ""))
        if found:
            return int(found[1]), int(found[2])
        element = element.getparent()
    return 0, 0


def texts(element):
    return [
        e
        for e in element.iter(lxml_html.etree.Element)
        if (e.text or "").strip() and e.tag not in ("title", "style")
    ]


@each_page
def test_language_and_direction_stand_on_the_page_and_right_within_its_body(name):
    tree = tree_of(name)
    (body,) = tree.iter("body")
    (wrapper,) = body
    assert wrapper.get("role") == "article"
    for element in (tree, wrapper):
        assert (element.get("lang"), element.get("dir")) == ("nl", "ltr")


@each_page
def test_a_table_is_for_layout_and_says_so_or_has_heads(name):
    for table in tree_of(name).iter("table"):
        heads = table.xpath("./tr/th | ./tbody/tr/th")
        if heads:
            assert all(head.get("scope") in ("col", "row") for head in heads)
        else:
            assert {key: table.get(key) for key in LAYOUT} == LAYOUT


@each_page
def test_links_say_where_they_lead(name):
    for link in tree_of(name).iter("a"):
        said = link.text_content().strip()
        assert said
        assert said.casefold() not in BARE
        assert not said.startswith("http")
        assert link.get("href").startswith(("https://", "http://", "mailto:"))
        assert style_of(link)["text-decoration"] == "underline"


@each_page
def test_letters_are_large_and_lines_apart(name):
    for element in texts(next(tree_of(name).iter("body"))):
        if element.get("class") == "hidden":
            continue
        size, height = metrics(element)
        small = element.xpath("ancestor-or-self::*[@class='meta']")
        assert size >= (14 if small else 16), lxml_html.tostring(element)
        if (
            element.xpath("ancestor-or-self::p | ancestor-or-self::td")
            and not element.xpath("ancestor-or-self::h1|ancestor-or-self::h2|ancestor-or-self::h3")
            and element.get("class") != "no"
        ):
            assert height >= 1.5 * size, lxml_html.tostring(element)


@each_page
def test_nothing_is_remote_embedded_or_hidden_behind_a_picture(name):
    page = PAGES[name]().html
    assert not re.search(r"<(?:img|link|iframe|script|object|video)\b|url\(|data:|@import|src=", page)


@each_page
def test_the_title_is_the_subject_and_headings_are_in_order(name):
    tree = tree_of(name)
    assert [" ".join(t.text_content().split()) for t in tree.iter("title")] == [
        " ".join(PAGES[name]().subject.split())
    ]
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@each_page
def test_a_page_is_short_enough_and_its_text_has_every_address(name):
    result = PAGES[name]()
    assert len(result.html.encode()) <= MOST_BYTES
    missing = {a.get("href") for a in tree_of(name).iter("a")} - {
        line.strip() for line in result.text.splitlines()
    }
    assert missing == set()


@each_page
def test_lines_of_text_are_short_but_for_addresses(name):
    for line in PAGES[name]().text.splitlines():
        assert len(line) <= 72 or " " not in line.strip(), line


@pytest.mark.parametrize("name", ["mixed-languages", "whole-full", "right-to-left"])
def test_each_text_in_another_language_says_which(name):
    tree = tree_of(name)
    said = {(e.get("lang"), e.text_content().strip("“”")) for e in tree.xpath("//*[@lang]")}
    for group in view(name).groups:
        for one in group.entries:
            if one.headline_language:
                assert (one.headline_language, one.headline) in said
            if one.summary_language:
                assert (one.summary_language, one.summary) in said


def test_text_from_right_to_left_is_set_apart_in_page_and_text():
    result = rendered("right-to-left")
    for element in tree_of("right-to-left").iter(lxml_html.etree.Element):
        if (
            element.tag not in ("title", "style")
            and re.search("[\u0590-\u06ff]", element.text or "")
            and element.get("class") not in ("hidden", "meta")
        ):
            assert element.get("dir") == "auto"
    assert result.text.count("\u2068") == result.text.count("\u2069") == 5


def test_a_brief_has_one_first_heading_and_one_for_each_group():
    tree = tree_of("whole-brief")
    assert [h.text_content() for h in tree.iter("h2")] == ["Overzicht", "Eerst beslissen", "Nieuw", "Vervolg"]
    assert tree.xpath("//td[@class='box']//h2")[0].text_content() == "Eerst beslissen"
