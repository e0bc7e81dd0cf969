"""What a source and the categories of its publisher say about themes."""

from servwatch.insight.hints import Hint, hints_for
from servwatch.model import Source

SOURCE = Source(
    "ec-press",
    "Press Corner",
    "ec",
    "feed",
    "https://example.org/feed",
    themes=("governance",),
    category_themes={"POLICY_AREA=EMPL": ("labour-market", "workable-work"), "Energy": ("energy",)},
)


def test_a_source_hints_at_its_themes_for_every_item():
    assert hints_for(SOURCE, ()) == (Hint("governance", "source", "Press Corner"),)


def test_a_category_hints_at_all_its_themes_in_any_case():
    assert hints_for(SOURCE, ("energy", "policy_area=empl"))[1:] == (
        Hint("energy", "category", "energy"),
        Hint("labour-market", "category", "policy_area=empl"),
        Hint("workable-work", "category", "policy_area=empl"),
    )


def test_a_category_that_lists_values_is_each_of_them():
    hints = hints_for(SOURCE, ("POLICY_AREA=AGRI, EMPL",))
    assert Hint("labour-market", "category", "POLICY_AREA=EMPL") in hints


def test_a_hint_is_given_once_and_unknown_categories_give_none():
    assert len(hints_for(SOURCE, ("Energy", "Energy", "Sports, culture", ""))) == 2
