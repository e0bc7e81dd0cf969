import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.sources.plain_text import ELLIPSIS, plain_text, shorten


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("line<br>break<br/>again", "line break again"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("H<sub>2</sub>O and <b>C</b>ommission", "H2O and Commission"),
        ("<B>C</B>OUNCIL", "COUNCIL"),
        ('<a href="x" title="a > b">link</a>', "link"),
        ("<a href='x>y'>link</a> text", "link text"),
        ("before<script>alert('<p>')</script>after", "before after"),
        ("x<style>p { color: red }</style>y", "x y"),
        ("x<script>never closed", "x"),
        ("x<!-- a <b> comment -->y", "x y"),
        ("x<!-- never closed", "x"),
        ("<![CDATA[inside]]>", "inside]]>"),
        ('<p class="MsoNormal"><o:p></o:p>Word</p>', "Word"),
        ("<custom-element>kept text</custom-element>", "kept text"),
        ("<?php echo 1 ?>text", "text"),
        ("<!DOCTYPE html>text", "text"),
        ("cut in a tag <a href=", "cut in a tag"),
        ("a < b and c > d", "a < b and c > d"),
        ("1<2", "1<2"),
        ("&lt;1 % of wages", "<1 % of wages"),
        ("Work &amp; Skills", "Work & Skills"),
        ("Work &amp;amp; Skills", "Work & Skills"),
        ("R&D and AT&T", "R&D and AT&T"),
        ("caf&eacute;&nbsp;&#8217;s &#x2013; x", "café ’s – x"),
        ("&lt;p&gt;escaped&lt;/p&gt; &lt;b&gt;twice&lt;/b&gt;", "escaped twice"),
        ("&amp;lt;p&amp;gt;thrice&amp;lt;/p&amp;gt;", "thrice"),
        ("the &lt;Title&gt; element", "the <Title> element"),
    ],
)
def test_html_becomes_text(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Wages < 60 % & prices > 2 %", "Wages < 60 % & prices > 2 %"),
        ("<Title> is no element of HTML", "<Title> is no element of HTML"),
        ("<b>Evident</b> markup", "Evident markup"),
        ("&lt;b&gt;Evident&lt;/b&gt; markup", "Evident markup"),
        ("Work &amp; Skills", "Work & Skills"),
        ("Work &amp;amp; Skills", "Work & Skills"),
        ("a &unknown; b &copy c", "a &unknown; b &copy c"),
        ("History of the <blink> tag", "History of the <blink> tag"),
        ("a<bc", "a<bc"),
    ],
)
def test_text_keeps_its_brackets_unless_they_evidently_are_markup(value, text):
    assert plain_text(value, markup=False) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  many \t\r\n spaces\u00a0\u2003 ", "many spaces"),
        ("zero\u200bwidth\ufeff \u2060join", "zerowidth join"),
        ("soft\u00adhyphen", "softhyphen"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("\u2067isolated\u2069", "isolated"),
        ("\u200fשלום עולם\u200e", "שלום עולם"),
        ("العربية", "العربية"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Dutch\u200c words\u200d", "Dutch words"),
        ("family 👩\u200d👧", "family 👩\u200d👧"),
        ("bell\x07, null\x00, del\x7f, c1\x9b", "bell, null, del, c1"),
        ("a \x01 b", "a b"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("cafe\u0301", "café"),
        ("line\u2028separator", "line separator"),
    ],
)
def test_what_is_invisible_goes_and_what_is_read_stays(value, text):
    assert plain_text(value) == text


def test_a_text_is_cut_at_a_word_with_an_ellipsis():
    assert plain_text("one two three", limit=9) == "one two…"
    assert plain_text("one two three", limit=8) == "one two…"
    assert plain_text("one two, three", limit=10) == "one two…"
    assert plain_text("one two three", limit=13) == "one two three"
    assert shorten("x" * 50, 10) == "x" * 9 + ELLIPSIS


@pytest.mark.parametrize(
    "evil",
    [
        "<" * 200_000,
        "<a " * 70_000,
        '<a "' * 50_000,
        "<a '\"" * 40_000,
        "<!--" * 50_000,
        "<script>" * 25_000,
        "&" * 200_000,
        "&#x" * 60_000,
        "&amp;" * 40_000,
        "<svg><" * 30_000,
        "<![CDATA[" * 22_000,
        "<a" + " " * 190_000,
        "\u200b" * 200_000,
        "&lt;" * 50_000,
        "<p " + 'x="y" ' * 30_000,
        "<script " * 25_000 + "</",
        "a\u200c" * 90_000,
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.timeout(30)  # a tenth of a second when linear, minutes when quadratic
def test_hostile_markup_costs_no_more_than_its_length(evil):
    assert len(plain_text(evil)) <= len(evil)
    assert len(plain_text(evil, markup=False)) <= len(evil)


@given(st.text(st.characters()), st.booleans(), st.integers(0, 40))
def test_the_result_is_one_clean_line_within_its_limit(value, markup, limit):
    text = plain_text(value, markup=markup, limit=limit)
    assert text == " ".join(text.split())
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)
    assert not limit or len(text) <= limit
    text.encode("utf-8")  # nothing in it that no database would take


@given(
    st.lists(
        st.sampled_from(["<", ">", "&", "amp;", "lt;", "p", "/", "!--", "script", '"', "'", " ", "x"]),
        max_size=60,
    )
)
def test_markup_in_any_disorder_gives_text(pieces):
    assert "<script>" not in plain_text("".join(pieces))
