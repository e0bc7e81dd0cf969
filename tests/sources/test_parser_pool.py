"""Real child processes, really killed."""

import asyncio
import signal
import sys
from functools import wraps
from pathlib import Path

import psutil
import pytest

from servwatch.model import Verdict
from servwatch.sources import parser_pool, parser_process
from servwatch.sources.parser_pool import ParserPool
from tests.sources.reading import context, rss

FEED = rss("<title>One</title>", "<title>Two</title>").encode()
# Half a million small items: seconds of work for the parser, and hundreds of megabytes.
HEAVY = b"<rss><channel>" + b"<item><title>a</title></item>" * 500_000 + b"</channel></rss>"


def looped(test):
    """Run an async test in an event loop of its own."""

    @wraps(test)
    def run(*arguments, **named):
        asyncio.run(test(*arguments, **named))

    return run


def parsers():
    """The parser processes that this test process has now, besides those that tests of cycles share."""
    return [child for child in _children() if child not in SHARED]


SHARED = []


@pytest.fixture(autouse=True)
def _shared():
    """What lives before a test is none of its own."""
    SHARED[:] = _children()


def _children():
    return [child for child in psutil.Process().children() if "parser_process" in " ".join(child.cmdline())]


async def until(condition):
    """Wait for something that happens in another process, and so sets no event here."""
    while not (found := condition()):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return found


async def until_busy(child):
    """Wait until the child is well into a document."""
    used = sum(child.cpu_times()[:2])
    await until(lambda: sum(child.cpu_times()[:2]) > used + 0.2)


def gone(child):
    return not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


async def titles(pool, body=FEED):
    parsed = await pool.parse("feed", body, context())
    return [item.title for item in parsed.items]


@looped
async def test_a_document_takes_the_road_through_a_process_and_comes_back_as_items():
    async with ParserPool() as pool:
        assert parsers() == []  # none before the first document
        assert await titles(pool) == ["One", "Two"]
        assert await titles(pool) == ["One", "Two"]
        assert len(parsers()) == 1
    assert parsers() == []


@looped
async def test_a_document_that_hangs_its_parser_ends_in_a_value_and_the_next_parses_well():
    async with ParserPool(limit=4) as pool:  # seconds: a new process may take one to read its first document
        await titles(pool)
        parsed = await pool.parse("feed", HEAVY, context())
        assert (parsed.verdict, parsed.rule, parsed.items) == (Verdict.TIMEOUT, parser_pool.TOO_SLOW, ())
        assert parsers() == []
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_document_that_takes_too_much_memory_ends_in_a_value_and_the_next_parses_well():
    async with ParserPool(memory=160 * 2**20, limit=120) as pool:
        parsed = await pool.parse("feed", HEAVY, context())
        assert (parsed.verdict, parsed.rule) == (Verdict.TOO_LARGE, parser_process.TOO_MUCH_MEMORY)
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_process_that_grew_is_replaced():
    words = "word " * 400
    large = rss(*(f"<title>{n}</title><description>{words}</description>" for n in range(5_000))).encode()
    async with ParserPool(limit=120) as pool:
        await titles(pool)
        (first,) = parsers()
        assert len(await titles(pool, large)) == 5_000
        assert await titles(pool) == ["One", "Two"]
        assert [p.pid for p in parsers()] != [first.pid]


@looped
async def test_a_process_killed_from_outside_while_idle_costs_nothing():
    async with ParserPool() as pool:
        await titles(pool)
        (child,) = parsers()
        child.kill()
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_killed_at_any_moment_a_process_costs_no_document():
    """Between the closing of its pipes and the news of its end it must not be asked."""
    pauses = [0, 0, 0.0001, 0.0003, 0.0005, 0.001, 0.002, 0.004]
    async with ParserPool(limit=60) as pool:
        for pause in pauses:
            await titles(pool)
            (child,) = parsers()
            child.kill()
            await asyncio.sleep(pause)
            assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_process_killed_from_outside_within_a_document_costs_that_attempt_only():
    medium = rss(*(f"<title>{n % 9}</title>" for n in range(20_000))).encode()
    async with ParserPool() as pool:
        await titles(pool)
        reading = asyncio.create_task(pool.parse("feed", medium, context()))
        (child,) = parsers()
        await until_busy(child)
        child.kill()
        assert len((await reading).items) == 9  # read once more, in a new process
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_document_whose_process_dies_every_time_ends_in_a_value():
    async with ParserPool(limit=120) as pool:
        await titles(pool)
        reading = asyncio.create_task(pool.parse("feed", HEAVY, context()))
        for _ in range(2):
            (child,) = await until(parsers)
            await until_busy(child)
            child.send_signal(signal.SIGSEGV)
            await until(lambda child=child: gone(child))
        parsed = await reading
        assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, parser_pool.ENDED)
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_killed_process_takes_no_other_document_with_it():
    async with ParserPool(workers=2, limit=120) as pool:
        heavy = asyncio.create_task(pool.parse("feed", HEAVY, context()))
        (busy,) = await until(parsers)
        others = [asyncio.create_task(titles(pool)) for _ in range(20)]
        await until_busy(busy)
        busy.kill()
        assert await asyncio.gather(*others) == [["One", "Two"]] * 20
        heavy.cancel()


@looped
async def test_a_cancelled_document_leaves_no_answer_behind_for_the_next():
    async with ParserPool(limit=120) as pool:
        await titles(pool)
        (child,) = parsers()
        reading = asyncio.create_task(pool.parse("feed", HEAVY, context()))
        await until_busy(child)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await titles(pool) == ["One", "Two"]
        assert not child.is_running()


@looped
async def test_no_more_processes_than_allowed_and_every_document_gets_its_own_answer():
    async with ParserPool(workers=2) as pool:
        bodies = [rss(f"<title>{n}</title>").encode() for n in range(60)]
        found = await asyncio.gather(*(titles(pool, body) for body in bodies))
        assert found == [[str(n)] for n in range(60)]
        assert len(parsers()) == 2


@looped
async def test_closing_ends_documents_that_are_still_being_read():
    pool = ParserPool(limit=120)
    reading = asyncio.create_task(pool.parse("feed", HEAVY, context()))
    await until_busy((await until(parsers))[0])
    await pool.aclose()
    assert (await reading).verdict is Verdict.BROKEN
    assert parsers() == []


@looped
async def test_a_kind_that_is_not_built_is_a_value_too():
    async with ParserPool() as pool:
        parsed = await pool.parse("telegraph", FEED, context())
        assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, parser_process.NOT_BUILT)


@looped
async def test_a_parser_that_fails_is_a_value_that_names_the_fault():
    async with ParserPool() as pool:
        parsed = await pool.parse("feed", FEED, context(timezone="Nowhere/Atlantis"))
        assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, parser_process.PARSER_FAILED)
        assert "Nowhere/Atlantis" in parsed.notes[0]
        assert await titles(pool) == ["One", "Two"]


@looped
async def test_a_process_that_cannot_start_is_a_value_that_says_so(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    async with ParserPool() as pool:
        parsed = await pool.parse("feed", FEED, context())
        assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, parser_pool.NOT_STARTED)
        assert "FileNotFoundError" in parsed.notes[0]


@looped
async def test_a_broken_installation_is_told_and_not_hidden(monkeypatch, tmp_path):
    package = tmp_path / "servwatch"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('half installed')")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    async with ParserPool() as pool:
        parsed = await pool.parse("feed", FEED, context())
        assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, parser_pool.NOT_STARTED)


@looped
async def test_the_process_carries_no_secret_and_no_more_than_a_feed_needs(monkeypatch):
    monkeypatch.setenv("SERVWATCH_MAIL_PASSWORD", "secret")
    async with ParserPool() as pool:
        await titles(pool)
        (child,) = parsers()
        assert "SERVWATCH_MAIL_PASSWORD" not in child.environ()
        loaded = {Path(m.path).name for m in child.memory_maps()}
        assert not any(name.startswith(("_sqlite3", "etree", "_pydantic", "asyncio")) for name in loaded)
        assert child.net_connections() == []
        assert child.memory_info().rss < 60 * 2**20


@looped
async def test_ctrl_c_at_the_terminal_leaves_the_decision_to_the_parent():
    async with ParserPool() as pool:
        await titles(pool)
        (child,) = parsers()
        child.send_signal(signal.SIGINT)
        assert await titles(pool) == ["One", "Two"]
        assert [p.pid for p in parsers()] == [child.pid]


@looped
async def test_a_process_whose_parent_is_gone_ends():
    code = (
        "import asyncio, os\n"
        "from servwatch.sources.parser_pool import ParserPool\n"
        "from tests.sources.reading import context\n"
        "async def main():\n"
        "    pool = ParserPool()\n"
        "    await pool.parse('feed', b'<rss/>', context())\n"
        "    print(next(iter(pool._all))._transport.get_pid(), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[2]
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, cwd=root
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    await parent.wait()
    async with asyncio.timeout(10):
        await until(lambda: not psutil.pid_exists(pid) or gone(psutil.Process(pid)))
