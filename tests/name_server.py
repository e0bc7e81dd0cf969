"""A name server on loopback, over UDP and TCP, for what `doctor mail` asks (RFC 1035).

    with NameServer() as server:
        server.says("example.org", "TXT", '"v=spf1 -all"')

What it does by itself:

- answers a name and type it was given; a name without that type with no answer (NODATA); a name it was
  never given, and that none is below, with NXDOMAIN (RFC 8020);
- follows its own CNAMEs within one answer;
- an answer over 512 bytes is cut over UDP (TC) where the client did not say that it takes more, and given
  over TCP.

Quirks, by name: `fails` (SERVFAIL), `is_silent` (no answer at all). `asked` keeps each question in its order.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset


def txt(text):
    """A TXT record, in strings of at most 255 bytes as it must be (RFC 1035, 3.3)."""
    return " ".join(f'"{text[n : n + 200]}"' for n in range(0, len(text), 200))


def _sockets():
    """One for TCP and one for UDP at the same port, which must be free for both."""
    for _ in range(20):
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
        except OSError:
            tcp.close()
            udp.close()
        else:
            return tcp, udp
    raise OSError("no port is free for both")


class NameServer:
    def __init__(self):
        self.asked: list[tuple[str, str]] = []
        self._records: dict[str, dict[str, list[str]]] = {}
        self._failing: set[str] = set()
        self._silent: set[str] = set()
        self._tcp, self._udp = _sockets()
        self.port = self._udp.getsockname()[1]
        self._threads = [threading.Thread(target=serve) for serve in (self._serve_udp, self._serve_tcp)]

    def says(self, name, kind, *records):
        """From now on these are the records of a name; none takes them away."""
        self._records.setdefault(name.lower(), {})[kind] = list(records)
        return self

    def fails(self, name):
        self._failing.add(name.lower())
        return self

    def is_silent(self, name):
        self._silent.add(name.lower())
        return self

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc):
        self._udp.sendto(b"", ("127.0.0.1", self.port))  # an empty datagram ends it
        self._tcp.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        self._udp.close()
        self._tcp.close()

    def _serve_udp(self):
        while True:
            data, sender = self._udp.recvfrom(65535)
            if not data:
                return
            question = dns.message.from_wire(data)
            answer = self._answer(question)
            if answer is None:
                continue
            wire = answer.to_wire()
            if len(wire) > max(512, question.payload):
                cut = dns.message.make_response(question)
                cut.flags |= dns.flags.TC
                wire = cut.to_wire()
            self._udp.sendto(wire, sender)

    def _serve_tcp(self):
        while True:
            try:
                sock, _ = self._tcp.accept()
            except OSError:  # shut down
                return
            with sock, contextlib.suppress(OSError):
                (length,) = struct.unpack("!H", sock.recv(2, socket.MSG_WAITALL))
                answer = self._answer(dns.message.from_wire(sock.recv(length, socket.MSG_WAITALL)))
                if answer is not None:
                    wire = answer.to_wire()
                    sock.sendall(struct.pack("!H", len(wire)) + wire)

    def _answer(self, question):
        name = question.question[0].name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.question[0].rdtype)
        self.asked.append((name, kind))
        if name in self._silent:
            return None
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        if name in self._failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
            return answer
        self._fill(answer, name, kind)
        return answer

    def _fill(self, answer, name, kind):
        records = self._records.get(name, {})
        if "CNAME" in records and kind != "CNAME":
            (target,) = records["CNAME"]
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", target))
            self._fill(answer, target.rstrip(".").lower(), kind)
        elif records.get(kind):
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *records[kind]))
        elif not any(known == name or known.endswith(f".{name}") for known in self._records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
