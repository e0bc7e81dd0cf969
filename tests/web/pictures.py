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
COLOURS = 24
MOST_HIGH = 1700
"""Pixels."""
MOST_BYTES = 60_000
LOOKS = (("light", "light", False), ("dark", "dark", False), ("phone", "light", True))
"""The name of a look, its colours, and whether it is a phone's."""


def file_of(name, look):
    """The picture of a page."""
    return f"{name.replace('.', '-')}-{look}.png"


def draw(person, address, to):
    """Take a picture of a page as it stands, no higher than it is useful."""
    person.page.goto(address, wait_until="networkidle")
    drawn = person.page.screenshot(full_page=True, animations="disabled")
    with Image.open(io.BytesIO(drawn)) as whole:
        shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, MOST_HIGH)))
        shown.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


def draw_all(console, names, to):
    """Take all three pictures of some pages."""
    console.lived_in()
    with console.archive() as archive:
        known = places(archive, console.path)
    with opened_browser() as opened:
        for look, scheme, phone in LOOKS:
            person = Person(opened, console.address, Way(script=True, phone=phone), locale="nl-BE", scheme=scheme)
            visitor = Person(opened, console.address, Way(script=True, phone=phone), locale="nl-BE", scheme=scheme)
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
    with tempfile.TemporaryDirectory() as folder, house(Path(folder) / "house") as made:
        with Copy(made, Path(folder) / "copy") as console:
            draw_all(console, sys.argv[1:] or LOOKED_AT, PICTURES)


if __name__ == "__main__":
    main()
