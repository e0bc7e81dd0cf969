"""From the bytes of any answer to proposals: what it is decides who reads it."""

from __future__ import annotations

import re
from dataclasses import replace

from servwatch.model import Parsed, Proposal, Verdict
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.discovery.feed_facts import feed_facts
from servwatch.sources.discovery.feed_links import feed_links
from servwatch.sources.discovery.json_lists import json_proposals
from servwatch.sources.discovery.page_proposals import page_proposals, title_of_page
from servwatch.sources.feed import Feed, sentences
from servwatch.sources.html_document import html_document
from servwatch.sources.json_document import json_document
from servwatch.sources.language_code import language_code
from servwatch.sources.sitemap import Sitemap
from servwatch.sources.source_kind import ParseContext

FOUND = "It can be read as {kind}."
LOOK = "It is a page that names addresses of feeds."
NOTHING = "Nothing on the page repeats: its list may be made by script."
NO_LIST = "The answer in JSON holds no list of entries with titles."
_SITEMAP = re.compile(r"<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]")
_OPENING = 4_000


def propose(body: bytes, context: ParseContext) -> Parsed:
    """Proposals for one answer. Raises Unreadable where nothing can be read in it."""
    plain = replace(context, options={})
    content, _ = unpacked(body)
    text = decode(content, context.content_type).text
    opening = text[:_OPENING].lstrip("\ufeff\0 \t\r\n")
    feed = Feed().parse(body, plain)
    if feed.verdict is Verdict.OK:
        facts = feed_facts(text, context)
        return _found(
            Proposal("feed", items=feed.items, title=facts.title, language=facts.language, home=facts.home)
        )
    if feed.verdict is Verdict.EMPTY:
        return feed
    if opening.startswith(("{", "[")):
        return _of_json(body, plain)
    if _SITEMAP.search(opening):
        sitemap = Sitemap().parse(body, plain)
        proposal = Proposal("sitemap", items=sitemap.items, detail=True)  # it tells neither title nor date
        return replace(sitemap, proposals=(proposal,) if sitemap.verdict.good else ())
    fragment = feed.rule == sentences.OTHER_XML and not opening.startswith("<?xml")
    return _of_page(body, plain) if feed.verdict is Verdict.BLOCKED or fragment else feed


def _of_json(body: bytes, context: ParseContext) -> Parsed:
    value, notes = json_document(body, context)
    found = json_proposals(value, body, context)
    if not found:
        return Parsed(Verdict.EMPTY, NO_LIST, notes=tuple(notes))
    return _found(*found)


def _of_page(body: bytes, context: ParseContext) -> Parsed:
    root, notes = html_document(body, context)
    links = feed_links(root, context)
    found = page_proposals(body, root, context)
    if found:
        return replace(_found(*found), follow=links, notes=tuple(notes))
    verdict, rule = (Verdict.OK, LOOK) if links else (Verdict.EMPTY, NOTHING)
    named = Proposal("page", title=title_of_page(root), language=language_code(root.get("lang") or ""))
    return Parsed(verdict, rule, notes=tuple(notes), follow=links, proposals=(named,))


def _found(*proposals: Proposal) -> Parsed:
    return Parsed(Verdict.OK, FOUND.format(kind=proposals[0].kind), proposals[0].items, proposals=proposals)
