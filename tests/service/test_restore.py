"""A backup is brought back while a service is at work: it goes on with what was brought back, and sends nothing."""

import os
import signal

from tests.cli.line import servwatch
from tests.cycle.watch import entry, rss
from tests.service.test_serve import FEED, Serving, until

OLD, NEW = (entry(f"{word} nieuws over werk", f"https://ec.example.org/{word}") for word in ("Oud", "Vers"))


def test_a_service_goes_on_with_the_archive_that_was_brought_back(watch, internet, manager):
    internet.at(FEED).serves(rss(OLD), etag='"1"')
    watch.source("ec")
    watch.digest("board", "0 7 * * fri")
    watch.member("a@example.org", "board")
    with Serving(watch, manager) as serving:
        until(lambda: len(watch.titles()) == 1)
        servwatch(watch.folder, "backup", "archive.zip").well()
        internet.at("ilo.example.org/rss").serves(rss(NEW), etag='"2"')
        watch.source("ilo")
        watch.write()
        os.kill(serving.process.pid, signal.SIGHUP)
        until(lambda: len(watch.titles()) == 2)
        said = servwatch(watch.folder, "restore", "archive.zip").well(3).out
        assert "Nothing leaves" in said
        os.kill(serving.process.pid, signal.SIGHUP)
        until(lambda: len(watch.titles()) == 2)  # it polls the source that the backup does not know, again
        with watch.archive() as archive:
            assert [brake.why for brake in archive.brakes.standing()] == ["restored"]
        assert serving.told(signal.SIGTERM) == 0
    assert "Traceback" not in serving.log
    assert watch.letters() == []
