"""Titles and summaries in the languages of the publishers, made of words, never copied.

The words are those of the field, so that themes and languages can be told; the sentences mean nothing.
"""

from __future__ import annotations

import random
import re
import unicodedata

_ACTORS = {
    "en": "The Commission|Ministers|Social partners|The Committee|Member States|Trade unions|Employers|"
    "Young workers|Regions|The Presidency|Experts|Small firms|Rapporteurs|Governments|Researchers",
    "nl": "De Commissie|Ministers|Sociale partners|De Raad|Lidstaten|Vakbonden|Werkgevers|"
    "Jonge werknemers|Regio's|Het voorzitterschap|Experten|Kleine bedrijven|Onderzoekers|Europarlementsleden",
    "fr": "La Commission|Les ministres|Les partenaires sociaux|Le Conseil|Les régions|Les syndicats|"
    "Les employeurs|Les jeunes travailleurs|La présidence|Les experts|Les petites entreprises|Les chercheurs",
    "de": "Die Kommission|Die Sozialpartner|Die Regionen|Die Gewerkschaften|Die Arbeitgeber|Die Städte",
    "es": "La Comisión|Los interlocutores sociales|El Consejo|Las regiones|Los sindicatos|Las empresas",
    "ca": "La Comissió|Els agents socials|El Consell|Les regions|Els sindicats|Les empreses",
}
_VERBS = {
    "en": "discuss|welcome|propose|assess|publish figures on|debate|call for|agree on|review|prepare",
    "nl": "bespreken|verwelkomen|stellen maatregelen voor over|beoordelen|publiceren cijfers over|"
    "debatteren over|pleiten voor|zijn het eens over|bereiden een advies voor over",
    "fr": "examinent|saluent|proposent|évaluent|publient des chiffres sur|débattent de|appellent à|préparent",
    "de": "beraten über|begrüßen|bewerten|fordern|veröffentlichen Zahlen über",
    "es": "debaten sobre|acogen|evalúan|reclaman|publican datos sobre",
    "ca": "debaten sobre|acullen|avaluen|reclamen|publiquen dades sobre",
}
_OBJECTS = {
    "en": "minimum wages|the European Semester|decent work in supply chains|skills for the green transition|"
    "platform work|energy prices for industry|trade with partner countries|youth employment|raw materials|"
    "social dialogue in the sectors|the budget after 2027|better regulation|public transport|migration of workers|"
    "pensions and ageing|artificial intelligence at work|productivity and innovation|climate adaptation",
    "nl": "minimumlonen|het Europees Semester|waardig werk in toeleveringsketens|vaardigheden voor de groene transitie|"
    "platformwerk|energieprijzen voor de industrie|handel met partnerlanden|werk voor jongeren|grondstoffen|"
    "sociale dialoog in de sectoren|de begroting na 2027|betere regelgeving|openbaar vervoer|arbeidsmigratie|"
    "pensioenen en vergrijzing|artificiële intelligentie op het werk|productiviteit en innovatie",
    "fr": "les salaires minimaux|le Semestre européen|le travail décent|les compétences vertes|le travail de plateforme|"
    "les prix de l'énergie|le commerce mondial|l'emploi des jeunes|le dialogue social|le budget après 2027|"
    "les transports publics|les retraites et le vieillissement|la productivité et l'innovation",
    "de": "Mindestlöhne|das Europäische Semester|gute Arbeit|Energiepreise|den sozialen Dialog|die Ausbildung",
    "es": "los salarios mínimos|el empleo juvenil|el diálogo social|los precios de la energía|la vivienda",
    "ca": "els salaris mínims|l'ocupació juvenil|el diàleg social|els preus de l'energia|l'habitatge",
}
_TAILS = {
    "en": "in Brussels|for small firms|after the summer|in the regions|ahead of the summit|for 2027|in ten countries|"
    "with the social partners|under pressure|in rural areas|beyond the crisis|in the care sector",
    "nl": "in Brussel|voor kleine bedrijven|na de zomer|in de regio's|voor de top|voor 2027|in tien landen|"
    "met de sociale partners|onder druk|op het platteland|na de crisis|in de zorg",
    "fr": "à Bruxelles|pour les petites entreprises|après l'été|dans les régions|avant le sommet|pour 2027|"
    "dans dix pays|avec les partenaires sociaux|sous pression|après la crise",
    "de": "in Brüssel|nach dem Sommer|in den Regionen|für 2027|in zehn Ländern",
    "es": "en Bruselas|después del verano|en las regiones|para 2027|en diez países",
    "ca": "a Brussel·les|després de l'estiu|a les regions|per al 2027|en deu països",
}
_WORDS = {
    language: tuple(tuple(words[language].split("|")) for words in (_ACTORS, _VERBS, _OBJECTS, _TAILS))
    for language in _ACTORS
}


def title(rng: random.Random, language: str) -> str:
    """A headline."""
    return " ".join(rng.choice(words) for words in _WORDS[language])


def summary(rng: random.Random, language: str, sentences: int = 2) -> str:
    """A teaser of so many sentences."""
    return ". ".join(title(rng, language) for _ in range(sentences)) + "."


def slug(text: str) -> str:
    """The text as it stands in an address."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")
