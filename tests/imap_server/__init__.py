"""A real IMAP server of the tests' own, and the newsletters that are delivered to it."""

from tests.imap_server.dovecot import Dovecot, program
from tests.imap_server.letters import Letter, newsletter

__all__ = ["Dovecot", "Letter", "newsletter", "program"]
