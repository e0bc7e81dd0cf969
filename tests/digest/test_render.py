"""The shipped templates, and what happens to a title that wants to be code."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from servwatch.config import shipped
from servwatch.digest.arrangement import numbered
from servwatch.digest.compose import compose
from servwatch.digest.render import Renderer, autoescaped
from servwatch.digest.view import Block, Group, Line, Link
from servwatch.digest.written import wrapped
from servwatch.errors import TemplateError
from servwatch.locale import words
from tests.digest import views
from tests.digest.examples import DIGEST, ZONE, edition, mixed, settings
from tests.digest.whole_edition import ALERT, CALENDAR, FULL, READING, whole, whole_settings


def rendered(candidates, digest=DIGEST, language="nl", renderer=None):
    speech = words(language, ZONE)
    view = compose(edition(candidates, digest), digest, settings(), speech)
    return (renderer or Renderer(shipped("templates"))).digest(view, speech)


def test_a_script_in_a_title_stays_text_through_the_shipped_loader():
    page = rendered(mixed(), replace(DIGEST, layout="full")).html
    tree = lxml_html.document_fromstring(page)
    assert tree.xpath("//script") == []
    assert tree.xpath("//img") == []
    assert '<script>alert("x")</script>' in tree.text_content()


def test_every_html_template_is_escaped_by_its_real_name():
    names = [path.name for path in shipped("templates").iterdir()]
    assert {n for n in names if autoescaped(n)} == {n for n in names if n.endswith(".html.j2")}
    assert autoescaped(None)


def test_the_text_part_has_every_address_of_the_page():
    result = rendered(mixed(), replace(DIGEST, layout="full"))
    addresses = set(lxml_html.document_fromstring(result.html).xpath("//a/@href"))
    assert addresses
    assert all(address in result.text for address in addresses)


def test_text_lines_are_short_but_for_addresses():
    for line in rendered(mixed(), replace(DIGEST, layout="full")).text.splitlines():
        assert len(line) <= 72 or "https://" in line


def test_nothing_remote_is_in_the_page():
    page = rendered(mixed()).html
    assert not re.search(r"<(?:img|link|iframe|script)\b", page)
    assert "url(" not in page


def test_a_foreign_title_carries_its_language():
    tree = lxml_html.document_fromstring(rendered(mixed()).html)
    (link,) = tree.xpath('//a[contains(., "Regional productivity")]')
    assert link.get("lang") == "en"


def test_rules_for_dark_screens_and_phones_survive_inlining():
    page = rendered(mixed()).html
    assert "@media (prefers-color-scheme: dark)" in page
    assert "@media (max-width: 480px)" in page
    assert "!important" in page


def test_an_own_template_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "digest.txt.j2").write_text("eigen: {{ view.title }}\n")
    own = Renderer(tmp_path, shipped("templates"))
    assert rendered(mixed(), renderer=own).text == "eigen: Internationaal in het kort\n"
    assert "<h1" in rendered(mixed(), renderer=own).html


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("goed\n{% if %}\n", 2),
        ("goed\n\n{{ view.nietbestaand }}\n", 3),
        ("{{ 1 / 0 }}\n", 1),
        ("{{ ().__class__.__base__.__subclasses__() }}\n", 1),
        ("{% include 'afwezig.html.j2' %}\n", 1),
    ],
)
def test_a_broken_template_is_refused_with_file_and_line(tmp_path, template, line):
    path = tmp_path / "digest.html.j2"
    path.write_text(template)
    with pytest.raises(TemplateError) as caught:
        rendered(mixed(), renderer=Renderer(tmp_path, shipped("templates")))
    assert caught.value.place == f"{path}:{line}"


def test_a_template_cannot_read_files(tmp_path):
    (tmp_path / "digest.html.j2").write_text("{% include '/etc/passwd' %}")
    with pytest.raises(TemplateError):
        rendered(mixed(), renderer=Renderer(tmp_path, shipped("templates")))


def test_wrapping_never_breaks_an_address():
    address = "https://example.org/" + "x" * 100
    assert address in wrapped(f"zie {address} voor meer", 3)


def test_the_same_edition_gives_the_same_bytes():
    assert rendered(mixed()) == rendered(mixed())


def test_an_address_that_is_code_leads_nowhere():
    code = "javascript:alert(1)"
    bad = views.entry(
        1,
        url=code,
        earlier="Eerder",
        earlier_url="data:text/html,x",
        references=(Link("COM", " JavaScript:x"),),
    )
    view = replace(views.of_size(1), groups=(Group("x", (bad,), (Line("y", "vbscript:z"),)),))
    result = Renderer(shipped("templates")).digest(view, words("nl", ZONE))
    assert lxml_html.document_fromstring(result.html).xpath("//a") == []
    assert "script:" not in result.html + result.text
    assert "Eerder" in result.text


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("digest", [DIGEST, FULL, ALERT], ids=lambda digest: digest.layout)
def test_a_composed_edition_keeps_the_rules_of_mails(digest, language):
    speech = words(language, ZONE)
    issue = whole(digest)
    if digest.layout == "alert":
        issue = replace(issue, entries=issue.entries[:1])
    view = compose(issue, digest, whole_settings(), speech, CALENDAR, READING)
    result = Renderer(shipped("templates")).digest(view, speech)
    tree = lxml_html.document_fromstring(result.html)
    assert {a.get("href") for a in tree.iter("a")} <= {line.strip() for line in result.text.splitlines()}
    levels = [element.tag for element in tree.iter("h1", "h2", "h3")]
    assert levels.count("h1") == 1
    if digest.layout == "brief":
        assert levels.count("h2") == 2
        assert len(tree.xpath("//td[@class='box']")) == 1
    if digest.layout == "alert":
        assert levels == ["h1", "h2", "h3"]
    assert tree.get("lang") == language
    assert tree.findtext(".//title") == view.subject


@pytest.mark.parametrize(
    ("language", "told", "figures"),
    [
        ("nl", "OESO-rapport (Engels): “Regional productivity gaps in Europe”", ": Nieuw "),
        ("fr", "(anglais) : « Regional productivity gaps in Europe »", " : Nouveaux "),
    ],
)
def test_the_colon_and_the_quotation_marks_are_those_of_the_reader_s_language(language, told, figures):
    speech = words(language, ZONE)
    view = compose(numbered(whole(FULL), FULL, whole_settings()), FULL, whole_settings(), speech, CALENDAR)
    result = Renderer(shipped("templates")).digest(view, speech)
    text = " ".join(result.text.split())
    page = " ".join(lxml_html.document_fromstring(result.html).text_content().split())
    assert told in text
    assert told in page
    assert figures in text


def test_no_comma_stands_behind_a_sentence_in_the_text():
    view = views.of_size(1)
    lines = (
        Line("sluit 18 dec, niet 15 dec.", lead="Nr. 47:", meta="Raadpleging"),
        Line("Zitting", meta="EESC"),
    )
    shown = replace(view, after=(Block("corrections", "Rechtzettingen", lines=lines),))
    text = Renderer(shipped("templates")).digest(shown, words("nl", ZONE)).text
    assert "Nr. 47: sluit 18 dec, niet 15 dec. Raadpleging\n" in text
    assert "Zitting, EESC\n" in text
