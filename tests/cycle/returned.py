"""A watch with a folder of [bounces] on a real mail server, and the letters that come back to it."""

from servwatch.archive.archive import Archive
from tests.cycle.watch import brussels, entry, rss
from tests.imap_server.dovecot import HOST, PASSWORD, USER
from tests.mail.bounces.letters import MESSAGE_ID, group, standard

AN, BO = "an@example.org", "bo@example.org"
EDITOR, ADMINISTRATOR = "redactie@example.org", "beheer@example.org"
FEED = "ec.example.org/rss"
FIRST, NOON, NEXT_DAY = "2026-11-26 07:00", "2026-11-26 12:00", "2026-11-27 07:00"
LATER = "2026-11-26 12:20"


def folder_of(watch, server, internet, **keys):
    """Name the server's folder in [bounces]."""
    watch.led[HOST] = f"127.0.0.1:{server.tls_port}"
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    (watch.folder / "password").write_text(PASSWORD + "\n")
    url = f"imaps://{HOST}/{server.name.replace(' ', '%20')}"
    given = {"url": url, "user": USER, "password_file": "password", **keys}
    table = "\n".join(f'{key} = "{value}"' for key, value in given.items())
    watch.mail = f'editors = ["{EDITOR}"]\nadministrators = ["{ADMINISTRATOR}"]\n[bounces]\n{table}'


def board(watch, internet):
    """A daily digest of one feed, for An and Bo, who got one at FIRST."""
    internet.at(FEED).serves(
        rss(*(entry(f"Loon en werk {n}", f"https://ec.example.org/{n}", date=brussels("2026-11-25 08:00")) for n in (1, 2)))
    )  # fmt: skip
    watch.source("ec")
    watch.digest("board", "0 7 * * *", themes=["work"], when_empty="note")
    watch.member(AN, "board", name="Eerste Lid", role="voorzitter")
    watch.member(BO, "board")


def messages(watch, to=AN):
    """What the archive has of the digests that were mailed to somebody, the oldest first."""
    with watch.archive() as archive:
        return [m for m in archive.desk.messages() if m.recipient == to and m.digest][::-1]


def failed(message, *, recipient="", original=None, **said):
    """A report that a message was not delivered."""
    content = standard(group(recipient or message.recipient, **said))
    return content.replace(MESSAGE_ID.encode(), (original or message.message_id).encode())


def deliver(server, *letters, at=NOON):
    for letter in letters:
        server.deliver(letter, folder=server.name, received=brussels(at).timestamp())


def state(watch, address=AN):
    with watch.archive() as archive:
        return archive.recipients.states().of(address)


def counted(watch, address=AN):
    """What came back of an address: code and how often."""
    return [(bounces.code, bounces.count) for bounces in state(watch, address).bounces]


def fates(watch, message):
    with Archive(f"sqlite:///{watch.folder / 'servwatch.db'}") as archive:
        return [attempt.fate for attempt in archive.desk.attempts(message.id)]


def marks(server):
    return {uid: flags - {"\\Recent"} for uid, flags in server.flags(server.name).items()}


TAKEN = {"\\Seen", "$Servwatch"}


def asked(report):
    """What a run asks attention for, besides sources."""
    return {one.name for one in report.attention if one.what != "source"}
