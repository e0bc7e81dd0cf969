"""Languages as feeds declare them, as two-letter codes."""

from __future__ import annotations

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$")
# ISO 639-1, every code.
_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh "
    "mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
    "rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug "
    "uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_TWO_LETTERS = frozenset(_ISO_639_1.split())
# ISO 639-2, the bibliographic and the terminological code, of the languages a council of Europe meets.
_ISO_639_2 = (
    "bul:bg cat:ca ces:cs cze:cs dan:da deu:de ger:de ell:el gre:el eng:en est:et eus:eu baq:eu fin:fi "
    "fra:fr fre:fr gle:ga glg:gl hrv:hr hun:hu isl:is ice:is ita:it lav:lv lit:lt ltz:lb mkd:mk mac:mk "
    "mlt:mt nld:nl dut:nl nor:no nob:nb nno:nn pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl "
    "spa:es sqi:sq alb:sq srp:sr swe:sv tur:tr ukr:uk ara:ar zho:zh chi:zh jpn:ja kor:ko"
)
_THREE_LETTERS = dict(pair.split(":") for pair in _ISO_639_2.split())


def language_code(value: str) -> str:
    """The language of a tag such as "nl-BE" (BCP 47) or "nld" (ISO 639-2), here "nl"; "" where it is none.

    A language outside ISO 639-1 ("und", "mul", "x-default") gives "" too.
    """
    match = _TAG.match(value[:40].strip().lower())
    if match is None:
        return ""
    code = match[1]
    return code if code in _TWO_LETTERS else _THREE_LETTERS.get(code, "")
