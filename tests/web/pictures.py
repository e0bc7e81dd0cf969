"""Pictures of every page of the console, for docs/: ``python -m tests.web.pictures [NAME...]`` draws them anew.

They show the demo's house at a fixed time to an administrator who reads Dutch: light and dark at a desk, and on a phone.
A page that is longer than MOST_HIGH is cut off there.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.chromium import browser
from tests.cli.line import ROOT
from tests.web.visits.house import Copy, house
from tests.web.visits.places import LOOKED_AT, places
from tests.web.visits.ways import Person, Way, opened_browser

PICTURES = ROOT / "docs" / "pictures" / "console"
COLOURS = 32
MOST_HIGH = 1400
"""Pixels."""
MOST_BYTES = 75_000
LOOKS = (("light", "light", False), ("dark", "dark", False), ("phone", "light", True))
"""The name of a look, its colours, and whether it is a phone's."""


def file_of(name, look):
    """The picture of a page."""
    return f"{name.replace('.', '-')}-{look}.png"


def draw(person, address, to):
    """Take a picture of a page as it stands, no higher than it is useful."""
    person.page.goto(address, wait_until="networkidle")
    for frame in person.page.locator("iframe").all():  # what is below is loaded when it is come to
        frame.scroll_into_view_if_needed()
    if person.page.locator("iframe").count():
        person.page.wait_for_timeout(700)
    person.page.evaluate("scrollTo(0, 0)")
    drawn = person.page.screenshot(full_page=True, animations="disabled")
    with Image.open(io.BytesIO(drawn)) as whole:
        shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, MOST_HIGH)))
        _in_few_colours(shown).save(to, optimize=True)


def _in_few_colours(drawn):
    """With the colours that cover most of it, which are those of the style sheet; the edges of letters take the nearest."""
    counted = sorted(drawn.getcolors(drawn.width * drawn.height), reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted for part in colour])
    return drawn.quantize(palette=palette, dither=Image.Dither.NONE)


def draw_all(console, names, to):
    """Take all three pictures of some pages."""
    console.lived_in()
    with console.archive() as archive:
        known = places(archive, console.path)
    with opened_browser() as opened:
        for look, scheme, phone in LOOKS:
            person = Person(
                opened, console.address, Way(script=True, phone=phone), locale="nl-BE", scheme=scheme
            )
            visitor = Person(
                opened, console.address, Way(script=True, phone=phone), locale="nl-BE", scheme=scheme
            )
            person.sign_in("redactie")
            for name in names:
                file = to / file_of(name, look)
                draw(visitor if name == "sign-in" else person, console.address + known[name], file)
                print(f"{file.name}: {file.stat().st_size} bytes", flush=True)
            visitor.leave()
            person.leave()


def main():
    """Draw the pictures into docs/pictures/console."""
    if browser() is None:
        sys.exit("There is no Chromium on this machine.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        house(Path(folder) / "house") as made,
        Copy(made, Path(folder) / "copy") as console,
    ):
        draw_all(console, sys.argv[1:] or LOOKED_AT, PICTURES)


if __name__ == "__main__":
    main()
