"""What the language editions of one document have in common: its reference, else its address without the language.

Addresses of multilingual sites differ in one segment (`/nl/`, `/en/`), ending (`page_fr.htm`, `page-fr`) or
parameter (`lang=fr`). Two different documents may share such a key by accident; it is used only together
with an equal day and kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

_CODE = r"(?:bg|cs|da|de|el|en|es|et|fi|fr|ga|hr|hu|it|lt|lv|mt|nl|pl|pt|ro|sk|sl|sv)"
_LANGUAGE = re.compile(
    rf"(?<=/){_CODE}(?=[/?#]|$)|(?<=[_.-]){_CODE}(?=\.\w{{2,5}}(?:[?#]|$)|[/?#]|$)"
    rf"|(?<=lang=){_CODE}\b|(?<=language=){_CODE}\b|(?<=locale=){_CODE}\b",
    re.IGNORECASE,
)


LONGEST = 500
"""Characters of a key. Of a longer one its digest stands for it: an index of PostgreSQL takes 2,704 bytes."""


def document_key(references: Sequence[str], canonical: str) -> str:
    """The key of an item with these stable references and this canonical address, "" where it has neither.

    The reference that a source states first is that of the document itself.
    """
    if references:
        return _bounded(f"ref:{' '.join(references[0].split()).casefold()}")
    return _bounded(f"url:{_LANGUAGE.sub('*', canonical)}") if canonical else ""


def _bounded(key: str) -> str:
    if len(key) <= LONGEST:
        return key
    return f"{key[:4]}blake2b:{blake2b(key.encode(errors='replace')).hexdigest()}"
