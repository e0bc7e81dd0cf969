"""When annotations are still good after a change of settings, and what a new term finds again."""

from dataclasses import replace

from servwatch.cycle.understanding import Understanding
from servwatch.model import Given, Source, Term, Theme
from tests.digest.examples import settings

SOURCE = Source("ilo", "ILO", "ilo", "feed", "https://ilo.example/feed", languages=("en",))
THEME = Theme("work", {"nl": "Werk"}, terms={"en": (Term("work"),)})


def print_of(*, sources=(SOURCE,), themes=(THEME,), **fields):
    return Understanding(replace(settings(), sources=sources, themes=themes, **fields)).fingerprint


def test_names_priorities_and_intervals_leave_annotations_good():
    known = print_of()
    assert print_of(themes=(replace(THEME, name={"nl": "Arbeid"}, priority=3.0),)) == known
    assert print_of(sources=(replace(SOURCE, name="IAO", url="https://elsewhere.example/"),)) == known
    assert print_of(fingerprint="other", digests=()) == known


def test_terms_languages_and_hints_make_annotations_anew():
    known = print_of()
    changed = [
        print_of(themes=(replace(THEME, terms={"en": (Term("labour"),)}),)),
        print_of(themes=(replace(THEME, threshold=2.0),)),
        print_of(sources=(replace(SOURCE, languages=("fr",)),)),
        print_of(sources=(replace(SOURCE, themes=("work",)),)),
        print_of(sources=(replace(SOURCE, category_themes={"Jobs": ("work",)}),)),
    ]
    assert len({known, *changed}) == 1 + len(changed)


def test_references_are_found_in_title_text_address_and_fields_with_addresses_in_the_language_of_the_council():
    understanding = Understanding(replace(settings(), sources=(SOURCE,), themes=(THEME,), language="fr"))
    annotation = understanding.annotation(
        "ilo", "COM(2025) 837", "On INT/1108.", "en", (),
        url="https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/18805",
        given=Given(references=("2025/0360(COD)",)),
    )  # fmt: skip
    found = {r.id: (r.role, r.url) for r in annotation.references}
    assert [(name, role) for name, (role, _) in found.items()] == [
        ("HYS 18805", "own"), ("2025/0360(COD)", "own"), ("COM(2025) 837", "title"), ("INT/1108", "text"),
    ]  # fmt: skip
    assert "/fr/procedure-file" in found["2025/0360(COD)"][1]


def test_another_language_of_the_council_makes_annotations_anew():
    assert print_of(language="nl") != print_of(language="fr")
