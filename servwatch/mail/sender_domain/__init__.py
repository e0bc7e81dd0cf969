"""What the name service says of a domain that sends mail: SPF, DKIM, DMARC, and whether they agree.

names       the seam: one look-up; dnspython behind it
spf         may an address send for a domain (RFC 7208); spf_record, spf_macros: its language
dkim        the key of a selector, and its length (RFC 6376, 8301)
dmarc       the policy, and what is aligned with it (RFC 9989)
"""

from servwatch.mail.sender_domain.dkim import DkimKey, dkim_key
from servwatch.mail.sender_domain.dmarc import DmarcPolicy, aligned, dmarc_policy
from servwatch.mail.sender_domain.names import DnsNames, Names, NoAnswer
from servwatch.mail.sender_domain.spf import SpfCheck, SpfResult, check_host

__all__ = [
    "DkimKey",
    "DmarcPolicy",
    "DnsNames",
    "Names",
    "NoAnswer",
    "SpfCheck",
    "SpfResult",
    "aligned",
    "check_host",
    "dkim_key",
    "dmarc_policy",
]
