"""The headers of every answer of the console; and the public address, which may be https and below a host's root."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servwatch.web.console.hosts import host_name, known_hosts, listens_here_only

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere, framed by nobody (Content Security Policy 3)."""
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Of a mail shown within a page: its styles stand inline, it runs nothing, and only we frame it."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


_MISDIRECTED = PlainTextResponse("This is not the place that you asked for.\n", 421)


class Protection:
    """Adds the headers that an answer does not have yet, and takes the public address's path off what is asked.

    What only this machine can call is answered by its own names only.
    """

    def __init__(self, app: ASGIApp, public_url: str = "", listen: str = "") -> None:
        self._hosts = known_hosts(public_url, listen)
        self._only_by_name = listens_here_only(listen)
        self._app = app
        address = urlsplit(public_url)
        self._base = address.path.rstrip("/")
        self._public = address.netloc.lower().encode() if address.scheme == "https" else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inner = dict(scope)
        inner["servwatch.base"] = self._base
        if self._base and scope["path"].startswith(f"{self._base}/"):
            inner["path"] = scope["path"][len(self._base) :]
            inner["raw_path"] = None
        public = bool(self._public) and dict(scope["headers"]).get(b"host", b"").lower() == self._public
        if public:  # the house's web server ends TLS; who comes by another name comes without it
            inner["scheme"] = "https"

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if public:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        if self._only_by_name and host_name(Headers(scope=scope).get("host", "")) not in self._hosts:
            await _MISDIRECTED(scope, receive, protected)
            return
        await self._app(inner, receive, protected)
