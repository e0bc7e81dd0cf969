"""Pictures of the demo's digests, for docs/: ``python -m tests.pictures`` draws them anew with Chromium.

The demo runs on a fixed day, so that a picture changes only where the mail does.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.cli.line import ROOT, servwatch

PICTURES = ROOT / "docs" / "pictures"
DAY = "2026-11-27T07:05"
DARK = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")
MOST_BYTES = 300_000
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=nl",
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One picture: of which digest, how wide and at most how high (pixels), light or dark."""

    name: str
    digest: str
    width: int
    highest: int
    dark: bool = False


ALL = (
    Picture("brief-desktop", "dagelijks-bestuur", 1000, 1900),
    Picture("brief-phone", "dagelijks-bestuur", 390, 2600),
    Picture("brief-dark", "dagelijks-bestuur", 1000, 1900, dark=True),
    Picture("full-desktop", "commissie-internationaal", 1000, 1900),
    Picture("full-phone", "commissie-internationaal", 390, 2600),
    Picture("full-dark", "commissie-internationaal", 390, 2600, dark=True),
)


def browser():
    """The Chromium of this machine, None where there is none."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


def pages(folder):
    """Run the demo in a folder; the page of each digest as its Dutch reader gets it."""
    told = servwatch(folder, "run", "--demo", "--now", DAY).well().out
    return {line.split()[0]: Path(line.split()[-1]) for line in told.splitlines() if line.endswith(".html")}


def draw(picture, page, to):
    """Take a picture of a page, as high as the page is, at most as the picture may be."""
    dark = DARK if picture.dark else ()
    height = min(_height(page, picture.width), picture.highest)
    _chromium(f"--window-size={picture.width},{height}", f"--screenshot={to}", *dark, f"file://{page}")


def _height(page, width):
    """How high a page is at a width, which it says itself."""
    measure = "<script>document.title = 'h' + document.documentElement.scrollHeight</script>"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(
            page.read_text(encoding="utf-8").replace("</body>", f"{measure}</body>"), encoding="utf-8"
        )
        shown = _chromium(f"--window-size={width},200", "--dump-dom", f"file://{copy}")
    return int(re.search(r"<title>h(\d+)</title>", shown).group(1))


def _chromium(*arguments):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [browser(), *QUIET, f"--user-data-dir={profile}", *arguments], capture_output=True, text=True,
            timeout=120, check=True,
        )  # fmt: skip
    return done.stdout


def main():
    """Draw all pictures into docs/pictures."""
    if browser() is None:
        sys.exit("There is no Chromium on this machine.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = pages(Path(folder))
        for picture in ALL:
            to = PICTURES / f"{picture.name}.png"
            draw(picture, found[picture.digest], to)
            print(f"{to}: {to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
