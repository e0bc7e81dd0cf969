"""May an address send mail for a domain? The check of RFC 7208, with its limits.

Ten terms may ask the name service (4.6.4), two of these questions may find nothing, an `mx` or `ptr` may
name ten hosts. What goes beyond is a permanent error to who receives: then nobody passes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address, ip_network

from servwatch.mail.sender_domain.names import Names, NoAnswer
from servwatch.mail.sender_domain.spf_macros import Address, MacroFault, Subject, expand
from servwatch.mail.sender_domain.spf_record import Mechanism, Record, RecordFault, is_spf, read_record

LOOKUPS, VOID_LOOKUPS, HOSTS = 10, 2, 10
_COUNTED = frozenset({"include", "a", "mx", "ptr", "exists"})


class SpfResult(StrEnum):
    """The seven results of RFC 7208, 2.6."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105  # a result
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


_BY_QUALIFIER = {
    "+": SpfResult.PASS,
    "-": SpfResult.FAIL,
    "~": SpfResult.SOFTFAIL,
    "?": SpfResult.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class SpfCheck:
    """The result, and how it came about."""

    result: SpfResult
    by: tuple[str, ...] = ()  # the terms that led to it, from the domain's own record inward
    why: str = ""  # of an error
    lookups: int = 0
    includes: tuple[str, ...] = ()  # every record that was read on the way, in order
    record: str = ""  # the domain's own


def check_host(address: str, sender: str, names: Names) -> SpfCheck:
    """The result for mail from an IP address with an envelope sender `local@domain`. Never raises."""
    check = _Check(Subject(_plain(address), sender), names)
    domain = sender.rpartition("@")[2]
    try:
        result, by = check.evaluate(domain)
        why = ""
    except _Ended as ended:
        result, by, why = ended.result, (), str(ended)
    return SpfCheck(result, by, why, check.lookups, tuple(check.read), check.own)


def _plain(address: str) -> Address:
    parsed = ip_address(address)
    return getattr(parsed, "ipv4_mapped", None) or parsed


class _Ended(Exception):
    """The check ends with an error, however deep it stands."""

    def __init__(self, result: SpfResult, why: str) -> None:
        super().__init__(why)
        self.result = result


def _wrong(why: str) -> _Ended:
    return _Ended(SpfResult.PERMERROR, why)


@dataclass(slots=True)
class _Check:
    subject: Subject
    names: Names
    lookups: int = 0
    voids: int = 0
    read: list[str] = field(default_factory=list)
    own: str = ""

    def evaluate(self, domain: str) -> tuple[SpfResult, tuple[str, ...]]:
        """The result of a domain's record, and the terms that led to it."""
        record = self.record(domain)
        if record is None:
            return SpfResult.NONE, ()
        for mechanism in record.mechanisms:
            through = self.matches(mechanism, domain)
            if through is not None:
                return _BY_QUALIFIER[mechanism.qualifier], (mechanism.text, *through)
        if not record.redirect:
            return SpfResult.NEUTRAL, ()
        if any(mechanism.name == "all" for mechanism in record.mechanisms):
            return SpfResult.NEUTRAL, ()
        self.count()
        target = self.expanded(record.redirect, domain)
        result, by = self.evaluate(target)
        if result is SpfResult.NONE:
            raise _wrong(f"redirect={target} leads to no SPF record")
        return result, (f"redirect={target}", *by)

    def record(self, domain: str) -> Record | None:
        found = [text for text in self.ask(domain, "TXT") if is_spf(text)]
        if len(found) > 1:
            raise _wrong(f"{domain} has {len(found)} SPF records, and may have one")
        if not found:
            return None
        if self.read:
            self.read.append(domain)
        else:
            self.read, self.own = [domain], found[0]
        try:
            return read_record(found[0])
        except RecordFault as fault:
            raise _wrong(f"the SPF record of {domain} cannot be read: {fault}") from fault

    def matches(self, mechanism: Mechanism, domain: str) -> tuple[str, ...] | None:
        """The terms within an include that matched, none of them for another match; None for no match."""
        if mechanism.name in _COUNTED:
            self.count()
        if mechanism.name == "all":
            return ()
        if mechanism.network is not None:
            network = mechanism.network
            same = network.version == self.subject.address.version
            return () if same and self.subject.address in network else None
        target = self.expanded(mechanism.domain, domain) if mechanism.domain else domain
        if mechanism.name == "include":
            return self.included(target)
        test = {"a": self.is_host, "mx": self.is_exchange, "exists": self.exists, "ptr": self.is_named}
        return () if test[mechanism.name](target, mechanism) else None

    def included(self, target: str) -> tuple[str, ...] | None:
        result, by = self.evaluate(target)
        if result is SpfResult.NONE:
            raise _wrong(f"include:{target} leads to no SPF record")
        return by if result is SpfResult.PASS else None

    def is_host(self, target: str, mechanism: Mechanism) -> bool:
        found = self.addresses(target)
        self.void(found)
        return any(self.near(one, mechanism) for one in found)

    def is_exchange(self, target: str, mechanism: Mechanism) -> bool:
        hosts = [text.split()[-1] for text in self.ask(target, "MX")]
        self.void(hosts)
        if len(hosts) > HOSTS:
            raise _wrong(f"{target} has more than {HOSTS} mail servers")
        return any(self.near(one, mechanism) for host in hosts for one in self.addresses(host))

    def exists(self, target: str, _mechanism: Mechanism) -> bool:
        found = self.ask(target, "A")
        self.void(found)
        return bool(found)

    def is_named(self, target: str, _mechanism: Mechanism) -> bool:
        named = self.ask(self.subject.address.reverse_pointer, "PTR")
        self.void(named)
        below = [n for n in named[:HOSTS] if f".{n.lower()}".endswith(f".{target.lower()}")]
        return any(str(self.subject.address) in self.addresses(name) for name in below)

    def near(self, found: str, mechanism: Mechanism) -> bool:
        four = self.subject.address.version == 4
        length = mechanism.lengths[0 if four else 1]
        return self.subject.address in ip_network(f"{found}/{length}", strict=False)

    def addresses(self, host: str) -> tuple[str, ...]:
        four = self.subject.address.version == 4
        return self.ask(host, "A" if four else "AAAA")

    def expanded(self, text: str, domain: str) -> str:
        try:
            return expand(text, domain, self.subject)
        except MacroFault as fault:
            raise _wrong(f"the SPF record of {domain} cannot be read: {fault}") from fault

    def count(self) -> None:
        self.lookups += 1
        if self.lookups > LOOKUPS:
            raise _wrong(f"it takes more than {LOOKUPS} look-ups, which is the most there may be")

    def void(self, found: object) -> None:
        self.voids += not found
        if self.voids > VOID_LOOKUPS:
            raise _wrong(f"more than {VOID_LOOKUPS} of its look-ups find nothing")

    def ask(self, name: str, kind: str) -> tuple[str, ...]:
        try:
            return self.names.look_up(name, kind)
        except NoAnswer as error:
            raise _Ended(SpfResult.TEMPERROR, str(error)) from error
