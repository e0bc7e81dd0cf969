"""Every relative link of the documentation leads somewhere, to its anchor too."""

import re

import pytest

from tests.docs.pages import ROOT, name, outside_blocks, pages

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(?m)^#{1,6} (.+?) *$")


def anchors(text):
    """The anchors of a page's headings, as the forges make them."""
    found = {}
    for heading in _HEADING.findall(outside_blocks(text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = found.get(anchor, 0)
        found[anchor] = number + 1
        yield f"{anchor}-{number}" if number else anchor


def broken(page):
    """The links of a page that lead nowhere."""
    text = page.read_text(encoding="utf-8")
    for number, line in enumerate(outside_blocks(text).split("\n"), 1):
        for link in _LINK.findall(line):
            file, _, anchor = link.partition("#")
            target = (page.parent / file).resolve() if file else page
            if re.match(r"[a-z]+:", link):
                continue
            if not target.is_relative_to(ROOT) or not target.exists():
                yield f"{name(page)}:{number}: {link}: there is no such file"
            elif anchor and anchor not in set(anchors(target.read_text(encoding="utf-8"))):
                yield f"{name(page)}:{number}: {link}: there is no such heading"


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_of_a_page_leads_somewhere(page):
    assert list(broken(page)) == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path):
    page = ROOT / "docs" / "configuration.md"
    text = page.read_text(encoding="utf-8")
    assert "servwatch" in set(anchors(text))
    assert "source" in set(anchors(text))
    assert "nothing" not in set(anchors(text))
    (tmp_path / "page.md").write_text("# A\n\n[x](nothing.md)\n", encoding="utf-8")
    assert len(list(broken(_Inside(tmp_path / "page.md")))) == 1


class _Inside(type(ROOT)):
    """A page that stands elsewhere, named as if it stood in the project."""

    def relative_to(self, *_):
        return self
