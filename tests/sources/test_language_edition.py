"""The official edition of a document in a language: whom to ask, and what the answer titles it."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.model import Reference, Verdict
from servwatch.sources import READERS, ParseContext
from servwatch.sources.language_edition import question

READER = READERS["language-edition"]
PRESS = Reference("press-corner", "IP/26/301", role="own")


def read(body, form, *, language="nl", url="https://www.example.org/nl", known="", kind="application/json"):
    options = {"form": form, "language": language, "url": url, "known": known}
    context = ParseContext(
        source_id="x", url=url, now=datetime(2026, 11, 27, tzinfo=UTC), content_type=kind, options=options
    )
    return READER.parse(body if isinstance(body, bytes) else json.dumps(body).encode(), context)


def sparql(*rows):
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return {"head": {"vars": ["celex", "title"]}, "results": {"bindings": bindings}}


def page(title, text, language):
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | Site</title>
    <meta property="og:title" content="{title}"><meta name="description" content="{text}"></head>
    <body><main><h1>{title}</h1><p>{text}</p></main></body></html>""".encode()


DUTCH = (
    "De Raad bereikt een akkoord over het recht om na het werk niet bereikbaar te zijn, met nieuwe regels."
)
ENGLISH = (
    "The Council reaches an agreement on the right to disconnect after work, with new rules for employers."
)


def test_a_press_release_is_asked_of_the_press_corner_by_its_reference():
    asked = question("https://ec.europa.eu/commission/presscorner/detail/en/ip_26_301", [PRESS], "nl")
    assert asked.form == "press-corner"
    assert asked.request.url.endswith("/api/documents?reference=IP/26/301&language=nl")
    assert asked.url == "https://ec.europa.eu/commission/presscorner/detail/nl/ip_26_301"


@pytest.mark.parametrize(
    ("reference", "celexes"),
    [
        (Reference("com", "COM(2026) 45", role="own"), ["52026PC0045", "52026DC0045"]),
        (Reference("celex", "32026L1472", role="own"), ["32026L1472"]),
        (Reference("eesc", "EESC-2025-03929", role="own"), ["52025AE3929"]),
        (Reference("swd", "SWD(2026) 7", role="own"), ["52026SC0007"]),
    ],
)
def test_a_document_is_asked_of_cellar_by_every_celex_number_it_may_have(reference, celexes):
    asked = question("https://www.example.org/x", [reference], "nl")
    query = parse_qs(asked.request.content.decode())["query"][0]
    assert (asked.form, asked.request.method) == ("cellar", "POST")
    assert all(f'"{celex}"^^xsd:string' in query for celex in celexes)
    assert "/language/NLD>" in query


@pytest.mark.parametrize(
    ("url", "dutch"),
    [
        (
            "https://www.consilium.europa.eu/en/press/press-releases/2026/11/20/right-to-disconnect/",
            "https://www.consilium.europa.eu/nl/press/press-releases/2026/11/20/right-to-disconnect/",
        ),
        (
            "https://employment-social-affairs.ec.europa.eu/news/telework-2026-11-20_en",
            "https://employment-social-affairs.ec.europa.eu/news/telework-2026-11-20_nl",
        ),
    ],
)
def test_a_page_of_an_institution_is_asked_for_in_the_other_language(url, dutch):
    asked = question(url, [], "nl")
    assert (asked.form, asked.url, asked.request.url) == ("page", dutch, dutch)
    assert asked.request.obey_robots


@pytest.mark.parametrize(
    ("url", "references"),
    [
        ("https://www.ilo.org/en/news/1", []),  # has no Dutch
        ("https://www.consilium.europa.eu/nl/press/1", []),  # is Dutch
        ("https://www.consilium.europa.eu.evil.example.org/en/press/1", []),
        ("http://www.consilium.europa.eu/en/press/1", []),
        ("https://www.consilium.europa.eu/press?lang=en", []),
        ("https://[::1", []),
        ("https://www.example.org/1", [Reference("press-corner", "IP/26/301", role="text")]),  # merely named
        ("https://www.example.org/1", [Reference("com", "COM(2026) 45", role="title")]),
    ],
)
def test_nobody_is_asked_where_nobody_offers_an_edition_of_this_document(url, references):
    assert question(url, references, "nl") is None


def test_a_language_in_which_no_digest_comes_is_not_asked_for():
    assert question("https://www.consilium.europa.eu/en/press/1", [PRESS], "xx") is None


def test_the_press_corner_titles_the_edition():
    body = {"docuLanguageResource": {"title": "Commissie stelt regels  voor", "language": "NL"}}
    (found,) = read(body, "press-corner").items
    assert (found.title, found.language) == ("Commissie stelt regels voor", "nl")


def test_an_answer_that_falls_back_to_english_is_no_dutch_edition():
    body = {"docuLanguageResource": {"title": "Commission proposes rules", "language": "en"}}
    assert read(body, "press-corner").verdict is Verdict.EMPTY


def test_cellar_titles_the_edition_and_its_number_gives_the_address():
    answer = sparql({"celex": "52026PC0045", "title": "Voorstel voor een RICHTLIJN"})
    (found,) = read(answer, "cellar").items
    assert found.title == "Voorstel voor een RICHTLIJN"
    assert found.url == "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52026PC0045"


@pytest.mark.parametrize(
    "rows", [[], [{"celex": "5 2026", "title": "x"}], [{"celex": "52026PC0045", "title": " "}]]
)
def test_cellar_without_a_usable_row_has_no_edition(rows):
    assert read(sparql(*rows), "cellar").verdict is Verdict.EMPTY


def test_a_page_in_the_language_titles_the_edition():
    body = page("Akkoord over het recht op onbereikbaarheid", DUTCH, "nl")
    (found,) = read(body, "page", kind="text/html").items
    assert found.title == "Akkoord over het recht op onbereikbaarheid"


def test_an_untranslated_page_under_a_dutch_address_is_no_dutch_edition():
    body = page("Agreement on the right to disconnect", ENGLISH, "nl")
    assert read(body, "page", kind="text/html").verdict is Verdict.EMPTY


def test_a_page_with_the_title_that_is_known_is_no_other_edition():
    body = page("Telework in de Europese Unie", DUTCH, "nl")
    known = "TELEWORK in de Europese Unie"
    assert read(body, "page", known=known, kind="text/html").verdict is Verdict.EMPTY


@given(body=st.binary(max_size=300), form=st.sampled_from(["press-corner", "cellar", "page"]))
def test_no_bytes_bring_the_reader_down(body, form):
    assert read(body, form).verdict in Verdict


@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["results", "bindings", "title", "value", "celex", "docuLanguageResource", "language"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    form=st.sampled_from(["press-corner", "cellar"]),
)
def test_no_document_of_another_shape_brings_the_reader_down(body, form):
    assert read(body, form).verdict in Verdict
