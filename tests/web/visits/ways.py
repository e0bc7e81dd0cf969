"""The four ways of visiting: with JavaScript or without, at a desk or on a phone; and what a visitor does on a page."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect, sync_playwright

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

    @property
    def name(self):
        return f"{'phone' if self.phone else 'desk'}-{'script' if self.script else 'no script'}"


USUAL = Way(script=True, phone=False)
OTHERS = (Way(script=False, phone=False), Way(script=True, phone=True), Way(script=False, phone=True))


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

    def sign_in(self, name: str) -> None:
        """By name and password."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator("#f-name").fill(name)
        self.page.locator("#f-password").fill(PASSWORD)
        self.page.locator("main form").first.get_by_role("button").click()
        self.page.wait_for_url(f"{self.address}/")

    def go(self, *sections: str) -> None:
        """By the menu, then by links of the page."""
        first, *links = sections
        menu = self.page.get_by_role("navigation", name="Sections")
        if self.way.phone:
            menu.get_by_text("Menu", exact=True).click()
        menu.get_by_role("link", name=first, exact=True).click()
        for name in links:
            self.follow(name)

    def follow(self, name: str) -> None:
        """A link of the page's own part."""
        self.main.get_by_role("link", name=name).first.click()

    @property
    def main(self):
        """What of the page is not its frame."""
        return self.page.get_by_role("main")

    def press(self, name: str, *, within=None) -> None:
        """A button, by its whole name."""
        (within or self.main).get_by_role("button", name=name, exact=True).first.click()

    def unfold(self, name: str, *, within=None) -> None:
        """What is folded away, by its summary."""
        (within or self.main).locator("summary").filter(has_text=name).first.click()

    def write(self, label: str, text: str, *, within=None) -> None:
        """Into a field, by its label."""
        (within or self.main).get_by_label(label, exact=True).filter(visible=True).first.fill(text)

    def choose(self, label: str, option: str, *, within=None) -> None:
        """One of a list, by its label."""
        (within or self.main).get_by_label(label, exact=True).filter(visible=True).first.select_option(
            label=option
        )

    def sees(self, text: str) -> None:
        """It stands on the page, where it can be seen."""
        expect(self.main.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def told(self, text: str) -> None:
        """It is what the page says of what was just done."""
        expect(self.main.locator(".said").first).to_contain_text(re.compile(text), timeout=PATIENCE)

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()
