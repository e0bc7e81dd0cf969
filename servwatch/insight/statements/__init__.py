"""What an item states of itself in words: who writes it, who buys, how much, until when it is kept back, that it was withdrawn.

Each is found only where it is said in so many words; what is not certain is not found. Pure.
"""

from servwatch.insight.statements.amounts import budget
from servwatch.insight.statements.buyers import buyer
from servwatch.insight.statements.embargoes import embargo, may_be_kept_back
from servwatch.insight.statements.rapporteurs import rapporteur
from servwatch.insight.statements.title_facts import changes_facts
from servwatch.insight.statements.voting_days import VotingDays, voting_days
from servwatch.insight.statements.withdrawals import corrects, withdrawn

__all__ = [
    "VotingDays",
    "budget",
    "buyer",
    "changes_facts",
    "corrects",
    "embargo",
    "may_be_kept_back",
    "rapporteur",
    "voting_days",
    "withdrawn",
]
