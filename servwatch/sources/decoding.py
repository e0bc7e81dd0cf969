"""From bytes to text, whatever the publisher declared.

The order is that of RFC 7303, section 3 (byte order mark, then the charset of the HTTP header, then
the XML declaration), with one rule before it: what is valid UTF-8 beyond ASCII is UTF-8. Servers add a
default charset to files they never looked at, and text in another encoding is practically never
valid UTF-8. Labels mean what browsers take them for (encoding.spec.whatwg.org, "names and labels"):
"iso-8859-1" is windows-1252. UTF-7 and Python's own codecs ("punycode", "unicode_escape") are no
encodings of documents: the one hides markup, the others take quadratic time.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from servwatch.model import Verdict
from servwatch.sources.source_kind import Unreadable

MAX_UNPACKED = 32 * 2**20
"""Bytes a body that is itself gzip may unpack to; `fetch` unpacks what HTTP packed, with its own cap."""

PACKED_TOO_LARGE = "The answer is compressed, and too large when it is unpacked."
PACKED_BROKEN = "The answer is compressed, and cannot be unpacked."

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first four bytes of a document that begins with two ASCII characters (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[^\0]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"""^[^<>]{0,64}<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_ENCODINGS = re.compile(
    r"ascii|iso8859|iso2022|cp\d|koi8|mac-|big5|gb|hz$|euc_|shift_ji|johab|tis-620|ptcp154|kz1048|utf-8"
)
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_SHIFTED = re.compile(r"iso2022|hz$")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, how it was read, and what was wrong with what it declared ("" for nothing)."""

    text: str
    encoding: str
    note: str = ""


def unpacked(body: bytes) -> tuple[bytes, str]:
    """`body`, unpacked where it is a gzip file (RFC 1952), and a note on that or "".

    Raises Unreadable where it is no good gzip or unpacks to more than MAX_UNPACKED bytes.
    """
    if body[:3] != b"\x1f\x8b\x08":
        return body, ""
    stream = zlib.decompressobj(wbits=31)
    try:
        content = stream.decompress(body, MAX_UNPACKED + 1)
    except zlib.error as error:
        raise Unreadable(Verdict.BROKEN, PACKED_BROKEN) from error
    if len(content) > MAX_UNPACKED:
        raise Unreadable(Verdict.TOO_LARGE, PACKED_TOO_LARGE)
    end = "" if stream.eof else ", and broke off"
    return content, f"The answer was a gzip file within the transfer{end}."


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of `body`. Never fails: what fits nothing else is windows-1252."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding)
    for shape, encoding in _SHAPES:
        if shape.match(body):
            return Decoded(body.decode(encoding, "replace"), encoding)
    labels = _labels(body, content_type)
    if body.isascii():
        shifted = next((name for name in labels if _SHIFTED.match(name)), "ascii")
        return Decoded(body.decode(shifted, "replace"), shifted)
    text = _utf8(body)
    if text is not None:
        wrong = f"Declared as {labels[0]}, but it is UTF-8." if labels and labels[0] != "utf-8" else ""
        return Decoded(text, "utf-8", wrong)
    for name in labels:
        if name != "utf-8":
            return _as_declared(body, name)
    return _in_two_encodings(body)


def _labels(body: bytes, content_type: str) -> list[str]:
    """The codecs declared, most trusted first; labels that name no encoding of documents left out."""
    header = _CHARSET.search(content_type)
    declared = _DECLARED.match(body)
    found = (header[1] if header else "", declared[1].decode("ascii") if declared else "")
    return [name for label in found if label and (name := _codec(label))]


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return _AS_BROWSERS_DO.get(name, name) if _ENCODINGS.match(name) else ""


def _utf8(body: bytes) -> str | None:
    """Valid UTF-8 as text, also where the transfer broke off within a character."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.end == len(body) and error.reason == "unexpected end of data"
        return body[: error.start].decode("utf-8") if cut else None


def _as_declared(body: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(body.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = body.decode(encoding, "replace")
        return Decoded(text, encoding, f"Some bytes are not {encoding}, as was declared.")


def _in_two_encodings(body: bytes) -> Decoded:
    """No UTF-8, and declared as nothing else: windows-1252, or UTF-8 with bits of windows-1252 in it."""
    attempt = body.decode("utf-8", "replace")
    wrong = attempt.count("\ufffd")
    right = sum(map(len, _BEYOND_ASCII.findall(attempt))) - wrong
    if wrong > right:
        text, encoding, note = body.decode("cp1252", "replace"), "cp1252", "It is not UTF-8: windows-1252."
    else:
        text, encoding = body.decode("utf-8", "servwatch-windows-1252"), "utf-8"
        note = f"{wrong} places are not UTF-8, and are read as windows-1252."
    return Decoded(text, encoding, note)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """An error handler of codecs: the bytes that are no UTF-8 as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("servwatch-windows-1252", _as_windows_1252)
