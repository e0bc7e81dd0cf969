"""What an SMTP reply means for the message, by phase, reply code and enhanced code (RFC 5321, 3463).

The rule that matters: a refusal of *us* (our login, our address, our message) must never be booked on
the recipient. So all of 5.7.x is ours, but for the codes that name the recipient's own rules.
"""

from __future__ import annotations

import re

from servwatch.mail.hand_over import Fate, Phase

_ENHANCED = re.compile(r"\s*5\.(\d{1,3})\.(\d{1,3})\b")

_SENDER = {
    (1, 7),  # bad sender's mailbox address
    (1, 8),  # bad sender's system address; Postfix says both at RCPT (smtpd_delay_reject)
    (3, 4),  # message too big for system: this edition, for everybody
}
_RECIPIENT_POLICY = {
    (7, 2),  # mailing list expansion prohibited
    (7, 13),  # user account disabled
    (7, 17),  # mailbox owner has changed (RFC 7293)
    (7, 18),  # domain owner has changed (RFC 7293)
    # Exchange: the group, mailbox or public folder takes mail only from its own list of senders
    (7, 124), (7, 129), (7, 133), (7, 134), (7, 135), (7, 136),
}  # fmt: skip
_LOGIN = {530, 534, 535, 538}  # RFC 4954, 6
_NO_SUCH_COMMAND = {500, 502, 503, 504}  # at RCPT or DATA we and the server do not speak the same
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)  # Exim: "550 relay not permitted", no enhanced code

_SEND_AS = (
    "SendAsDenied"  # Exchange Online at the dot, as 554 5.2.0 or 5.2.252: who logged in is not the sender
)


def judge(phase: Phase, code: int, text: str) -> Fate:
    """The fate that a complete reply gives, other than the one hoped for in this phase.

    The final 2yz after the dot is ACCEPTED. A code that makes no sense defers the message, except
    after the dot, where nobody knows.
    """
    if phase in (Phase.DOT, Phase.REPLY) and 200 <= code < 300:
        return Fate.ACCEPTED
    if 400 <= code < 500:
        return Fate.DEFERRED
    if 500 <= code < 600:
        return _refusal(phase, code, text)
    return Fate.UNKNOWN if phase in (Phase.DOT, Phase.REPLY) else Fate.DEFERRED


def _refusal(phase: Phase, code: int, text: str) -> Fate:
    if phase not in (Phase.RCPT, Phase.DATA, Phase.BODY, Phase.REPLY):
        return Fate.REFUSED_US
    found = _ENHANCED.match(text)
    detail = (int(found[1]), int(found[2])) if found else None
    if _is_ours(code, detail, text):
        return Fate.REFUSED_US
    if phase is Phase.RCPT and code == 552:  # "too many recipients" of old: temporary (4.5.3.1.10)
        return Fate.DEFERRED
    return Fate.REFUSED_RECIPIENT


def _is_ours(code: int, detail: tuple[int, int] | None, text: str) -> bool:
    if code in _LOGIN or _SEND_AS in text:
        return True
    if detail is None:
        return code in _NO_SUCH_COMMAND or bool(_RELAYING.search(text))
    subject, _ = detail
    misunderstood = subject == 5 and code in _NO_SUCH_COMMAND
    policy = subject == 7 and detail not in _RECIPIENT_POLICY
    return misunderstood or policy or detail in _SENDER
