"""Words inside compounds: ``zorg`` in ``gezondheidszorg``, ``pensioen`` in ``pensioenhervorming``.

Dutch and German write compounds as one word. A long keyword may stand anywhere in one, as long as
what is left over could be a word (``gelijkheid`` is not in ``mogelijkheid``). A short keyword is
too easily found by accident (``werk`` in ``netwerk``, ``loon`` in ``beloond``), so it counts only
beside a part known from the vocabulary of policy: the lists below.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

SHORT = 4
"""The least number of letters of a keyword that may stand inside a compound."""

_PARTS = {
    "nl": """
        aanbod aangifte aanpassing aanvraag aanwervings accijns actie activering actor advies afspraak
        afspraken afval akkoord ambtenaren analyse arbeid arbeiders armoede asielzoekers attest automatische
        baan banken barometer basis bedienden bedrag bedrijf bedrijven begeleiding behandeling beheer
        behoefte belangen belasting beleggers beleid beperking beroep beroeps bescherming besluit bestuur
        betaling bevoegdheid bewaking bijdrage bijstand bonus bouw bron bruto budget buurt capaciteit
        centrale centrum cijfer cijfers comite commissie concurrentie conflict consument contract controle
        coordinatie crisis cultuur cursus daling data deal debat decreet deel deeltijd dekking deskundige
        dialoog dienst diensten digitaal dossier drempel drink druk economie eenheid effect effecten eis
        elektriciteit emissie energie ervaring euro evaluatie explosie export fabriek factuur familie
        federale fiscaal flexibiliteit fonds fraude functie garantie gebied gebouw gebrek gebruik gebruiker
        gebruikers geld gemeente gemeenten generatie gesprek gesprekken gezin gezins gezondheid glas
        goederen grens gring groei groep grond handel handels haven heffing herstel hervorming hoge huis
        hulp huur import incentive index indexatie indexering individuele industrie infectie inflatie
        informatie infrastructuur initiatief inkomen inkomens inkomsten innovatie inspectie instelling
        instellingen integratie investering investeringen invoer jaar jeugd jongeren kabinet kandidaat
        kantoor kapitaal kennis kinderen klacht klanten kloof koers koolstof koopkracht korting kosten
        krapte kredieten kwaliteit kwestie land landbouw landen last lasten leef leeftijd lening lenings
        leraren les levering loon loons lucht maand maatregel maatregelen maatschappij mantel markt markten
        matiging medewerker meerderheid meester migranten migratie milieu minimum minister model monitor
        nacht natie nationaal netto niveau nood norm normen observatorium omgeving onderhandelaar
        onderhandeling onderhandelingen onderneming ondernemingen onderwijs onderzoek ongeval ontslag
        ontvangsten ontwikkeling onzekerheid oorlog opbouw opleiding organisatie organisaties ouderen
        overeenkomst overheid overheids overleg overlegcomite overschot pact pakket partij partner partners
        patienten pendel pensioen pensioens periode personeel personeels plaats plafond plan plannen
        platform platteland ploegen politiek populatie positie premie prijs prijzen privacy probleem
        procedure procent proces producent product producten productie programma project projecten quota
        raad rapport recht rechten reductie regel regelgeving regeling regels regio register reis reizigers
        rekening rendement reserve richtlijn ruimte samenwerking sanctie schaal schaarste schade scholen
        school schuld sector sectoren senioren shift situatie sluiting sociale spaar spoor stad stads
        staking standaard station statistiek statuut stelsel steun stijging stop strategie stress strijd
        structuur studenten studie subsidie systeem taak taal tarief technologie tekort tekorten tele
        termijn thuis tijd toegang toelage toerisme toeslag toetsing toevoer top transitie trend uitbater
        uitgaven uitkering uitstoot uitval uitvoer uren uur vaardigheden vakantie vaste veiligheid verblijf
        verbruik verdeling verdrag vereniging vergoeding vergunning verhoging verkeer verkoop verlaging
        verlies verlof verloop vermindering vermogen verplichting verschil verschillen verstrekker
        verstrekking vertegenwoordiging vervoer vervuiling verzekering vloer voedsel volwassenen voorstel
        voorwaarde voorwaarden voorziening voorzieningen vorming vormings vraag vrij vrije vrijwilligers
        vrouwen waarborg waarde water week werkgelegenheid werkgevers werkloosheid werkloze werknemers wet
        wetgeving winst woning zaken zekerheid zelfstandigen ziekte ziekten zoeker zorg zwart
    """,
    "de": """
        abgaben abkommen alter alters amt anbieter angebot angestellten anpassung anspruch anteil antrag
        arbeit arbeiter arbeitgeber arbeitnehmer armut aufsicht ausgaben ausschuss bank bau bauern bedarf
        bedingungen behorde beitrag beratung bereich bericht berufs beschaftigung betrieb betriebs bildung
        bindung branche brutto budget bundes daten dialog dienst eigen einkommen einkommens energie
        entwicklung erhohung ersatz export familien finanzierung fonds forderung form forschung frauen frist
        gehalt geld gerechtigkeit gesellschaft gesetz gesundheit gewerbe grenze grund gruppe handel handels
        haus haushalt hilfe index industrie infrastruktur investition jahr jahre jugend kampf kassen kinder
        klima konferenz konflikt kosten kraft kranken krankheit kredit krise land leistung leistungen lohn
        losigkeit lucke luft mangel markt massnahmen mindest minister ministerium modell nachhaltigkeit
        netto netz niveau norm not ordnung pakt partner personal pflege plan platz politik pramie preis
        problem produktion programm projekt quote rat rate recht rechte reform regel regeln region renten
        richtlinie risiko satz schutz sektor senkung sicherheit sicherung sozial sparer spitze staat stadt
        standard statistik stelle steuer stiftung stoff strategie streit strom struktur studie stunden
        system tag tarif technik teil teilzeit trager umwelt unfall union unternehmen urlaub verband
        vereinbarung verfahren verhandlung verhandlungen verkehr verlust vermogen versicherung versorgung
        vertrag vertreter verwaltung volks wachstum wandel ware waren wasser weiter wende werk wert wesen
        wirtschaft wirtschafts woche wohn zahl zahlung zeit zentrum ziel zoll zugang zuschlag zuschuss
    """,
}
_LINKS = {"nl": ("", "s", "en", "e", "n", "er"), "de": ("", "s", "es", "n", "en", "e", "er")}
_PLURALS = ("", "s", "en", "n", "e", "er", "es")
_SHORT_BEFORE = {"nl": {"on", "im", "re"}, "de": {"un"}}
_SHORT_AFTER = {"nl": {"s", "e", "n", "en"}, "de": {"s", "e", "n", "en", "er", "es"}}


class Compounds:
    """How one language builds compounds; does nothing for one that does not."""

    def __init__(self, language: str) -> None:
        parts = _PARTS.get(language, "").split()
        self.built = bool(parts)
        self._links = _LINKS.get(language, ())
        self._before = frozenset(part + link for part in parts for link in self._links)
        self._after = frozenset(part + plural for part in parts for plural in _PLURALS)
        self._heads = frozenset(part[:3] for part in parts)
        self._tails = frozenset(part[-3:] for part in self._after)
        self._short_before = _SHORT_BEFORE.get(language, set())
        self._short_after = _SHORT_AFTER.get(language, set())

    def beside_known(self, word: str) -> Iterator[str]:
        """What stands in `word` (folded) beside a known part, once for each way to cut it."""
        cuts = range(SHORT - 1, len(word) - SHORT + 2)
        if word[:3] in self._heads:
            for at in cuts:
                if word[:at] in self._before and len(word) - at >= SHORT:
                    yield word[at:]
        if word[-3:] in self._tails:
            for at in cuts:
                if word[at:] in self._after:
                    for link in self._links:
                        if at - len(link) >= SHORT and word.endswith(link, 0, at):
                            yield word[: at - len(link)]

    def holds(self, word: str, start: int, end: int) -> bool:
        """Whether what `word` has before `start` and after `end` could be words or endings."""
        before, after = start, len(word) - end
        return (before == 0 or before > 2 or word[:start] in self._short_before) and (
            after == 0 or after > 2 or word[end:] in self._short_after
        )

    def cores(self, word: str, least: int) -> tuple[str, ...]:
        """The forms in which a long keyword is sought: without its plural, and -heid also as -heden."""
        if word.endswith("heid"):
            return (word, word.removesuffix("heid") + "hed")
        if word.endswith("heden"):
            return (word.removesuffix("heden") + "heid", word.removesuffix("en"))
        for plural in ("en", "s"):
            if word.endswith(plural) and len(word) - len(plural) >= least:
                return (word.removesuffix(plural),)
        return (word,)


@cache
def compounds_of(language: str) -> Compounds:
    """How a language builds compounds; made once, since it takes milliseconds and never changes."""
    return Compounds(language)
