"""What publishing systems add below a summary, and no author wrote.

Tails are cut only at the very end, and only where they are evident:

* the sentence that WordPress adds to every item of a feed, "The post TITLE appeared first on SITE."
  (its plugin Yoast SEO and that plugin's translations), and only when it repeats the title of the item;
* an invitation such as "Read more", and only after the end of a sentence or with an arrow behind it,
  so that "They ask children to read more" stays whole;
* the brackets around an ellipsis: "[…]" becomes "…".
"""

from __future__ import annotations

import re

_APPEARED = (
    ("The post ", " appeared first on "),
    ("The post ", " first appeared on "),
    ("Het bericht ", " verscheen eerst op "),
    ("L’article ", " est apparu en premier sur "),
    ("L'article ", " est apparu en premier sur "),
    ("Cet article ", " est apparu en premier sur "),
    ("Der Beitrag ", " erschien zuerst auf "),
    ("La entrada ", " se publicó primero en "),
    ("L'articolo ", " proviene da "),
    ("L’articolo ", " proviene da "),
)
_LONGEST = 1_200

_INVITATIONS = (
    "read more", "read the full article", "read the full story", "continue reading", "learn more",
    "find out more", "view more",
    "lees meer", "lees verder", "meer lezen", "verder lezen", "meer info", "meer informatie",
    "lire la suite", "lire plus", "en savoir plus", "lire l'article", "lire l’article",
    "weiterlesen", "mehr lesen", "mehr erfahren",
    "leer más", "seguir leyendo", "leggi tutto", "continua a leggere", "ler mais", "llegir més",
)  # fmt: skip
_LAST_WORDS = frozenset(phrase.split()[-1] for phrase in _INVITATIONS)
_ARROWS = "»›>→⟶"
_MARKS = f" .…[]()-–{_ARROWS}"
_PHRASE = rf"[\[(]?(?:{'|'.join(map(re.escape, _INVITATIONS))})\s*"
_MORE = re.compile(
    rf"(?i)(?P<end>[.!?…\])»\"”:]|^)\s*{_PHRASE}[.…{_ARROWS}]*[\])]?$"  # after a sentence
    rf"|\s{_PHRASE}(?:[{_ARROWS}]+|\.\.\.|…)[\])]?$"  # with an arrow
)
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\))$")


def without_tails(summary: str, title: str) -> str:
    """`summary`, plain text on one line, without the tails described above. `title` is the item's."""
    text = _without_appeared(summary, title)
    last = text[-40:].rstrip(_MARKS).rpartition(" ")[2].lower()
    if last in _LAST_WORDS and (match := _MORE.search(text, max(0, len(text) - 80))):
        text = text[: match.start()] + (match["end"] or "")
    if text.endswith(("]", ")")) and (match := _LEFT_OUT.search(text, max(0, len(text) - 12))):
        text = f"{text[: match.start()]} …".lstrip()
    return text


def _without_appeared(text: str, title: str) -> str:
    tail = text[-_LONGEST:]
    if not title or title[:60] not in tail:
        return text
    for opening, joint in _APPEARED:
        start = tail.rfind(opening + title[:60]) if joint in tail else -1
        if start >= 0 and joint in tail[start:]:
            return text[: len(text) - len(tail) + start].rstrip()
    return text
