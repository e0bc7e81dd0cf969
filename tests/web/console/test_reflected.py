"""Whatever is asked in an address or sent in a form comes back as text, on every page and under every name that one reads."""

import re
from pathlib import Path

import pytest

from servwatch.model.account import Role
from servwatch.web import console as package
from servwatch.web.console.every_page import PAGES

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\r\nSet-Cookie: planted=1"
_READ = re.compile(r'(?:query|form)\.(?:get|getlist|line|all|number)\(\s*"([\w-]+)"')
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
NAMES = sorted(
    {
        name
        for file in Path(package.__file__).parent.rglob("*.py")
        for name in _READ.findall(file.read_text("utf-8"))
    }
)
"""What any page reads of a query or a form, as the code says."""

GETS = [pytest.param(row, id=f"{row.name} {row.path}") for row in PAGES if row.method == "GET"]
POSTS = [
    pytest.param(row, id=f"{row.name} {row.path}")
    for row in PAGES
    if row.method == "POST" and not row.name.startswith(("account", "sign-out"))
]
"""Those that end the visitor's own session are told in their own tests."""


@pytest.fixture(scope="module")
def administrator(open_console):
    return open_console.visitor(Role.ADMINISTRATOR)


def path_of(row, text):
    return _PART.sub(lambda part: "1" if part[2] == "int" else text, row.path)


def harmless(answer):
    told = f"{answer.request.url.path}: {answer.status_code} {answer.headers.get('content-type', '')}"
    assert answer.status_code < 500, f"{told} {answer.text[:500]}"
    assert answer.headers["x-content-type-options"] == "nosniff", told
    assert "planted" not in answer.headers.get("set-cookie", ""), told
    where = answer.headers.get("location", "/")
    assert where.startswith("/"), told
    assert not where.startswith(("//", "/\\")), told
    if answer.headers.get("content-type", "text/html").startswith("text/html"):
        assert "script-src 'self'" in answer.headers["content-security-policy"], told
        assert not [one for one in ("<script>alert", "<img src=x") if one in answer.text], told


def test_the_names_are_found_at_all():
    assert {"q", "next", "ref", "before", "email", "name", "note"} <= set(NAMES)


@pytest.mark.parametrize("row", GETS)
def test_no_page_gives_back_as_script_what_its_address_asks(row, administrator):
    for text in (ATTACK, "//elsewhere.example"):
        harmless(administrator.get(path_of(row, "none-such"), **dict.fromkeys(NAMES, text)))
    if "{" in row.path:
        harmless(administrator.get(path_of(row, "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")))


@pytest.mark.parametrize("row", POSTS)
def test_no_page_gives_back_as_script_what_a_form_sends(row, administrator):
    harmless(administrator.post(path_of(row, "none-such"), **{n: ATTACK for n in NAMES if n != "token"}))
