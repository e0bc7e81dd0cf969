"""DKIM keys: their length is read from the key itself."""

import contextlib
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.sender_domain import NoAnswer, dkim_key
from servwatch.mail.sender_domain.dkim import rsa_bits
from tests.name_server import txt


def der(bits, form=PublicFormat.SubjectPublicKeyInfo):
    return rsa.generate_private_key(65537, bits).public_key().public_bytes(Encoding.DER, form)


KEY = {1024: der(1024), 2048: der(2048)}


def put(server, record):
    server.says("s1._domainkey.example.org", "TXT", txt(record))


@pytest.mark.parametrize("bits", [1024, 2048])
def test_the_length_of_a_key_is_told(server, names, bits):
    put(server, f"v=DKIM1; k=rsa; p={b64encode(KEY[bits]).decode()}")
    key = dkim_key("s1", "example.org", names)
    assert (key.bits, key.kind, key.fault, key.testing) == (bits, "rsa", "", False)
    assert key.name == "s1._domainkey.example.org"


def test_a_key_without_its_wrapping_and_one_of_another_kind_are_read(server, names):
    assert rsa_bits(der(1024, PublicFormat.PKCS1)) == 1024
    put(server, f"v=DKIM1; k=ed25519; t=y:s; p={b64encode(bytes(32)).decode()}")
    key = dkim_key("s1", "example.org", names)
    assert (key.bits, key.kind, key.testing, key.fault) == (256, "ed25519", True, "")


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ("v=DKIM1; p=", "the key is revoked"),
        ("v=DKIM1; k=rsa", "no record of DKIM"),
        ("v=DKIM2; p=AAAA", "no record of DKIM"),
        ("v=DKIM1; k=elgamal; p=AAAA", "'elgamal' is not known"),
        ("v=DKIM1; p=AAAA", "perhaps cut"),
        ("v=DKIM1; p=A", "perhaps cut"),
        (f"v=DKIM1; p={b64encode(KEY[2048]).decode()[:200]}", "perhaps cut"),
    ],
)
def test_what_is_no_key_says_why(server, names, record, fault):
    put(server, record)
    assert fault in dkim_key("s1", "example.org", names).fault


def test_no_record_two_records_and_no_answer(server, names):
    assert dkim_key("s1", "example.org", names).fault == "there is no record"
    server.says("s1._domainkey.example.org", "TXT", '"v=DKIM1; p=AAAA"', '"v=DKIM1; p=BBBB"')
    assert "2 records" in dkim_key("s1", "example.org", names).fault
    server.fails("s2._domainkey.example.org")
    with pytest.raises(NoAnswer):
        dkim_key("s2", "example.org", names)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_length_or_a_fault(data):
    with contextlib.suppress(ValueError, IndexError):
        assert rsa_bits(data) >= 0
