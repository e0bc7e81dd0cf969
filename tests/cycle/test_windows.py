"""Searches that take days: what is asked after an outage, and what is said of an answer that was cut."""

import json
from datetime import timedelta

import pytest

from tests.cycle.listed_source import HOST, MORNING
from tests.internet.replies import Reply


def answering(watch, place, *, well=lambda _: True):
    """A search that answers with one item, or 503 where it is not well; what it was asked."""
    asked = []

    def answer(one):
        asked.append(one.content.decode() or one.path)
        if not well(len(asked)):
            return Reply(status=503)
        body = json.dumps([{"t": "Opdracht", "l": f"http://{HOST}/1"}]).encode()
        return Reply(body=body, content_type="application/json")

    watch.internet.at(place).replies(answer)
    return asked


def search(watch, url=f"http://{HOST}/search", **keys):
    watch.source("n", url, kind="json_api", fields={"title": "t", "link": "l"}, **keys)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        (1, "2026-11-10"),  # the window of 14 days reaches past the last good poll
        (40, "2026-11-21"),  # two days before the last good poll
        (900, "2028-04-06"),  # 400 days back, and no farther
    ],
)
def test_after_an_outage_the_days_since_the_last_good_poll_are_asked_for(watch, days, since):
    asked = answering(watch, f"{HOST}/search", well=lambda n: n in (1, 3))
    search(watch, window="14d", json={"from": "{since}"})
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=days, hours=-2), everything=True)
    watch.run(MORNING + timedelta(days=days), everything=True)
    assert json.loads(asked[-1]) == {"from": since}


def test_when_the_outage_is_over_the_window_is_its_own_again(watch):
    asked = answering(watch, f"{HOST}/search", well=lambda n: n != 2)
    search(watch, window="14d", json={"from": "{since}"})
    for days in (0, 20, 40, 41):
        watch.run(MORNING + timedelta(days=days), everything=True)
    assert [json.loads(one)["from"] for one in asked[2:]] == ["2026-11-21", "2026-12-20"]


def test_days_in_an_address_reach_back_after_an_outage_too(watch):
    asked = answering(watch, f"{HOST}/search")
    search(watch, f"http://{HOST}/search?from={{since}}")
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=60), everything=True)
    assert asked == ["/search?from=2026-10-24", "/search?from=2026-11-21"]
