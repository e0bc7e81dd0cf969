"""Newsletters: the mail of a folder, whose content links become items.

```toml
[[source]]
id = "newsletters"
name = "Newsletters by mail"
body = "newsletters"
kind = "mailbox"
url = "imaps://mail.example.org/INBOX/Nieuwsbrieven"   # RFC 5092; percent-encoded where need be
user = "nieuws@example.org"
password_file = "mailbox-password"
from = ["@oecd.org", "nieuwsbrief@vlaanderen.be"]      # only mail by these; a From can be forged,
require_auth = "mx.example.org"                        # unless your own server says whose it is
resolve = ["links.example.org"]                        # hosts whose redirects are asked where they lead
```

The body is what `model.mailbox.packed` made of the messages that are new. Of each message the HTML is read,
else the plain text, and every message that is attached to it. Nothing is asked for while reading: no image, no
pixel, no link. What unsubscribes, forwards, shares, or shows the newsletter or its preferences is never an item,
see `unwanted`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from servwatch.model import Parsed, Request, Source
from servwatch.sources.source_kind import ParseContext, Unreadable, plain_request


class Mailbox:
    """The source kind `mailbox`: newsletters in a folder of a mailbox."""

    name = "mailbox"

    def request(self, source: Source, now: datetime) -> Request:
        """The messages of the folder that were not taken yet."""
        return replace(
            plain_request(source, now, expects="mail"),
            url=source.url,
            login=source.login,
            newest=int(source.options.get("newest", 30)),
            senders=tuple(source.options.get("from", ())),
        )

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of messages.

        OK with items; EMPTY where no message has a content link; BROKEN for what is no mail at all. A message
        that cannot be read is counted in the notes, and stops no other.
        """
        # Imported here, in the parser process, so that the main process never carries lxml.
        from servwatch.sources.mailbox.reading import read_messages

        try:
            return read_messages(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
