"""What asks for attention, in the visitor's words and with the page where it is done.

`Attention.remedy` speaks to a person at a command line; here the same is said to one who has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from servwatch.archive.brake import CLOCK, CLONED, ORDER, RESTORED
from servwatch.cycle.fault_names import fault_called
from servwatch.cycle.reporting import Attention

if TYPE_CHECKING:
    from servwatch.locale import Words
    from servwatch.web.console.today_cases import Case
    from servwatch.web.console.visit import Visit

_STATUS = re.compile(r"\(([1-5]\d\d)\)$")
"""Of an answer by HTTP, as rules end with it."""
_OPENS = {"/outbox": "administrator", "/settings": "administrator", "/log": "administrator"}
"""The least role of pages that not every editor may open."""


def told(attention: Attention, visit: Visit) -> Case:
    """It as a case of today."""
    from servwatch.web.console.today_cases import Case  # it builds on this

    say = _SAID.get(attention.what)
    label, title, text, path, act = (
        say(attention, visit)
        if say is not None
        else (visit.words._("To look at"), attention.shown, "", "", "")
    )
    technical = not text
    text = text or attention.remedy
    if path and not visit.may(_OPENS.get(path.partition("?")[0], "editor")):
        path, act = "", ""
        text = f"{text} {visit.words._('An administrator can do this.')}"
    mood = "bad" if attention.what in ("brake", "draft", "configuration", "journal") else "doubt"
    language = "en" if technical else ""
    return Case(attention.what, label, title, text, path, act, mood, attention.since, language=language)


Told = tuple[str, str, str, str, str]
"""Label, title, text, path, act."""


def _brake(one: Attention, visit: Visit) -> Told:
    _ = visit.words._
    why = {
        RESTORED: _("The archive was restored from a backup."),
        CLONED: _("The archive is on another machine than before, or on a clone of it."),
        CLOCK: _("The clock of this machine jumped."),
        ORDER: _("An administrator put the brake on."),
    }.get(one.id, one.id)
    return _("Mail"), _("Nothing leaves: the brake is on"), why, "/outbox", _("To the outbox")


def _draft(one: Attention, visit: Visit) -> Told:
    _, digest = visit.words._, visit.settings.digest(one.id)
    title = digest.titled(visit.words.language) if digest is not None else one.id
    text = _("Its time is past, and it waits for an editor to release it.")
    return _("Draft"), title, text, f"/review/{quote(one.id)}", _("Look it over")


def _configuration(one: Attention, visit: Visit) -> Told:
    _, n_ = visit.words._, visit.words.n_
    title = n_(
        "The configuration has {n} fault", "The configuration has {n} faults", int(one.facts.get("count", 1))
    )
    text = _("The last valid one is in force until it is mended. The first fault: {place}", place=one.id)
    return _("Configuration"), title, text, "/settings", _("Mend it")


def _source(one: Attention, visit: Visit) -> Told:
    speech, _ = visit.words, visit.words._
    fault = fault_called(str(one.facts.get("fault", "")), speech)
    since = _("since {day}", day=speech.day(one.since)) if one.since else ""
    rule = _in_their_language(str(one.facts.get("rule", "")).rstrip("."), speech.language)
    found = f" ({rule})" if rule else ""
    text = f"{fault} {since}{found}."
    remedy = str(one.facts.get("remedy", ""))
    if "servwatch" not in remedy:  # else it names a command, and the page of the source has the button
        text = f"{text} {_(remedy)}"
    text = text[:1].upper() + text[1:]
    return _("Source"), _called(one, visit), text, f"/sources/{quote(one.id)}", _("Look")


def _in_their_language(rule: str, language: str) -> str:
    """What was found, in the words of who looks into it; of those words others are spared all but the number of an answer."""
    code = _STATUS.search(rule)
    return rule if language == "en" else f"HTTP {code[1]}" if code is not None else ""


def _quarantine(one: Attention, visit: Visit) -> Told:
    _, n_ = visit.words._, visit.words.n_
    count = int(one.facts.get("count", 0))
    text = n_(
        "{n} item came at once and matches nothing known: look, then let it in or not.",
        "{n} items came at once and match nothing known: look, then let them in or not.",
        count,
    )
    return _("Flood"), _called(one, visit), text, f"/sources/{quote(one.id)}", _("Look")


def _expectation(one: Attention, visit: Visit) -> Told:
    speech, _ = visit.words, visit.words._
    first, last = (speech.day(one.facts[key]) for key in ("first", "last"))
    text = _("It was awaited from {first} to {last}. Look at the publisher's site.", first=first, last=last)
    return _("Did not come"), str(one.facts["name"]), text, "/sources", _("To the sources")


def _network(one: Attention, visit: Visit) -> Told:
    _ = visit.words._
    title = _("{count} of {all} sources cannot be reached", **dict(one.facts))
    text = _("Look at the network of this machine, its proxy and its firewall.")
    return _("Network"), title, text, "/sources", _("To the sources")


def _message(one: Attention, visit: Visit) -> Told:
    n_, count = visit.words.n_, int(one.facts.get("count", 0))
    title = {
        "held": n_("{n} message is held", "{n} messages are held", count),
        "unknown": n_(
            "{n} message may or may not have arrived", "{n} messages may or may not have arrived", count
        ),
        "refused": n_("{n} message was refused", "{n} messages were refused", count),
        "expired": n_("{n} message expired", "{n} messages expired", count),
        "deferred": n_("{n} message is put off for long", "{n} messages are put off for long", count),
    }.get(one.id, one.id)
    text = visit.words._("Look at the answers of the receivers, then send again, release or drop.")
    return (
        visit.words._("Mail"),
        title,
        text,
        f"/outbox?state={quote(one.id)}",
        visit.words._("To the outbox"),
    )


def _recipient(one: Attention, visit: Visit) -> Told:
    _, n_ = visit.words._, visit.words.n_
    title = n_(
        "Mail to {n} address comes back as unknown",
        "Mail to {n} addresses comes back as unknown",
        int(one.facts.get("count", 1)),
    )
    text = _("Correct the address, or mail it no more.")
    return _("Members"), title, text, "/members?state=comes-back", _("To the members")


def _bounces(one: Attention, visit: Visit) -> Told:
    _ = visit.words._
    titles = {
        "policy": _("Receivers refuse our mail by a rule of their own"),
        "folder": _("The folder of mail that comes back cannot be read"),
    }
    return _("Mail"), titles.get(one.id, one.shown), "", "", ""


def _backup(one: Attention, visit: Visit) -> Told:
    _, n_ = visit.words._, visit.words.n_
    days = int(one.facts.get("days", 0))
    title = n_("The last backup is {n} day old", "The last backup is {n} days old", days)
    return _("System"), title, _("See that the backup is made daily."), "", ""


def _calendar(one: Attention, visit: Visit) -> Told:  # noqa: ARG001  # one of a kind
    _ = visit.words._
    text = _("Working days are counted by the last good one.")
    return _("System"), _("The calendar of the house cannot be read"), text, "/settings", _("Look")


def _meeting(one: Attention, visit: Visit) -> Told:
    _, digest = visit.words._, visit.settings.digest(one.id)
    title = digest.titled(visit.words.language) if digest is not None else one.id
    text = _("It comes before meetings, and none is ahead: it will not leave.")
    return _("Digest"), title, text, f"/digests/{quote(one.id)}", _("Look")


def _ending(one: Attention, visit: Visit) -> Told:
    _, speech = visit.words._, visit.words
    what = speech._(str(one.facts["what"]), where=one.facts["where"])
    title = _("{what}: good until {day}", what=what, day=speech.day(one.facts["last"]))
    return _("System"), title[:1].upper() + title[1:], _("Renew it before that day."), "", ""


def _run(one: Attention, visit: Visit) -> Told:  # noqa: ARG001  # one of a kind
    _ = visit.words._
    text = _("The sources were never read. See that the service is at work.")
    return _("System"), _("No run yet"), text, "/sources", _("To the sources")


def _plain(title: Callable[[Words], str]) -> Callable[[Attention, Visit], Told]:
    return lambda _one, visit: (visit.words._("System"), title(visit.words), "", "", "")


_SAID: dict[str, Callable[[Attention, Any], Told]] = {
    "brake": _brake,
    "draft": _draft,
    "configuration": _configuration,
    "source": _source,
    "quarantine": _quarantine,
    "expectation": _expectation,
    "network": _network,
    "message": _message,
    "recipient": _recipient,
    "bounces": _bounces,
    "backup": _backup,
    "calendar": _calendar,
    "meeting": _meeting,
    "ending": _ending,
    "run": _run,
    "journal": _plain(lambda speech: speech._("What is sent cannot be written down")),
    "clock": _plain(lambda speech: speech._("A run took a time for now that is yet to come")),
}


def _called(one: Attention, visit: Visit) -> str:
    source = visit.settings.source(one.id)
    return source.name if source is not None else one.title or one.id
