"""Who writes an opinion or a report, where its publisher says so.

Forms of the European Economic and Social Committee ("Rapporteur: NAME (Employers - GR I)"), the Committee of the
Regions ("Rapporteur: NAME (BE/EPP)", "Berichterstatterin: NAME"), and the European Parliament ("Rapporteur NAME (S&D, BE)"),
in Dutch, English, French and German. Of several, all are told; shadow and co-rapporteurs are not.
"""

from __future__ import annotations

import re

from servwatch.insight.statements.names import name_from

READ = 20_000
_TITLE = (
    r"(?:rapporteur(?:[-\s]?(?:general|generaal|général|gén[ée]rale)|e|s)?|rapporteuse|rapportrice"
    r"|(?:haupt)?berichterstatter(?:in)?(?:nen)?|hoofdrapporteur)"
)
_LABEL = re.compile(
    rf"(?<![\w-])(?<!shadow\s)(?<!fictif\s)(?<!fictifs\s)(?P<word>{_TITLE})(?:\(s\))?\s?:\s{{0,3}}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w-])(?<!shadow\s)(?i:rapporteur|rapporteure|berichterstatter(?:in)?)\s(?!Member\sState)"
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w'’-]*(?:\s(?:(?:van|de|den|der|von|di|da|la|le|el)\s)*[^\W\d_a-zß-öø-ÿ][\w'’-]*){1,3}"
    r"(?:\s\([^()]{1,40}\))?)"
)


def rapporteur(text: str) -> str:
    """The name or names, as they are written, with group or country; "" where none is stated."""
    text = text[:READ]
    for label in _LABEL.finditer(text):
        name = name_from(text, label.end())
        if name:
            return name
    named = _NAMED.search(text)
    return " ".join(named["name"].split()) if named else ""
