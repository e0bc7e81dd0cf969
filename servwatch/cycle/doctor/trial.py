"""The one letter that the doctor sends, when it is asked to."""

from __future__ import annotations

from datetime import datetime

from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.cycle.edition_mail import notice_letter
from servwatch.cycle.renderers import shipped_renderer
from servwatch.locale import words
from servwatch.mail import Fate, remedy_of, transport_for
from servwatch.model import Message, Settings

WHAT = "trial letter"


def send_trial(settings: Settings, recipient: str, now: datetime) -> Finding:
    """Hand over one letter by the way that digests take, past the outbox.

    Raises:
        Unmailable: the address is none.
        DeliveryError: the way can never work as it is set.
    """
    speech = words(settings.language, settings.timezone)
    paragraphs = [
        speech._("This mail shows that servwatch can send mail. `servwatch doctor mail` was asked for it."),
        speech._(
            "Look into its source for DKIM-Signature and Authentication-Results: they say how it was received."
        ),
    ]
    rendered = shipped_renderer().notice(speech._("servwatch: a trial letter"), paragraphs, [], speech)
    letter = notice_letter(
        recipient,
        rendered,
        settings.mail,
        kind="trial",
        occasion=f"{now:%Y%m%dT%H%M%S}",
        language=settings.language,
        now=now,
    )
    transport = transport_for(settings.mail)
    try:
        outcome = transport.hand_over(
            Message(0, letter.message_id, recipient, letter.mime),
            lambda: None,  # nothing to commit: it is no edition
        )
    finally:
        transport.close()
    if outcome.fate is Fate.ACCEPTED:
        return good(WHAT, f"It is on its way to {recipient}: {outcome.reply}.")
    make = wrong if outcome.fate in (Fate.REFUSED_US, Fate.REFUSED_RECIPIENT) else doubt
    return make(WHAT, f"It was not taken for {recipient}: {outcome.reply}.", remedy_of(outcome.reply))
