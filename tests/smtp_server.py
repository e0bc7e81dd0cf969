"""A scripted SMTP server on a raw socket: it keeps to RFC 5321 except where its script says otherwise.

Why raw: the faults that matter happen between two bytes (after the dot, before the 250), where a
server library always does the right thing.

What it does by itself, from the RFC:

- greets with 220, answers EHLO with its extensions and HELO without (4.1.1.1);
- wants EHLO/HELO before MAIL, MAIL before RCPT, RCPT before DATA, else 503 (4.1.4);
- a message ends at CRLF "." CRLF and nowhere else; a leading dot is taken off (4.5.2);
- one more MAIL after a message needs no RSET; RSET, NOOP and QUIT at any time (4.1.1.5-10);
- STARTTLS forgets all that was said before (RFC 3207); AUTH PLAIN and LOGIN (RFC 4954, 4616);
- AUTH XOAUTH2 as Google and Microsoft document it: "user=..^Aauth=Bearer ..^A^A", in the same line or after
  an empty challenge; a refusal is a challenge with JSON, which the client answers by an empty line
  (Google), or 535 5.7.3 at once (Microsoft: `explains=False`).

Quirks a script can ask for at a place (`smtp_acts.PLACES`), for the nth time a connection comes there:

- `Say`: another reply, several lines too, and then perhaps close the connection; in the body it is the
  answer to the dot given early, and the message is not taken;
- `Raw`: bytes as they are: two replies for one command, half a line, no digits, no end;
- `Drop`: close without a word, by FIN or by RST; in the body after so many bytes;
- `Hang`: neither read nor answer, but keep the connection open until the other side leaves;
- `Drip`: one byte of a reply that never ends every so often, which outlives any timeout per read;
- at the dot each says with `keeps` whether the server has taken the message (RFC 1047: it may
  well have, and the client cannot know);
- `injected`: bytes sent in the clear together with the 220 to STARTTLS (CVE-2011-0411 and kin);
- extensions, login and TLS are the server's own arguments;
- PIPELINING (RFC 2920) is offered where the class says so: then RSET, MAIL and RCPT may come at once, and are
  answered each in turn; after a MAIL that was refused the RCPT behind it gets a 503.

What it finds wrong with the client is kept in `Connection.faults`: a command sent before the
reply to the one before where that was not offered, a bare CR or LF, a line over 1000 bytes.
"""

from __future__ import annotations

import socket
import ssl
import threading

from tests.smtp_acts import PLACES, Script
from tests.smtp_record import Connection, Delivery
from tests.smtp_session import Session


class ScriptedSmtpServer:
    """`with ScriptedSmtpServer() as server:` listens on loopback at `server.port`."""

    pipelining = True  # as nearly every relay offers it

    def __init__(
        self,
        *,
        tls=None,
        implicit_tls=False,
        login=None,
        features=(),
        injected=b"",
        mechanisms="PLAIN LOGIN",
        tokens=None,
        explains=True,
    ):
        self.tls, self.implicit_tls, self.login = tls, implicit_tls, login
        self.features, self.injected, self.mechanisms = tuple(features), injected, mechanisms
        self.tokens, self.explains = tokens, explains  # a set of (user, token), which a test may change
        self.deliveries: list[Delivery] = []
        self.connections: list[Connection] = []
        self._scripts: list[Script] = []
        self._default: Script = {}
        self.stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._sessions: list[Session] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]

    def play(self, *scripts: Script):
        """The next connections follow these, one each."""
        _check(scripts)
        self._scripts.extend(scripts)
        return self

    def always(self, script: Script):
        """Every connection without a script of its own follows this."""
        _check([script])
        self._default = script
        return self

    def settle(self):
        """Wait until every connection so far is over; to be called after the client has left."""
        for thread in list(self._threads):
            thread.join(10)
            assert not thread.is_alive(), "a connection is still open"

    def sent_to(self, recipient):
        return [d for d in self.deliveries if recipient in d.recipients]

    @property
    def faults(self):
        return [fault for c in self.connections for fault in c.faults]

    def __enter__(self):
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()
        return self

    def __exit__(self, *exc):
        self.stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(10)
        self._listener.close()
        for session in self._sessions:
            session.end()
        self.settle()

    def _accept(self):
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:  # shut down
                return
            connection = Connection(len(self.connections))
            self.connections.append(connection)
            script = self._scripts.pop(0) if self._scripts else self._default
            session = Session(self, sock, connection, script)
            self._sessions.append(session)
            thread = threading.Thread(target=session.run)
            self._threads.append(thread)
            thread.start()


def _check(scripts):
    for script in scripts:
        assert set(script) <= set(PLACES), set(script) - set(PLACES)


def server_tls(authority, *names):
    """A server's TLS context with a certificate of `authority` (trustme.CA) for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
    return context
