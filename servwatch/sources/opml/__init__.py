"""Lists of subscriptions, as readers of feeds exchange them: OPML 2.0 (opml.org/spec2.opml).

An item is an outline with the address of a feed: its title and address, the page of the feed as
`identifier`, the names of the groups it stands in as `categories`. Groups may stand in groups.
"""

from __future__ import annotations

from servwatch.model import Parsed
from servwatch.sources.source_kind import ParseContext, Unreadable


class Opml:
    """Reads a list of subscriptions; no source kind, but read in the same child process."""

    name = "opml"

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """The feeds of a list. EMPTY where it names none; BROKEN where it is none, or declares entities.

        Never raises.
        """
        from servwatch.sources.opml.reading import read_outlines

        try:
            return read_outlines(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
