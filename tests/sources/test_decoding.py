import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.model import Verdict
from servwatch.sources import decoding
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.source_kind import Unreadable

TEXT = '<?xml version="1.0" encoding="{}"?><rss>Coördinatie – “€” één</rss>'


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-8", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b""),
        ("utf-32-be", b""),
    ],
)
def test_unicode_is_known_by_its_mark_or_its_shape(encoding, mark):
    text = TEXT.format("whatever")
    assert decode(mark + text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("cp1252", "windows-1252"),
        ("cp1252", "ISO-8859-1"),
        ("cp1252", "us-ascii"),
        ("iso8859-15", "iso-8859-15"),
        ("cp1250", "windows-1250"),
        ("cp1257", "windows-1257"),
        ("mac-roman", "macintosh"),
    ],
)
def test_a_declared_encoding_is_believed_as_browsers_do(encoding, label):
    text = (
        TEXT.format(label)
        if encoding != "iso8859-15"
        else TEXT.format(label).replace("–", "-").translate({8220: 34, 8221: 34})
    )
    text = text.replace("ö", "o").replace("–", "-") if encoding == "cp1257" else text
    assert decode(text.encode(encoding)).text == text
    assert decode(text.encode(encoding), "text/xml").text == text


@pytest.mark.parametrize(
    "label", ["shift_jis", "euc-jp", "gb2312", "big5", "euc-kr", "windows-1251", "koi8-r", "iso-2022-jp"]
)
def test_other_scripts_are_read_as_declared(label):
    word = (
        "Новости"
        if label in ("windows-1251", "koi8-r")
        else "中文"
        if label in ("gb2312", "big5")
        else "日本"
        if "jp" in label or "jis" in label
        else "한국"
    )
    text = f'<?xml version="1.0" encoding="{label}"?><rss>{word}</rss>'
    assert word in decode(text.encode(label)).text


def test_the_header_goes_before_the_declaration():
    body = '<?xml version="1.0" encoding="windows-1251"?><rss>é</rss>'.encode("cp1252")
    assert "é" in decode(body, "application/rss+xml; charset=iso-8859-1").text


@pytest.mark.parametrize(
    "content_type", ["text/xml; charset=ISO-8859-1", "text/xml", "text/html; charset=windows-1252", ""]
)
def test_what_is_utf8_is_utf8_whatever_is_declared(content_type):
    text = TEXT.format("iso-8859-1")
    found = decode(text.encode(), content_type)
    assert found.text == text
    assert "it is UTF-8" in found.note


def test_a_windows_file_that_says_utf8_is_read_and_noted():
    found = decode(TEXT.format("utf-8").encode("cp1252"), "text/xml; charset=utf-8")
    assert found.text == TEXT.format("utf-8")
    assert "windows-1252" in found.note


def test_one_stray_byte_does_not_spoil_a_whole_document():
    body = "één twee drie vier ën ".encode() * 3 + "café au lait".encode("cp1252")
    assert decode(body).text == "één twee drie vier ën " * 3 + "café au lait"


def test_a_transfer_cut_within_a_character_is_still_utf8():
    assert decode("één €".encode()[:-1]).text == "één "


@pytest.mark.parametrize(
    "label",
    [
        "utf-7",
        "punycode",
        "idna",
        "unicode_escape",
        "raw_unicode_escape",
        "rot13",
        "hex",
        "zlib",
        "undefined",
        "no-such",
        "utf-16",
        "",
    ],
)
def test_what_is_no_encoding_of_documents_is_not_used(label):
    body = f'<?xml version="1.0" encoding="{label}"?><t>+ADw-script+AD4- \\u003cb é</t>'.encode("cp1252")
    assert "+ADw-script+AD4- \\u003cb é" in decode(body, f"text/xml; charset={label}").text


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "text/xml; charset=utf-8", "a; charset=shift_jis", "charset=hz", "charset=\"'"]),
)
def test_any_bytes_become_text(body, content_type):
    assert isinstance(decode(body, content_type).text, str)


def test_a_body_that_is_a_gzip_file_is_unpacked():
    assert unpacked(gzip.compress(b"<rss/>"))[0] == b"<rss/>"
    assert unpacked(b"<rss/>") == (b"<rss/>", "")


def test_a_gzip_file_that_broke_off_gives_what_came():
    packed = gzip.compress(bytes(range(256)) * 100)
    content, note = unpacked(packed[:-40])
    assert content
    assert "broke off" in note


def test_a_gzip_bomb_is_refused_before_it_unfolds(monkeypatch):
    monkeypatch.setattr(decoding, "MAX_UNPACKED", 10_000)
    with pytest.raises(Unreadable) as refusal:
        unpacked(gzip.compress(bytes(1_000_000)))
    assert refusal.value.verdict is Verdict.TOO_LARGE


def test_what_only_begins_like_gzip_is_broken():
    with pytest.raises(Unreadable) as refusal:
        unpacked(b"\x1f\x8b\x08nonsense that is no deflate stream")
    assert refusal.value.verdict is Verdict.BROKEN
