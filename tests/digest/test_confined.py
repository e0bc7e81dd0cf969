"""Templates that users wrote: whatever they try, the process that renders them ends, and says where it was."""

import time
from dataclasses import replace

import pytest

from servwatch.config import shipped
from servwatch.digest.confined import ConfinedRenderer, Notice
from servwatch.digest.render import Rendered, Renderer
from servwatch.errors import TemplateError
from servwatch.locale import words
from tests.digest import views
from tests.digest.examples import ZONE

SPEECH = words("nl", ZONE)
VIEW = views.of_size(3)


def tried(folder, template, name="full.html.j2"):
    (folder / name).write_text(template)
    return ConfinedRenderer(folder, shipped("templates"), seconds=1).each([VIEW], SPEECH)[0]


def test_a_template_of_ones_own_gives_the_same_page_confined_or_not(tmp_path):
    (tmp_path / "digest.txt.j2").write_text("eigen: {{ view.title }}\n")
    folders = (tmp_path, shipped("templates"))
    assert ConfinedRenderer(*folders).digest(VIEW, SPEECH) == Renderer(*folders).digest(VIEW, SPEECH)


def test_several_pages_are_rendered_in_one_process_each_by_itself(tmp_path):
    (tmp_path / "brief.html.j2").write_text("{{ 1 / 0 }}")
    brief = replace(VIEW, layout="brief")
    results = ConfinedRenderer(tmp_path, shipped("templates")).each(
        [VIEW, brief, Notice("x", ("y",), ("z",))], SPEECH
    )
    assert [type(result) for result in results] == [Rendered, TemplateError, Rendered]
    assert "z" in results[2].text


ESCAPES = {
    "a class": "{{ ''.__class__.__mro__ }}",
    "a class by a filter": "{{ ''|attr('__class__')|attr('__mro__') }}",
    "a class by a name put together": "{{ ''['__cla' ~ 'ss__'].__bases__ }}",
    "the globals of a function": "{{ _.__globals__ }}",
    "the function of a method": "{{ _.__func__.__code__ }}",
    "the format of a text": "{{ '{0.__class__.__init__.__globals__}'.format(view) }}",
    "the format of a text by map": "{{ ['{0.__class__}']|map('format', view)|list }}{{ x.y }}",
    "a file above": "{% include '../../../../etc/passwd' %}",
    "a file by its address": "{% include '/etc/passwd' %}",
    "an import from above": "{% import '../secret.j2' as x %}",
    "a change of a view": "{{ view.__setattr__('title', 'x') }}",
}  # fmt: skip
GREEDY = {
    "an endless range": "{% for n in range(10**9) %}{% endfor %}",
    "a range beyond the limit": "{{ range(1000000)|list }}",
    "itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "an inclusion of itself": "{% include 'full.html.j2' %}",
    "output without end": "{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}",
    "a text of ten gibibytes": "{{ 'x' * 10**10 }}",
    "a wide field": "{{ '%10000000000d' % 1 }}",
    "a centred text": "{{ 'x'|center(10**10) }}",
    "a text doubled sixty times": "{% set n = namespace(x='x') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "no word at all": "{{ lipsum(n=10**9) }}",
}  # fmt: skip
FEW = ["an endless range", "itself", "a text of ten gibibytes", "a text doubled sixty times"]
SLOW = {
    "nested loops": "{% set r = range(99999)|list %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
    "a power that nothing interrupts": "{{ 7 ** (9 ** 10) }}",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_a_way_out_of_the_sandbox_is_closed(name, tmp_path):
    (tmp_path.parent / "secret.j2").write_text("{% set geheim = 1 %}")
    (tmp_path / "full.html.j2").write_text(ESCAPES[name])
    with pytest.raises(TemplateError) as caught:
        Renderer(tmp_path, shipped("templates")).digest(VIEW, SPEECH)
    assert caught.value.place == f"{tmp_path}/full.html.j2:1"


@pytest.mark.parametrize(
    "name", [*FEW, *(pytest.param(n, marks=pytest.mark.slow) for n in GREEDY if n not in FEW)]
)
def test_what_asks_for_too_much_is_refused_with_the_file(name, tmp_path):
    result = tried(tmp_path, GREEDY[name])
    assert isinstance(result, TemplateError)
    assert result.place.startswith(f"{tmp_path}/full.html.j2:")


@pytest.mark.parametrize(
    "name", ["nested loops", pytest.param("a power that nothing interrupts", marks=pytest.mark.slow)]
)
def test_what_takes_too_long_is_ended(name, tmp_path):
    began = time.process_time()
    result = tried(tmp_path, SLOW[name])
    assert isinstance(result, TemplateError)
    assert time.process_time() - began < 10  # of this process: it only waited


def test_what_is_marked_safe_is_its_writers_choice_and_titles_stay_escaped(tmp_path):
    result = tried(tmp_path, "{{ '<b>vet</b>'|safe }}{{ view.title }}<script></script>")
    assert "<b>vet</b>" in result.html


def test_a_template_cannot_write_a_file(tmp_path):
    before = set(tmp_path.iterdir())
    tried(tmp_path, "x", "digest.txt.j2")
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {"digest.txt.j2"}
