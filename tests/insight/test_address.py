from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servwatch.insight.address import canonical_address, path_of, untracked

REAL = [  # as the publishers write them; what they are known by
    (
        "https://www.ecb.europa.eu//press/pr/date/2026/html/ecb.mp260917~1234abcd.en.html",
        "ecb.europa.eu/press/pr/date/2026/html/ecb.mp260917~1234abcd.en.html",
    ),
    (
        "https://eur-lex.europa.eu/./legal-content/AUTO/?uri=CELEX:32026L1472",
        "eur-lex.europa.eu/legal-content/AUTO?uri=CELEX:32026L1472",
    ),
    (
        "https://www.coe.int/en/web/european-social-charter/-/conclusions?p_p_id=101_INSTANCE_XQMj&redirect=%2Fen",
        "coe.int/en/web/european-social-charter/-/conclusions",
    ),
    (
        "https://ec.europa.eu/eurostat/en/web/products-euro-indicators/-/3-01102026-bp?p_p_state=maximized",
        "ec.europa.eu/eurostat/en/web/products-euro-indicators/-/3-01102026-bp",
    ),
    (
        "https://ec.europa.eu/eurostat/en/search?p_p_id=estatsearchportlet&p_p_lifecycle=2",
        "ec.europa.eu/eurostat/en/search?p_p_id=estatsearchportlet&p_p_lifecycle=2",
    ),
    ("https://www.socialeurope.eu/?p=91234", "socialeurope.eu?p=91234"),
    ("https://doi.org/10.1787/d89aab7f-en", "doi.org/10.1787/d89aab7f-en"),
    ("https://eci.ec.europa.eu/054/public/?lg=en", "eci.ec.europa.eu/054/public?lg=en"),
    (
        "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C190",
        "normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C190",
    ),
    (
        "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2023/0212(COD)",
        "oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2023/0212(COD)",
    ),
    (
        "https://ec.europa.eu/social/main.jsp;jsessionid=8F3A?catId=522&amp;langId=en",
        "ec.europa.eu/social/main.jsp?catId=522&langId=en",
    ),
]
WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8)
ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates too
PATH = st.lists(WORD, max_size=4).map(lambda words: "".join(f"/{word}" for word in words))
PARAMETER = st.tuples(st.sampled_from(["id", "p", "lg", "page", "reference"]), WORD).map("=".join)
QUERY = st.lists(PARAMETER, max_size=3).map("&".join)
TRACKING = st.sampled_from(
    ["utm_source=rss", "utm_medium=feed", "at_campaign=x", "fbclid=IwAR0", "MC_EID=9", "xtor=RSS-1", "gclid="]
)


@pytest.mark.parametrize(("written", "known"), REAL)
def test_the_addresses_of_real_sources_lose_their_dress(written, known):
    assert canonical_address(written) == known


@given(PATH, QUERY)
def test_scheme_www_port_case_of_the_host_and_trailing_slash_make_no_difference(path, query):
    tail = f"?{query}" if query else ""
    forms = {
        canonical_address(f"{front}{path}{slash}{tail}")
        for front, port in (
            ("http://Example.ORG", "80"),
            ("https://www.example.org", "443"),
            ("HTTPS://example.org.", "443"),
        )
        for front in (front, f"{front}:{port}")
        for slash in ("", "/")
    }
    assert forms == {f"example.org{path}{tail}"}


@given(PATH, st.lists(PARAMETER, max_size=3), st.lists(TRACKING, max_size=3), st.randoms())
def test_tracking_parameters_go_wherever_they_stand_and_the_others_keep_their_order(
    path, kept, added, chance
):
    query = list(kept)
    for parameter in added:
        query.insert(chance.randrange(len(query) + 1), parameter)
    dressed = canonical_address(f"https://example.org{path}?{'&'.join(query)}")
    assert dressed == canonical_address(f"https://example.org{path}?{'&'.join(kept)}")
    assert all(parameter in dressed for parameter in kept)


@given(PATH, PATH, QUERY, QUERY)
def test_different_paths_and_queries_stay_different(path, other_path, query, other_query):
    same = (path, query) == (other_path, other_query)
    first, second = (
        canonical_address(f"https://example.org{p}?{q}")
        for p, q in ((path, query), (other_path, other_query))
    )
    assert (first == second) is same


@given(ANY | (ANY | st.text("/.?#&%;=:@[]ae0")).map("https://example.org/{}".format))
@example("https://example.org//./x")
@example("https://example.org/./.")
@example("https://example.org/%2525")
@example("https://example.org/%E9t%e9?q=%e9&r=é#%e9")
@example("https://example.org/\ud800?\ud800#\ud800")
@example("https://exa\x00mple.org/")
@example("https://[::1/")
@example("https://example.org:99999/")
@example("https://x\u2100y.org/")
@example("http://" + "é" * 70 + ".org/")
def test_any_text_gives_an_address_that_can_be_stored_and_is_its_own_canonical_form(text):
    canonical = canonical_address(text)
    assert canonical.isascii()
    assert not set(canonical) & set(map(chr, range(0x21)))
    if canonical:
        assert canonical_address(f"https://{canonical}") == canonical


@given(ANY.filter(lambda t: not set(t) & set("/.#?;\\") and t.isprintable()))
def test_encoded_or_not_a_path_is_the_same(segment):
    plain = canonical_address(f"https://example.org/a{segment.replace('%', '%25')}z")
    assert plain == canonical_address(f"https://example.org/a{quote(segment)}z")


def test_a_host_in_another_script_is_known_by_its_ascii_name():
    assert canonical_address("https://www.königshaus.be/x") == canonical_address(
        "https://xn--knigshaus-07a.be/x"
    )
    assert canonical_address("https://www.königshaus.be/x") == "xn--knigshaus-07a.be/x"


def test_a_port_of_its_own_a_fragment_and_a_user_defined_query_identify():
    assert canonical_address("https://example.org:8443/a") == "example.org:8443/a"
    assert canonical_address("http://example.org:443/a") == "example.org:443/a"
    assert canonical_address("https://example.org/day#a100632") == "example.org/day#a100632"
    assert canonical_address("https://example.org/day#xtor=RSS-4") == "example.org/day"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "mailto:a@example.org",
        "ftp://example.org/a",
        "/a/b",
        "javascript:x",
        "https://",
        "http:///a",
        "https://[/a",
        "urn:uuid:1",
    ],
)
def test_what_is_no_web_address_has_no_canonical_form(text):
    assert canonical_address(text) == ""


@pytest.mark.parametrize(
    ("canonical", "path"),
    [
        ("example.org/a/b?c=d#e", "/a/b?c=d#e"),
        ("example.org?p=1", "?p=1"),
        ("example.org#x", "#x"),
        ("example.org", ""),
        ("", ""),
    ],
)
def test_the_path_is_what_stays_when_a_site_moves(canonical, path):
    assert path_of(canonical) == path


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://a.example/b?utm_source=x&id=7&fbclid=1", "https://a.example/b?id=7"),
        ("https://a.example/b?utm_source=x#part", "https://a.example/b#part"),
        ("https://a.example/b;jsessionid=77?x=%2F", "https://a.example/b?x=%2F"),
        ("https://a.example/b/#xtor=RSS-1", "https://a.example/b/"),
        ("https://a.example/B/./c//d/?A=1&&b", "https://a.example/B/./c//d/?A=1&&b"),
    ],
)
def test_a_reader_gets_the_publishers_address_without_what_follows_readers(written, read):
    assert untracked(written) == read
    assert untracked(read) == read


@given(st.text())
def test_the_readers_address_leads_to_the_same_item(text):
    url = "https://a.example/" + text
    assert canonical_address(untracked(url)) == canonical_address(url)
