"""HTTP/2 for the loopback internet (RFC 9113), as far as plain answers need it."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import h2.config
import h2.connection
import h2.events

from tests.internet.replies import Asked

if TYPE_CHECKING:
    from tests.internet.internet import Internet


async def serve_http2(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int, internet: Internet
) -> None:
    """Answers each request at once; of the quirks only status, headers, body, encoding and reset.

    A header ":status" goes before the reply's status, and need not be a number.
    """
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    count = 0
    while True:
        writer.write(connection.data_to_send())
        await writer.drain()
        data = await reader.read(65_536)
        if not data:
            return
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                count += 1
                _answer(connection, event, internet, number, count)


def _answer(
    connection: h2.connection.H2Connection,
    event: h2.events.RequestReceived,
    internet: Internet,
    number: int,
    count: int,
) -> None:
    headers = {_text(name): _text(value) for name, value in event.headers or ()}
    asked = Asked(
        time=time.monotonic(),
        host=headers[":authority"].partition(":")[0],
        path=headers[":path"],
        headers=headers,
        secure=True,
        protocol="HTTP/2",
        connection=number,
        nth=count,
    )
    reply = internet.reply_to(asked)
    stream = event.stream_id
    if reply.reset:
        connection.reset_stream(stream)
        return
    status = dict(reply.headers).get(":status", str(reply.status))
    fields = [
        (name.lower(), value)
        for name, value in reply.fields(formatdate(usegmt=True))
        if not name.startswith(":")
    ]
    body = b"" if reply.bodyless else reply.payload()
    connection.send_headers(stream, [(":status", status), *fields], end_stream=not body)
    for start in range(0, len(body), 16_384):
        piece = body[start : start + 16_384]
        connection.send_data(stream, piece, end_stream=start + 16_384 >= len(body))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
