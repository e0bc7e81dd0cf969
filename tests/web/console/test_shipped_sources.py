"""Sources of the shipped list are changed by an entry of the house's own, with no more in it than differs."""

import tomllib

import pytest

from servwatch.model.account import Role
from tests.cycle.watch import Watch
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console


@pytest.fixture
def console(tmp_path):
    with Internet() as internet:
        watch = Watch(tmp_path, internet)
        watch.general = 'listen = "127.0.0.1:0"\nextends = "shipped"'
        watch.themes = ""
        watch.write()
        with Console(watch.path, NOW) as made:
            yield made


def test_what_differs_is_written_and_all_else_follows_the_list(console):
    source = next(one for one in console.server._current.settings.sources if one.kind == "feed")
    editor = console.visitor(Role.EDITOR)
    assert "comes from the shipped list" in editor.see(f"/sources/{source.id}/edit")
    form = {"name": "Anders", "body": source.body, "url": source.url, "languages": list(source.languages)}
    form |= {"every": "", "weight": source.weight, "side": source.side.value, "lines": ""}
    page = editor.see(f"/sources/{source.id}/edit")
    form["mark"] = page.partition('name="mark" value="')[2].partition('"')[0]
    form["every"] = page.partition('id="f-every"')[2].partition('value="')[2].partition('"')[0]
    editor.do(f"/sources/{source.id}/edit", **form)
    assert tomllib.loads(console.path.read_text())["source"] == [{"id": source.id, "name": "Anders"}]
    editor.do(f"/sources/{source.id}/disable")
    (own,) = tomllib.loads(console.path.read_text())["source"]
    assert own == {"id": source.id, "name": "Anders", "enabled": False}
    assert console.server._current.settings.source(source.id).url == source.url


def test_a_long_list_is_paged(console):
    editor = console.visitor(Role.EDITOR)
    page = editor.see("/sources", show="off")
    assert page.count("<tr>") <= 61
