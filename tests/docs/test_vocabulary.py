"""Every word that servwatch answers with is explained, and no other."""

import ast
import re

import pytest

from servwatch import errors
from servwatch.cycle.settings_changes import Concern
from servwatch.insight.source_faults import SourceFault
from servwatch.mail import Fate
from servwatch.model import Hold, ItemKind, MessageState, Verdict
from servwatch.sources import KINDS
from tests.docs.pages import DOCS, ROOT, name, outside_blocks, pages
from tests.locale.test_catalogues import all_sentences


def section(page, heading):
    """The text under a heading, up to the next of its rank."""
    text = outside_blocks((DOCS / page).read_text(encoding="utf-8"))
    found = re.search(rf"(?ms)^(#+) {re.escape(heading)}$\n(.*?)(?=^\1 |\Z)", text)
    assert found, f"docs/{page} has no heading {heading}"
    return found[2]


def explained(page, heading):
    """The words in the first cells of the tables under a heading, in order."""
    return re.findall(r"(?m)^\| `([^`]+)` \|", section(page, heading))


def attentions():
    """What `Attention(...)` is made of anywhere, by its first argument."""
    found = set()
    for path in (ROOT / "servwatch").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Attention":
                found.add(node.args[0].value)
    return found


def test_every_verdict_is_explained():
    assert explained("administration.md", "Verdicts: what became of a fetch") == [v.value for v in Verdict]


def test_every_fault_of_what_a_source_publishes_is_explained():
    told = explained("administration.md", "Silence: what is wrong with what a source publishes")
    assert told == [fault.value for fault in SourceFault]


def test_the_first_verdicts_are_the_good_ones_as_the_page_says():
    assert [v.good for v in Verdict] == [True] * 3 + [False] * (len(Verdict) - 3)


def test_every_state_of_a_message_and_every_reason_to_hold_it_is_explained():
    words = [state.value for state in MessageState] + [hold.value for hold in Hold]
    assert explained("administration.md", "The outbox") == words


def test_every_exit_code_is_explained():
    ours = {cls.exit_code for cls in vars(errors).values() if hasattr(cls, "exit_code")}
    assert ours | {0, 3, 130} == {int(code) for code in explained("administration.md", "Exit codes")}


def test_everything_that_asks_for_attention_is_explained():
    told = explained("administration.md", "What asks for attention, and what to do")
    assert set(told) == attentions()
    assert len(told) == len(set(told))


def test_everything_that_a_check_against_another_file_finds_is_explained():
    assert explained("staff.md", "Before it is in force") == [concern.value for concern in Concern]


def test_every_fate_of_a_hand_over_is_explained():
    assert explained("how-it-works.md", "Exactly once") == [fate.value for fate in Fate]


def test_every_kind_of_source_and_of_item_is_named():
    page = section("configuration.md", "Every key")
    assert all(f'`"{kind}"`' in page for kind in KINDS)
    assert all(f"`{kind.value}`" in page for kind in ItemKind)
    assert all(f"`{kind}`" in section("how-it-works.md", "Where to add something") for kind in KINDS)


def test_every_folder_of_the_program_is_in_the_picture():
    folder = ROOT / "servwatch"
    parts = {p.name + "/" for p in folder.iterdir() if (p / "__init__.py").exists()} | {"errors.py"}
    assert set(explained("how-it-works.md", "One pipeline")) == parts


def test_the_reasons_that_staff_read_about_are_those_that_why_gives():
    table = section("staff.md", "Why was it in, or not?")
    quoted = re.findall(r"(?m)^\| ([A-Z][^|]+?) \|", table)
    assert len(quoted) >= 7
    plain = [re.sub(r"\{\w+\}", "...", sentence) for sentence in all_sentences()]
    for reason in quoted:
        pieces = [piece.strip(" ,;") for piece in reason.rstrip(".").split("...")]
        assert any(all(piece in sentence for piece in pieces) for sentence in plain), reason


RESERVED = re.compile(
    r"(?:.*\.)?(?:example(?:\.org)?|localhost|localdomain)|127\.0\.0\.1"
    r"|(?:outlook|smtp)\.office365\.com|example\.onmicrosoft\.com"
    r"|(?:(?:example-org\.)?mail|spf)\.protection\.outlook\.com|login\.microsoftonline\.com"  # the same for everybody who has mail there
)
_HOST = re.compile(r"https?://([^/\s`\"'):]+)|\b((?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|eu|be))\b")


INSTRUCTIONS = [
    ROOT / "README.md",
    *(
        DOCS / f"{page}.md"
        for page in ("administration", "commands", "configuration", "how-it-works", "staff")
    ),
]
"""What people copy from. Decisions and proofs tell of real publishers."""


@pytest.mark.parametrize("page", INSTRUCTIONS, ids=name)
def test_no_example_names_a_real_host(page):
    hosts = {one or other for one, other in _HOST.findall(page.read_text(encoding="utf-8"))}
    assert {host for host in hosts if not RESERVED.fullmatch(host)} == set()


@pytest.mark.parametrize("page", pages(), ids=name)
def test_no_page_names_a_place_of_some_machine(page):
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|work|mnt|Users|private)/\S*", text) == []
