"""The ways of visiting: with JavaScript or without, at a desk or on a phone, by keyboard alone; and what a visitor does on a page."""

import re
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as NothingCame

from tests.chromium import browser
from tests.web.console.visitor import PASSWORD

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}
PATIENCE = 4_000
"""Milliseconds after which what is not there is missing."""


@dataclass(frozen=True)
class Way:
    """One way of visiting."""

    script: bool
    phone: bool
    keys: bool = False  # by keyboard alone: nothing is clicked, and only Tab leads to things

    @property
    def name(self):
        place = "phone" if self.phone else "desk"
        return f"{place}-{'script' if self.script else 'no script'}{'-keyboard' if self.keys else ''}"


USUAL = Way(script=True, phone=False)
OTHERS = (
    Way(script=False, phone=False),
    Way(script=True, phone=True),
    Way(script=False, phone=True),
    Way(script=True, phone=False, keys=True),
)
MOST_TABS = 600


@contextmanager
def opened_browser():
    """A Chromium without a window."""
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


class Person:
    """Somebody at a browser, who finds things by what they are called."""

    def __init__(
        self, opened: Browser, address: str, way: Way, *, locale: str = "en-GB", scheme: str = "light"
    ):
        self.address, self.way = address, way
        self.context = opened.new_context(
            java_script_enabled=way.script, locale=locale, color_scheme=scheme, reduced_motion="reduce",
            accept_downloads=True, **(PHONE if way.phone else DESK),
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hears)

    def _hears(self, line) -> None:
        """A fault that the browser tells of. What is loaded after its page was left is none of a page's making."""
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.faults.append(line.text)

    def use(self, thing) -> None:
        """A link, a button, a summary."""
        if self.way.keys:
            self._reach(thing)
            leads = thing.evaluate("(one) => one.tagName !== 'SUMMARY'")
            with suppress(NothingCame), self._leading(leads):
                self.page.keyboard.press("Enter")
        else:
            thing.click()

    def _leading(self, leads: bool):
        """What a key may lead to is waited for, as a click does by itself; what our script does stays where it is."""
        return self.page.expect_navigation(timeout=1500) if leads else nullcontext()

    def tick(self, box) -> None:
        """A box that is not ticked."""
        if self.way.keys:
            self._reach(box)
            self.page.keyboard.press("Space")
            expect(box).to_be_checked()
        else:
            box.check()

    def fill(self, field, text: str) -> None:
        """A field, in place of what it holds."""
        if not self.way.keys:
            field.fill(text)
            return
        self._reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            for digits in (month + day + year, day + month + year):  # as the browser's locale has them
                self._reach(field)
                self.page.keyboard.type(digits)
                if field.input_value() == text:
                    break
                self.page.keyboard.press("Shift+Tab")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        expect(field).to_have_value(text)

    def _reach(self, thing) -> None:
        """By Tab, round and round until it has the focus."""
        thing.wait_for(timeout=PATIENCE)
        for _ in range(MOST_TABS):
            if thing.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {thing}")

    def sign_in(self, name: str) -> None:
        """By name and password."""
        self.page.goto(f"{self.address}/sign-in")
        self.fill(self.page.locator("#f-name"), name)
        self.fill(self.page.locator("#f-password"), PASSWORD)
        self.use(self.page.locator("main form").first.get_by_role("button"))
        self.page.wait_for_url(f"{self.address}/")

    def go(self, *sections: str) -> None:
        """By the menu, then by links of the page."""
        first, *links = sections
        menu = self.page.get_by_role("navigation", name="Sections")
        if self.way.phone:
            menu.get_by_text("Menu", exact=True).click()
        self.use(menu.get_by_role("link", name=first, exact=True))
        for name in links:
            self.follow(name)

    def follow(self, name: str) -> None:
        """A link of the page's own part."""
        self.use(self.main.get_by_role("link", name=name).first)

    @property
    def main(self):
        """What of the page is not its frame."""
        return self.page.get_by_role("main")

    def press(self, name: str, *, within=None) -> None:
        """A button, by its whole name."""
        self.use((within or self.main).get_by_role("button", name=name, exact=True).first)

    def unfold(self, name: str, *, within=None) -> None:
        """What is folded away, by its summary."""
        self.use((within or self.main).locator("summary").filter(has_text=name).first)

    def write(self, label: str, text: str, *, within=None) -> None:
        """Into a field, by its label."""
        self.fill((within or self.main).get_by_label(label, exact=True).filter(visible=True).first, text)

    def choose(self, label: str, option: str, *, within=None) -> None:
        """One of a list, by its label."""
        found = (within or self.main).get_by_label(label, exact=True).filter(visible=True).first
        if not self.way.keys:
            found.select_option(label=option)
            return
        self._reach(found)
        self.page.keyboard.type(option)  # a list goes to what is typed
        expect(found.locator("option:checked")).to_have_text(option)

    def sees(self, text: str) -> None:
        """It stands on the page, where it can be seen."""
        expect(self.main.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def told(self, text: str) -> None:
        """It is what the page says of what was just done."""
        expect(self.main.locator(".said").first).to_contain_text(re.compile(text), timeout=PATIENCE)

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()
