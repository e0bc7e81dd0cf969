"""The addresses by which readers leave a digest with one click (RFC 8058): in the headers of its mails, nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from servwatch.archive.archive import Archive
from servwatch.model import Digest, Recipient, Settings

PATH = "/u/"
"""Where the one-click address begins, after the public one."""


def one_click_links(
    settings: Settings, archive: Archive, digest: Digest, readers: Iterable[Recipient]
) -> dict[str, str]:
    """Where each reader leaves a digest, by case-folded address; none without a public address by https."""
    if not settings.public_url.startswith("https://"):
        return {}
    tokens = archive.tokens.of(digest.id, [reader.key for reader in readers])
    return {address: f"{settings.public_url}{PATH}{token}" for address, token in tokens.items()}
