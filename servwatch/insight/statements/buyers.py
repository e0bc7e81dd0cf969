"""Who buys, or who asks for proposals: the contracting authority of a tender or a call, where it is named as such.

The labels are those of notices: TED ("Buyer", "Koper", "Acheteur", "Beschaffer"), directive 2014/24/EU ("contracting
authority", "aanbestedende dienst", "pouvoir adjudicateur", "öffentlicher Auftraggeber"), and everyday ones.
"""

from __future__ import annotations

import re

from servwatch.insight.statements.names import name_from

READ = 20_000
_LABEL = re.compile(
    r"(?<![\w-])(?:buyer|contracting\s(?:authority|entity|body)|(?:name\sof\sthe\s)?awarding\s(?:authority|body)"
    r"|koper|aanbestedende\s(?:dienst|overheid|entiteit|instantie)|opdrachtgever|opdrachtgevend\sbestuur"
    r"|acheteur(?:\spublic)?|pouvoir\sadjudicateur|entité\sadjudicatrice|donneur\sd['’]ordre"
    r"|beschaffer|(?:öffentlicher\s)?auftraggeber|vergabestelle)(?:\s\([^()]{1,30}\))?\s?:\s{0,3}",
    re.IGNORECASE,
)


def buyer(text: str) -> str:
    """The name, as it is written; "" where none is stated."""
    text = text[:READ]
    found = (name_from(text, label.end()) for label in _LABEL.finditer(text))
    return next(filter(None, found), "")
