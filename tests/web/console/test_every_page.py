"""Every row of the table of pages, opened by everybody: as its least role says, and changing nothing unless it may.

What a page does is told by the tests of its area; here only whether it is open, and to whom. A page whose path has
parts is asked for something that is not there: 404 tells that the way in was open.
"""

import re

import pytest
from sqlalchemy import func, select

from servwatch.archive.schema import metadata
from servwatch.model.account import Role
from servwatch.web.console.deed_words import DEEDS
from servwatch.web.console.every_page import PAGES

VISITORS = (None, Role.READER, Role.EDITOR, Role.ADMINISTRATOR)
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_LIVES_ON_ITS_OWN = {"session"}
"""What reading may write: that a session is in use."""

GETS = [pytest.param(row, id=f"{row.name} {row.path}") for row in PAGES if row.method == "GET"]
POSTS = [pytest.param(row, id=f"{row.name} {row.path}") for row in PAGES if row.method == "POST"]


def path_of(row):
    """A path of this row, with something for each of its parts that names nothing."""
    return _PART.sub(lambda part: "987654321" if part[2] == "int" else "none-such", row.path)


@pytest.fixture(scope="module")
def visitors(open_console):
    return {role: open_console.visitor(role) for role in VISITORS}


def test_no_name_and_no_way_stands_twice_in_the_table():
    assert len({row.name for row in PAGES}) == len(PAGES)
    assert len({(row.path, row.method) for row in PAGES}) == len(PAGES)


def test_the_log_has_words_for_whatever_is_written_down():
    written = {row.name for row in PAGES if row.method == "POST" and row.kept} | {"sign-in.openid"}
    assert written == set(DEEDS)


def test_only_the_door_is_open_to_whoever_comes():
    assert {row.path for row in PAGES if row.role is None and row.by_key is None} == OPEN


OPEN = {
    "/api/v1/openapi.json",
    "/sign-in",
    "/sign-in/mail",
    "/sign-in/openid",
    "/sign-in/openid/back",
    "/sign-in/{link}",
}
"""The door, and the description of what stands behind it."""


@pytest.mark.parametrize("row", GETS)
def test_a_page_opens_for_its_least_role_and_those_above_it_only(row, visitors, open_console):
    for role, visitor in visitors.items():
        answer = visitor.get(path_of(row))
        told = f"{row.name} for {role}: {answer.status_code} {answer.text[:300]}"
        least = row.role or row.by_key
        if least is None or (role is not None and role >= least):
            assert answer.status_code not in (401, 403, 405), told
            assert answer.status_code < 500, told
            assert "/sign-in" not in answer.headers.get("location", ""), told
        elif role is None:
            assert answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in"), (
                told
            )
        else:
            assert answer.status_code == 403, told


@pytest.mark.parametrize("row", GETS)
def test_to_look_changes_nothing(row, visitors, open_console):
    before = counted(open_console)
    visitors[Role.ADMINISTRATOR].get(path_of(row))
    visitors[None].client.head(path_of(row))
    assert counted(open_console) == before


@pytest.mark.parametrize("row", POSTS)
def test_a_form_needs_its_role_and_the_token_of_its_session(row, visitors, open_console):
    if row.role is None:  # it has a key of its own, and comes from no other site
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert visitors[None].client.post(path_of(row), headers=elsewhere).status_code == 403
        return
    before = counted(open_console)
    assert visitors[None].client.post(path_of(row)).status_code in (303, 401)
    for role, visitor in visitors.items():
        if role is None:
            continue
        other = visitors[Role.READER if role is not Role.READER else Role.EDITOR]
        for token in ("", "0" * 40, other.token()):
            answer = visitor.client.post(path_of(row), data={"token": token})
            assert answer.status_code == 403, f"{row.name} for {role}"
        if role < row.role:
            assert visitor.post(path_of(row)).status_code == 403
    assert counted(open_console) == before


def counted(console):
    with console.archive() as archive, archive.database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in metadata.sorted_tables
            if table.name not in _LIVES_ON_ITS_OWN
        }
