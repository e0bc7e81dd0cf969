"""Pictures of the three layouts, for docs/: ``python -m tests.pictures`` draws them anew with Chromium.

They show an edition with everything in it that a digest can tell, all of it made up, on a fixed day, so that a picture
changes only where the mail does. "Word-like" and "no style block" are degradations: see `tests.degraded`.
"""

import html
import json
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from servwatch.config import shipped
from servwatch.digest.compose import compose
from servwatch.digest.render import Renderer
from servwatch.locale import words
from tests import degraded
from tests.chromium import DARK, browser, chromium
from tests.cli.line import ROOT
from tests.digest.examples import DIGEST, ZONE
from tests.digest.whole_edition import ALERT, CALENDAR, FULL, READING, whole, whole_settings
from tests.mail_tools import install

PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 300_000
COLOURS = 64
DIGESTS = {"brief": DIGEST, "full": FULL, "alert": ALERT}


@dataclass(frozen=True)
class Picture:
    """One picture: of which layout, how wide (pixels), light or dark, and what is left of the page."""

    layout: str
    name: str
    width: int = 760
    dark: bool = False
    change: Callable = lambda page, data: page

    @property
    def file(self):
        return f"{self.layout}-{self.name}.png"


VIEWS = (
    ("desktop", {}),
    ("phone", {"width": 390}),
    ("dark", {"dark": True}),
    ("print", {"width": 794, "change": lambda page, data: degraded.as_printed(page)}),
    ("no-style-block", {"width": 390, "change": lambda page, data: degraded.without_style_block(page)}),
    ("word-like", {"change": degraded.as_word}),
)
ALL = tuple(Picture(layout, name, **how) for layout in DIGESTS for name, how in VIEWS)


def page_of(layout):
    """The page of a layout as its Dutch reader gets it."""
    digest, speech = DIGESTS[layout], words("nl", ZONE)
    edition = whole(digest)
    if layout == "alert":  # one story a mail
        edition = replace(edition, entries=edition.entries[:1])
    view = compose(edition, digest, whole_settings(), speech, CALENDAR, READING)
    return Renderer(shipped("templates")).digest(view, speech).html


def draw(picture, data, to):
    """Take a picture, as high as the page is. `data` is the JSON of caniemail."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(picture.change(page_of(picture.layout), data), encoding="utf-8")
        size = f"--window-size={picture.width},{_height(page, picture.width)}"
        chromium(size, f"--screenshot={to}", *(DARK if picture.dark else ()), f"file://{page}")
    with Image.open(to) as drawn:
        drawn.convert("RGB").quantize(COLOURS).save(to, optimize=True)


def _height(page, width):
    """How high a page is at a width, as a frame of that width says: a window is never narrower than 500 pixels."""
    frame = page.with_name("frame.html")
    inside = html.escape(page.read_text(encoding="utf-8"))
    told = "document.title = 'h' + this.contentDocument.documentElement.scrollHeight"
    style = f"border: 0; width: {width}px; height: 100px"
    frame.write_text(
        f'<meta charset="utf-8"><title>x</title><iframe style="{style}" onload="{told}" srcdoc="{inside}"></iframe>'
    )
    shown = chromium("--window-size=1200,200", "--dump-dom", f"file://{frame}")
    return int(re.search(r"<title>h(\d+)</title>", shown).group(1))


def main():
    """Draw all pictures into docs/pictures."""
    if browser() is None:
        sys.exit("There is no Chromium on this machine.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fault = install(folder)
        if fault:
            sys.exit(f"What mail clients support cannot be looked up: {fault}")
        data = json.loads((Path(folder) / "node_modules/caniemail/data/caniemail.json").read_text())
        for picture in ALL:
            to = PICTURES / picture.file
            draw(picture, data, to)
            print(f"{to}: {to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
