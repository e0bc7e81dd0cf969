"""The words by which Dutch, English and French texts say until when something can be done.

The three languages stand in one table: an item's language is sometimes guessed wrong, Brussels texts mix
them, and hardly a cue of one language means something else in another. Patterns are matched without regard
to capitals, in clauses of bounded length, and hold no unbounded repetition of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_DAY_BEFORE = (  # what may stand between a cue and its day
    r"(?:\s?\(?\s?(?:om|at|à)?\s?(?:\d{1,2}(?:[:.uh]\d{2})?\s?(?:u|uur|h|heures|[ap]\.?m\.?)?|midnight|middernacht|minuit|noon)"
    r"\s?(?:CES?T)?\)?)?(?:\s?(?:op|on|le|of))?(?:\s(?:the|de|den|l[ae]))?[\s:]{0,2}"
)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def _compiled(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any(words)}(?!\w)", re.IGNORECASE)


def _up_to_day(*words: str) -> re.Pattern[str]:
    """A pattern of words that stand right before the day."""
    return re.compile(rf"(?<!\w){_any(words)}{_DAY_BEFORE}$", re.IGNORECASE)


AT_THE_LATEST = _up_to_day(
    r"(?:ten\s)?uiterlijk(?:\s(?:tot|op|tegen|vóór|voor)(?:\sen\smet)?)?", r"ten\slaatste(?:\sop)?", r"niet\slater\sdan",
    r"(?:no|not)\slater\sthan", r"at\sthe\slatest(?:\s(?:by|on))?", r"on\sor\sbefore", r"au\splus\stard(?:\sle|\spour)?",
    r"dernier\sdélai\s?:?",
)  # fmt: skip
"""A last day, said so."""
LATEST_BEHIND = re.compile(
    r"[\s,(]{0,3}(?:at\sthe\slatest|au\splus\stard|ten\slaatste|dernier\sdélai)", re.IGNORECASE
)
"""The same, behind the day."""

UNTIL = _up_to_day(
    r"tot(?:\sen\smet|\suiterlijk)?", r"t/m", r"t\.e\.m\.", r"vóór", r"voor", r"tegen",
    r"until(?:\s(?:and\sincluding|midnight))?", r"till", r"up\sto(?:\sand\sincluding)?", r"through", r"before", r"prior\sto", r"by",
    r"due(?:\sby|\son)?", r"is\sdue",
    r"jusqu['’](?:au|à|en)", r"avant", r"d['’]ici\s(?:au|le|à)?", r"pour",
)  # fmt: skip
"""Until a day; what ends then must be said beside it."""

CLOSES = _compiled(
    r"sluit(?:en)?(?:\s(?:de\s\w+|af))?", r"wordt\s(?:af)?gesloten", r"eindigt", r"eindigen", r"verstrijkt", r"verstrijken", r"loopt\saf",
    r"clos(?:es?|ing)", r"will\s(?:be\sclosed|close)", r"ends?", r"expires?", r"shut",
    r"(?:se\s)?cl[ôo]tur\w{1,5}", r"prend(?:ra)?\sfin", r"se\stermine(?:ra)?", r"expire(?:ra)?", r"ferme(?:ra)?",
)  # fmt: skip
"""Something ends on the day."""

LABEL = _compiled(
    r"deadlines?", r"(?:uiterste|laatste|limiet|sluitings|afsluit)[\s-]?(?:\w{0,14}datum|dag)", r"indien(?:ings)?datum", r"einddat(?:um|a)",
    r"indien(?:ings)?termijn", r"sluitingsdatum", r"uiterste\s\w{0,14}termijn",
    r"closing\sdate", r"due\sdate", r"time\slimit(?:\sfor\s\w+(?:\sof\s\w+)?)?", r"cut-?off(?:\sdates?)?", r"last\sday\s(?:to|for)",
    r"submissions?\s(?:are\s|is\s)?due", r"(?:abstracts|papers|proposals|applications|comments|responses|replies)\sare\sdue",
    r"dates?\slimites?", r"délais?\s(?:de|d['’]|pour)", r"échéance", r"cl[ôo]ture\s(?:de\sl['’]|de\sla|des|du|de|d['’])", r"remise\sdes\s\w+",
    r"dernier\sjour",
)  # fmt: skip
"""A name for the last day."""

PERIOD = _compiled(
    r"loop(?:t|en)", r"(?:staat|staan)\s(?:\w+\s)?open",
    r"(?:feedback|consultatie|raadpleging|inspraak|inschrijving|indiening|reactie|aanvraag)s?-?(?:periode|termijn)",
    r"runs?", r"running", r"(?:is|are|will\sbe|remain\w*)\sopen", r"open\sfor", r"opens?",
    r"(?:feedback|consultation|comments?|application|submission|response|registration|enquiry|nomination|tendering)\s(?:\w{1,12}\s)?period",
    r"(?:est|sont|sera|restera)\souver\w{1,3}", r"ouvert\w{0,2}", r"se\sdéroule(?:ra)?", r"court",
    r"période\s(?:de\s|d['’])(?:consultation|réaction|dépôt|candidature|inscription|participation)",
)  # fmt: skip
"""A range of days during which something is open."""

MOVED = _compiled(
    r"verlengd", r"verschoven", r"uitgesteld", r"extended", r"postponed", r"prolongé\w{0,2}", r"reporté\w{0,2}", r"repoussé\w{0,2}",
)  # fmt: skip
"""The last day is another one than before."""
EXTENDED_TO = _up_to_day(
    r"(?:verlengd|verschoven|uitgesteld)(?:\smet\s\w+\s\w+)?\s(?:tot|naar)(?:\sen\smet)?",
    r"(?:extended|postponed|moved)\s(?:by\s\w+\s\w+\s)?(?:to|until)", r"(?:prolongé|reporté|repoussé)\w{0,2}\s(?:au|jusqu['’]au)",
)  # fmt: skip

OPENS = _up_to_day(
    r"opent(?:\sop)?", r"vanaf", r"met\singang\svan", r"geopend(?:\sop)?", r"start(?:s|ing)?(?:\s(?:on|op|from))?", r"startdatum",
    r"opens?(?:\s(?:on|from))?", r"opening(?:\sdate)?", r"openings?datum", r"from", r"as\s(?:of|from)", r"beyond", r"sinds", r"since", r"after", r"na",
    r"à\spartir\sd(?:u|e)", r"dès(?:\sle)?", r"depuis(?:\sle)?", r"s['’]ouvr\w{1,4}", r"date\sd['’]ouverture", r"après",
)  # fmt: skip
"""Something begins on the day, or is past it."""

NOT_OURS = _compiled(
    # law: what is to be done by others, or begins to hold
    r"lidsta(?:at|ten)", r"omgezet", r"member\sstates?", r"états?\smembres?", r"omzetting\w*", r"omzetten", r"transpos\w+",
    r"(?:treedt|treden)\s\w{0,12}\s?in\swerking", r"(?:enters?|entry|come\w?)\sinto\s(?:force|effect)",
    r"entr(?:e|ent|era|ée)\sen\s(?:vigueur|application)", r"mett(?:re|ent)\sen\svigueur",
    r"(?:in\sforce|in\splace|valid|geldig|van\skracht|valables?|en\svigueur|applicable|appliquera)",
    # bodies and what they promise
    r"(?:commissie|minister|regering|raad|parlement|staatssecretaris|overheid)\s(?:zal|zullen|moet|belooft|wil|plant|verwacht|beoogt|heeft\stot)",
    r"(?:zal|wil|moet)\s(?:de|het)\s(?:(?:europese|vlaamse|federale)\s)?(?:commissie|minister|regering|raad|parlement)\b",
    r"(?:commission|council|parliament|ministers?|government|secretariat|agency|ecb|leaders)\s(?:shall|will|must|is\sto|are\sto|has\suntil|have\suntil|agreed|"
    r"pledged|promised|intends?|plans?|hopes?|aims?|committed|is\sdue\sto|is\sexpected|wants?|should)",
    r"(?:commission|ministre|gouvernement|conseil|parlement|agence)\s(?:doit|devra|devrait|s['’]engage|s['’]est\sengagé|veut|entend|compte|souhaite|a\sjusqu|\w{3,}era)\b",
    r"(?:by\sthe\s)?(?:co-?)?(?:signator\w+|parties\sto\sthe\s(?:convention|agreement))",
    # what is told to those who take part
    r"(?:will|shall|zullen|zal|seront|sera)\s\w{0,12}\s?(?:be\s)?(?:announced|informed|notified|bekendgemaakt|meegedeeld|averti\w*|informé\w*|publish\w*|publi\w*|adopted)",
    r"lauréats?|laureaten|winners|winnaars|results|resultaten|résultats",
    # terms of office, budgets, projects, counts
    r"manda(?:at|ten)", r"mandats?", r"mandates?", r"ambtstermijn", r"term\sof\soffice", r"will\sserve", r"serve\sas",
    r"(?:begrotings|werk|boek)jaar", r"(?:financial|fiscal)\syear", r"exercice\s(?:budgétaire|comptable)", r"begroting", r"budgétaire",
    r"(?:het|dit)\sproject", r"(?:the|this)\sproject\s(?:runs|will|started)", r"le\sprojet\s(?:court|dure|se)",
    r"hoeveel", r"how\smany", r"combien",
)  # fmt: skip
"""The day binds others, or is no day to act: said anywhere in the sentence."""

GONE = _compiled(
    r"sloot|sloten|liep(?:en)?\saf|verstreek|verstreken|konden|kon|waren|hadden\s(?:de\s)?tijd",
    r"closed|expired|had\suntil|were\s\w+|was\s\w+|could|ended|passed|has\spassed",
    r"s['’]est\s\w+|se\ssont\s\w+|était\w*|étaient|avai(?:t|ent)|pouvai(?:t|ent)|a\sexpiré",
)  # fmt: skip
"""It is told as over; counts where the year is not written."""

GIVEN_UP = _compiled(
    r"cancelled|canceled|geannuleerd|afgelast|ingetrokken|withdrawn|annulé\w{0,2}|retiré\w{0,2}"
)

HAPPENS = _compiled(
    r"vind(?:t|en)\s[^.]{0,30}?plaats", r"(?:heeft|hebben)\s[^.]{0,30}?plaats", r"gaat\s[^.]{0,30}?door", r"plaatsvind\w+", r"doorgaat",
    r"(?:komt|komen)\s[^.]{0,30}?(?:samen|bijeen)", r"vergader(?:t|en)\b",
    r"tak(?:es?|ing)\splace", r"(?:will\sbe|is|are|to\sbe)\sheld", r"(?:will\s)?meets?\s(?:in|on|at|again)", r"will\s(?:convene|gather|host)",
    r"au(?:ra|ront|ra\slieu)\slieu", r"a\slieu", r"se\stien(?:t|nent|dra|dront)", r"(?:est|sera|sont|seront)\sorganisée?s?", r"se\sréuni(?:t|ra|ront|ssent)",
    r"save\sthe\sdate", r"bloque[zr]\s(?:la\sdate|votre\sagenda)", r"noteer\salvast",
)  # fmt: skip
"""A meeting is on the day."""

VOTED = _compiled(
    r"stem(?:t|men)", r"stemming", r"will\svote", r"to\s(?:be\s)?vote\w?", r"vot(?:es|ing)\son", r"vot(?:es|ing)\sin\s(?:committee|plenary)",
    r"(?:le|the|a)?\s?vote\s(?:[^.]{0,40}?)(?:est|is|aura|will|planned|scheduled|prévu|on\s)", r"vot(?:e|era|eront)\s(?:le|sur)", r"sera\sv?mis\saux\svoix",
)  # fmt: skip
"""Something is voted on the day."""

DOING = _compiled(
    r"reager\w+", r"reacties?", r"\w*indien\w*", r"ingediend\w*", r"dien\s[^.]{0,30}?in", r"inschrijv\w+", r"schrijf", r"registreren", r"aanmeld\w+", r"sollicit\w+",
    r"deelnemen", r"deelname", r"bezorg\w*", r"overma(?:ak|ken)", r"invullen", r"in\ste\svullen", r"toekomen", r"ontvangen", r"op(?:ge)?stur\w+", r"inzenden",
    r"verwacht", r"ingewacht", r"welkom", r"(?:staat|staan|blijft)\sopen", r"staat\s[^.]{0,20}?open", r"openstaat", r"ingevuld", r"antwoord(?:en)?", r"beantwoorden", r"laat\s(?:het\s)?ons\sweten",
    r"kandidaat\sstellen", r"stem\suitbrengen", r"nominer\w+", r"meld\s\w+\saan", r"doe\sdat", r"mailen", r"doorgeven",
    r"submit\w*", r"submissions?", r"apply\w*", r"applications?", r"regist(?:er|ering|ration)", r"sign\sup", r"received", r"reach(?:es)?\sus", r"sen[dt]", r"respond", r"repl(?:y|ies)", r"comment",
    r"(?:give|provide|share|leave|send|submit)\s(?:us\s)?(?:your\s|their\s)?(?:feedback|views|input|comments|opinions?)", r"you\shave", r"welcome", r"invite[sd]?", r"due", r"tabl(?:ed|ing)", r"tabled",
    r"(?:is|are|be|remains?|stays?)\s(?:now\s)?open", r"lodged?", r"delivered", r"complete", r"rsvp", r"tell\sus", r"let\sus\sknow", r"nominat\w+", r"express\w*\s(?:of\s|an?\s|their\s|your\s)?interest", r"book\syour", r"feedback\speriod",
    r"répon(?:dre|dez|ses?)", r"réagir", r"réagissez", r"dépos(?:er|ez|é|és|ées)", r"dépôt", r"envo(?:yer|yez|yé\w{0,2}|i)", r"transm(?:ettre|is\w{0,2}|ettez)", r"remis\w{0,2}", r"remettre", r"introdui(?:re|t|ts|tes)", r"parvenir", r"adress(?:er|ez|é\w{0,2})",
    r"inscri(?:re|vez|ption|ptions|vent)\w*", r"postule[rz]?", r"vous\savez", r"ont\sjusqu", r"(?:donner|donnez)\s(?:\w+\s)?(?:votre\s|leur\s)?avis", r"(?:est|sont|reste|restent)\souvert\w*", r"soumettre", r"soumis\w{0,2}", r"participer", r"participez",
    r"réserve[rz]", r"souhaitée?", r"à\senvoyer", r"candidatures?",
)  # fmt: skip
"""Doing it, asked of whoever reads: "until" and "at the latest" mean nothing without."""

# What one can do, by the kind of deadline; the first kind of the table that is spoken of counts.
_ACTS = {
    "tender": (
        r"offertes?", r"(?:overheids)?opdracht(?:en)?\b", r"aanbesteding\w*", r"tender(?:s|ing)?", r"bids?", r"bidders?", r"procurement",
        r"offres\b(?!\sd['’]emploi)", r"marchés?\spublics?", r"soumissionn\w+",
    ),
    "consultation": (
        r"(?:\w+)?raadpleging\w*", r"(?:publieks)?consultatie\w*", r"openba(?:ar|re)\sonderzoek\w*", r"(?:publieks)?bevraging\w*", r"feedback\w*",
        r"reager\w+", r"reacties?", r"opmerkingen", r"bezwa(?:ar|ren)\w*", r"inspraak\w*", r"standpunt(?:en)?\sindienen",
        r"consultations?", r"call\sfor\s(?:evidence|input|comments|views|contributions)", r"public\s(?:input|comment)\w*", r"comments?", r"views",
        r"(?:written|your)\s(?:contributions|submissions)", r"exposure\sdraft", r"discussion\sdraft", r"tell\sus", r"have\syour\ssay", r"(?:community|public)\sengagement",
        r"(?:enquêtes?|débat)\spubli(?:que|c)s?", r"observations?", r"remarques", r"réagir", r"réactions?", r"contributions?", r"commentaires", r"votre\savis",
    ),
    "reply": (
        r"amendement(?:en|s)?", r"amendments?", r"vragenlijst\w*", r"enquête\sin\ste\svullen", r"antwoord(?:en)?", r"beantwoord\w*", r"bezorg\sons",
        r"questionnaires?", r"surveys?", r"repl(?:y|ies)", r"responses?", r"respond(?:ents)?", r"rsvp", r"répon(?:dre|dez|ses?)", r"let\sus\sknow", r"laat\s(?:het\s)?ons\sweten",
    ),
    "application": (
        r"kandida(?:at|ten|turen|tuur)\w*", r"sollicit\w+", r"vacature\w*", r"nominat\w+", r"voordrach\w+", r"prijs\b", r"awards?",
        r"appl(?:y|ies|ications?|icants?)", r"candidat(?:e|es|ures?)?", r"candidacies", r"postule[rz]\w*", r"poste\b", r"dossiers?\sde\scandidature", r"demandes?\sd(?:e|['’])",
        r"vacanc(?:y|ies)", r"competitions?", r"(?:application\s)?window", r"(?:support|funding)?\s?scheme", r"traineeships?", r"(?:offre|demande)s?\sde\sstage", r"aanvragen", r"aanvraag",
    ),
    "registration": (
        r"inschrijv\w+", r"schrijf\s(?:je|u)", r"ingeschreven", r"aanmeld\w+", r"registr(?:eren|eer|atie\w*|ations?)", r"register(?:ed)?\b(?!\sof)", r"sign\sup", r"enrol\w*",
        r"inscri(?:ption|ptions|re|vez|t)\w*", r"réserve[rz]\w*", r"book\syour",
    ),
    "call": (
        r"oproep\w*", r"(?:project)?voorstel(?:len)?", r"subsidie\w*", r"projectaanvra\w+", r"calls?\b", r"proposals?", r"abstracts?", r"papers?", r"grants?", r"manuscripts?",
        r"submissions?", r"appels?\sà", r"l['’]appel", r"propositions?", r"projets?", r"dépôt\sd\w+", r"dépos(?:er|ez)", r"subventions?", r"dossiers?", r"indien\w+", r"ingediend", r"dien\s\w+\sin", r"submit\w*",
    ),
}  # fmt: skip

ACTS = {kind: _compiled(*words) for kind, words in _ACTS.items()}
"""By kind of deadline, the words for what one can do."""
PROCESS = re.compile("|".join(pattern.pattern for pattern in ACTS.values()), re.IGNORECASE)
"""Any of them."""
