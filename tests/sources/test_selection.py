import pytest

from servwatch.model import ItemKind, KindRule, Parsed, RawItem, Source, Verdict
from servwatch.sources.item_kind import kind_of
from servwatch.sources.patterns import matches
from servwatch.sources.selection import ALL_LEFT_OUT, accept, select

NEWS = RawItem("News", "https://www.ilo.org/resource/news/one", categories=("POLICY_AREA=ESAI", "type=News"))
EVENT = RawItem("Event", "https://www.ilo.org/meetings/two?x=1", categories=("Events",))
BARE = RawItem("Bare", "")


def source(**changes):
    return Source(id="s", name="S", body="b", kind="feed", url="https://www.ilo.org/rss", **changes)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("/resource/news/", NEWS.url, True),
        ("/RESOURCE/News/", NEWS.url, True),
        ("ilo.org/*/one", NEWS.url, True),
        ("ilo.org*news*one", NEWS.url, True),
        ("*", NEWS.url, True),
        ("*", "", True),
        ("", NEWS.url, False),
        ("news/*/one", NEWS.url, False),
        ("one*resource", NEWS.url, False),
        ("two?x=1", EVENT.url, True),
        ("two.x", EVENT.url, False),
        ("[a-z]", "a", False),
        ("(", "(", True),
        ("a*b*c", "xx a\nb c", True),
        ("a*a", "a", False),
        ("ab*b", "aab", False),
    ],
)
def test_a_pattern_is_a_part_of_the_text_and_only_a_star_is_special(pattern, text, found):
    assert matches(pattern, [text]) is found


@pytest.mark.timeout(30)
def test_many_stars_cost_no_more_than_the_length():
    assert not matches("a*" * 50 + "b", ["a" * 500_000])


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, [NEWS, EVENT, BARE]),
        ({"include": ("/resource/news/",)}, [NEWS]),
        ({"include": ("POLICY_AREA=ESAI", "events")}, [NEWS, EVENT]),
        ({"exclude": ("/meetings/",)}, [NEWS, BARE]),
        ({"include": ("ilo.org",), "exclude": ("events",)}, [NEWS]),
        ({"include": ("nowhere",)}, []),
        ({"exclude": ("*",)}, []),
        ({"exclude": ("",)}, [NEWS, EVENT, BARE]),
    ],
)
def test_an_item_is_accepted_by_some_include_and_no_exclude(changes, accepted):
    assert [item for item in (NEWS, EVENT, BARE) if accept(item, source(**changes))] == accepted


def test_what_is_left_out_is_counted():
    parsed = select(
        Parsed(Verdict.OK, "rule", (NEWS, EVENT), 60.0, ("note",)), source(exclude=("/meetings/",))
    )
    assert parsed == Parsed(
        Verdict.OK, "rule", (NEWS,), 60.0, ("note", "1 of 2 items left out by include and exclude.")
    )


def test_a_feed_whose_every_item_we_leave_out_is_not_an_empty_feed():
    parsed = select(Parsed(Verdict.OK, "rule", (NEWS, EVENT)), source(include=("nowhere",)))
    assert (parsed.verdict, parsed.rule, parsed.items) == (Verdict.OK, ALL_LEFT_OUT, ())


@pytest.mark.parametrize("parsed", [Parsed(Verdict.EMPTY, "rule"), Parsed(Verdict.OK, "rule", (NEWS,))])
def test_where_nothing_is_left_out_nothing_changes(parsed):
    assert select(parsed, source(include=("news",))) is parsed
    assert select(parsed, source()) is parsed


def test_the_kind_is_that_of_the_first_pattern_that_matches():
    rule = KindRule(
        ItemKind.STUDY,
        (("/meetings/", ItemKind.EVENT), ("type=News", ItemKind.NEWS), ("ilo.org", ItemKind.POSITION)),
    )
    assert [kind_of(item, rule) for item in (NEWS, EVENT, BARE)] == [
        ItemKind.NEWS,
        ItemKind.EVENT,
        ItemKind.STUDY,
    ]
    assert kind_of(NEWS, KindRule()) is ItemKind.NEWS
