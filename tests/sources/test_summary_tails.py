import pytest

from servwatch.sources.summary_tails import without_tails


@pytest.mark.parametrize(
    "tail",
    [
        "The post A title appeared first on The site.",
        "The post A title first appeared on The site.",
        "Het bericht A title verscheen eerst op De site.",
        "L’article A title est apparu en premier sur Le site.",
        "Der Beitrag A title erschien zuerst auf Die Seite.",
        "Read more",
        "Read More »",
        "[Read more…]",
        "Continue reading →",
        "Lees meer",
        "Lire la suite",
        "Weiterlesen",
        "Leer más...",
    ],
)
def test_what_the_publishing_system_added_goes(tail):
    assert without_tails(f"The sentence. {tail}", "A title") == "The sentence."


@pytest.mark.parametrize(
    "text",
    [
        "They ask children to read more",
        "Firms want to learn more, and to find out more",
        "The post of secretary-general appeared first on the list.",
        "The post Another title appeared first on The site.",
        "Read more books, says the council",
        "De raad vraagt om lees meer",
        "It ends with an ellipsis…",
        "An aside (see below)",
        "",
    ],
)
def test_what_an_author_may_have_written_stays(text):
    assert without_tails(text, "A title") == text


def test_an_arrow_makes_an_invitation_evident_within_a_sentence():
    assert without_tails("Ministers meet on Monday Read more »", "") == "Ministers meet on Monday"


def test_brackets_around_an_ellipsis_go():
    assert without_tails("Ministers meet on […]", "") == "Ministers meet on …"
    assert without_tails("Ministers meet on [...]", "") == "Ministers meet on …"


def test_a_summary_that_is_nothing_but_a_tail_becomes_empty():
    assert without_tails("Read more", "A title") == ""


def test_both_tails_go():
    text = "Words. Read more The post A title appeared first on The site."
    assert without_tails(text, "A title") == "Words."
