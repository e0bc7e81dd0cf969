"""Links of a newsletter that are no news: never an item, and never asked for.

By the words of the link in Dutch, English, French, German and Spanish, by its address, and by the
List-Unsubscribe header (RFC 2369), every address of which is refused. A word that says enough wherever
it stands ("unsubscribe") counts in short texts only; one that may be the subject of news ("privacy") only where
the link says nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from servwatch.insight.address import canonical_address

_LOOKED_AT = 1_000  # characters of a text that is no title any more; a longer one says something
_SHORT = 70  # characters; "Klik hier om u uit te schrijven van deze nieuwsbrief" has 53

_SAYS_ENOUGH = re.compile(
    # to leave
    r"\b(?:uitschrijv\w*|uitschrijf\w*|uit te schrijven|schrijf (?:u|je) uit|afmeld\w*|af te melden|meld (?:u|je) af|unsubscri\w*"
    r"|opt[- ]?out|desabonn\w*|desinscri\w*|se desabonner|abmeld\w*|abbestell\w*|austragen|darse de baja|dar de baja"
    r"|cancelar (?:la |su )?suscripcion|anular (?:la |su )?suscripcion)"
    # preferences
    r"|\b(?:(?:uw|je|mijn|your|my|vos|mes|ihre|meine|sus|mis) (?:\w+ )?(?:voorkeuren|profiel|gegevens|abonnement\w*|preferences"
    r"|profile|subscriptions?|details|preferencias|profil|suscripcion\w*|einstellungen))"
    r"|\b(?:voorkeuren|profiel|gegevens|abonnement\w*) (?:aanpassen|wijzigen|beheren|bijwerken)"
    r"|\b(?:manage|update|change|edit) (?:\w+ )?(?:preferences|profile|subscriptions?|email settings)"
    r"|\b(?:gerer|modifier|mettre a jour) (?:\w+ )?(?:preferences|profil|abonnements?|inscription)"
    r"|\b(?:profil|einstellungen|abonnement) (?:andern|bearbeiten|verwalten)"
    r"|\b(?:gestionar|modificar|actualizar) (?:\w+ )?(?:preferencias|perfil|suscripcion\w*)"
    # the version for browsers
    r"|\b(?:in|dans|im|en|with|met) (?:\w+ )?(?:browser|webbrowser|navigateur|navegador)\b"
    r"|\b(?:web ?versi(?:on|e|oun)|online[- ]?versi(?:on|e)|version (?:en ligne|web|online)|web-?version|versi[eo]n? (?:web|en linea))\b"
    r"|\b(?:view|read|see|open) (?:this |it |the |our )?(?:newsletter |e-?mail |message |mailing )?(?:online|in your browser)\b"
    r"|\b(?:bekijk|lees|open) (?:deze |dit |de |het )?(?:nieuwsbrief |e-?mail |mail |bericht )?online\b"
    r"|\b(?:voir|lire|consulter) (?:ce |cette |la |le |l')?(?:newsletter |lettre |infolettre |e-?mail |message |courriel )?en ligne\b|\bonline (?:ansehen|lesen|anzeigen)\b|\bver en linea\b"
    # to others
    r"|\b(?:forward (?:to|this)|send to a (?:friend|colleague)|tell a friend|stuur (?:\w+ ){0,3}door|doorsturen|transferer (?:a|cet)"
    r"|envoyer a un ami|weiterleiten|weiterempfehlen|reenviar)\b"
    r"|\b(?:volg ons|volg (?:\w+ )?op|follow (?:us|\w+ on)|suivez[- ]nous|folgen sie|folge uns|siguenos)\b"
    r"|\b(?:deel|share|partager?|teilen|compartir) (?:\w+ )?(?:op|on|sur|auf|en|via|in) (?:\w+ )?\w+$"
)
_SOCIAL = (
    "facebook|twitter|x|linkedin|linked in|instagram|youtube|whatsapp|tiktok|telegram|mastodon|bluesky|threads"
    "|flickr|pinterest|vimeo|reddit|xing|spotify|social media|rss"
)
_NOTHING_ELSE = re.compile(
    rf"(?:{_SOCIAL}|privacy|privacy ?(?:policy|notice|statement|verklaring|beleid)|(?:politique|declaration) de confidentialite"
    r"|confidentialite|datenschutz\w*|politica de privacidad|privacidad|aviso legal|cookies?|cookie ?\w+|disclaimer"
    r"|legal notice|legal|terms(?: of use| and conditions)?|gebruiksvoorwaarden|(?:algemene )?voorwaarden|colofon|imprint|impressum"
    r"|mentions legales|conditions d'utilisation|contact(?: us| opnemen)?|contacteer ons|contactez[- ]nous|nous contacter|kontakt"
    r"|contacto|contactenos|over ons|about us|a propos|uber uns|sobre nosotros|home|homepage|startpagina|accueil|startseite|inicio"
    r"|website|onze website|our website|subscribe|inschrijven|schrijf (?:u|je) in|s'abonner|s'inscrire|anmelden|abonnieren|suscribirse"
    r"|archief|archive|archives|share|deel|delen|partager|teilen|compartir|forward|print|afdrukken|donate|top|terug naar boven"
    r"|back to top|voorkeuren|preferences?|preferencias|einstellungen|profile?|profiel|perfil)"
)
_VERBS = frozenset(
    [
        "lees",
        "bekijk",
        "ontdek",
        "read",
        "learn",
        "see",
        "view",
        "discover",
        "know",
        "lire",
        "voir",
        "decouvrir",
        "savoir",
        "mehr",
        "weiter",
        "leer",
        "ver",
        "saber",
        "descubrir",
        "alles",
        "tout",
        "todo",
    ]
)
_VERBS_OF_TWO = ("find out", "en savoir")
_AFTER_VERBS = frozenset(
    [
        "hier",
        "het",
        "the",
        "la",
        "le",
        "das",
        "hele",
        "full",
        "whole",
        "volledige",
        "verder",
        "more",
        "meer",
        "plus",
        "mas",
        "mehr",
        "all",
        "alle",
        "suite",
        "lesen",
        "erfahren",
        "article",
        "artikel",
        "articulo",
        "bericht",
        "nieuwsbericht",
        "story",
        "report",
        "rapport",
        "advies",
        "online",
        "now",
        "nu",
        "about",
        "it",
        "dit",
        "this",
        "here",
        "for",
        "de",
    ]
)
"""Words that, after one of those verbs, still name nothing. By words: alternatives that overlap ("the", "the full")
would take a regular expression time that doubles with each word."""
_GENERIC = re.compile(
    r"(?:(?:klik|click|cliquez|cliquer|klicken sie|haga clic)"
    r"(?: (?:hier|here|ici|aqui))?|hier|here|ici|aqui|link|lien|meer(?: info\w*| weten| lezen)?|more(?: info\w*)?|plus(?: d'info\w*)?"
    r"|mas(?: info\w*)?|mehr(?: info\w*| lesen| erfahren| dazu)?|weiterlesen|weiter|suite|lire la suite|download(?: pdf| hier| here)?|pdf"
    r"|telecharger|herunterladen|descargar|register(?: now| here)?|schrijf je in|inschrijven|details?|continue(?: reading)?|read on"
    r"|go|ga|naar het artikel|zum artikel|full (?:story|article|text)|volledig artikel|watch|bekijk(?: de video)?|video|image|foto|photo|logo"
    r"|banner|picture|bild|imagen)"
)
_HOSTS = re.compile(
    r"(?:^|\.)(?:facebook\.com|fb\.com|fb\.me|m\.me|twitter\.com|x\.com|t\.co|linkedin\.com|lnkd\.in|instagram\.com|youtube\.com"
    r"|youtu\.be|whatsapp\.com|wa\.me|t\.me|telegram\.me|tiktok\.com|pinterest\.\w+|reddit\.com|bsky\.app|threads\.net|threads\.com"
    r"|mastodon\.\w+|flickr\.com|vimeo\.com|xing\.com|snapchat\.com|addtoany\.com|addthis\.com|sharethis\.com|forward-to-friend\d*\.com"
    r"|campaign-archive\d*\.com|mailchi\.mp|open\.spotify\.com)$"
)
_PATHS = re.compile(
    r"(?:^|[/_.?&=-])(?:unsub\w*|un-subscribe|opt-?out\w*|uitschrijv\w*|uitschrijf\w*|afmeld\w*|desabonn\w*|desinscri\w*|abmeld\w*"
    r"|abbestell\w*|darse-de-baja|list-unsubscribe|oneclick|preferences?|prefcent\w*|subscription-?(?:center|preferences|management)"
    r"|manage-?(?:subscriptions?|preferences)|email-?preferences|update-?profile|profile-?update|view-?in-?browser|view-?online"
    r"|web-?version|webview|browser-?version|onlineversion|forward-?to-?(?:a-?)?friend|tell-?a-?friend)(?=$|[/_.?&=-])"
)
_WHOLE_PATH = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/)?(?:privacy[\w-]*|cookies?[\w-]*|disclaimer|legal(?:-notice)?|imprint|impressum|datenschutz\w*"
    r"|mentions-legales|contact(?:-us)?|contacto|kontakt|terms[\w-]*|forward|share|view|profile|unsubscribe)(?:\.\w+)?/?"
)
_FRONT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:[-_][a-z]{2})?(?:\.\w{2,5})?/?)?"
)


def plain_words(text: str) -> str:
    """A text in small letters, without accents and without what stands at its edges."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    flat = "".join(c for c in flat if not unicodedata.combining(c)).replace("’", "'")
    return " ".join(flat.split()).strip(" \t.:;,!?|>»›«<→-–—*[](){}\"'…+")


def says_unwanted(text: str) -> bool:
    """Whether the words of a link, or of the sentence it stands in, say that it is no news."""
    if len(text) > _LOOKED_AT:
        return False
    words = plain_words(text)
    if len(words) > _SHORT:
        return False
    return _NOTHING_ELSE.fullmatch(words) is not None or _SAYS_ENOUGH.search(words) is not None


def says_nothing(text: str) -> bool:
    """Whether the words of a link name nothing: "read more", "hier", "en savoir plus"."""
    if len(text) > _LOOKED_AT:
        return not any(c.isalpha() for c in text)
    words = plain_words(text)
    return not any(c.isalpha() for c in words) or _GENERIC.fullmatch(words) is not None or _is_call(words)


def _is_call(words: str) -> bool:
    """Whether words are a verb of reading and what names nothing: "lees het hele artikel"."""
    first, *rest = words.split()
    if " ".join((first, *rest[:1])) in _VERBS_OF_TWO:
        rest = rest[1:]
    elif first not in _VERBS:
        return False
    return _AFTER_VERBS.issuperset(rest)


def leads_to_unwanted(address: str) -> bool:
    """Whether an address says by itself that it is no news: a social network, a front page, a preference."""
    try:
        parts = urlsplit(address.lower())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return True
    if parts.scheme not in ("http", "https") or _HOSTS.search(host):
        return True
    path = unquote(parts.path)
    if not parts.query and not parts.fragment and _FRONT.fullmatch(path):
        return True
    return _PATHS.search(f"{path}?{parts.query}") is not None or _WHOLE_PATH.fullmatch(path) is not None


class Refused:
    """The addresses that List-Unsubscribe headers name."""

    def __init__(self, *headers: str) -> None:
        self._known = {key for header in headers for one in self._named(header) for key in self._keys(one)}

    def covers(self, address: str) -> bool:
        """Whether a link is one of them, however it is dressed."""
        return not self._known.isdisjoint(self._keys(address))

    @staticmethod
    def _named(header: str) -> list[str]:
        return (re.findall(r"<\s*([^<>\s]+)\s*>", header) or header.split())[:50]

    @staticmethod
    def _keys(address: str) -> set[str]:
        return {key for key in (address.strip(), canonical_address(address)) if key}
