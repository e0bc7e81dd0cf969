"""The file of a backup: a zip with the archive and a manifest, which names what is in it, with checksums.

Any unzip program takes it apart: `archive.db` is the SQLite database itself; of PostgreSQL there is a file for each
table, as COPY writes text. The checksum of the manifest is the zip's comment.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from servwatch.archive.durable import sync_to_disk
from servwatch.errors import BackupError

MANIFEST = "manifest.json"
SQLITE_MEMBER = "archive.db"
CHUNK = 1 << 20
_FASTEST = 1
"""The level of compression: the first halves an archive of texts already, at a third of the time of the usual one."""
_OTHER_FILE = "Name a file that `servwatch backup` wrote; another copy of it may be whole."

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    OverflowError,
    RuntimeError,  # a damaged flag says that it is encrypted, or packed in a way nobody knows
)
"""What reading a damaged zip may raise."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of, and what is in it."""

    version: str  # of servwatch
    schema: str
    database: str  # "sqlite" | "postgresql"
    taken: datetime
    machine: str  # a hash of the machine's id
    revision: int  # of the configuration in force, 0 for none
    configuration: str  # the fingerprint of that revision
    tables: Mapping[str, int]  # how many rows each has
    sequences: Mapping[str, int] = field(
        default_factory=dict
    )  # of PostgreSQL: the last number given, by table
    members: Mapping[str, str] = field(default_factory=dict)  # name -> SHA-256


class Writing:
    """A zip that is being written; what is put into it is counted into the manifest."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.members: dict[str, str] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Write a member in pieces."""
        digest = sha256()
        with self._file.open(name, "w", force_zip64=True) as opened:

            def write(data: bytes) -> None:
                digest.update(data)
                opened.write(data)

            yield write
        self.members[name] = digest.hexdigest()

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, as the last member."""
        value = asdict(manifest) | {"taken": manifest.taken.isoformat(), "members": self.members}
        data = json.dumps(value, indent=2).encode()
        self._file.writestr(MANIFEST, data)
        self._file.comment = sha256(data).hexdigest().encode()


@contextmanager
def write_backup(path: Path) -> Iterator[Writing]:
    """Write a backup beside `path`; it gets its name when all of it is on the disk. Raises BackupError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "r+b") as opened:
            with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as file:
                yield Writing(file)
            opened.flush()
            os.fsync(opened.fileno())
        with open_backup(part) as backup:  # read again, all of it, before it is taken for a backup
            backup.verify()
        part.replace(path)
        sync_to_disk(path.parent)
    except OSError as error:
        raise BackupError(
            "the backup cannot be written: {cause}",
            place=str(path),
            remedy="See that its folder is there, is yours, and has room.",
            cause=error.strerror or type(error).__name__,
        ) from error
    finally:
        part.unlink(missing_ok=True)


class Backup:
    """A backup that is open for reading."""

    def __init__(self, path: Path, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path, self.manifest = path, manifest
        self._file = file

    @property
    def size(self) -> int:
        """The bytes of all members together, as they are unpacked."""
        return sum(self._file.getinfo(name).file_size for name in self.manifest.members)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member in pieces. Raises BackupError where it is not what the manifest says."""
        digest = sha256()
        try:
            with self._file.open(name) as opened:
                while data := opened.read(CHUNK):
                    digest.update(data)
                    yield data
        except UNREADABLE as error:
            raise _damaged(self.path, f"{name}: {error}") from error
        if digest.hexdigest() != self.manifest.members[name]:
            raise _damaged(self.path, f"{name} is not what was written")

    def verify(self) -> None:
        """Read all of it. Raises BackupError where anything is not what the manifest says."""
        for name in self.manifest.members:
            for _ in self.pieces(name):
                pass


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Open a backup and read its manifest. Raises BackupError where it is none."""
    with ExitStack() as held:
        try:
            file = held.enter_context(zipfile.ZipFile(held.enter_context(path.open("rb"))))
            backup = Backup(path, file, _manifest(path, file))
        except FileNotFoundError as error:
            raise BackupError("there is no such file", place=str(path), remedy=_OTHER_FILE) from error
        except UNREADABLE as error:
            raise _damaged(path, str(error)) from error
        yield backup


def _manifest(path: Path, file: zipfile.ZipFile) -> Manifest:
    try:
        data = file.read(MANIFEST)
        value: dict[str, Any] = json.loads(data)
        if sha256(data).hexdigest().encode() != file.comment:
            raise _damaged(path, "its manifest was changed")
        return Manifest(**value | {"taken": datetime.fromisoformat(value["taken"])})
    except UNREADABLE as error:
        raise _damaged(path, "it has no manifest that can be read") from error


def _damaged(path: Path, cause: str) -> BackupError:
    return BackupError(
        "it is no backup of servwatch, or a damaged one: {cause}",
        place=str(path),
        remedy=_OTHER_FILE,
        cause=cause,
    )


def copy_out(pieces: Iterator[bytes], to: IO[bytes], progress: Progress = lambda _: None) -> None:
    """Write a member into a file and onto the disk."""
    for data in pieces:
        to.write(data)
        progress("")
    to.flush()
    os.fsync(to.fileno())
