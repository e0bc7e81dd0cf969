"""The words that readers see, in Dutch, English and French.

English sentences are the keys; `nl.po` and `fr.po` beside this file hold the others. Dates and numbers
are Babel's, with the conventions of Belgium.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

LANGUAGES = ("nl", "en", "fr")
_LOCALES = {"nl": "nl_BE", "en": "en_BE", "fr": "fr_BE"}
HALF_A_YEAR = timedelta(days=182)
_DAYS = {
    "full": "full",
    "long": "long",
    "medium": "EEE d MMM",
    "short": "d MMM",
    "spoken": "EEE d MMMM",
    "weekday": "EEEE",
}
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """One reader's language: `_` for a sentence, `n_` for one with a number, and the dates."""

    language: str
    zone: ZoneInfo
    _translations: NullTranslations

    def _(self, message: str, **facts: object) -> str:
        """The sentence in this language, with its places filled."""
        # The catalogue keeps its own head under "".
        text = self._translations.gettext(message) if message else ""
        return text.format(**facts) if facts else text

    def n_(self, one: str, many: str, count: int, **facts: object) -> str:
        """The sentence for that many, in this language; `{n}` is the number."""
        return self._translations.ngettext(one, many, count).format(n=count, **facts)

    def day(self, when: date | datetime, *, form: str = "long", near: date | datetime | None = None) -> str:
        """A day: "full" with the weekday, "long", "medium" with a short weekday, or "short".

        The last two have no year, unless the day is more than half a year from `near`. "spoken" is "vr 4
        december", "weekday" is "dinsdag".
        """
        local = self._local(when)
        pattern = _DAYS[form]
        if near is not None and form in ("medium", "short") and abs(local - self._local(near)) > HALF_A_YEAR:
            pattern += " y"
        return format_date(local, pattern, locale=self._locale()).replace(
            ".", "" if form in ("medium", "short", "spoken") else "."
        )

    def month(self, when: date) -> str:
        """A month with its year: "november 2026"."""
        return format_date(when, "LLLL y", locale=self._locale())

    def moment(self, when: datetime, *, near: date | datetime | None = None) -> str:
        """A day and a time of the day: "do 26 nov 18.00 u."; `near` as for `day`."""
        return f"{self.day(when, form='medium', near=near)} {self.time(when.astimezone(self.zone).time())}"

    def time(self, local: time) -> str:
        """A time of the day, in the council's zone: "18.00 u."."""
        pattern = {"nl": "H.mm 'u.'", "fr": "H 'h' mm", "en": "HH:mm"}[self.language]
        return str(format_time(local.replace(tzinfo=None), pattern, locale=self._locale()))

    def published(self, when: datetime, *, near: date | datetime | None = None) -> str:
        """When something was published: its day alone where the publisher gave none but that (midnight)."""
        local = when.astimezone(self.zone).time()
        if local != time():
            return self.moment(when, near=near)
        return self.day(when, form="medium", near=near)

    def number(self, value: float, pattern: str = "0.##") -> str:
        """A number with the decimal sign of the language: "2,5"; `pattern` is one of Unicode's, such as "+0.0;-0.0"."""
        locale = "en" if self.language == "en" else self._locale()  # the English of Belgium has the comma
        return str(format_decimal(value, pattern, locale=locale))

    def named(self, language: str) -> str:
        """The name of a language, in this one: "Engels"; "" for ""."""
        return str(self._locale().languages.get(language, language))

    @property
    def colon(self) -> str:
        """What parts a name from what is said of it; French puts a space before it."""
        return " : " if self.language == "fr" else ": "

    def joined(self, parts: list[str]) -> str:
        """A list in words: "a, b en c"."""
        return format_list(parts, locale=self._locale()) if parts else ""

    def _local(self, when: date | datetime) -> date:
        return when.astimezone(self.zone).date() if isinstance(when, datetime) else when

    def _locale(self) -> Locale:
        return _locale(self.language)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@cache
def _translations(language: str) -> NullTranslations:
    path = _FOLDER / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def words(language: str, zone: ZoneInfo) -> Words:
    """The words of a reader's language; an unknown one reads Dutch, the language of the house."""
    known = language if language in LANGUAGES else "nl"
    return Words(known, zone, _translations(known))


def translator(language: str) -> Callable[[str], str]:
    """A look-up for `ServwatchError.sentence`: from the English text to the language's."""
    return _translations(language).gettext if language in LANGUAGES else str
