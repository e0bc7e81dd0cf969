"""What the tests of mails take from npm: what clients support (caniemail), and a checker of accessibility (axe-core).

They are installed once for a run, without running anything of theirs, and are not kept with the project. Where
npm is missing, or finds no registry, the tests that need them say so and skip.
"""

import fcntl
import shutil
import subprocess

import pytest

PACKAGES = ("caniemail@2.0.2", "axe-core@4.14.1")
"""Exact versions, so that the day on which their data change is ours to choose."""


def mail_tools(tmp_path_factory):
    """The folder `node_modules` with both packages in it; one for all workers of a run."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not on this machine: what mail clients support cannot be looked up")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / "mail-tools"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            (folder / "done").write_text(install(folder))
    fault = (folder / "done").read_text()
    if fault:
        pytest.skip(f"npm could not install {' and '.join(PACKAGES)}: {fault}")
    return folder / "node_modules"


def install(folder):
    """ "" where it went well, else npm's last line."""
    try:
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, *PACKAGES],
            capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it failed"])[-1]
