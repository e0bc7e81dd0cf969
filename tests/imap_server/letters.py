"""Newsletters as publishers send them, built from a few words.

Quirks that are in every one: a preheader, a link to the version for browsers, images and "read more" links
beside each title, tracking parameters with a personal token, links to the social networks, to the
preferences, the privacy page and the front page, a tracking pixel, a List-Unsubscribe header (RFC 2369) with
a web address and a mail address, and layout by nested tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

TOKENS = "utm_source=newsletter&utm_medium=email&mc_cid=ab12cd34ef&mc_eid=0011deadbeef"


@dataclass(slots=True)
class Letter:
    """One mail. `html` or `text` may be empty."""

    html: str = ""
    text: str = ""
    subject: str = "Nieuwsbrief"
    sender: str = "OECD <news@oecd.org>"
    date: datetime | None = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    headers: dict[str, str] = field(default_factory=dict)

    def message(self) -> EmailMessage:
        """As a message of the standard library."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, "nieuws@example.org", self.subject
        if self.date is not None:
            mail["Date"] = format_datetime(self.date)
        for name, value in self.headers.items():
            mail[name] = value
        if self.text or not self.html:
            mail.set_content(self.text or "(leeg)", cte="quoted-printable")
        if self.html and self.text:
            mail.add_alternative(self.html, subtype="html", cte="quoted-printable")
        elif self.html:
            mail.set_content(self.html, subtype="html", cte="base64")
        return mail

    def __bytes__(self) -> bytes:
        return bytes(self.message())


def article(number: int, *, host: str = "www.oecd.org", title: str = "", tokens: str = TOKENS) -> str:
    """A row of a newsletter: an image, a title, a text, and a link to read on, all to one place."""
    link = f"https://{host}/articles/{number}?{tokens}".replace("&", "&amp;")
    name = title or f"Bericht {number} over werk en lonen"
    return f"""<table width="100%"><tr>
      <td><a href="{link}"><img src="https://img.oecd.org/{number}.png" alt=""></a></td>
      <td><h3><a href="{link}">{name}</a></h3>
      <p>Samenvatting van bericht {number}: wat de raad ervan vindt.</p>
      <p><a href="{link}">Lees meer &raquo;</a></p></td></tr></table>"""


UNWANTED = (
    ("Bekijk deze nieuwsbrief in uw browser", "https://mailing.oecd.org/view?id=77"),
    ("Uitschrijven", "https://mailing.oecd.org/unsubscribe?u=77"),
    ("Voorkeuren aanpassen", "https://mailing.oecd.org/preferences?u=77"),
    ("Stuur door naar een collega", "https://mailing.oecd.org/forward?u=77"),
    ("Facebook", "https://www.facebook.com/theoecd"),
    ("X", "https://x.com/oecd"),
    ("LinkedIn", "https://www.linkedin.com/company/organisation-eco-cooperation-development"),
    ("Instagram", "https://www.instagram.com/theoecd"),
    ("YouTube", "https://www.youtube.com/user/oecd"),
    ("WhatsApp", "https://wa.me/?text=oecd"),
    ("Privacyverklaring", "https://www.oecd.org/privacy"),
    ("Contact", "mailto:news@oecd.org"),
    ("Disclaimer", "https://www.oecd.org/disclaimer"),
    ("OECD", "https://www.oecd.org/"),
    ("+33 1 45 24 82 00", "tel:+33145248200"),
)
"""Fifteen links of a newsletter that are no articles."""

UNSUBSCRIBE = "https://mailing.oecd.org/oc?token=77"


def newsletter(articles: Sequence[str] = (), *, unwanted: bool = True, **rest: object) -> Letter:
    """A newsletter of these rows, 30 where none are given, with fifteen other links."""
    rows = "".join(articles or [article(n) for n in range(1, 31)])
    other = " | ".join(f'<a href="{href}">{text}</a>' for text, href in UNWANTED[1:]) if unwanted else ""
    view = f'<a href="{UNWANTED[0][1]}">{UNWANTED[0][0]}</a>' if unwanted else ""
    html = f"""<!DOCTYPE html><html><head><title>Nieuwsbrief</title><style>a {{ color: red }}</style></head>
    <body><div style="display:none">In deze nieuwsbrief: werk en lonen</div>{view}
    <table role="presentation"><tr><td>{rows}</td></tr></table>
    <img src="https://mailing.oecd.org/open.gif?u=77" width="1" height="1" alt="">
    <div>{other}</div></body></html>"""
    letter = Letter(html=html, **rest)  # type: ignore[arg-type]
    letter.headers.setdefault("List-Unsubscribe", f"<{UNSUBSCRIBE}>, <mailto:leave@oecd.org>")
    letter.headers.setdefault("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return letter
