"""Passwords, kept as argon2id (RFC 9106, 4, the second recommended choice: 64 MiB, 3 passes)."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from servwatch.errors import UsageError

LEAST_LENGTH = 10
"""Characters of a password; nothing else is asked of it (NIST SP 800-63B, 5.1.1.2)."""
MOST_LENGTH = 500
_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(2)
"""Each takes 64 MiB: whoever sends many takes time, and not all of the memory."""
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c2VydndhdGNoLW5vYm9keQ$eO9mSYI6rGmyXyYyCOxGRNPEDNPfqXLyXFcHqRBwr4Y"
"""Compared with where no account has the name, so that how long an answer takes does not tell whether it has."""


def kept(password: str) -> str:
    """The PHC string of a password. Raises UsageError for one that is too short or too long."""
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise UsageError(
            "a password has at least {least} characters, and at most {most}",
            remedy="Choose another one; several words make a good one.",
            least=LEAST_LENGTH,
            most=MOST_LENGTH,
        )
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(password: str, phc: str | None) -> bool:
    """Whether it is the password of a PHC string; None is never fitted, after as long."""
    try:
        with _AT_ONCE:
            _HASHER.verify(phc or _NOBODY, password[:MOST_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return phc is not None
