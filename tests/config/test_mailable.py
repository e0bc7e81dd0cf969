"""An address that the configuration accepts is never refused when a mail is made of it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servwatch.cycle.edition_mail import edition_letter, notice_letter
from servwatch.digest.render import Rendered
from servwatch.mail import SmtpTransport
from servwatch.mail.wire import Wire
from servwatch.model import Edition, Message
from tests.config.configurations import DIGEST, SOURCE, THEME, loaded

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
PAGE = Rendered("Onderwerp", "<p>x</p>", "x")
LONG_DOMAIN = ".".join(["a" * 60] * 4) + ".be"
HOSTILE = st.text(st.sampled_from("aZ0.@<>\"'\\ ,;:()[]é。-_+\r\n\x00"), max_size=40)
ADDRESSES = st.emails() | HOSTILE | st.from_regex(r"\A[!-~]{1,20}@[!-~]{1,30}\.[a-z]{2,4}\Z")


def configuration(sender, reply_to, member):
    mail = f"[mail]\nfrom = {toml(sender)}\nreply_to = {toml(reply_to)}\nadministrators = [{toml(member)}]\n"
    members = f'[[member]]\nemail = {toml(member)}\ngroups = ["board"]\n'
    return loaded(mail + SOURCE + THEME + DIGEST, members)


def toml(text):
    letters = (c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return '"' + "".join(letters) + '"'


def letter(settings):
    (digest,), (recipient,) = settings.digests, settings.recipients
    edition = Edition(digest.id, 1, NOW, NOW, (), next_time=NOW + timedelta(days=7))
    return edition_letter(recipient, PAGE, digest, edition, settings.mail, language="nl", now=NOW)


@given(ADDRESSES, ADDRESSES, ADDRESSES)
@example(f"a@{LONG_DOMAIN}", f"{'b' * 64}@example.org", f"a@{LONG_DOMAIN}")
@example('"Raad, Sociale" <a@example.org>', "a`{|}~^@example.org", "a@MÜLLER.example")
@example("a@example", "a@localhost", "élise@example.org")
def test_what_check_accepts_can_be_mailed(sender, reply_to, member):
    settings = configuration(sender, reply_to, member).settings
    if settings is None:
        return
    made = letter(settings)
    assert Wire().fault(Message(1, made.message_id, settings.recipients[0].email, made.mime)) == ""
    for address in settings.mail.administrators:
        notice_letter(address, PAGE, settings.mail, kind="x", occasion="y", language="nl", now=NOW)
    SmtpTransport(settings.mail).close()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("élise@example.org", "what stands before the @ has letters that not every mail system can carry"),
        ("name@localhost", "what stands after the @ is not a full domain name such as example.org"),
        ("name", "it has no @ with something before and after it"),
        ('"a b"@example.org', "what stands before the @ is no plain name of a mailbox"),
        ("a" * 65 + "@example.org", "what stands before the @ is no plain name of a mailbox"),
    ],
)
def test_what_could_not_be_mailed_is_refused_at_its_line_with_the_reason(address, why):
    (problem,) = configuration("a@example.org", "a@example.org", address).errors[-1:]
    assert (problem.file, problem.line) == ("/srv/watch/members.toml", 2)
    assert problem.expected == f'a mail address such as "name@example.org"; {why}'


def test_an_address_too_long_for_the_header_to_unsubscribe_leaves_the_header_out():
    made = letter(configuration("a@example.org", f"{'b' * 64}@example.org", "c@example.org").require())
    headers = message_from_bytes(made.mime, policy=SMTP)
    assert "List-Unsubscribe" not in headers
    assert headers["Reply-To"] == f"{'b' * 64}@example.org"
