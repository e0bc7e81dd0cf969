"""Polite HTTP: one client, and a verdict for every fetch.

    async with Fetcher(settings) as fetcher:
        fetched = await fetcher.fetch(Request("https://www.ilo.org/rss"))

The way of a request through the modules:

    client      the trip: permission, slot, exchange, redirect, verdict
      redirects   which addresses may be fetched, and where redirects lead
      robots      robots.txt, for pages
      pacing      slots: a pace and a number of places for each host
      headers     what we say of ourselves, and which validators go back
      transport   direct or by proxy; pool: connections that are kept
        network     resolve, check (address), connect; wire: one connection
      body        the body, capped; codings: gzip, deflate, br, zstd undone in steps
      trip        what is known so far, and the `Fetched` in the end
      verdict     what the answer is worth (sniff: its shape; walls: who answers in its place)
      freshness   how long it may be reused, when to come back
      faults      what went wrong before there was an answer
    mailboxes   the other way in: messages of a folder, marked once their items are kept
      tokens      XOAUTH2: asked for over HTTP, kept until they expire (token_source: for the sender of mail)
      imap_session  what is said to the server, in a thread, over an imap_connection
    schedule    when to poll next
"""

from servwatch.fetch.client import Fetcher
from servwatch.fetch.schedule import Poll, next_poll
from servwatch.fetch.token_source import Token, TokenDenied, TokenSource
from servwatch.fetch.verdict import HEAD_BYTES, Answer, Judgement, judge

__all__ = [
    "HEAD_BYTES",
    "Answer",
    "Fetcher",
    "Judgement",
    "Poll",
    "Token",
    "TokenDenied",
    "TokenSource",
    "judge",
    "next_poll",
]
