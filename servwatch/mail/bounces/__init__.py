"""What comes back: reports of mail systems that a message was not delivered, and readers' mails that ask to leave.

Reports in the standard form (RFC 3464) say for each recipient what was done, with which status (RFC 3463), and mostly
carry the header of the message. The others are read by flufl.bounce, which knows the forms of Exchange, qmail,
Postfix, Exim and more, and says no more than who is dead and who is late.

All of it is claimed by whoever sent it. So nothing here acts: the caller holds each against the messages that were sent.
"""

from servwatch.mail.bounces.leaving import Leaving, leaving
from servwatch.mail.bounces.reports import Failure, Report, Result, report

__all__ = ["Failure", "Leaving", "Report", "Result", "leaving", "report"]
