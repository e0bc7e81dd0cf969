"""How fast an edition leaves, and what it takes: from the outbox, through a real Postfix, to a sink that counts.

    python -m benchmarks.delivery                       # 1,000 and 10,000 recipients, twice over
    python -m benchmarks.delivery --recipients 300 --rounds 1

Needs Debian's postfix, and root to start one of its own (private configuration and queue, loopback only). Each figure is of a
process of its own: freezing, sending, and beside it a plain smtplib loop that keeps one connection and sends the same bytes from
memory, without and with two small writes to the disk for each message, synced, before and after the final dot, which is the
least that any sender pays that can say after a power cut what may have left. Then half of the recipients are
deferred (450 at RCPT) for an hour of virtual time. What arrived is counted by recipient and Message-ID.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import resource
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import structlog

from servwatch.archive.database import Database
from servwatch.archive.outbox import Outbox, enqueue
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.cycle.edition_mail import edition_letter
from servwatch.cycle.edition_messages import Rendering, edition_messages
from servwatch.digest.render import Rendered
from servwatch.mail import SmtpTransport, send_pending
from servwatch.model import Digest, Edition, MailSettings, Recipient
from tests.postfix import Postfix, why_not
from tests.smtp_sink import SINK, kept_mail, smtp_sink

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
DIGEST = Digest("dagelijks", {"nl": "Internationaal in het kort"}, "0 7 * * *")
HALF = "lid[0-9]*[02468]@"
STEPS = range(0, 125, 5)  # minutes; healed after the first hour


def page() -> Rendering:
    """An edition of 40 KB, of words that do not repeat."""
    rng = random.Random(7)
    letters = "aeioubcdgklmnprstvw"
    words = ["".join(rng.choices(letters, k=rng.randint(3, 11))) for _ in range(3000)]
    entries = (
        f'<tr><td style="padding:12px 0"><p lang="nl"><a href="https://example.org/{n}">'
        f"{' '.join(rng.choices(words, k=9))}</a><br>{' '.join(rng.choices(words, k=45))}</p></td></tr>\n"
        for n in range(91)
    )
    html = (
        f'<!DOCTYPE html><html lang="nl"><head></head><body><table>{"".join(entries)}</table></body></html>'
    )
    text = "\n".join(" ".join(rng.choices(words, k=10)) for _ in range(80))
    return Rendering(Rendered("SERV 27 nov: 3 deadlines, 14 berichten", html, text), "nl")


def settings(port: int = 25) -> MailSettings:
    """A relay on loopback."""
    sender = "SERV Internationaal <internationaal@servwatch.example.org>"
    return MailSettings(sender=sender, transport="smtp", port=port, timeout=timedelta(seconds=120))


def edition(number: int) -> Edition:
    """Each run is of an edition of its own, so that what arrived can be told apart."""
    return Edition(DIGEST.id, number, NOW, NOW, ())


def freeze(folder: Path, count: int, number: int) -> None:
    """Make the messages, and put them into the outbox."""
    database, same = Database(f"sqlite:///{folder}/servwatch.db"), page()
    pairs = ((Recipient(f"lid{n}@example.org"), same) for n in range(count))
    expires = NOW + timedelta(days=1)
    with (
        edition_messages(
            pairs, DIGEST, edition(number), settings(), now=NOW, expires=expires, folder=folder
        ) as messages,
        database.write() as connection,
    ):
        enqueue(connection, number, messages)
    database.close()


def send(folder: Path, port: int) -> None:
    """Send all that is due."""
    database = Database(f"sqlite:///{folder}/servwatch.db")
    send_pending(Outbox(database), SmtpTransport(settings(port)), lambda: NOW)
    database.close()


def plain(port: int, count: int, number: int, log: Path | None) -> None:
    """What one would write without a thought for what may go wrong; or with as little thought as can be."""
    template = edition_letter(
        Recipient("lid@example.org"),
        page().rendered,
        DIGEST,
        edition(number),
        settings(),
        language="nl",
        now=NOW,
    ).mime
    note = (lambda: None) if log is None else _synced(log)
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench.example.org", timeout=120) as smtp:
        for n in range(count):
            mime = template.replace(b"<lid@example.org>", b"", 1).replace(b"lid@", f"lid{n}@".encode(), 1)
            mime = mime.replace(b"Message-ID: <", f"Message-ID: <p{number}.{n}.".encode(), 1)
            note()
            smtp.sendmail("internationaal@servwatch.example.org", f"lid{n}@example.org", mime)
            note()


def _synced(log: Path) -> Callable[[], None]:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.write(handle, b"\0" * 4_000_000)
    os.fsync(handle)
    places = iter(range(10**9))

    def note() -> None:
        os.pwrite(handle, b"x" * 8192, next(places) % 480 * 8192)
        os.fdatasync(handle)

    return note


def defer(folder: Path, port: int, minutes: range) -> None:
    """Send what is due at each of these minutes of virtual time."""
    database = Database(f"sqlite:///{folder}/servwatch.db")
    for minute in minutes:
        now = NOW + timedelta(minutes=minute)
        send_pending(Outbox(database), SmtpTransport(settings(port)), lambda now=now: now)  # type: ignore[misc]
    database.close()


def own_process(what: str, *arguments: object) -> tuple[float, float]:
    """Do it in a process of its own: seconds, and peak MiB."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.delivery",
        "--do",
        what,
        json.dumps(list(map(str, arguments))),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def do(what: str, given: list[str]) -> None:
    """The inside of such a process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began = time.perf_counter()
    match what:
        case "freeze":
            freeze(Path(given[0]), int(given[1]), int(given[2]))
        case "send":
            send(Path(given[0]), int(given[1]))
        case "plain":
            plain(int(given[0]), int(given[1]), int(given[2]), Path(given[3]) if given[3] else None)
        case "defer":
            defer(Path(given[0]), int(given[1]), range(int(given[2]), int(given[3]), 5))
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def arrived(kept: Path, count: int) -> str:
    """How what arrived differs from each recipient's one message; "" where it does not. Empties the folder."""
    found, ids = Counter[bytes](), set()
    for file in kept.iterdir():
        with file.open("rb") as data:
            head = data.read(4000)
        found[_field(b"To").findall(head)[0]] += 1
        ids.add(_field(b"Message-ID").findall(head)[0])
        file.unlink()
    wanted = Counter(b"lid%d@example.org" % n for n in range(count))
    lost, twice = wanted - found, found - wanted
    right = found == wanted and len(ids) == count
    return "" if right else f"lost {sum(lost.values())}, twice {sum(twice.values())}"


@cache
def _field(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"^" + name + rb": (.*)$", re.MULTILINE)


def rows(count: int, rounds: int, where: Path | None) -> Iterator[str]:
    """The table's rows for one number of recipients."""
    rates: dict[str, list[float]] = {}
    peaks: dict[str, float] = {}
    faults: dict[str, str] = {}
    with kept_mail() as kept, smtp_sink(keep=kept) as sink, Postfix(sink) as relay:

        def timed(name: str, what: str, *arguments: object, mails: bool = True) -> None:
            seconds, peak = own_process(what, *arguments)
            rates.setdefault(name, []).append(count / seconds * 60)
            peaks[name] = max(peak, peaks.get(name, 0.0))
            sys.stderr.write(f"{count:,}, {name}: {count / seconds * 60:,.0f} a minute, {peak:.0f} MiB\n")
            if mails:
                relay.drained()
                time.sleep(0.5)  # the sink writes the last one
                faults[name] = arrived(kept, count) or faults.get(name, "")

        for number in range(1, rounds + 1):
            with tempfile.TemporaryDirectory(dir=where) as name:
                folder = Path(name)
                timed("plain smtplib loop", "plain", relay.port, count, number, "")
                timed(
                    "plain loop, two synced writes", "plain", relay.port, count, 100 + number, folder / "log"
                )
                timed("freezing", "freeze", folder, count, number, mails=False)
                timed("servwatch", "send", folder, relay.port)
        with tempfile.TemporaryDirectory(dir=where) as name:
            folder = Path(name)
            own_process("freeze", folder, count, 999)
            relay.defer(HALF)
            first, peak = own_process("defer", folder, relay.port, 0, 60)
            relay.heal()
            second, again = own_process("defer", folder, relay.port, 60, 125)
            sys.stderr.write(f"{count:,}, half deferred: {first:.0f} s and {second:.0f} s\n")
            relay.drained()
            time.sleep(0.5)
            fault = arrived(kept, count)
            database = Database(f"sqlite:///{folder}/servwatch.db")
            states = OutboxDesk(database).counts()
            database.close()
    best = statistics.median(rates["plain smtplib loop"])
    for name, found in rates.items():
        rate = statistics.median(found)
        share = "" if name == "freezing" else f"{rate / best:.2f}"
        told = "" if name == "freezing" else faults[name] or "each once"
        yield f"| {count:,} | {name} | {rate:,.0f} | {share} | {peaks[name]:.0f} MiB | {told} |"
    told = fault or "each once"
    yield (
        f"| {count:,} | servwatch, half deferred for an hour | {count / (first + second) * 60:,.0f} | | {max(peak, again):.0f} MiB |"
        f" {told}; {', '.join(f'{n:,} {state.value}' for state, n in states.items())} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="An edition through Postfix.")
    parser.add_argument("--recipients", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None, help="where the database lies")
    parser.add_argument("--do", nargs=2, metavar=("WHAT", "ARGUMENTS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.do:
        return do(given.do[0], json.loads(given.do[1]))
    if why_not() or SINK is None:
        raise SystemExit(why_not() or "smtp-sink is not installed")
    size = len(page().rendered.html)
    print(
        f"an edition of {size / 1000:.0f} KB of HTML, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n"
    )
    print("| recipients | | messages a minute | of the plain loop | peak memory | arrived |")
    print("|---:|---|---:|---:|---:|---|")
    for count in map(int, given.recipients.split(",")):
        for row in rows(count, given.rounds, given.folder):
            print(row, flush=True)
    return None


if __name__ == "__main__":
    main()
