"""The lines of a mail's header, written and folded here rather than by `email.policy`.

Why our own: the standard library's folding (3.6 to 3.13) turns a URI or message id over 73
characters into encoded words (CPython gh-85725), and drops the quotes of a display name it has to
fold, so that ``"Raad, Sociale partners ..." <a@example.org>`` becomes several recipients. Encoded
words themselves come from `email.header`, which does them well.

Every value passes `clean`, so no line end can enter a header by way of a title or a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.header import Header

from servwatch.errors import Unmailable
from servwatch.mail.addresses import Mailbox

LINE = 76  # RFC 2047, 2: no line with an encoded word is longer
TOKEN = 70  # of a URI or message id: what the folding of others leaves whole

_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates, line and paragraph separators
_EMBEDDINGS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_LIST_ID = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)+")
_URI = re.compile(r"(mailto|https):[!#-;=?-Z_a-z~%\[\]]+")


def clean(text: str) -> str:
    """The text on one line: controls and bidirectional embeddings gone, white space single."""
    kept = (
        " " if unicodedata.category(c) in _UNSEEN or c in _EMBEDDINGS else c
        for c in text.replace("\ufeff", "")
    )
    return " ".join("".join(kept).split())


def unstructured(name: str, text: str) -> str:
    """The value of a free-text header such as Subject, folded, in encoded words where it must be."""
    text = clean(text)
    if _plain(text):
        return _folded(name, text.split(" "))
    return _encoded(name, text)


def mailbox_value(name: str, box: Mailbox) -> str:
    """The value of From, To or Reply-To: one display name, where there is one, and one address."""
    display = clean(box.name)
    if not display:
        return box.address
    address = f"<{box.address}>"
    if _plain(display):
        quoted = '"' + re.sub(r'(["\\])', r"\\\1", display) + '"'
        phrase = display if _ATOMS.fullmatch(display) else quoted
        return _folded(name, [*phrase.split(" "), address])
    phrase = _encoded(name, display)
    last = phrase.rpartition("\n")[2]
    room = LINE - (len(name) + 2 if last == phrase else 0)
    return f"{phrase} {address}" if len(last) + 1 + len(address) <= room else f"{phrase}\r\n {address}"


def list_id(text: str) -> str:
    """The value of List-Id (RFC 2919), from ``Name <id.domain>``; the name in ASCII without accents.

    Raises:
        Unmailable: no list id stands between the angle brackets.
    """
    phrase, _, rest = text.rpartition("<")
    id_ = rest.removesuffix(">").strip()
    if not rest.endswith(">") or not _LIST_ID.fullmatch(id_) or len(id_) > 255:
        raise Unmailable("{text} is not of the form Name <list.domain> (RFC 2919).", text=ascii(text))
    letters = unicodedata.normalize("NFKD", clean(phrase).replace('"', ""))
    name = clean("".join(c for c in letters if c.isascii())).replace("=?", "= ?").replace("\\", "")
    if name and not _ATOMS.fullmatch(name):
        name = f'"{name}"'
    return _folded("List-Id", [*name.split(" "), f"<{id_}>"] if name else [f"<{id_}>"])


def message_ids(name: str, ids: Iterable[str]) -> str:
    """The value of Message-ID, In-Reply-To or References.

    Raises:
        Unmailable: one is no message id, or longer than 70 characters.
    """
    tokens = list(ids)
    for token in tokens:
        if not _MESSAGE_ID.fullmatch(token) or len(token) > TOKEN:
            raise Unmailable("{token} is not a message id of at most 70 characters.", token=ascii(token))
    return _folded(name, tokens)


def uris(name: str, addresses: Iterable[str]) -> str:
    """The value of a List-* header of URIs (RFC 2369), each in angle brackets.

    Raises:
        Unmailable: one is neither mailto nor https, or longer than 70 characters.
    """
    tokens = []
    for uri in addresses:
        if not _URI.fullmatch(uri) or len(uri) > TOKEN:
            raise Unmailable(
                "{uri} is not a mailto or https address of at most 70 characters.",
                remedy="Shorten the address or its token.",
                uri=ascii(uri[:120]),
            )
        tokens.append(f"<{uri}>")
    return _folded(name, [f"{token}," for token in tokens[:-1]] + tokens[-1:])


def _plain(text: str) -> bool:
    """Whether it may stand as it is: ASCII, nothing that reads as an encoded word, no endless word."""
    return text.isascii() and "=?" not in text and all(len(word) <= TOKEN - 8 for word in text.split(" "))


def _encoded(name: str, text: str) -> str:
    header = Header(text, charset="utf-8", maxlinelen=LINE, header_name=name)
    return header.encode(linesep="\r\n")


def _folded(name: str, words: list[str]) -> str:
    """The words joined by single spaces, or by a line end and a space where the line would be too long."""
    value, column = "", len(name) + 1
    for word in words:
        if value and column + 1 + len(word) > LINE:
            value, column = f"{value}\r\n {word}", 1 + len(word)
        else:
            value, column = f"{value} {word}" if value else word, column + 1 + len(word)
    return value
