"""Every grammar: what is printed in any of its ways is read as what it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.references import KINDS, known_as, public_address, read_reference, references_of
from servwatch.insight.references.registry import FAMILIES
from tests.insight.references.written import GRAMMARS

BEFORE = ("", "Opinion on ", "(", "Zie ook: ", "the proposal – ", "\u201c", "a, ")
AFTER = ("", ".", ", adopted today", ")", " – text", "; and more", "\n")


@pytest.mark.parametrize("name", sorted(GRAMMARS))
def test_whatever_way_it_is_written_the_reference_is_found(name: str) -> None:
    @settings(max_examples=24)
    @given(GRAMMARS[name], st.data())
    def found(written: tuple[str, str, list[str]], data: st.DataObject) -> None:
        kind, canonical, ways = written
        way = data.draw(st.sampled_from(ways))
        before, after = data.draw(st.sampled_from(BEFORE)), data.draw(st.sampled_from(AFTER))
        for title, summary in ((before + way + after, ""), ("A title", before + way + after)):
            named = [(r.kind, r.id) for r in references_of(title, summary)]
            assert (kind, canonical) in named, (way, named)
            assert len({known_as(*n) for n in named if n[0] == kind}) == 1, (way, named)

    found()


@pytest.mark.parametrize("name", sorted(GRAMMARS))
def test_a_person_may_write_it_in_any_way(name: str) -> None:
    @settings(max_examples=12)
    @given(GRAMMARS[name], st.data())
    def read(written: tuple[str, str, list[str]], data: st.DataObject) -> None:
        kind, canonical, ways = written
        reference = read_reference(data.draw(st.sampled_from([canonical, *ways])))
        assert reference is not None
        if reference.kind != kind:  # of a file and its document the one that comes first in the registry
            assert {reference.kind, kind} == {"eesc-file", "eesc"}
        else:
            assert reference.id == canonical

    read()


@pytest.mark.parametrize("name", sorted(GRAMMARS))
def test_its_public_address_names_it_again(name: str) -> None:
    @settings(max_examples=12)
    @given(GRAMMARS[name], st.sampled_from(["nl", "en", "fr", "de", "es", "", "xx"]))
    def told(written: tuple[str, str, list[str]], language: str) -> None:
        kind, canonical, _ = written
        address = public_address(kind, canonical, language)
        if address and kind not in ("oj", "ep-sitting"):
            names = {known_as(r.kind, r.id) for r in references_of("", "", address)}
            if kind == "sdg":  # the address is that of the goal
                assert canonical.startswith(tuple(known.name for known in names))
            else:
                assert known_as(kind, canonical) in names, (address, names)

    told()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_example_of_a_kind_is_in_its_canonical_form(kind) -> None:
    assert kind.form.fullmatch(kind.example)
    assert read_reference(kind.example) is not None
    assert read_reference(kind.example).id == kind.example


def test_every_grammar_and_address_is_of_a_known_kind_and_every_kind_is_proven() -> None:
    used = {g.kind for f in FAMILIES for g in f.grammars} | {a.kind for f in FAMILIES for a in f.locations}
    assert used == set(KINDS)
    assert all(g.clues for f in FAMILIES for g in f.grammars)
