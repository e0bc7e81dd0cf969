"""What is responsible when an item gains or loses a theme."""

import pytest

from servwatch.insight.hints import Hint
from servwatch.insight.theme_changes import Cause, blame
from servwatch.insight.themes import compile_themes
from servwatch.model import Term, Theme


def theme(*terms, language="nl", **rest):
    made = tuple(Term(term) if isinstance(term, str) else term for term in terms)
    return Theme("work", {}, {language: made}, **rest)


def blamed(giving, refusing, title="", summary="", language="nl", hints=((), ())):
    """What is responsible for the theme that `giving` gives and `refusing` does not."""
    given, refused = (
        next(iter(compile_themes([one]).explain(title, summary, language, hints=hint)), None)
        for one, hint in zip((giving, refusing), hints, strict=True)
    )
    assert given is not None
    assert given.given
    assert refused is None or not refused.given
    return [(one.cause, one.term, one.text) for one in blame(given, refused)]


WAGES = "Hogere lonen en meer telewerk"


@pytest.mark.parametrize(
    ("giving", "refusing", "found"),
    [
        (theme("loon"), theme("staking"), [(Cause.TERM, "loon", "lonen")]),
        (
            theme("loon", "telewerk"),
            theme("staking"),
            [(Cause.TERM, "loon", "lonen"), (Cause.TERM, "telewerk", "telewerk")],
        ),
        (theme("loon"), theme("loon", threshold=3.0), [(Cause.THRESHOLD, "", "")]),
        (
            theme("loon"),
            theme("loon", exclude={"nl": ("telewerk",)}),
            [(Cause.EXCLUDE, "telewerk", "telewerk")],
        ),
        (
            theme("loon"),
            theme(Term("loon", requires=("staking",))),
            [(Cause.CONDITION, "loon", "lonen")],
        ),
        (theme("loon"), theme(Term("loon", weight=0.4)), [(Cause.WEIGHT, "loon", "lonen")]),
        (
            theme("loon", "telewerk", threshold=4.0),
            theme("loon", threshold=4.0),
            [(Cause.TERM, "telewerk", "telewerk")],
        ),
        (
            theme("telewerk"),
            theme("loon", threshold=3.0),
            [(Cause.TERM, "telewerk", "telewerk"), (Cause.THRESHOLD, "", "")],
        ),
    ],
)
def test_the_terms_and_settings_responsible_are_named(giving, refusing, found):
    assert blamed(giving, refusing, WAGES) == found


def test_a_source_that_speaks_for_the_theme_on_one_side_is_named():
    hints = ((Hint("work", "source", "ILO, news"),), ())
    assert blamed(theme("loon"), theme("loon"), "Klimaat", hints=hints) == [
        (Cause.HINT, "ILO, news", "ILO, news")
    ]


def test_a_term_that_stands_in_an_item_often_is_named_once():
    assert blamed(theme("loon"), theme("staking"), "Loon, loon en loon") == [(Cause.TERM, "loon", "Loon")]
