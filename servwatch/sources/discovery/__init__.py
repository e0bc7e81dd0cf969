"""What kind of source an address is: from the bytes it answers to proposals of entries for feeds.toml.

A reader beside the kinds (see `servwatch.sources.READERS`), since it reads foreign bytes as they do, in
the parser process. A feed, a sitemap or an answer in JSON is known by its shape. A page gives two
things: the addresses at which its feed may be (`Parsed.follow`), and selectors of the kind `page`,
found from what repeats on it (`Parsed.proposals`, the best first).

Every proposal was tried by the kind itself on the same bytes: its items are those a poll takes.
"""

from __future__ import annotations

from servwatch.model import Parsed
from servwatch.sources.source_kind import ParseContext, Unreadable


class Discovery:
    """Reads whatever an address answers; no source kind, but read in the same child process."""

    name = "discovery"

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Proposals, the best first, and where else to look.

        OK where there are items or addresses to try; EMPTY where nothing on a page repeats; else as the
        kinds judge. Never raises.
        """
        # Imported here, in the parser process, so that the main process never carries lxml.
        from servwatch.sources.discovery.proposing import propose

        try:
            return propose(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
