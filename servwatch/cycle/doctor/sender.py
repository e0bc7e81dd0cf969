"""What the name service says of the sender's domain: whether those who receive will believe our mail.

Each finding says what to ask of the administrator of the domain. The rules of the large providers, which
refuse what is neither SPF nor DKIM: docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address

from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.mail import mailbox
from servwatch.mail.sender_domain import (
    DkimKey,
    Names,
    NoAnswer,
    SpfCheck,
    SpfResult,
    aligned,
    check_host,
    dkim_key,
    dmarc_policy,
)
from servwatch.mail.sender_domain.dkim import LONG_ENOUGH, SHORTEST
from servwatch.mail.sender_domain.spf import LOOKUPS
from servwatch.model import MailSettings

NOBODYS = "240.0.0.1"
"""An address of a reserved block (RFC 1112, 4), from which no mail comes: with it a record is read to its end."""
_AGAIN = "See that this machine can ask the name service, and try again."


@dataclass(frozen=True, slots=True)
class Origin:
    """The addresses that our mail comes from, as the world sees them."""

    addresses: tuple[str, ...] = ()
    told: bool = False  # by the administrator; else the relay listens there, and may send from others


@dataclass(slots=True)
class _Proof:
    """Whether SPF or DKIM speak for the domain that readers see. None: it cannot be told from here."""

    spf: bool | None = None
    dkim: bool | None = None


def sender_findings(mail: MailSettings, names: Names, origin: Origin) -> Iterator[Finding]:
    """MX, SPF, DKIM and DMARC, and the names of the addresses that were told."""
    visible = mailbox(mail.sender).domain
    envelope = mailbox(mail.bounce or mail.sender)
    proof = _Proof()
    for domain in dict.fromkeys((envelope.domain, visible)):
        yield from _asked("MX", domain, partial(_mx, domain, names))
    yield from _asked("SPF", envelope.domain, lambda: _spf(envelope.address, names, origin, proof))
    yield from _asked("SPF", visible, lambda: _alignment(envelope.domain, visible, names, proof))
    yield from _asked("DKIM", visible, lambda: _dkim(mail, visible, names, proof))
    yield from _asked("DMARC", visible, lambda: _dmarc(visible, names, proof))
    for address in origin.addresses if origin.told else ():
        yield from _asked("PTR", address, partial(_ptr, address, names))


def _asked(what: str, about: str, ask: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from list(ask())
    except NoAnswer as error:
        yield doubt(what, f"It cannot be told for {about}: {error}.", _AGAIN)


def _mx(domain: str, names: Names) -> Iterator[Finding]:
    """Where answers and bounces arrive (RFC 5321, 5.1; RFC 7505)."""
    found = names.look_up(domain, "MX")
    hosts = [record.split()[-1] for record in found]
    if "." in hosts or any(record.split()[-1] in ("", "0") for record in found):
        text = f"{domain} says that it takes no mail, so that nobody can answer and no bounce arrives."
        yield wrong("MX", text, "Set `from` and `bounce` of [mail] to addresses in a domain that takes mail.")
    elif hosts:
        yield good("MX", f"Mail for {domain} goes to {', '.join(hosts)}.")
    elif names.look_up(domain, "A") or names.look_up(domain, "AAAA"):
        remedy = f"Ask the administrator of {domain} for an MX record."
        yield doubt("MX", f"{domain} has no MX record, only an address; some will not answer there.", remedy)
    else:
        text = f"{domain} has neither an MX record nor an address: many refuse mail from such a sender."
        yield wrong("MX", text, "Correct `from` and `bounce` of [mail], or ask for an MX record.")


def _spf(sender: str, names: Names, origin: Origin, proof: _Proof) -> Iterator[Finding]:
    domain = sender.rpartition("@")[2]
    whole = check_host(NOBODYS, sender, names)
    if whole.result is SpfResult.TEMPERROR:
        raise NoAnswer(whole.why)
    proof.spf = {SpfResult.NONE: False, SpfResult.PERMERROR: False, SpfResult.PASS: True}.get(whole.result)
    if whole.result is SpfResult.NONE:
        terms = (
            [_term(a) for a in origin.addresses]
            if origin.told
            else ["include:(what who runs the relay names)"]
        )
        ask = f"Ask the administrator of {domain} for a TXT record such as: v=spf1 {' '.join(terms)} mx ~all"
        yield wrong("SPF", f"{domain} has no SPF record: nobody can tell whether we may send.", ask)
    elif whole.result is SpfResult.PERMERROR:
        text = f"The SPF record of {domain} does not work: {whole.why}."
        yield wrong("SPF", text, _mend_spf(domain, whole))
    elif whole.result is SpfResult.PASS:
        text = f"The SPF record of {domain} lets everybody send in its name ({whole.record})."
        yield doubt("SPF", text, f"Ask the administrator of {domain} to end it with ~all or -all.")
    else:
        counted = f"it takes {whole.lookups} of {LOOKUPS} look-ups"
        yield good("SPF", f"{domain} has an SPF record; {counted}: {whole.record}")
        yield from _from_where(sender, names, origin, whole, proof)


def _from_where(
    sender: str, names: Names, origin: Origin, whole: SpfCheck, proof: _Proof
) -> Iterator[Finding]:
    """Whether the record lets the relay send, where it can be known from which address."""
    domain = sender.rpartition("@")[2]
    checks = {address: check_host(address, sender, names) for address in origin.addresses}
    passing = {a: check for a, check in checks.items() if check.result is SpfResult.PASS}
    for address, check in passing.items():
        yield good("SPF", f"It lets {address} send, by {', then '.join(check.by)}.")
    if checks and (origin.told or passing):
        proof.spf = len(passing) == len(checks) or not origin.told
    elif not origin.told:
        read = ", ".join(whole.includes[1:]) or "no other record"
        text = f"From which public address the relay sends cannot be seen from here. The record includes: {read}."
        remedy = "Ask who runs the relay whether that covers it, or name its address: `servwatch doctor mail --address ADDRESS`."
        yield doubt("SPF", text, remedy)
    for address, check in checks.items() if origin.told else ():
        if check.result is not SpfResult.PASS:
            text = f"It does not let {address} send for {domain}: {check.result}{_because(check)}."
            remedy = f"Ask the administrator of {domain} to add {_term(address)}, or the include of who runs the relay."
            yield (wrong if check.result is SpfResult.FAIL else doubt)("SPF", text, remedy)


def _term(address: str) -> str:
    return f"ip{ip_address(address).version}:{address}"


def _because(check: SpfCheck) -> str:
    if check.why:
        return f" ({check.why})"
    return f" (by {', then '.join(check.by)})" if check.by else " (no term speaks of it)"


def _mend_spf(domain: str, check: SpfCheck) -> str:
    if "look-ups" in check.why:
        return (
            f"Ask the administrator of {domain} to take out includes that nobody uses, or to put addresses in"
            " their place (RFC 7208, 4.6.4): until then every check fails, for all who send in this name."
        )
    return f"Ask the administrator of {domain} to mend it."


def _alignment(envelope: str, visible: str, names: Names, proof: _Proof) -> Iterator[Finding]:
    """SPF speaks for the envelope sender; DMARC wants the domain that readers see."""
    if envelope == visible:
        return
    policy = dmarc_policy(visible, names)
    strict = policy is not None and policy.strict_spf
    if aligned(envelope, visible, names, strict=strict):
        yield good("SPF", f"The envelope sender's {envelope} is of one organization with {visible}.")
        return
    proof.spf = False
    text = f"The envelope sender is of {envelope}, which does not speak for {visible}, the domain that readers see."
    yield doubt(
        "SPF", text, f"Set `bounce` of [mail] to an address in {visible}, or have the relay sign with DKIM."
    )


def _dkim(mail: MailSettings, visible: str, names: Names, proof: _Proof) -> Iterator[Finding]:
    domain = mail.dkim_domain or visible
    if not mail.dkim_selectors:
        text = "Whether the relay signs with DKIM is not known."
        remedy = (
            "Send yourself a mail (--to) and look into its DKIM-Signature: put what stands at s= into dkim_selector,"
            " and at d= into dkim_domain of [mail]. If there is none, ask who runs the relay to sign."
        )
        yield doubt("DKIM", text, remedy)
        return
    keys = [dkim_key(selector, domain, names) for selector in mail.dkim_selectors]
    policy = dmarc_policy(visible, names)
    belongs = aligned(domain, visible, names, strict=policy is not None and policy.strict_dkim)
    usable = any(not key.fault for key in keys)
    proof.dkim = belongs and usable
    yield from (_key(key, domain, another=usable) for key in keys)
    if not belongs:
        text = (
            f"The relay signs for {domain}, which does not speak for {visible}, the domain that readers see."
        )
        yield doubt("DKIM", text, f"Ask who runs the relay to sign for {visible}.")


def _key(key: DkimKey, domain: str, *, another: bool) -> Finding:
    """One key. That it is missing is a doubt where `another` is there: relays change between two."""
    ask = f"Ask the administrator of {domain} to publish the key of who runs the relay at {key.name}."
    if key.fault:
        return (doubt if another else wrong)("DKIM", f"At {key.name}: {key.fault}.", ask)
    size = f"{key.kind.upper()} of {key.bits} bits"
    if key.kind == "rsa" and key.bits < SHORTEST:
        return wrong("DKIM", f"The key at {key.name} is too short: {size} (RFC 8301).", ask)
    if key.kind == "rsa" and key.bits < LONG_ENOUGH:
        remedy = f"Ask who runs the relay for a key of {LONG_ENOUGH} bits."
        return doubt("DKIM", f"The key at {key.name} is short: {size}.", remedy)
    if key.testing:
        remedy = f"Ask the administrator of {domain} to take t=y out, once all is signed well."
        return doubt(
            "DKIM", f"The key at {key.name} is marked as a test (t=y), and counts for nothing.", remedy
        )
    return good("DKIM", f"There is a key at {key.name}: {size}.")


def _dmarc(visible: str, names: Names, proof: _Proof) -> Iterator[Finding]:
    policy = dmarc_policy(visible, names)
    if policy is None:
        text = f"{visible} has no DMARC record: who receives decides alone, and nobody tells you."
        record = f"a TXT record at _dmarc.{visible}: v=DMARC1; p=none; rua=mailto:ADDRESS"
        yield doubt("DMARC", text, f"Ask the administrator of {visible} for {record}")
        return
    meant = {
        "none": "mail that fails is only reported",
        "quarantine": "mail that fails goes to the junk folder",
        "reject": "mail that fails is refused",
    }[policy.policy]
    where = "" if policy.found_at == visible else f", by the record of {policy.found_at}"
    told = f"The policy of {visible} is {policy.policy}{where}: {meant}."
    if not policy.reports:
        told += " Nobody gets reports (rua)."
    yield good("DMARC", told)
    yield _verdict(visible, policy.policy, proof)


def _verdict(visible: str, policy: str, proof: _Proof) -> Finding:
    """Whether what SPF and DKIM prove is enough."""
    ways = [name for name, holds in (("SPF", proof.spf), ("DKIM", proof.dkim)) if holds]
    if ways:
        return good("DMARC", f"Our mail passes, by {' and '.join(ways)}, aligned with {visible}.")
    remedy = "Mend SPF or DKIM, as said above: one of the two is enough, both are better."
    if proof.spf is None or proof.dkim is None:
        text = (
            "Whether our mail passes cannot be told from here: neither SPF nor DKIM is known to speak for it."
        )
        return doubt(
            "DMARC", text, "Name the relay's public address (--address), or dkim_selector under [mail]."
        )
    text = f"Our mail does not pass: neither SPF nor DKIM speaks for {visible}."
    return (doubt if policy == "none" else wrong)("DMARC", text, remedy)


def _ptr(address: str, names: Names) -> Iterator[Finding]:
    """A public address that sends mail has a name that leads back to it; large providers refuse others."""
    parsed = ip_address(address)
    named = names.look_up(parsed.reverse_pointer, "PTR")
    kind = "A" if parsed.version == 4 else "AAAA"
    if any(address in names.look_up(name, kind) for name in named):
        yield good("PTR", f"{address} has the name {', '.join(named)}, which leads back to it.")
        return
    text = (
        f"{address} has the name {', '.join(named)}, which does not lead back."
        if named
        else f"{address} has no name."
    )
    yield doubt("PTR", text, "Ask who gives out that address for a name (PTR) whose address it is.")
