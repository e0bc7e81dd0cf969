"""When most sources cannot be reached, it is the network. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from servwatch.model import Source, Verdict

UNREACHED = (Verdict.UNREACHABLE, Verdict.TIMEOUT)
"""The verdicts of a host that does not answer; whose fault that is, one source alone cannot tell."""
_FEWEST, _HOSTS = 5, 3  # sources, and hosts of theirs, that fail before it may be the network


def is_down(unreached: Sequence[Source], judged: int) -> bool:
    """Whether so many cannot be reached, of so many sources in all, that it is the network."""
    hosts = {urlsplit(source.url).hostname for source in unreached}
    return len(unreached) >= _FEWEST and len(hosts) >= _HOSTS and 2 * len(unreached) > judged
