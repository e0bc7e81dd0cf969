"""A theme is changed where it stands, and not a byte beside it."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from servwatch.config.theme_edit import change_theme, plain_term
from servwatch.config.toml_array import edited
from servwatch.config.toml_value import toml_value
from servwatch.errors import ConfigError
from servwatch.model import Term, Theme

FILE = """# at the top
[servwatch]
language = "nl"   # of the house

[[theme]]
# what it is called
id = "work"  # never changes
name = { nl = "Werk", en = "Work" }
threshold = 1.0  # as usual
terms.nl = [
  # by people
  "werk", 'loon*',  # and pay
  "=CAO",
  { term = "vakbond", weight = 0.5 },
]
terms.en = ["labour", "employment"]
exclude = ["netwerk"]

# the next
[[theme]]
id = "climate"
name = { nl = "Klimaat" }
terms = { nl = ["klimaat"], en = ["climate"] }

[[digest]]
id = "d"
"""


def work(**changed):
    theme = Theme(
        "work",
        {"nl": "Werk", "en": "Work"},
        {
            "nl": (Term("werk"), Term("loon*"), Term("=CAO"), Term("vakbond", 0.5)),
            "en": (Term("labour"), Term("employment")),
        },
        {"": ("netwerk",)},
    )
    return replace(theme, **changed)


def terms(*texts, language="nl"):
    return work().terms | {language: tuple(Term(t) if isinstance(t, str) else t for t in texts)}


def change(after, text=FILE):
    return change_theme({"a.toml": text}, "a.toml", work(), after).get("a.toml", text)


def test_a_new_term_stands_behind_the_others_and_all_else_as_before():
    after = change(work(terms=terms("werk", "loon*", "=CAO", Term("vakbond", 0.5), "staking")))
    assert after == FILE.replace("weight = 0.5 },\n", 'weight = 0.5 }, "staking",\n')


def test_a_term_that_goes_takes_no_comment_with_it():
    after = change(work(terms=terms("werk", "=CAO", Term("vakbond", 0.5))))
    assert after == FILE.replace(" 'loon*',  # and pay", "  # and pay")


def test_a_term_with_a_weight_is_written_as_a_table():
    after = change(
        work(terms=terms(Term("labour", 2.5, exclude=("labour day",)), "employment", language="en"))
    )
    line = 'terms.en = [{ term = "labour", weight = 2.5, exclude = ["labour day"] }, "employment"]'
    assert after == FILE.replace('terms.en = ["labour", "employment"]', line)


def test_threshold_name_and_excludes_keep_the_comments_on_their_lines():
    after = change(
        work(threshold=1.5, name={"nl": "Arbeid", "en": "Work"}, exclude={"": ("netwerk", "vuurwerk")})
    )
    expected = FILE.replace("threshold = 1.0", "threshold = 1.5").replace('nl = "Werk"', 'nl = "Arbeid"')
    assert after == expected.replace('["netwerk"]', '["netwerk", "vuurwerk"]')


def test_a_language_that_is_new_is_put_beside_the_others():
    after = change(work(terms=terms("travail", language="fr")))
    assert after == FILE.replace('"employment"]\n', '"employment"]\nterms.fr = ["travail"]\n')


def test_terms_in_an_inline_table_are_changed_there():
    before = Theme("climate", {"nl": "Klimaat"}, {"nl": (Term("klimaat"),), "en": (Term("climate"),)})
    after = replace(
        before, terms=before.terms | {"fr": (Term("climat"),), "nl": (Term("klimaat"), Term("weer"))}
    )
    (text,) = change_theme({"a": FILE}, "a", before, after).values()
    line = next(line for line in text.split("\n") if line.startswith("terms = "))
    assert tomllib.loads(line)["terms"] == {"nl": ["klimaat", "weer"], "en": ["climate"], "fr": ["climat"]}
    assert text.replace(line, "") == FILE.replace('terms = { nl = ["klimaat"], en = ["climate"] }', "")


def test_terms_under_a_header_of_their_own_are_changed_there():
    text = '[[theme]]\nid = "work"\nname.nl = "Werk"\n[theme.terms]\nnl = ["werk"]\n\n[[digest]]\nid = "d"\n'
    before = Theme("work", {"nl": "Werk"}, {"nl": (Term("werk"),)})
    after = replace(before, terms={"nl": (Term("loon"),), "fr": (Term("travail"),)}, threshold=2.0)
    (made,) = change_theme({"a": text}, "a", before, after).values()
    assert made == text.replace('"werk"]', '"loon"]\nfr = ["travail"]').replace(
        '"work"\n', '"work"\nthreshold = 2.0\n'
    )


def test_a_shipped_theme_is_overridden_at_the_end_of_the_own_file_by_what_differs():
    text = '[servwatch]\nextends = "shipped"'
    after = work(terms=terms("arbeid"), threshold=1.5)
    made = change_theme({"a.toml": text, "b.toml": ""}, "a.toml", work(), after)
    assert made == {
        "a.toml": f'{text}\n\n[[theme]]\nid = "work"\nterms.nl = ["arbeid"]\nthreshold = 1.5\n'
    } or made == {"a.toml": f'{text}\n\n[[theme]]\nid = "work"\nthreshold = 1.5\nterms.nl = ["arbeid"]\n'}


def test_a_long_list_is_written_over_several_lines():
    many = [f"een nogal lange term nummer {n}" for n in range(12)]
    made = edited("[]", many)
    assert tomllib.loads(f"x = {made}")["x"] == many
    assert max(map(len, made.split("\n"))) <= 100
    assert made.startswith("[\n  ")
    assert made.endswith(",\n]")


def test_what_cannot_be_changed_here_is_refused():
    text = 'theme = [{ id = "work", name = { nl = "Werk" }, terms = { nl = ["werk"] } }]\n'
    before = Theme("work", {"nl": "Werk"}, {"nl": (Term("werk"),)})
    with pytest.raises(ConfigError):
        change_theme({"a": text}, "a", before, replace(before, threshold=2.0))


WORDS = st.one_of(
    st.sampled_from(
        ["werk", "loon*", "=CAO", "nieuw", 'met "quotes"', "a # b", "x, y", "[z]", "back\\slash", "é"]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)
WANTED = st.lists(
    st.one_of(WORDS.map(Term), st.builds(Term, WORDS, st.sampled_from([0.5, 2.0]), st.lists(WORDS, max_size=2).map(tuple))),
    max_size=8,
    unique=True,
)  # fmt: skip
GAPS = st.sampled_from(["", " ", "\n  ", "\n  # kept 1\n  ", " # kept 2\n"])


@given(WANTED, WANTED, st.lists(st.tuples(GAPS, GAPS, GAPS), min_size=9, max_size=9), st.booleans())
@example([Term("a"), Term("b")], [], [(" # kept 2\n",) * 3] * 9, True)
@settings(max_examples=150, deadline=None)
def test_any_list_however_written_becomes_what_is_wanted_and_keeps_its_comments(had, wanted, gaps, comma):
    written = "["
    for number, term in enumerate(had):
        before, between, behind = gaps[number]
        last = number == len(had) - 1
        written += before + toml_value(plain_term(term)) + between
        written += behind if last and not comma else "," + behind
    written += "]"
    made = edited(written, [plain_term(term) for term in wanted], plain_term)
    assert tomllib.loads(f"x = {made}")["x"] == [plain_term(term) for term in wanted]
    outside = [gap for three in gaps[: len(had)] for gap in three]
    assert sum("# kept" in line for line in made.split("\n")) == sum("# kept" in gap for gap in outside)
    if had == wanted:
        assert made == written


@given(WANTED, st.sampled_from(["nl", "en", "fr"]), st.sampled_from([0.5, 1.0, 3.25]))
@settings(max_examples=60, deadline=None)
def test_everything_but_the_touched_keys_is_the_same_to_the_byte(wanted, language, threshold):
    after = work(terms=work().terms | {language: tuple(wanted)}, threshold=threshold)
    made = change(after)
    start, end = FILE.index("threshold"), FILE.index("exclude = ")
    assert made.startswith(FILE[:start])
    assert made.endswith(FILE[end:])
    read = tomllib.loads(made)["theme"][0]
    assert read["threshold"] == threshold
    assert [plain_term(one) for one in read["terms"].get(language, [])] == [plain_term(one) for one in wanted]


@given(WANTED)
@settings(max_examples=30, deadline=None)
def test_to_change_and_to_change_back_says_the_same_as_before(wanted):
    after = work(terms=work().terms | {"nl": tuple(wanted)})
    there = change(after)
    back = change_theme({"a": there}, "a", after, work()).get("a", there)
    assert tomllib.loads(back) == tomllib.loads(FILE)
