"""The pictures of the layouts: they are there, small enough, and drawn from what the templates write."""

import struct
import zlib

import pytest
from PIL import Image

from tests import chromium, degraded, pictures


def size(data):
    """Width and height of a PNG (ISO/IEC 15948, 11.2.2)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


def rows_with_something(data):
    """How many rows of a PNG differ from one colour all along: after its filter such a row is zeros but at its start."""
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        packed += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    raw, height = zlib.decompress(packed), size(data)[1]
    wide = len(raw) // height
    rows = [raw[n * wide : (n + 1) * wide] for n in range(height)]
    return sum(len(set(row[5:])) > 2 for row in rows)


@pytest.mark.parametrize("picture", pictures.ALL, ids=lambda picture: picture.file)
def test_a_picture_is_kept_for_the_docs(picture):
    data = (pictures.PICTURES / picture.file).read_bytes()
    width, height = size(data)
    assert width == picture.width
    assert len(data) <= pictures.MOST_BYTES
    assert rows_with_something(data) > height // 5


@pytest.mark.parametrize("picture", pictures.ALL, ids=lambda picture: picture.file)
def test_a_picture_ends_where_its_page_ends(picture):
    with Image.open(pictures.PICTURES / picture.file) as drawn:
        last = drawn.convert("RGB").crop((0, drawn.height - 12, drawn.width, drawn.height))
    assert len(last.getcolors()) <= 2


def test_no_picture_is_left_over():
    assert {path.name for path in pictures.PICTURES.glob("*.png")} == {
        picture.file for picture in pictures.ALL
    }


@pytest.mark.chromium
def test_a_picture_of_the_brief_is_not_blank(tmp_path):
    if chromium.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    phone = next(picture for picture in pictures.ALL if picture.file == "brief-phone.png")
    pictures.draw(phone, None, tmp_path / "it.png")
    data = (tmp_path / "it.png").read_bytes()
    width, height = size(data)
    assert (width, 1000 < height < 4000) == (390, True)
    assert rows_with_something(data) > height // 5


def test_what_a_degradation_leaves_of_a_page():
    page = pictures.page_of("brief")
    bare = degraded.without_style_block(page)
    assert "<style" in page
    assert "<style" not in bare
    assert "style=" in bare
    stats = {"outlook": {"windows": {"2019": "n"}}}
    word = degraded.as_word(page, {"data": [{"slug": "css-letter-spacing", "stats": stats}]})
    assert "letter-spacing" in page
    assert "letter-spacing" not in word
    assert word.count("<table") == page.split("<body")[1].count("<table")
    assert "<!--[if mso]>" not in word.split("<body")[1]
    assert "PixelsPerInch" not in word.split("<body")[1]


def test_a_blank_picture_is_known_as_one():
    header = struct.pack(">IIBBBBB", 20, 10, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([250, 250, 250]) * 20 for _ in range(10))
    chunks = b"".join(
        struct.pack(">I4s", len(body), kind) + body + b"\0" * 4
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)))
    )
    assert rows_with_something(b"\x89PNG\r\n\x1a\n" + chunks) == 0
