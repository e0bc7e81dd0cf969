"""When annotations are still good after a change of settings, and what a new term finds again."""

from dataclasses import replace

from servwatch.cycle.understanding import Understanding
from servwatch.model import Source, Term, Theme
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
