"""What is said of a feed as a whole: its order, its size, what is left out, how long to wait."""

import pytest

from servwatch.sources.drafts import MAX_ITEMS
from tests.sources.reading import read, rss


def test_order_is_kept_and_an_entry_that_stands_twice_is_kept_once():
    one, two = ("<title>One</title><guid>1</guid>", "<title>Two</title><guid>2</guid>")
    parsed = read(rss(one, two, one, "<title>Changed</title><guid>1</guid>"))
    assert [i.title for i in parsed.items] == ["One", "Two", "Changed"]
    assert parsed.notes == ("Left out because they stand twice: 1.",)


def test_an_entry_with_nothing_in_it_is_left_out_and_counted():
    parsed = read(
        rss("<title>One</title>", "<pubDate>Tue, 15 Sep 2026 05:00:00 GMT</pubDate>", "<title> </title>")
    )
    assert [i.title for i in parsed.items] == ["One"]
    assert parsed.notes == ("Left out because they hold nothing: 2.",)


def test_a_feed_gives_no_more_than_so_many_items():
    parsed = read(rss(*(f"<title>{n}</title>" for n in range(MAX_ITEMS + 1))))
    assert len(parsed.items) == MAX_ITEMS
    assert parsed.notes == (f"{MAX_ITEMS + 1} entries: only the newest {MAX_ITEMS} are kept.",)


def test_of_too_many_entries_the_newest_are_kept_wherever_they_stand():
    dated = [
        f"<title>{n}</title><pubDate>{n % 28 + 1:02} Aug {1990 + n // 28 % 30} 05:00:00 GMT</pubDate>"
        for n in range(MAX_ITEMS)
    ]
    newest = "<title>newest</title><pubDate>15 Sep 2026 05:00:00 GMT</pubDate>"
    parsed = read(rss("<title>undated</title>", *dated, newest))
    titles = [i.title for i in parsed.items]
    assert len(titles) == MAX_ITEMS
    assert titles[-1] == "newest"
    assert "undated" not in titles


SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>60</ttl>", 3_600.0),
        ("<ttl> 5 </ttl>", 300.0),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>nan</ttl>", None),
        ("<ttl>99999999</ttl>", 30 * 86_400.0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1_800.0),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 86_400.0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86_400.0),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<ttl>10</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 600.0),
        ("", None),
    ],
)
def test_how_long_the_publisher_asks_us_to_wait(channel, seconds):
    assert read(rss("<title>T</title>", channel=channel, spaces=SY)).ttl == seconds
