"""The Chromium of this machine, without a window: pictures of pages, and pages after their scripts have run."""

import shutil
import subprocess
import tempfile

DARK = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=nl",
)  # fmt: skip


def browser():
    """Its path, None where there is none."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


def chromium(*arguments):
    """Run it once with a profile of its own; what it says."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [browser(), *QUIET, f"--user-data-dir={profile}", *arguments], capture_output=True, text=True,
            timeout=120, check=True,
        )  # fmt: skip
    return done.stdout
