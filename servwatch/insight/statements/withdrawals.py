"""That a publisher takes an item back, or corrects it: only where its title begins or ends with the word as a label.

A label stands in brackets, before a colon or a dash, in capitals, or alone; "Withdrawn support for farmers" is none.
"""

from __future__ import annotations

import re

_BACK = re.compile(
    r"withdrawn|retracted|revoked|cancelled|canceled|ingetrokken|geannuleerd|afgelast|vervallen"
    r"|retir[ée]e?s?|annul[ée]e?s?|retract[ée]e?s?|zurückgezogen|abgesagt|annulliert",
    re.IGNORECASE,
)
_PUT_RIGHT = re.compile(
    r"corrigend(?:um|a)|errat(?:um|a)|correction|corrected|rectificati(?:e|f|on)|rechtzetting|gecorrigeerd|verbetering"
    r"|rectifi[ée]e?s?|corrig[ée]e?s?|berichtigung|berichtigt",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\W{0,3}?(?P<open>[\[(]\s?)?(?P<word>[^\W\d_]+)(?P<after>\s?[\])]|\s?:|\s?[-–—]\s|$|\b)"
)
_BEHIND = re.compile(r"[\[(]\s?(?P<word>[^\W\d_]+)\s?[\])]$")


def withdrawn(title: str) -> bool:
    """Whether a title says that its item is withdrawn or called off."""
    return _labelled(title, _BACK)


def corrects(title: str) -> bool:
    """Whether a title says that it corrects what was published before."""
    return _labelled(title, _PUT_RIGHT)


def _labelled(title: str, words: re.Pattern[str]) -> bool:
    title = " ".join(title.split())
    behind = _BEHIND.search(title[-40:])
    if behind is not None and words.fullmatch(behind["word"]):
        return True
    before = _BEFORE.match(title)
    if before is None or not words.fullmatch(before["word"]):
        return False
    capitals = before["word"].isupper() and not title.isupper()
    return bool(before["after"]) or capitals or before.end() == len(title)
