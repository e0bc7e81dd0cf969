"""The words in written dates: months in the languages of Europe, and abbreviations of time zones."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

# Unicode CLDR, months in full and abbreviated, without points; twelve words for each language. Where a
# language declines its months, the form beside a day ("5 lipca") stands too.
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
januari februari maart april mei juni juli augustus september oktober november december
jan feb mrt apr mei jun jul aug sept okt nov dec
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr mars avr mai juin juil août sept oct nov déc
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz apr mai jun jul aug sept okt nov dez
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago set oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
ledna února března dubna května června července srpna září října listopadu prosince
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
január február március április május június július augusztus szeptember október november december
januar februar marts april maj juni juli august september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars april mai juni juli august september oktober november desember
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta
  heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου
  ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
януари февруари март април май юни юли август септември октомври ноември декември
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""


def plain(word: str) -> str:
    """`word` in lower case without accents: "Août" is "aout"."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for index, name in enumerate(map(plain, _MONTHS.split())):
        number = index % 12 + 1
        names[name] = number if names.get(name, number) == number else 0
    # "listopada" is October in Croatian and November in Polish: better no date than a wrong one.
    return {name: number for name, number in names.items() if number}


MONTHS = MappingProxyType(_months())
"""Month number by name, see `plain`."""

ZONES = MappingProxyType(
    {
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0,
        "west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1,
        "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "sast": 2, "eest": 3, "msk": 3,
        "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
        "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
    }
)  # fmt: skip
"""Hours ahead of UTC by abbreviation. RFC 822, section 5, gives the American ones. Where one has two
meanings, that of Europe or of the RFC is taken; "ist" (Ireland, India, Israel) has none."""

REGIONS = MappingProxyType(
    {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
)
"""Abbreviations that follow summer time."""
