"""The public key by which a relay signs (RFC 6376, 3.6), and how long it is (RFC 8301)."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NoBase64
from dataclasses import dataclass

from servwatch.mail.sender_domain.names import Names

SHORTEST, LONG_ENOUGH = 1024, 2048  # bits of an RSA key that may, and that should be used
_ED25519_BITS = 256
_SEQUENCE, _INTEGER, _BITS = 0x30, 0x02, 0x03


@dataclass(frozen=True, slots=True)
class DkimKey:
    """What stands at a selector. `fault` says why it is no key that anybody can use."""

    name: str  # selector._domainkey.domain
    kind: str = "rsa"
    bits: int = 0
    testing: bool = False  # t=y: who receives shall not mind what it signs
    fault: str = ""


def dkim_key(selector: str, domain: str, names: Names) -> DkimKey:
    """The key of a selector. Raises NoAnswer."""
    name = f"{selector}._domainkey.{domain}"
    records = names.look_up(name, "TXT")
    if not records:
        return DkimKey(name, fault="there is no record")
    if len(records) > 1:
        return DkimKey(name, fault=f"there are {len(records)} records, and there may be one")
    tags = read_tags(records[0])
    kind, key = tags.get("k", "rsa").lower(), re.sub(r"\s", "", tags.get("p", ""))
    testing = "y" in tags.get("t", "").lower().split(":")
    fault, bits = "", 0
    if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        fault = "it is no record of DKIM"
    elif not key:
        fault = "the key is revoked: its p= is empty"
    elif kind not in ("rsa", "ed25519"):
        fault = f"the kind of key {kind!r} is not known"
    else:
        try:
            raw = b64decode(key, validate=True)
            bits = rsa_bits(raw) if kind == "rsa" else _ED25519_BITS
        except (NoBase64, ValueError, IndexError):
            fault = "the key cannot be read: it was perhaps cut when it was entered"
    return DkimKey(name, kind, bits, testing, fault)


def read_tags(text: str) -> dict[str, str]:
    """The tags of a record such as "v=DKIM1; k=rsa; p=..." (RFC 6376, 3.2); what is none is left out."""
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, found, value in parts if found}


def rsa_bits(der: bytes) -> int:
    """The length of an RSA key, as SubjectPublicKeyInfo (RFC 5280) or as RSAPublicKey (RFC 8017).

    Raises ValueError or IndexError where it is none.
    """
    body = _content(der, 0, _SEQUENCE)[0]
    if body[0] == _SEQUENCE:  # the algorithm, and the key as a string of bits
        end = _content(body, 0, _SEQUENCE)[1]
        string = _content(body, end, _BITS)[0]
        body = _content(string[1:], 0, _SEQUENCE)[0]
    modulus = _content(body, 0, _INTEGER)[0]
    return int.from_bytes(modulus, "big").bit_length()


def _content(der: bytes, at: int, tag: int) -> tuple[bytes, int]:
    """What an element of DER (X.690) holds, and where it ends."""
    if der[at] != tag:
        raise ValueError("another element than awaited")
    length, begins = der[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, begins = int.from_bytes(der[begins : begins + size], "big"), begins + size
    if begins + length > len(der):
        raise ValueError("it breaks off")
    return der[begins : begins + length], begins + length
