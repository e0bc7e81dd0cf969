"""What to do about a relay that takes no mail from us, in words, by what it said. Pure."""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"(\d{3})\b")

NO_PASSWORDS = (
    "The relay no longer takes passwords (Microsoft 365 ends login by password): have it let this machine in by its"
    ' address, through a connector, or set auth = "xoauth2" under [mail].'
)
UNPROVEN_SENDER = (
    "Who receives wants proof that the domain of the sender stands behind this mail (SPF, DKIM, DMARC):"
    " `servwatch doctor mail` says what is missing."
)
NOT_ALLOWED = (
    "The relay does not let this machine, or this sender, send: ask its administrator to allow the address of this"
    " machine, and `from` and `bounce` of [mail] as senders."
)
SEND_AS = (
    "Who logs in may not send as this sender: give `user` of [mail] the right to send as the address in `from`, or"
    " make them the same."
)
WRONG_LOGIN = (
    "The relay does not take our login: see that `user` and its password, or its application and secret, are right"
    " and have not ended."
)
LOGIN_WANTED = "The relay wants a login: set auth, user and a secret under [mail], or have it let in this machine by its address."
DENIED = (
    "See that `tenant` or `token_url`, `client_id` and the secret of [mail] are right, and that the secret has not"
    " ended; `servwatch doctor mail` tries it."
)
CERTIFICATE = (
    "The certificate of the relay is not trusted: name the file of its authority in ca_file of [mail], and use the"
    " host name that the certificate bears."
)
ENDED = "The certificate of the relay has ended: have it renewed by who runs the relay."
UNREACHABLE = (
    "See that host and port of [mail] are right, and that the firewall lets this machine reach them."
)
GENERAL = "`servwatch doctor mail` tries the way step by step."

_BY_DETAIL = {(7, 30): NO_PASSWORDS, (7, 515): UNPROVEN_SENDER, (7, 26): UNPROVEN_SENDER}
_BY_CODE = {"530": LOGIN_WANTED, "534": WRONG_LOGIN, "535": WRONG_LOGIN, "538": WRONG_LOGIN}
_BY_WORDS = (
    ("no token for", DENIED),
    ("certificate has expired", ENDED),
    ("certificate", CERTIFICATE),
    ("offers no login", WRONG_LOGIN),
    ("unencrypted", "Set security under [mail] to starttls or tls."),
    ("no starttls", 'Set security = "tls" with its port, or have the relay offer STARTTLS.'),
    ("relay", NOT_ALLOWED),
    ("connect:", UNREACHABLE),
)


def remedy_of(reply: str) -> str:
    """What to do, by the words that a hand-over ended with: a reply with its code, or a sentence of ours."""
    code = _CODE.match(reply)
    detail = _ENHANCED.search(reply) if code else None
    if detail is not None and detail[1] == "5":
        subject, number = int(detail[2]), int(detail[3])
        if (subject, number) in _BY_DETAIL:
            return _BY_DETAIL[subject, number]
    if "SendAsDenied" in reply:
        return SEND_AS
    if code is not None and code[1] in _BY_CODE:
        return _BY_CODE[code[1]]
    if detail is not None and detail[1] == "5" and detail[2] in ("1", "7"):
        return NOT_ALLOWED
    words = (
        remedy for sign, remedy in _BY_WORDS if sign in reply.lower() and (code is None or sign == "relay")
    )
    return next(words, GENERAL)
