"""The months as Dutch, English and French write them, for patterns: Unicode CLDR, in full and abbreviated."""

from __future__ import annotations

from types import MappingProxyType

_NAMES = (
    ("januari", "january", "janvier", "jan", "janv"),
    ("februari", "february", "février", "fevrier", "feb", "févr", "fév", "fevr"),
    ("maart", "march", "mars", "mrt", "mar"),
    ("april", "avril", "apr", "avr"),
    ("mei", "may", "mai"),
    ("juni", "june", "juin", "jun"),
    ("juli", "july", "juillet", "jul", "juil"),
    ("augustus", "august", "août", "aout", "aug"),
    ("september", "septembre", "sept", "sep"),
    ("oktober", "october", "octobre", "okt", "oct"),
    ("november", "novembre", "nov"),
    ("december", "décembre", "decembre", "dec", "déc"),
)

MONTHS = MappingProxyType({name: number for number, names in enumerate(_NAMES, 1) for name in names})
"""Month number by name in small letters, without a point."""

MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
"""A pattern for one name, the longest first; match it without regard to capitals."""

ENGLISH_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
"""A month that may stand before its day; only English writes so, and always with a capital."""

_WEEKDAYS = (
    ("maandag", "monday", "lundi"),
    ("dinsdag", "tuesday", "mardi"),
    ("woensdag", "wednesday", "mercredi"),
    ("donderdag", "thursday", "jeudi"),
    ("vrijdag", "friday", "vendredi"),
    ("zaterdag", "saturday", "samedi"),
    ("zondag", "sunday", "dimanche"),
)

WEEKDAYS = MappingProxyType({name: number for number, names in enumerate(_WEEKDAYS) for name in names})
"""Number of a weekday by its name in full, Monday is 0."""

WEEKDAY = (
    "(?:" + "|".join(WEEKDAYS) + r"|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|ma|di|wo|do|vr|za|zo"
    r"|lun|mer|jeu|ven|sam|dim)\b\.?)"
)
"""A pattern for a weekday. The short forms are read over, not compared: "di" is Tuesday and Sunday."""
