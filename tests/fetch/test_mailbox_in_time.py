"""A mailbox is read within its time, or its connection is cut: whatever the server says, and by whatever way."""

import asyncio
from datetime import timedelta

import pytest

from servwatch.fetch import Fetcher
from servwatch.model import FetchSettings, Login, Request, Verdict
from tests.imap_server.dripping import DrippingServer
from tests.internet.certificates import Certificates


@pytest.mark.parametrize("stalls", [False, True])
def test_a_server_that_drips_after_starttls_is_cut_when_time_is_up(stalls, tmp_path):
    certificates = Certificates()
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(certificates.authority.cert_pem.bytes())

    async def read(port):
        settings = FetchSettings(
            pace=timedelta(0),
            connect_to={"mail.example.org": f"127.0.0.1:{port}"},
            ca_file=ca_file,
            timeout=timedelta(seconds=1),
        )
        login = Login("me", password="secret", security="starttls")
        async with Fetcher(settings) as fetcher:
            return await fetcher.fetch(Request("imap://mail.example.org/INBOX", expects="mail", login=login))

    with DrippingServer(certificates.context(), stalls=stalls) as server:
        fetched = asyncio.run(read(server.port))
        assert (fetched.verdict, fetched.rule) == (
            Verdict.TIMEOUT, "the mailbox was not read within 1 seconds"
        )  # fmt: skip
        assert server.left.wait(10)
