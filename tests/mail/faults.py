"""The ways an SMTP hand-over breaks, with what must be made of each (RFC 5321, RFC 1047)."""

from __future__ import annotations

from dataclasses import dataclass

from servwatch.mail.hand_over import Fate, Phase
from tests.smtp_acts import Drip, Drop, Hang, Raw, Say, Script


@dataclass(frozen=True)
class Fault:
    name: str
    script: Script
    fate: Fate
    phase: Phase
    taken: bool = False  # whether the server has the message in spite of it
    slow: bool = False  # the client has to wait until it loses patience

    @property
    def breaks(self) -> bool:
        """Whether it breaks the connection, rather than answer with a refusal."""
        acts = self.script.values()
        return "QUIT" not in self.script and any(getattr(a, "drop", not isinstance(a, Say)) for a in acts)


def _each(*faults: Fault) -> dict[str, Fault]:
    return {fault.name: fault for fault in faults}


SIXTEEN = _each(
    Fault("greeting 421", {"greeting": Say("421 4.3.2 closing", drop=True)}, Fate.DEFERRED, Phase.GREETING),
    Fault("greeting drop", {"greeting": Drop()}, Fate.DEFERRED, Phase.GREETING),
    Fault("greeting 554", {"greeting": Say("554 no service here")}, Fate.REFUSED_US, Phase.GREETING),
    Fault("MAIL 550", {"MAIL": Say("550 5.1.8 who are you")}, Fate.REFUSED_US, Phase.MAIL),
    Fault("RCPT 450", {"RCPT": Say("450 4.2.1 greylisted")}, Fate.DEFERRED, Phase.RCPT),
    Fault("RCPT 550", {"RCPT": Say("550 5.1.1 no such user")}, Fate.REFUSED_RECIPIENT, Phase.RCPT),
    Fault("RCPT drop", {"RCPT": Drop()}, Fate.DEFERRED, Phase.RCPT),
    Fault("DATA 451", {"DATA": Say("451 4.3.0 disk")}, Fate.DEFERRED, Phase.DATA),
    Fault("DATA drop", {"DATA": Drop()}, Fate.DEFERRED, Phase.DATA),
    Fault("body drop", {"body": Drop(reset=True, after=1000)}, Fate.DEFERRED, Phase.BODY),
    Fault("dot 451", {"dot": Say("451 4.3.0 try again")}, Fate.DEFERRED, Phase.REPLY),
    Fault("dot 552", {"dot": Say("552 5.2.2 mailbox full")}, Fate.REFUSED_RECIPIENT, Phase.REPLY),
    Fault("dot 554", {"dot": Say("554 5.6.0 not wanted")}, Fate.REFUSED_RECIPIENT, Phase.REPLY),
    Fault("dot 250, QUIT drop", {"QUIT": Drop()}, Fate.ACCEPTED, Phase.REPLY, taken=True),
    Fault("dot drop", {"dot": Drop()}, Fate.UNKNOWN, Phase.REPLY, taken=True),
    Fault("dot hang", {"dot": Hang()}, Fate.UNKNOWN, Phase.REPLY, taken=True, slow=True),
)  # fmt: skip

MORE = _each(
    Fault("connect drop", {"connect": Drop()}, Fate.DEFERRED, Phase.GREETING),
    Fault("connect reset", {"connect": Drop(reset=True)}, Fate.DEFERRED, Phase.GREETING),
    Fault("connect hang", {"connect": Hang()}, Fate.DEFERRED, Phase.GREETING, slow=True),
    Fault("greeting drip", {"greeting": Drip()}, Fate.DEFERRED, Phase.GREETING, slow=True),
    Fault("greeting not SMTP", {"greeting": Raw(b"HTTP/1.1 400\r\n")}, Fate.DEFERRED, Phase.GREETING),
    Fault("greeting endless", {"greeting": Raw(b"220-x\r\n" * 20000)}, Fate.DEFERRED, Phase.GREETING),
    Fault("greeting endless line", {"greeting": Raw(b"2" * 200_000)}, Fate.DEFERRED, Phase.GREETING),
    Fault("EHLO 421", {"EHLO": Say("421 busy", drop=True)}, Fate.DEFERRED, Phase.EHLO),
    Fault("EHLO drop", {"EHLO": Drop()}, Fate.DEFERRED, Phase.EHLO),
    Fault("EHLO 554", {"EHLO": Say("554 go away")}, Fate.REFUSED_US, Phase.EHLO),
    Fault("MAIL 421", {"MAIL": Say("421 4.7.0 enough", drop=True)}, Fate.DEFERRED, Phase.MAIL),
    Fault("MAIL 452", {"MAIL": Say("452 4.3.1 disk full")}, Fate.DEFERRED, Phase.MAIL),
    Fault("MAIL 530", {"MAIL": Say("530 5.7.57 not authenticated")}, Fate.REFUSED_US, Phase.MAIL),
    Fault("MAIL drop", {"MAIL": Drop()}, Fate.DEFERRED, Phase.MAIL),
    Fault("MAIL drip", {"MAIL": Drip()}, Fate.DEFERRED, Phase.MAIL, slow=True),
    Fault("RCPT 421", {"RCPT": Say("421 4.4.5 busy", drop=True)}, Fate.DEFERRED, Phase.RCPT),
    Fault("RCPT 552", {"RCPT": Say("552 5.2.2 full")}, Fate.DEFERRED, Phase.RCPT),
    Fault("RCPT relaying", {"RCPT": Say("554 5.7.1 relay access denied")}, Fate.REFUSED_US, Phase.RCPT),
    Fault("RCPT hang", {"RCPT": Hang()}, Fate.DEFERRED, Phase.RCPT, slow=True),
    Fault("DATA 550", {"DATA": Say("550 5.7.515 sender rules")}, Fate.REFUSED_US, Phase.DATA),
    Fault("DATA 250", {"DATA": Say("250 what")}, Fate.DEFERRED, Phase.DATA),
    Fault("DATA answered twice", {"DATA": Raw(b"354 go\r\n250 stale\r\n")}, Fate.DEFERRED, Phase.BODY),
    Fault("body 421", {"body": Say("421 4.3.2 closing", after=100)}, Fate.DEFERRED, Phase.BODY),
    Fault("body 552", {"body": Say("552 5.3.4 too big", after=100)}, Fate.REFUSED_US, Phase.BODY),
    Fault("body hang", {"body": Hang(after=1000)}, Fate.DEFERRED, Phase.BODY, slow=True),
    Fault("dot 421", {"dot": Say("421 4.3.2 closing", drop=True)}, Fate.DEFERRED, Phase.REPLY),
    Fault("dot 550 policy", {"dot": Say("550 5.7.30 no basic login")}, Fate.REFUSED_US, Phase.REPLY),
    Fault("dot reset", {"dot": Drop(reset=True)}, Fate.UNKNOWN, Phase.REPLY, taken=True),
    Fault("dot drop, not taken", {"dot": Drop(keeps=False)}, Fate.UNKNOWN, Phase.REPLY),
    Fault("dot hang, not taken", {"dot": Hang(keeps=False)}, Fate.UNKNOWN, Phase.REPLY, slow=True),
    Fault("dot drip", {"dot": Drip()}, Fate.UNKNOWN, Phase.REPLY, taken=True, slow=True),
    Fault("dot nonsense", {"dot": Raw(b"ok!\r\n", keeps=True)}, Fate.UNKNOWN, Phase.REPLY, taken=True),
    Fault("dot half", {"dot": Raw(b"25", drop=True, keeps=True)}, Fate.UNKNOWN, Phase.REPLY, taken=True),
    Fault("dot 354", {"dot": Raw(b"354 go on\r\n", keeps=True)}, Fate.UNKNOWN, Phase.REPLY, taken=True),
)  # fmt: skip

ALL = SIXTEEN | MORE
