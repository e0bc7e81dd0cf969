"""Messages, good and hostile, read without a mail server: packing, links, words, caps."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.cycle.mail_links import NONE_READABLE, whole_mail
from servwatch.model import Fetched, Letter, Parsed, RawItem, Request, Source, Verdict
from servwatch.model.mailbox import packed, unpacked
from servwatch.sources import KINDS
from servwatch.sources.mailbox.newsletter import MAX_LINKS
from servwatch.sources.mailbox.unwanted import Refused, leads_to_unwanted, says_nothing, says_unwanted
from servwatch.sources.mailbox.wrapped import impersonal, unwrapped
from servwatch.sources.parser_pool import NOT_STARTED, ParserPool
from tests.imap_server.letters import Letter as Mail
from tests.imap_server.letters import newsletter
from tests.sources.samples import NOW, context

MAILBOX = KINDS["mailbox"]


def read(mail, **options):
    return MAILBOX.parse(bytes(mail), context(options=options))


letters = st.lists(
    st.builds(
        Letter,
        uid=st.integers(1, 2**32 - 1),
        size=st.integers(0, 10**9),
        received=st.none() | st.datetimes(timezones=st.just(UTC)),
        content=st.binary(max_size=50),
    ),
    max_size=5,
)


@given(letters)
def test_messages_come_out_as_they_were_put_in(letters):
    assert unpacked(packed(letters)) == letters


@given(letters, st.integers(1, 60))
def test_messages_that_break_off_are_told_and_never_misread(letters, cut):
    body = packed(letters)[:-cut]
    parsed = MAILBOX.parse(body, context())
    assert parsed.verdict in (Verdict.OK, Verdict.EMPTY, Verdict.BROKEN)


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_words_and_no_address_make_it_fail(words, address):
    says_unwanted(words), says_nothing(words), leads_to_unwanted(address), impersonal(address)
    Refused(address).covers(words)
    assert unwrapped(f"https://a.example.org/?url={address}")


@pytest.mark.parametrize("words", ["the full ", "het hele ", "the whole ", "here for more ", "mehr mehr "])
def test_words_that_can_be_taken_apart_in_many_ways_are_told_at_once(words):
    """One that tried every way would not come back: there are more than 2 to the power of 100."""
    assert not says_nothing("read " + 100 * words + "X")
    assert not says_nothing("read " + 100_000 * words + "X")
    assert says_nothing("read " + 50 * words)


@pytest.mark.parametrize(
    ("words", "nothing"),
    [
        ("Read the full report »", True),
        ("En savoir plus", True),
        ("Find out more", True),
        ("Lees het hele artikel", True),
        ("Ontdek", True),
        ("Read the full report on wages", False),
        ("En savoir", True),
        ("En route", False),
        ("Minimumloon", False),
        (2_000 * "- ", True),
    ],
)
def test_a_call_to_read_on_names_nothing(words, nothing):
    assert says_nothing(words) is nothing


def test_of_ten_thousand_links_a_bounded_number_is_looked_at_and_that_is_told():
    html = "".join(
        f'<p><a href="https://a.example.org/n/{n}">Bericht {n} over werk</a></p>' for n in range(10_000)
    )
    parsed = read(Mail(html=html))
    assert 0 < len(parsed.items) <= MAX_LINKS
    assert any(f"only the first {MAX_LINKS}" in note for note in parsed.notes)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000 + '<a href="https://a.example.org/1">Een bericht over werk</a>',
        '<a href="https://a.example.org/1">' * 50_000 + "x",
        "<table><tr><td>" * 3_000 + '<a href="https://a.example.org/1">Een bericht</a>' * 3_000,
        "<h1>" + "a " * 1_000_000 + '<a href="https://a.example.org/1">Een bericht over werk</a>',
        "<a href='https://a.example.org/" + "x" * 2_000_000 + "'>Een bericht over werk</a>",
        "&amp;" * 500_000 + "<!--" * 100_000,
    ],
    ids=["nested", "unclosed", "tables", "heading", "address", "entities"],
)
def test_bombs_of_html_are_read_or_refused_in_time(html):
    async def run():
        async with ParserPool(limit=20.0) as pool:
            body = packed(
                [Letter(1, 1, None, bytes(Mail(html=html))), Letter(2, 1, None, bytes(newsletter()))]
            )
            return await pool.parse("mailbox", body, context())

    parsed = asyncio.run(run())
    assert parsed.verdict is Verdict.OK
    assert sum(item.title.startswith("Bericht") for item in parsed.items) == 30


def test_a_message_of_messages_of_messages_ends():
    mail = Mail(text="kern https://a.example.org/1").message()
    for _ in range(80):
        outer = Mail(text="hulsel").message()
        outer.add_attachment(mail)
        mail = outer
    assert read(mail).verdict in (Verdict.OK, Verdict.EMPTY)


def test_every_address_of_list_unsubscribe_is_refused_and_all_that_leads_there():
    html = (
        '<p><a href="https://a.example.org/go/1?utm_source=x">Een heel gewoon bericht</a></p>'
        '<p><a href="https://a.example.org/n/2">Een ander gewoon bericht</a></p>'
        '<p><a href="https://a.example.org/n/3"><img alt="Een plaatje van het nieuws"></a> <a href="https://a.example.org/n/3">Afmelden</a></p>'
    )
    headers = {"List-Unsubscribe": "<mailto:x@a.example.org>, <https://a.example.org/go/1>"}
    assert [i.url for i in read(Mail(html=html, headers=headers)).items] == ["https://a.example.org/n/2"]


@pytest.mark.parametrize("date", [None, datetime(2027, 5, 1, tzinfo=UTC)])
def test_a_message_without_a_date_or_with_one_ahead_has_that_of_its_arrival(date):
    arrived = datetime(2026, 11, 19, 8, tzinfo=UTC)
    body = packed([Letter(1, 1, arrived, bytes(newsletter(date=date)))])
    assert {item.published for item in MAILBOX.parse(body, context()).items} == {arrived}


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        ("OECD <News@OECD.org>", True),
        ("news@oecd.org", True),
        ("news@oecd.org.example.net", False),
        ("news@notoecd.org", False),
        ("news@oecd.org, ander@example.net", False),
        ('"news@oecd.org" <ander@example.net>', False),
    ],
)
def test_the_sender_is_looked_at_closely(sender, wanted):
    mail = bytes(newsletter(sender="x@example.org")).replace(b"x@example.org", sender.encode(), 1)
    assert bool(MAILBOX.parse(mail, context(options={"from": ["@oecd.org"]})).items) is wanted


def test_the_charset_that_a_message_gives_is_not_trusted_blindly():
    mail = Mail(html='<p><a href="https://a.example.org/1">Économie sociale en 2026</a></p>').message()
    mail.replace_header("Content-Type", 'text/html; charset="us-ascii"')
    assert [item.title for item in read(mail).items] == ["Économie sociale en 2026"]


# One bad message among good ones


class Reader:
    """A reader whose parser dies of a message with POISON in it."""

    def __init__(self, fault=Verdict.TIMEOUT, rule="too slow"):
        self.fault, self.rule = fault, rule

    async def parse(self, source, asked, fetched):
        if b"POISON" in fetched.body or self.rule == NOT_STARTED:
            return Parsed(self.fault, self.rule)
        return Parsed(Verdict.OK, "good", (RawItem("t", "https://a.example.org/1"),))


def whole(reader, *contents):
    source = Source("s", "S", "b", "mailbox", "imaps://a.example.org/x")
    body = packed([Letter(n, 1, None, content) for n, content in enumerate(contents, 1)])
    fetched = Fetched(source.url, source.url, Verdict.OK, "", body=body)
    asked = Request(source.url)

    async def run():
        return await whole_mail(reader, source, asked, fetched, await reader.parse(source, asked, fetched))

    return asyncio.run(run())


@pytest.mark.parametrize("fault", [Verdict.TIMEOUT, Verdict.TOO_LARGE, Verdict.BROKEN])
def test_a_message_that_kills_the_parser_costs_itself_only(fault):
    parsed = whole(Reader(fault), b"a", b"POISON", b"c")
    assert (parsed.verdict, len(parsed.items)) == (Verdict.OK, 2)
    assert "Messages that cannot be read: 1." in parsed.notes
    assert whole(Reader(fault), b"POISON").rule == NONE_READABLE


def test_a_parser_that_does_not_start_reads_nothing_away():
    assert not whole(Reader(Verdict.BROKEN, NOT_STARTED), b"a", b"b").verdict.good


def test_nothing_secret_reaches_the_parser():
    from servwatch.sources import ParseContext
    from tests.config.configurations import SOURCE, loaded

    feeds = SOURCE.replace("https", "imaps") + 'kind = "mailbox"\nuser = "u"\nresolve = ["a.example.org"]\n'
    settings = loaded(feeds, environ={"SERVWATCH_EXAMPLE_PASSWORD": "s3cret"}).require()
    (source,) = settings.sources
    assert source.login.password == "s3cret"
    assert "s3cret" not in repr(settings)
    fetched = Fetched(source.url, source.url, Verdict.OK, "")
    made = ParseContext.of(
        source, fetched, now=NOW, timezone="Europe/Brussels", asked=MAILBOX.request(source, NOW)
    )
    assert made.asked.login is None
    assert dict(made.options) == {"resolve": ["a.example.org"]}
    other = replace(source, login=replace(source.login, password="new"))
    from servwatch.cycle.source_memory import reading

    assert reading(other) == reading(source)
    assert reading(replace(source, login=replace(source.login, user="v"))) != reading(source)
