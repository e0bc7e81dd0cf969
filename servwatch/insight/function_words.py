"""Words that say nothing of a subject, folded, by language: no proposal begins or ends with one."""

from __future__ import annotations

_WORDS = {
    "nl": """
        aan al alle alleen als altijd ander andere anders ben bij binnen daar dan dat de deze die dit doen door dus
        een eens eerste elk elke en enkele er ervan gaan gaat geen geven haar had heb hebben heeft hem het hier hij
        hoe hun ik in is ja jaar jaren kan komen komt krijgen krijgt kunnen maar maken maakt meer men met mijn
        minder moet moeten na naar net niet nieuw nieuwe nog nu of om omdat onder ons onze ook op over per reeds
        rond sinds steeds te tegen ten ter tijdens toch toe tot tussen twee uit van veel verder via vindt volgens
        voor vooral vraag wat was wel welke werd werden wie wil willen worden wordt wij we zal ze zelf zich zij
        zijn zo zoals zonder zou zullen
    """,
    "en": """
        a about after all also an and any are as at be because been before being between both but by can could did
        do does during each first for from get had has have he her his how if in including into is it its last
        made make many may more most much must need new no not now of on one only or other our out over own per
        says see she should since so some such take than that the their them then there these they this those
        through to today together two under up us use was we were what when where which while who why will with
        within would year years you your
    """,
    "fr": """
        a afin ai ainsi alors annee annees ans apres au aucun aussi autre autres aux avant avec avoir c ce cela
        celle celui ces cet cette ceux chaque comme comment contre d dans de depuis des deux doit doivent donc dont
        du elle elles en encore entre est et etaient etait etre eu fait faire fois font il ils j je jusqu l la le
        les leur leurs lors lui m mais meme memes moins n ne ni nos notre nous nouveau nouveaux nouvelle nouvelles
        on ont ou par pas pendant permet peu peut peuvent plus plusieurs pour premier pres qu quand que quel quelle
        quels qui s sa sans sans se selon sera ses si son sont sous sur t tous tout toute toutes tres trois un une
        vers vos votre vous y
    """,
    "de": """
        ab aber alle allem allen aller als also am an auch auf aus bei beim bereits bis da dabei damit dann das dass
        dem den der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer
        eines er erste es euch fur gegen gibt hat hatte haben hier ich ihm ihn ihr ihre ihrem ihren ihrer im in ist
        ja jahr jahre jahren jede jeder kann kein keine konnen machen man mehr mein mit muss mussen nach neue neuen
        neuer nicht noch nun nur ob oder ohne sein seine seinem seinen seiner seit sich sie sind so soll sollen
        sowie uber um und uns unter viele vom von vor wann war was weil wenn werden wer wie wieder will wir wird
        wo zu zum zur zwei zwischen
    """,
    "es": """
        a al algo ano anos ante antes asi aun como con contra cual cuando de del desde donde dos durante e el ella
        ellos en entre era es esa ese eso esta estan estas este esto estos fue ha hace hacer han hasta hay la las le
        les lo los mas me mi muy nada ni no nos nosotros nueva nuevas nuevo nuevos o otra otras otro otros para
        pero poco por porque primer puede que quien se sea segun ser si sido sin sobre son su sus tambien tan
        tiene toda todas todo todos tras tres tu un una unas uno unos y ya
    """,
}
_SETS = {code: frozenset(text.split()) for code, text in _WORDS.items()}
_ALL = frozenset().union(*_SETS.values())


def function_words(language: str) -> frozenset[str]:
    """Those of a language; of one that is unknown, those of all."""
    return _SETS.get(language, _ALL)
