"""Every example of a configuration loads without a problem, and does what its notes say."""

import re
import tomllib

import pytest

from servwatch.cycle.configuration import examine, understanding_of
from tests.docs.pages import DOCS, blocks, name, pages

EXAMPLES = [
    pytest.param(code, mark, id=f"{name(page)}:{line}")
    for page in pages()
    for line, mark, code in blocks(page.read_text(encoding="utf-8"), "toml")
]


def loaded(folder, code, mark):
    """Load an example; its mark says what it is (`members`) or what lies beside it (`include=`, `secrets=`)."""
    marks = dict(part.partition("=")[::2] for part in mark.split())
    feeds, members = ("", code) if "members" in marks else (code, _members(code))
    (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
    (folder / "members.toml").write_text(members, encoding="utf-8")
    for file, text in ((marks.get("include"), "# more sources\n"), (marks.get("secrets"), "a secret\n")):
        if file:
            (folder / file).write_text(text, encoding="utf-8")
    return examine(folder / "feeds.toml", {})


def _members(code):
    """A member in every group that the digests of an example name."""
    groups = [group for digest in tomllib.loads(code).get("digest", ()) for group in digest.get("groups", ())]
    return f'[[member]]\nemail = "a@example.org"\ngroups = {sorted(set(groups))!r}\n'.replace("'", '"')


@pytest.mark.parametrize(("code", "mark"), EXAMPLES)
def test_an_example_loads_without_any_problem(code, mark, tmp_path):
    result = loaded(tmp_path, code, mark)
    assert [str(problem) for problem in result.problems] == []
    assert result.settings is not None


def test_there_are_examples():
    assert len(EXAMPLES) >= 12


def test_the_terms_of_the_page_for_staff_find_what_their_notes_say(tmp_path):
    text = (DOCS / "staff.md").read_text(encoding="utf-8")
    (code,) = (code for _, _, code in blocks(text, "toml") if "workable-work" in code)
    matcher = understanding_of(loaded(tmp_path, code, "").require()).matcher

    def found(title):
        themes = {theme.theme: theme for theme in matcher.match(title, "", "nl")}
        return "workable-work" in themes

    for word in re.findall(r'#[^"\n]*: (?:also )?"([^"]+)"', code.replace('not the name "Cao"', "")):
        assert found(f"Bericht: {word}"), word
    assert found("Nieuwe CAO")
    assert not found("Meneer Cao")
    assert found("Stress bij werknemers")
    assert not found("Stress overal")
    assert found("Gelijkheid van kansen")
    assert not found("Een mogelijkheid te meer")
    assert found("De loonnorm")


def test_what_the_page_for_staff_says_of_short_words_holds(tmp_path):
    code = '[[theme]]\nid = "x"\nname = { nl = "X" }\nterms.nl = ["loon"]\n'
    matcher = understanding_of(loaded(tmp_path, code, "").require()).matcher
    assert matcher.match("De loonnorm stijgt", "", "nl")
    assert not matcher.match("Moeite wordt beloond", "", "nl")
