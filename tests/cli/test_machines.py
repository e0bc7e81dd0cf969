"""What other programs read: the shapes of --json. Keys may be added, never changed or removed."""

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import entry, rss

ITEM = {
    "id": int, "source": str, "url": str, "title": str, "summary": str, "language": str, "published": (str, type(None)),
    "first_seen": str, "themes": list, "references": list, "deadlines": list, "story": (int, type(None)),
}  # fmt: skip
SOURCE = {
    "id": str, "body": str, "kind": str, "url": str, "enabled": bool, "state": str, "verdict": str, "since": str,
    "last_ok": str, "last_item": str, "items": int,
}  # fmt: skip
MESSAGE = {
    "edition": int, "digest": str, "recipient": str, "message_id": str, "state": str, "attempts": int, "reply": str,
}  # fmt: skip
DIGEST = {
    "id": str,
    "schedule": str,
    "enabled": bool,
    "recipients": int,
    "next": str,
    "number": int,
    "state": str,
}
MEMBER = {"email": str, "name": str, "language": str, "groups": list, "digests": list}


def holds(value, shape):
    for key, kind in shape.items():
        assert isinstance(value[key], kind), (key, value[key])


@pytest.mark.parametrize(
    ("line", "shape", "count"),
    [
        ("items", ITEM, 28),
        ("sources list", SOURCE, 9),
        ("outbox list", MESSAGE, 4),
        ("digest list", DIGEST, 2),
        ("members list", MEMBER, 3),
    ],
)
def test_a_list_is_one_object_a_line(demo, line, shape, count):
    found = servwatch(demo, *line.split(), "--json").well().lines
    assert len(found) == count
    for one in found:
        holds(one, shape)


def test_a_theme_of_an_item_says_which_words_gave_it(demo):
    (item,) = servwatch(demo, "items", "--json", "--query", "onbereikbaarheid", "--limit", 1).well().lines
    theme = item["themes"][0]
    holds(theme, {"id": str, "score": float, "matches": list})
    for match in theme["matches"]:
        holds(match, {"term": str, "field": str, "start": int, "end": int, "text": str})
        if match["field"] in ("title", "summary"):
            assert item[match["field"]][match["start"] : match["end"]] == match["text"]


def test_tag_has_the_same_shape_and_reads_its_text_from_a_pipe(demo):
    asked = (
        servwatch(demo, "tag", "--json", "--lang", "nl", stdin="De sociale partners over telewerk")
        .well()
        .json
    )
    holds(asked, {"language": str, "themes": list, "references": list, "deadlines": list})
    assert {theme["id"] for theme in asked["themes"]} >= {"social-dialogue"}


def test_status(demo):
    page = servwatch(demo, "status", "--json").well().json
    holds(
        page,
        {"ok": bool, "last_run": dict, "sources": dict, "outbox": dict, "editions": list, "attention": list},
    )
    assert page["ok"]
    late = servwatch(demo, "status", "--json", "--max-age", "0s").well(3).json
    assert not late["ok"]
    holds(late["attention"][0], {"what": str, "id": str, "since": (str, type(None)), "remedy": str})


def test_run_and_fetch_tell_every_source(watch, internet):
    internet.at("ec.example.org/rss").serves(rss(entry("Nieuws over werk", "https://ec.example.org/1")))
    watch.source("ec")
    watch.write()
    report = servwatch(watch.folder, "run", "--json").well().json
    assert report["exit_code"] == 0
    source = {
        "source": str,
        "verdict": str,
        "rule": str,
        "seen": int,
        "new": int,
        "changed": int,
        "seconds": float,
    }
    holds(report["sources"][0], source)
    assert servwatch(watch.folder, "fetch", "ec", "--json").well().json["sources"][0]["new"] == 0


def test_check_tells_each_fault_with_its_place(demo):
    assert servwatch(demo, "check", "--json").well().json == {"ok": True, "problems": [], "overrides": []}
    path = demo / "feeds.toml"
    path.write_text(path.read_text() + "\n[mial]\n")
    told = servwatch(demo, "check", "--json").well(1).json
    assert not told["ok"]
    assert told["problems"][0]["nearest"] == "mail"
    assert told["problems"][0]["line"] == len(path.read_text().splitlines())


def test_why_is_one_list_of_steps(demo):
    for step in servwatch(demo, "why", "1", "--json").well().json:
        holds(step, {"fact": str, "text": str, "data": dict})
    assert (
        servwatch(demo, "why", "https://nowhere.example/x", "--json").well().json[0]["fact"] == "not-stored"
    )


def test_why_of_words_that_several_items_have_names_their_numbers(demo):
    (step,) = servwatch(demo, "why", "sociale", "--json").well().json
    assert step["fact"] == "several"
    assert len(step["data"]["items"]) > 1
    servwatch(demo, "why", " ").well(1)


def test_nothing_is_printed_where_nothing_is_found(demo):
    for line in (["items", "--query", "nothingofthatkind"], ["outbox", "list", "--state", "held"]):
        outcome = servwatch(demo, *line, "--json").well()
        assert outcome.out == outcome.err == ""


def test_a_failure_prints_no_json_and_says_why_on_standard_error(demo):
    outcome = servwatch(demo, "items", "--json", "--theme", "x").well(1)
    assert outcome.out == ""
    assert outcome.err.startswith("servwatch: ")
