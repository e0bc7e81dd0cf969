"""Golden mails: byte for byte what a reader gets, and what must hold of the bytes of any mail.

``UPDATE_GOLDEN=1`` writes them anew; the difference is reviewed like code. Of a mail over 60 KB only its digest is
kept, beside its page.
"""

import os
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.digest.golden_digests import GOLDEN, HOSTILE, mail, rendered, view

FOLDER = Path(__file__).parents[1] / "golden"
WHOLE = 60_000
STRUCTURED = (
    "From",
    "Reply-To",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "Content-Language",
    "MIME-Version",
)
each_digest = pytest.mark.parametrize("name", GOLDEN)


def parts_of(name):
    """Plain text, HTML and attachments of a golden mail, as another program reads them."""
    parsed = message_from_bytes(mail(name), policy=policy.default)
    leaves = [part for part in parsed.walk() if not part.is_multipart()]
    return parsed, leaves


def headers_of(name):
    """The header lines of the mail as they stand in its bytes, each with its folded lines."""
    head = mail(name).split(b"\r\n\r\n", 1)[0].decode("ascii")
    return dict(line.split(": ", 1) for line in head.replace("\r\n ", "\n ").split("\r\n"))


def kept(name):
    """The files of a golden digest: what each must hold."""
    files = {f"{name}.html": rendered(name).html.encode(), f"{name}.txt": rendered(name).text.encode()}
    whole = mail(name)
    if len(whole) <= WHOLE:
        return {**files, f"{name}.eml": whole}
    return {**files, f"{name}.eml.sha256": sha256(whole).hexdigest().encode() + b"\n"}


@each_digest
def test_a_digest_gives_the_reviewed_bytes(name):
    for file, content in kept(name).items():
        path = FOLDER / file
        if "UPDATE_GOLDEN" in os.environ:
            path.write_bytes(content)
        assert path.read_bytes() == content, f"{file}: review the change, then UPDATE_GOLDEN=1"


def test_no_golden_file_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == {file for name in GOLDEN for file in kept(name)}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


@each_digest
def test_lines_are_as_short_as_mail_demands(name):
    lines = mail(name).split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    body = mail(name).split(b"\r\n\r\n", 1)[1]
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
    assert mail(name).isascii()


@each_digest
def test_structured_headers_are_never_encoded(name):
    headers = headers_of(name)
    assert set(STRUCTURED) <= headers.keys()
    assert not any("=?" in headers[key] for key in STRUCTURED)
    assert headers["List-Unsubscribe"].startswith("<mailto:")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert "Bcc" not in headers


@each_digest
def test_another_program_reads_back_what_was_rendered(name):
    parsed, leaves = parts_of(name)
    plain, page, *rest = leaves
    assert [plain.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    assert {part["Content-Transfer-Encoding"] for part in (plain, page)} == {"quoted-printable"}
    assert plain.get_content().replace("\r\n", "\n") == rendered(name).text
    assert page.get_content().replace("\r\n", "\n") == rendered(name).html
    assert parsed["Subject"] == " ".join(rendered(name).subject.split())
    assert parsed.get_content_type() == ("multipart/mixed" if rest else "multipart/alternative")


def test_what_had_no_room_travels_with_the_mail():
    _, (_, _, rest) = parts_of("hundred-and-fifty")
    assert rest.get_content_type() == "text/html"
    assert rest.get_filename() == "dagelijks-bestuur-48.html"
    assert rest.get_content_disposition() == "attachment"
    assert rest.get_payload(decode=True).decode() == rendered("hundred-and-fifty").overflow


def test_a_hostile_title_stays_text():
    page = rendered("hostile-titles").html
    tree = lxml_html.document_fromstring(page)
    assert tree.xpath("//script | //@onmouseover | //b | //*[@href and not(self::a)]") == []
    assert len(tree.xpath("//h3")) == len(HOSTILE)
    assert "\u202e" not in page
    assert "\u202e" not in rendered("hostile-titles").text
    assert "{{ view }}" in page
    assert "{{ view }}" in HOSTILE[2]


def test_every_golden_digest_is_another():
    assert len({mail(name) for name in GOLDEN}) == len(GOLDEN) == len({str(view(name)) for name in GOLDEN})
