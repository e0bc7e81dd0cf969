"""Passwords, kept as argon2id (RFC 9106, 4, the second recommended choice: 64 MiB, 3 passes)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 10
"""Characters of a password; nothing else is asked of it (NIST SP 800-63B, 5.1.1.2)."""
MOST_LENGTH = 500
_HASHER = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c2VydndhdGNoLW5vYm9keQ$eO9mSYI6rGmyXyYyCOxGRNPEDNPfqXLyXFcHqRBwr4Y"
"""Compared with where no account has the name, so that how long an answer takes does not tell whether it has."""


def kept(password: str) -> str:
    """The PHC string of a password."""
    return _HASHER.hash(password)


def fits(password: str, phc: str | None) -> bool:
    """Whether it is the password of a PHC string; None is never fitted, after as long."""
    try:
        _HASHER.verify(phc or _NOBODY, password[:MOST_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return phc is not None
