"""What to do about a relay that takes nothing from us: each refusal has a sentence that fits it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail import relay_remedies as remedies
from servwatch.mail import remedy_of


@pytest.mark.parametrize(
    ("reply", "remedy"),
    [
        ("550 5.7.30 Basic authentication is not supported for Client Submission.", remedies.NO_PASSWORDS),
        ("535 5.7.30 Basic authentication is not supported", remedies.NO_PASSWORDS),
        ("550 5.7.515 Access denied, sending domain does not meet the required level", remedies.UNPROVEN_SENDER),
        ("550-5.7.26 Your email has been blocked because the sender is unauthenticated", remedies.UNPROVEN_SENDER),
        ("550 5.7.1 Unable to relay", remedies.NOT_ALLOWED),
        ("550 5.7.1 Client was not authenticated to send anonymous mail", remedies.NOT_ALLOWED),
        ("554 Relay access denied", remedies.NOT_ALLOWED),
        ("550 relay not permitted", remedies.NOT_ALLOWED),
        ("553 5.1.8 sender domain not found", remedies.NOT_ALLOWED),
        ("535 5.7.3 Authentication unsuccessful", remedies.WRONG_LOGIN),
        ("535 authentication failed", remedies.WRONG_LOGIN),
        ("530 5.7.0 log in first", remedies.LOGIN_WANTED),
        ("554 5.2.252 SendAsDenied; a not allowed to send as b", remedies.SEND_AS),
        ("no token for the mail relay from login.example.org: it refuses the client (401)", remedies.DENIED),
        ("starttls: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", remedies.CERTIFICATE),
        ("starttls: certificate verify failed: certificate has expired (_ssl.c:1006)", remedies.ENDED),
        ("connect: Connection refused", remedies.UNREACHABLE),
        ("421 4.3.2 busy", remedies.GENERAL),
        ("", remedies.GENERAL),
    ],
)  # fmt: skip
def test_a_refusal_has_a_remedy_that_fits(reply, remedy):
    assert remedy_of(reply) == remedy


@given(st.text())
def test_whatever_a_relay_says_has_a_remedy(reply):
    assert remedy_of(reply)
