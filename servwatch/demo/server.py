"""Serve the sample feeds over real loopback HTTP, with ETags, dated from the first run of the demo."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from babel.dates import format_date

SAMPLES = Path(__file__).parent / "samples"
_DATE = re.compile(rb"@(rfc822|iso)\((-?\d+)d (\d\d):(\d\d)\)@")
_DAY_IN_WORDS = re.compile(rb"@nl\((-?\d+)d\)@")
_TYPES = {".xml": "application/xml", ".rdf": "application/rdf+xml", ".json": "application/feed+json"}


def dated(content: bytes, first: datetime) -> bytes:
    """The sample with its dates filled in, counted from the day of `first`."""

    def in_words(found: re.Match[bytes]) -> bytes:
        return format_date((first + timedelta(days=int(found.group(1)))).date(), "long", "nl").encode()

    def date(found: re.Match[bytes]) -> bytes:
        day = first + timedelta(days=int(found.group(2)))
        time = day.replace(hour=int(found.group(3)), minute=int(found.group(4)), second=0, microsecond=0)
        text = format_datetime(time) if found.group(1) == b"rfc822" else time.isoformat()
        return text.encode()

    return _DAY_IN_WORDS.sub(in_words, _DATE.sub(date, content))


@contextmanager
def serving(first: datetime) -> Iterator[int]:
    """Serve the samples on a free port of 127.0.0.1 while the block runs; gives the port."""
    feeds = {
        f"/{path.name}": (dated(path.read_bytes(), first), _TYPES[path.suffix])
        for path in SAMPLES.iterdir()
        if path.suffix in _TYPES
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing: the run tells what it read."""

        def do_GET(self) -> None:
            """Answer with the sample, or that it has not changed."""
            body, kind = feeds.get(self.path, (b"", ""))
            tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
            same = self.headers.get("If-None-Match") == tag
            status = HTTPStatus.NOT_FOUND if not kind else HTTPStatus.NOT_MODIFIED if same else HTTPStatus.OK
            content = body if status is HTTPStatus.OK else b""
            self.send_response(status)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
