"""Do mail clients support what the templates use? By the data of caniemail, and by rules of our own."""

import json

import pytest

from tests.digest import client_support
from tests.digest.golden_digests import GOLDEN, rendered
from tests.mail_tools import mail_tools

FAULTY = """<!DOCTYPE html><html><head><style>:root { --x: #123456; } .a { color: var(--x); position: absolute; }
</style></head><body><button>Op</button><svg></svg><img src="data:image/png;base64,AA" alt=""><img src="https://a.example.org/b.svg" alt="">
<div class="a" style="display: flex; padding: 4px; max-width: 3px; margin: 0 auto; border: 9px solid #abc"></div></body></html>"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    file = mail_tools(tmp_path_factory) / "caniemail" / "data" / "caniemail.json"
    return json.loads(file.read_text(encoding="utf-8"))


def test_each_feature_is_supported_everywhere_or_accepted_with_a_reason(data):
    used = set().union(*(client_support.features(rendered(name).html) for name in GOLDEN))
    missing = client_support.unsupported(used, data)
    known = client_support.accepted()
    assert missing - known.keys() == set(), (
        "a client does not have this: leave it out, or accept it with a reason"
    )
    assert known.keys() - missing == set(), "an exemption that nothing needs: take it out"
    assert all(len(reason) > 20 for reason in known.values())


def test_each_planted_fault_is_found(data):
    found = {feature for feature, client in client_support.unsupported(client_support.features(FAULTY), data)}
    assert {
        "css-variables",
        "css-position",
        "html-button-submit",
        "html-svg",
        "image-base64",
        "image-svg",
        "css-display-flex",
    } <= found


@pytest.mark.parametrize("name", GOLDEN)
def test_nothing_stands_where_word_passes_it_over(name):
    assert client_support.out_of_place(rendered(name).html) == []
    assert client_support.out_of_place(rendered(name).overflow or "<p></p>") == []


def test_what_is_out_of_place_is_found():
    faults = client_support.out_of_place(FAULTY)
    assert [f.split()[0] for f in faults] == ["padding", "max-width", "margin", "border", "border"]
