"""The fingerprint changes with all that decides the themes of an item, and with nothing else."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from servwatch.insight.fingerprint import fingerprint
from servwatch.model import Term, Theme

THEME = Theme("work", {"nl": "Werk"}, {"nl": (Term("loon"), Term("werk")), "en": (Term("wage"),)})


@pytest.mark.parametrize(
    "changed",
    [
        replace(THEME, id="labour"),
        replace(THEME, threshold=2.0),
        replace(THEME, exclude={"": ("vacature",)}),
        replace(THEME, exclude={"nl": ("vacature",)}),
        replace(THEME, terms={"nl": (Term("loon"),)}),
        replace(THEME, terms={"fr": THEME.terms["nl"], "en": THEME.terms["en"]}),
        replace(THEME, terms={**THEME.terms, "en": (Term("wage", weight=0.5),)}),
        replace(THEME, terms={**THEME.terms, "en": (Term("wage", exclude=("wager",)),)}),
    ],
)
def test_it_changes_with_what_is_found(changed):
    assert fingerprint([changed]) != fingerprint([THEME])


def test_it_changes_with_the_order_of_themes_and_the_settings():
    other = replace(THEME, id="other")
    assert fingerprint([THEME, other]) != fingerprint([other, THEME])
    assert fingerprint([THEME], compound_length=9) != fingerprint([THEME])
    assert fingerprint([THEME], languages=["nl"]) != fingerprint([THEME])


def test_it_does_not_change_with_names_priorities_or_the_order_of_languages():
    same = replace(THEME, name={"nl": "Arbeid"}, priority=2.0, terms=dict(reversed(THEME.terms.items())))
    assert fingerprint([same]) == fingerprint([THEME])


def test_it_is_the_same_in_every_process():
    code = (
        "from servwatch.insight.fingerprint import fingerprint; from servwatch.model import Term, Theme; "
        "print(fingerprint([Theme('work', {}, {'nl': (Term('loon'),)})]))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert seen == {fingerprint([Theme("work", {}, {"nl": (Term("loon"),)})])}
