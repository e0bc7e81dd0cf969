"""Every page of the console as axe-core sees it, within its width, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from servwatch.web.console.every_page import PAGES
from tests import chromium
from tests.mail_tools import mail_tools
from tests.web.visits.house import Copy
from tests.web.visits.places import LOOKED_AT, places
from tests.web.visits.ways import Person, Way

pytestmark = pytest.mark.chromium
_RUN = """async () => {
  const done = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return [done.passes.length, done.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))])];
}"""
LOOKS = {
    "light-desk": ("light", False), "dark-desk": ("dark", False), "light-phone": ("light", True), "dark-phone": ("dark", True),
}  # fmt: skip
KEYBOARD = {"today", "review", "deadlines"}
"""Pages gone through by keyboard each time; the others are among the slow tests."""
_PLANTED = """() => {
  const main = document.querySelector("main");
  main.insertAdjacentHTML("beforeend", '<p>grijs op grijs</p><img src="x"><h6>te diep</h6>');
  Object.assign(main.querySelector(":scope > p:last-of-type").style, { color: "#999", background: "#aaa" });
}"""
_STAND = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  window.__met = window.__met || [];
  let number = window.__met.indexOf(at);
  if (number < 0) { window.__met.push(at); number = window.__met.length - 1; }
  return { number, seen: box.width > 0 && box.height > 0 && box.right > 0 && style.visibility !== "hidden",
           ringed: at.tagName === "IFRAME" || style.outlineStyle !== "none" || style.borderStyle !== "none", html: at.outerHTML.slice(0, 120) };
}"""
_OPERABLE = """() => Array.from(document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']"
)).filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true })).length"""


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    if chromium.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    return (mail_tools(tmp_path_factory) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def console(made, tmp_path_factory):
    with Copy(made, tmp_path_factory.mktemp("looked at") / "copy") as copy:
        copy.lived_in()
        yield copy


@pytest.fixture(scope="module")
def known(console):
    with console.archive() as archive:
        return places(archive, console.path)


@pytest.fixture(scope="module")
def people(console, opened):
    """Whoever looks, signed in once in each look."""
    met = {}

    def person(look, *, script=True):
        if (look, script) not in met:
            scheme, phone = LOOKS[look]
            made = met[look, script] = Person(
                opened, console.address, Way(script=script, phone=phone), locale="nl-BE", scheme=scheme
            )
            made.sign_in("redactie")
            made.context.set_extra_http_headers({"Cache-Control": "no-cache"})
        return met[look, script]

    yield person
    for one in met.values():
        one.leave()


def test_every_page_that_stands_somewhere_has_a_place(known):
    assert set(known) == set(LOOKED_AT)
    assert len({row.name for row in PAGES if row.method == "GET"}) > len(LOOKED_AT) > 40


@pytest.mark.parametrize(
    "look", [look if look == "light-desk" else pytest.param(look, marks=pytest.mark.slow) for look in LOOKS]
)
def test_no_page_breaks_a_rule_of_accessibility_or_is_wider_than_its_window(
    look, console, known, people, axe
):
    person = people(look)
    broken, wide = {}, {}
    for name in LOOKED_AT:
        answer = person.page.goto(console.address + known[name])
        assert answer.status == 200, name
        person.page.evaluate(axe)
        kept, found = person.page.evaluate(_RUN)
        assert kept > 10, name
        if found:
            broken[name] = found
        over = person.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide[name] = over
    assert broken == {}
    assert wide == {}
    assert person.faults == []


def test_a_planted_fault_is_found(console, people, axe):
    page = people("light-desk").page
    page.goto(console.address)
    page.evaluate(_PLANTED)
    page.evaluate(axe)
    _, found = page.evaluate(_RUN)
    assert {"color-contrast", "image-alt", "heading-order"} <= {rule for rule, _ in found}


@pytest.mark.parametrize(
    "name", [name if name in KEYBOARD else pytest.param(name, marks=pytest.mark.slow) for name in LOOKED_AT]
)
def test_a_page_is_gone_through_by_keyboard_and_out_again(name, console, known, people):
    page = people("light-desk").page
    page.goto(console.address + known[name], wait_until="networkidle")
    operable = page.evaluate(_OPERABLE)
    within = sum(frame.evaluate("document.links.length") for frame in page.frames[1:])
    met, order = set(), []
    for _ in range(operable + within + 40):
        page.keyboard.press("Tab")
        stand = page.evaluate(_STAND)
        if (
            stand is None and within
        ):  # a mail in a frame has a process of its own, and is reached a moment later
            page.wait_for_timeout(250)
            stand = page.evaluate(_STAND)
        if stand is None or (met and stand["number"] == 0 and stand["number"] in met and len(met) > 1):
            break
        assert stand["seen"], stand["html"]
        assert stand["ringed"], stand["html"]
        met.add(stand["number"])
        order.append(stand["number"])
    else:
        pytest.fail(f"no way out of {name}: {order[-5:]}")
    assert order == sorted(order), "it goes back to where it was"
    assert len(met) >= operable - radios_beside(page), f"{len(met)} of {operable} are reached"


def radios_beside(page):
    """Buttons of a choice that Tab passes over, since arrows go through them; and what pages within frames hold."""
    return page.evaluate("document.querySelectorAll('input[type=radio]').length")


def test_what_is_folded_away_opens_by_keyboard_and_a_form_is_sent_by_it(console, known, people):
    page = people("light-desk", script=False).page
    page.goto(console.address + known["today"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the contents
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.partition("#")[0] != console.address + known["today"])
    page.goto(console.address + known["deadlines"])
    page.locator(".deadlines summary").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Kabinet")
    page.keyboard.press("Enter")
    expect(page.locator(".deadlines").get_by_role("cell", name="Kabinet", exact=True)).to_be_visible()
