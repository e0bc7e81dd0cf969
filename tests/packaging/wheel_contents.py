"""Hold a built wheel against the checkout: `python -m tests.packaging.wheel_contents WHEEL`.

Every file of the package, the templates and the watch list travel; tests, documents and caches do not.
"""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "servwatch/shipped"


def expected(root: Path = ROOT) -> dict[str, Path]:
    """The names that the wheel must hold, and the files of the checkout they come from."""
    package = {f"servwatch/{p.relative_to(root / 'servwatch')}": p for p in files(root / "servwatch")}
    templates = {f"{SHIPPED}/templates/{p.name}": p for p in files(root / "templates")}
    return {**package, **templates, f"{SHIPPED}/feeds.toml": root / "feeds.toml"}


def files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)


def faults(wheel: Path) -> list[str]:
    """What is wrong with a wheel, in words."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        wanted = expected()
        differing = [
            name for name in sorted(held & set(wanted)) if archive.read(name) != wanted[name].read_bytes()
        ]
    return [
        *(f"missing: {name}" for name in sorted(set(wanted) - held)),
        *(f"should not travel: {name}" for name in sorted(held - set(wanted))),
        *(f"differs: {name}" for name in differing),
    ]


if __name__ == "__main__":
    told = faults(Path(sys.argv[1]))
    print("\n".join(told) or f"{sys.argv[1]}: {len(expected())} files, as in the checkout")
    sys.exit(1 if told else 0)
