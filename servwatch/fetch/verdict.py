"""The verdict of an answer, and the rule that gave it. Pure.

What went wrong before there was an answer (no name, no connection, a deadline) is in `faults`; here
is judged what a server said. The order of the rules is the order of `judge`: what the headers of a
wall say goes before the status, the status before the body, the body before its Content-Type,
which is never believed. An empty or foreign answer is never taken for an empty feed.

The real cases behind the rules are told with each; they are public reports of 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from servwatch.fetch.sniff import Shape, Sniffed, sniff, title
from servwatch.fetch.walls import wall_in_headers, wall_in_page
from servwatch.model import Verdict

HEAD_BYTES = 8_192
"""So much of the body is looked at: enough to see a shell whole."""

SHELL_LARGEST = 8_192
"""A page up to this size may be a shell that scripts fill: that of ec.europa.eu has about 4 KB."""


class Judgement(NamedTuple):
    """A verdict with its rule, one plain sentence without a full stop."""

    verdict: Verdict
    rule: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, as far as a verdict depends on it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names
    head: bytes = b""  # the first `HEAD_BYTES` of the decompressed body
    length: int = 0  # of the decompressed body, bytes
    asked: str = ""  # the address asked for
    url: str = ""  # the address that answered, after redirects
    expects: str = "feed"  # "feed" | "page" | "json" | "sitemap"
    conditional: bool = False  # whether the request carried a validator


_BLOCKING = {
    401: "the server asks for a login (401)",
    403: "the server refuses us (403)",
    407: "the proxy asks for a login (407)",
    429: "the server says we ask too often (429)",
    451: "the server may not show it for legal reasons (451)",
    503: "the server is not available for now (503)",
}
_GONE = {404: "nothing is there (404)", 410: "it was taken away for good (410)"}
WITH_BODY = frozenset({200, 202, 203})
"""The statuses whose body is read and judged."""

_PROMISED = {"feed": "a feed", "page": "a page", "json": "JSON", "sitemap": "a sitemap"}
_FRONT_PAGE = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:[-_][a-z]{2})?(?:\.\w{2,5})?/?)?",
    re.IGNORECASE,
)
_MOUNT_POINT = re.compile(
    r"""<(?:div|main)\s[^>]{0,100}id=["']?(?:root|app|__next|__nuxt)["']?[^>]{0,100}>\s*</"""
    r"""|<app-root[^>]{0,100}>\s*(?:</|<script)""",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\s", re.IGNORECASE)


def judge(answer: Answer) -> Judgement:
    """The verdict of one answer, redirects already followed."""
    if (wall := wall_in_headers(answer.headers)) is not None:
        return Judgement(Verdict.BLOCKED, wall)
    if _challenged(answer):
        return Judgement(Verdict.BLOCKED, "the address led to a challenge page")
    if answer.status not in WITH_BODY:
        return _by_status(answer)
    if answer.length == 0:
        return Judgement(Verdict.BLOCKED, f"{answer.status} with an empty body")
    return _by_body(answer, sniff(answer.head))


def _challenged(answer: Answer) -> bool:
    """Cedefop, August 2026: after some requests a redirect to /challenge, with status 200."""
    if answer.url == answer.asked:
        return False
    return "challenge" in _segments(answer.url) and "challenge" not in _segments(answer.asked)


def _by_status(answer: Answer) -> Judgement:
    status = answer.status
    if status == 304:
        return _not_modified(answer)
    if status == 204 and answer.expects == "json":  # the Parliament's API: an agenda not yet published
        return Judgement(Verdict.EMPTY, "the server says there is nothing yet (204)")
    if status == 204:
        return Judgement(Verdict.BLOCKED, "204 with an empty body")
    if status in _BLOCKING:
        return Judgement(Verdict.BLOCKED, _BLOCKING[status])
    if status in _GONE:
        return Judgement(Verdict.GONE, _GONE[status])
    if 300 <= status < 400:
        return Judgement(Verdict.MOVED, f"a redirect ({status}) that gives no address to follow")
    if 400 <= status < 500:
        return Judgement(Verdict.BROKEN, f"the server does not accept the request ({status})")
    if status >= 500:
        return Judgement(Verdict.BROKEN, f"a fault of the server ({status})")
    return Judgement(Verdict.BROKEN, f"a status that no request of ours can have ({status})")


def _not_modified(answer: Answer) -> Judgement:
    if answer.conditional:
        return Judgement(Verdict.NOT_MODIFIED, "unchanged since the last good answer (304)")
    return Judgement(Verdict.BROKEN, "304, though nothing was asked to compare with")


def _by_body(answer: Answer, body: Sniffed) -> Judgement:
    if body.shape is Shape.BINARY:
        return Judgement(Verdict.BROKEN, f"{body.shape} where {_promised(answer)} was promised")
    if answer.expects == "page":
        return _page(answer, body)
    if body.shape is Shape.HTML:
        return _unwanted_page(answer, body)
    if answer.expects == "json" and body.shape is not Shape.JSON:
        return Judgement(Verdict.BROKEN, f"{body.shape} where JSON was promised")
    if body.shape is Shape.TEXT and "<" not in body.text:
        return Judgement(Verdict.BROKEN, f"plain text where {_promised(answer)} was promised")
    return Judgement(Verdict.OK, f"{answer.status} with {body.shape}")


def _unwanted_page(answer: Answer, body: Sniffed) -> Judgement:
    """HTML where XML or JSON was promised."""
    if (wall := wall_in_page(body.text, answer.length, wanted=False)) is not None:
        return Judgement(Verdict.BLOCKED, wall)
    if answer.url != answer.asked:
        if _is_front_page(answer.url):
            return Judgement(Verdict.MOVED, "the redirect led to a front page")
        if _site(answer.url) != _site(answer.asked):
            return Judgement(Verdict.MOVED, f"the redirect led to a page of {_site(answer.url)}")
    kind = "a shell of HTML" if _is_shell(answer, body) else "HTML"
    named = f" titled “{name}”" if (name := title(body.text)) else ""
    return Judgement(
        Verdict.BLOCKED, f"{kind}{named} ({answer.length} bytes) where {_promised(answer)} was promised"
    )


def _page(answer: Answer, body: Sniffed) -> Judgement:
    """A page where a page is expected may still be a wall, a shell or a front page."""
    if (wall := wall_in_page(body.text, answer.length, wanted=True)) is not None:
        return Judgement(Verdict.BLOCKED, wall)
    if answer.status == 202:
        return Judgement(Verdict.BLOCKED, "202 in place of the page")
    if _is_shell(answer, body):
        return Judgement(Verdict.BLOCKED, "a shell of HTML that only a browser's scripts would fill")
    if _front_page_instead(answer):
        return Judgement(Verdict.MOVED, "the redirect led to a front page")
    return Judgement(Verdict.OK, f"{answer.status} with {body.shape}")


def _is_shell(answer: Answer, body: Sniffed) -> bool:
    """Press Corner's and Have Your Say's pages: a place for scripts to work in, and not one link."""
    if body.shape is not Shape.HTML or answer.length > SHELL_LARGEST:
        return False
    return _MOUNT_POINT.search(body.text) is not None and _LINK.search(body.text) is None


def _front_page_instead(answer: Answer) -> bool:
    """Whether a page below was asked for and the same site's front page came."""
    return (
        answer.url != answer.asked
        and _site(answer.url) == _site(answer.asked)
        and _is_front_page(answer.url)
        and not _is_front_page(answer.asked)
    )


def _promised(answer: Answer) -> str:
    return _PROMISED.get(answer.expects, answer.expects)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _segments(url: str) -> list[str]:
    return _split(url).path.lower().strip("/").split("/")


def _is_front_page(url: str) -> bool:
    split = _split(url)
    return not split.query and _FRONT_PAGE.fullmatch(split.path) is not None


def _site(url: str) -> str:
    return (_split(url).hostname or "").removeprefix("www.")
