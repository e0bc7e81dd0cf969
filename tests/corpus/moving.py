"""The same feed after its site moved: every identifier, scheme and host is another, all else is as it was."""

import re

_ADDRESS = re.compile(
    r"""(?P<space>xmlns(?::[\w.-]+)?\s*=\s*["'][^"']*["'])"""  # names of vocabularies are no addresses
    r"""|(?<![=?&/*\w%])(?P<scheme>https?)(?P<slashes>:\\?/\\?/)(?P<host>[\w.-]+)"""  # not one within another
)
_IDENTIFIER = re.compile(
    r"""(?P<open><(?:[\w.-]+:)?(?:guid|id)(?:\s[^>]*)?>\s*(?:<!\[CDATA\[)?\s*)(?P<value>[^<\]]+)"""
    r"""|(?P<key>"id"\s*:\s*")(?P<text>[^"]+)"""
)
_STAYS = ("jsonfeed.org",)  # the version of a JSON Feed


def moved(body: bytes) -> bytes:
    """The bytes of a feed, moved."""
    coding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = _ADDRESS.sub(_elsewhere, body.decode(coding))
    return _IDENTIFIER.sub(_renamed, text).encode(coding)


def _elsewhere(match: re.Match[str]) -> str:
    if match["space"] or match["host"] in _STAYS:
        return match.group()
    scheme = "http" if match["scheme"] == "https" else "https"
    return f"{scheme}{match['slashes']}moved.{match['host']}"


def _renamed(match: re.Match[str]) -> str:
    before, value = match["open"] or match["key"], match["value"] or match["text"]
    return match.group() if "://" in value or ":\\/" in value else f"{before}new-{value}"
