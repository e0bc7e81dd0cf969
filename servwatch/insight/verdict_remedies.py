"""Who is to look at each verdict, and what to do: faults of the way to a source."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from servwatch.model import Verdict


class FaultClass(StrEnum):
    """Whose a fault is: what a source publishes is the cell's, how it is reached the administrator's."""

    CONTENT = "content"
    SYSTEM = "system"


CLASSES: Mapping[Verdict, FaultClass | None] = MappingProxyType(
    {verdict: None if verdict.good else FaultClass.SYSTEM for verdict in Verdict}
)
"""By verdict; None for those that are no fault. A body that came and could not be read is content's, whatever its verdict."""

REMEDIES: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.OK: "Nothing need be done.",
        Verdict.NOT_MODIFIED: "Nothing need be done.",
        Verdict.EMPTY: "Nothing need be done, unless it lasts.",
        Verdict.BLOCKED: "Open the address in a browser. Where that shows it, the publisher keeps programs out:"
        " ask for access, or use another address of the same news.",
        Verdict.GONE: "The address is no more. Find its successor with `servwatch sources probe` on the publisher's site,"
        " or disable the source.",
        Verdict.MOVED: "It leads elsewhere. Follow it in a browser, and give the source the new address.",
        Verdict.BROKEN: "The publisher's server has a fault. If it lasts, write to the publisher, or look for another"
        " address.",
        Verdict.TOO_LARGE: "Give this source a larger max_bytes, or an address with fewer items.",
        Verdict.TIMEOUT: "The server is slow. Where a browser gets the page in the end, give this source a longer timeout.",
        Verdict.UNREACHABLE: "See that this machine reaches the host: name service, proxy, firewall, certificate."
        " Where others reach it neither, wait.",
        Verdict.REFUSED: "We keep away from it ourselves, for the reason given. Correct the address, or allow it in"
        " [fetch].",
    }
)
"""What to do about each."""
