"""Mail addresses at the moment of mailing: read by the rule of the model, refused as `Unmailable`.

`check` holds every address of the configuration against the same rule, so what is refused here came
another way: from an older revision, or by hand as with `digest preview --to`.
"""

from __future__ import annotations

from hashlib import blake2b

from servwatch.errors import Unmailable
from servwatch.model import mail_address
from servwatch.model.mail_address import Mailbox

__all__ = ["Mailbox", "ascii_address", "mailbox", "short_hash"]


def ascii_address(address: str) -> str:
    """The address as an envelope and a header carry it, its domain in lower case.

    Raises:
        Unmailable: it is not one plain address.
    """
    try:
        return mail_address.ascii_address(address)
    except ValueError as why:
        raise _unmailable(address, str(why)) from why


def mailbox(text: str) -> Mailbox:
    """Read ``Name <address>`` or a bare address.

    Raises:
        Unmailable: it is not one mailbox, or its address is none.
    """
    try:
        return mail_address.mailbox(text)
    except ValueError as why:
        raise _unmailable(text, str(why)) from why


def short_hash(address: str) -> str:
    """Eight hex digits that stand for an address in a log, where the address itself never goes."""
    return blake2b(address.casefold().encode("utf-8", "replace"), digest_size=4).hexdigest()


def _unmailable(address: str, why: str) -> Unmailable:
    return Unmailable(
        "{address} cannot be mailed: {why}.",
        remedy="Correct it in the members file or under [mail].",
        address=ascii(address[:80]),
        why=why,
    )
