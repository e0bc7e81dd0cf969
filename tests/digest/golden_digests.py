"""The digests that are kept as golden mails: each a view made by hand, and everything about it fixed."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from servwatch.config import shipped
from servwatch.cycle.edition_mail import edition_letter
from servwatch.digest.render import Renderer
from servwatch.locale import words
from servwatch.model import Edition, MailSettings, Recipient
from tests.digest import views
from tests.digest.examples import DIGEST, ZONE

NOW = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
MAIL = MailSettings(
    sender="SERV Internationaal <internationaal@serv.example.org>", reply_to="cel@serv.example.org"
)
HOSTILE = (
    '<script>alert("x")</script> & <b>vet</b>',
    "\u202eniet omgekeerd\u202c \u2066geisoleerd\x00\x1b[31m",
    "{{ view }} {% include 'x' %} %s {0}",
    "]]><!--[if mso]>open commentaar --> </td></table>",
    "Subject: x\r\nBcc: iemand@example.org",
    "=?utf-8?q?verborgen?=",
    '" onmouseover="alert(1)',
)  # fmt: skip


def _mixed():
    tongues = (("en", "Engels", "Regional productivity gaps in Europe"), ("fr", "Frans", "Avis sur le dialogue social en Europe"),
               ("de", "Duits", "Empfehlungen für länderspezifische Maßnahmen"), ("", "", "Europees Semester: loonvorming en krapte"),
               ("el", "Grieks", "Συλλογικές διαπραγματεύσεις στην Ευρώπη"), ("zh", "Chinees", "国际劳工组织发布全球工资报告"))  # fmt: skip
    made = [
        views.entry(
            n, title, headline_language=tag, summary_language=tag, summary=title + ".",
            label=f"Bron {n}, nieuws ({name})" if tag else "", meta="wo 25 nov",
        )
        for n, (tag, name, title) in enumerate(tongues, 1)
    ]  # fmt: skip
    return _told(made)


def _told(entries, **changes):
    view = views.of_size(len(entries), groups=1, **changes)
    return replace(view, groups=(replace(view.groups[0], entries=tuple(entries)),))


def _right_to_left():
    made = [
        views.entry(1, views.ARABIC, headline_language="ar", summary=views.ARABIC, summary_language="ar", label="IAO, nieuws (Arabisch)"),
        views.entry(2, views.HEBREW, headline_language="he", summary="Samenvatting van " + views.HEBREW, label="Bron, nieuws (Hebreeuws)"),
        views.entry(3, f"Zonder taal: {views.ARABIC} (verslag), 2026"),
    ]  # fmt: skip
    return _told(made)


GOLDEN = {
    "empty": lambda: views.of_size(0, layout="brief"),
    "one": lambda: views.of_size(1, layout="brief"),
    "forty": lambda: views.of_size(40),
    "hundred-and-fifty": lambda: views.of_size(150),
    "mixed-languages": _mixed,
    "hostile-titles": lambda: _told([views.entry(n, text, summary=text, meta=text, reason=text) for n, text in enumerate(HOSTILE, 1)], subject=HOSTILE[4]),
    "right-to-left": _right_to_left,
    "long-headlines": lambda: views.of_size(12, length=400),
    "whole-brief": lambda: views.whole("brief"),
    "whole-full": lambda: views.whole("full"),
    "whole-alert": lambda: replace(views.whole("alert"), groups=views.whole().groups[:1]),
}  # fmt: skip


@cache
def view(name):
    return GOLDEN[name]()


@cache
def rendered(name):
    """The digest as the shipped templates write it."""
    return Renderer(shipped("templates")).digest(view(name), words("nl", ZONE))


@cache
def mail(name):
    """The bytes of its mail to one made-up recipient."""
    edition = Edition(DIGEST.id, 48, NOW, NOW, ())
    person = Recipient("lid@serv.example.org", "Lid van het Dagelijks Bestuur")
    return edition_letter(person, rendered(name), DIGEST, edition, MAIL, language="nl", now=NOW).mime
