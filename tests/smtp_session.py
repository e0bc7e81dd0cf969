"""One connection of the scripted SMTP server: what it says by the RFC, and by its script."""

from __future__ import annotations

import base64
import contextlib
import re
import select
import socket
import struct
from collections.abc import Sequence

from tests.smtp_acts import PLACES, Drip, Drop, Hang, Raw, Say
from tests.smtp_record import Delivery

IN_A_GROUP = ("RSET", "MAIL", "RCPT")
"""The commands after which others may follow unanswered; all others end a group (RFC 2920, 3.1)."""


class _Ended(Exception):
    """The connection is over, by whichever side."""


class Session:
    """One connection, in a thread of its own."""

    def __init__(self, server, sock, connection, script):
        self.server, self.sock, self.connection, self.script = server, sock, connection, script
        self.seen: dict[str, int] = {}
        self.buffer = b""
        self.greeted = False
        self.sender: str | None = None
        self.recipients: list[str] = []

    def run(self):
        self.sock.settimeout(30)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.converse()
        except (_Ended, OSError):
            pass
        finally:
            self.sock.close()

    def end(self):
        """End the connection from another thread, whatever it waits for."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def converse(self):
        self.at("connect")
        if self.server.implicit_tls:
            self.secure()
        self.at("greeting") or self.reply("220 sink.example.org ESMTP")
        while True:
            line = self.line()
            self.connection.commands.append(line)
            verb = line.split(" ", 1)[0].upper()
            if self.buffer:
                self.connection.followed.append(verb)
            if self.buffer and not (self.server.pipelining and verb in IN_A_GROUP):
                self.connection.faults.append(f"sent more before the reply to {verb}")
            known = verb in PLACES
            if not known:
                self.reply("500 5.5.1 unknown command")
            elif not self.at(verb):
                getattr(self, f"do_{verb.lower()}")(line)
            if verb == "QUIT":
                raise _Ended

    # what the script says

    def at(self, place):
        """Play the script's act for this place; True when that was the answer."""
        act = self.next_act(place)
        if act is None:
            return False
        self.perform(act)
        return True

    def next_act(self, place):
        nth = self.seen[place] = self.seen.get(place, 0) + 1
        acts = self.script.get(place)
        if isinstance(acts, Sequence):
            return acts[nth - 1] if nth <= len(acts) else None
        return acts

    def perform(self, act):
        match act:
            case Say():
                self.reply(act.text)
            case Raw():
                self.sock.sendall(act.data)
            case Drop():
                self.drop(reset=act.reset)
            case Hang():
                self.wait_for_end()
            case Drip():
                self.drip(act.every)
        if getattr(act, "drop", False):
            self.drop(reset=False)

    def drop(self, *, reset):
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _Ended

    def wait_for_end(self):
        poller = select.poll()
        poller.register(self.sock.fileno(), select.POLLRDHUP | select.POLLHUP | select.POLLERR)
        while not self.server.stopping.is_set():
            if poller.poll(50):
                break
        raise _Ended

    def drip(self, every):
        self.sock.sendall(b"250-")
        while not self.server.stopping.wait(every):
            self.sock.sendall(b"z")
        raise _Ended

    # the wire

    def reply(self, text):
        lines = text.split("\n")
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def more(self):
        data = self.sock.recv(65536)
        if not data:
            raise _Ended
        self.buffer += data

    def line(self):
        while b"\n" not in self.buffer:
            self.more()
        line, _, self.buffer = self.buffer.partition(b"\n")
        if not line.endswith(b"\r") or b"\r" in line[:-1]:
            self.connection.faults.append(f"bare CR or LF in {line!r}")
        return line.rstrip(b"\r").decode("ascii", "surrogateescape")

    def secure(self):
        self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)
        self.connection.secure = True
        self.buffer = b""

    # the commands, as RFC 5321 has them

    def do_ehlo(self, line):
        self.greeted = True
        features = [*self.server.features, "8BITMIME", "ENHANCEDSTATUSCODES"]
        if self.server.pipelining:
            features.append("PIPELINING")
        if self.server.tls and not self.connection.secure:
            features.append("STARTTLS")
        if self.server.login or self.server.tokens is not None:
            features.append(f"AUTH {self.server.mechanisms}")
        lines = ["sink.example.org", *features]
        self.reply("\n".join(f"250-{x}" for x in lines[:-1]) + f"\n250 {lines[-1]}")

    def do_helo(self, line):
        self.greeted = True
        self.reply("250 sink.example.org")

    def do_starttls(self, line):
        if not self.server.tls:
            self.reply("502 5.5.1 not offered")
            return
        self.sock.sendall(b"220 2.0.0 go ahead\r\n" + self.server.injected)
        self.secure()
        self.greeted = False

    def do_auth(self, line):
        words = line.split(" ")
        if words[1].upper() == "XOAUTH2":
            self.auth_by_token(words)
            return
        if words[1].upper() == "PLAIN":
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
        else:
            self.reply("334 " + base64.b64encode(b"Username:").decode())
            user = base64.b64decode(self.line()).decode()
            self.reply("334 " + base64.b64encode(b"Password:").decode())
            password = base64.b64decode(self.line()).decode()
        if (user, password) == self.server.login:
            self.connection.user = user
            self.reply("235 2.7.0 welcome")
            return
        self.reply("535 5.7.8 authentication failed")

    def auth_by_token(self, words):
        """SASL XOAUTH2, with its answer in the same line or on one of its own."""
        if len(words) < 3:
            self.reply("334 ")
        answer = words[2] if len(words) > 2 else self.line()
        said = base64.b64decode(answer, validate=True).decode()
        self.connection.bearers.append(said)
        found = re.fullmatch("user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01", said)
        if found and (found[1], found[2]) in self.server.tokens:
            self.connection.user = found[1]
            self.reply("235 2.7.0 accepted")
            return
        if self.server.explains:
            error = b'{"status":"401","schemes":"Bearer","scope":"https://mail.example.org/"}'
            self.reply(f"334 {base64.b64encode(error).decode()}")
            if self.line():
                self.connection.faults.append("the error of XOAUTH2 was not answered by an empty line")
        self.reply("535 5.7.3 Authentication unsuccessful")

    def do_mail(self, line):
        if not self.greeted or self.sender is not None:
            self.reply("503 5.5.1 bad sequence")
            return
        if (self.server.login or self.server.tokens is not None) and self.connection.user is None:
            self.reply("530 5.7.0 log in first")
            return
        self.sender = _path(line)
        self.reply("250 2.1.0 ok")

    def do_rcpt(self, line):
        if self.sender is None:
            self.reply("503 5.5.1 bad sequence")
            return
        self.recipients.append(_path(line))
        self.reply("250 2.1.5 ok")

    def do_data(self, line):
        if not self.recipients:
            self.reply("503 5.5.1 bad sequence")
            return
        self.reply("354 go on")
        early = self.next_act("body")
        data = self.body(early)
        if isinstance(early, Say):  # that was the answer: such a server takes nothing more
            self.sender, self.recipients = None, []
            return
        act = self.next_act("dot")
        if act is None or act.keeps:
            self.keep(data)
        self.sender, self.recipients = None, []
        if act is None:
            self.reply(f"250 2.0.0 ok: queued as {len(self.server.deliveries):04X}")
        else:
            self.perform(act)

    def body(self, act):
        if act is not None:
            while len(self.buffer) < act.after:
                self.more()
            self.perform(act)
        searched = 0
        while not (self.buffer.startswith(b".\r\n") or self.buffer.find(b"\r\n.\r\n", searched) >= 0):
            searched = max(0, len(self.buffer) - 4)
            self.more()
        if self.buffer.startswith(b".\r\n"):
            data, self.buffer = b"", self.buffer[3:]
        else:
            data, _, self.buffer = self.buffer.partition(b"\r\n.\r\n")
            data += b"\r\n"
        if self.buffer:
            self.connection.faults.append("sent more before the reply to the dot")
        return data

    def keep(self, data):
        if re.search(rb"\r(?!\n)|(?<!\r)\n", data):
            self.connection.faults.append("bare CR or LF in the message")
        if any(len(line) > 998 for line in data.split(b"\r\n")):
            self.connection.faults.append("a line over 1000 bytes")
        unstuffed = re.sub(rb"(?m)^\.", b"", data)
        delivery = Delivery(self.sender, tuple(self.recipients), unstuffed, self.connection.number)
        self.server.deliveries.append(delivery)

    def do_rset(self, line):
        self.sender, self.recipients = None, []
        self.reply("250 2.0.0 ok")

    def do_noop(self, line):
        self.reply("250 2.0.0 ok")

    def do_quit(self, line):
        self.reply("221 2.0.0 bye")


def _path(line):
    return re.search(r"<([^>]*)>", line)[1]
