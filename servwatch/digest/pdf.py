"""A digest as a document to print or to keep: tagged PDF (PDF/UA-1, ISO 14289), with the extra `servwatch[pdf]`.

The page of the mail is printed as it is. Nothing is fetched: a page that names a picture elsewhere is refused.
"""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from servwatch.errors import UsageError

INSTALL = "pip install 'servwatch[pdf]'"
_SHEET = """
@page { size: A4; margin: 16mm 14mm; }
.margin, .inside, .foot { padding: 12px 0 0 !important; }
.paper { max-width: none !important; }
"""


def as_pdf(html: str) -> bytes:
    """The page as PDF/UA-1.

    Raises:
        UsageError: the extra is not installed, or the page asks for something from elsewhere.
    """
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of each hint that is for Outlook
    try:
        document = weasyprint.HTML(string=html, url_fetcher=_nothing_remote)
        sheet = weasyprint.CSS(string=_SHEET, url_fetcher=_nothing_remote)
        return bytes(
            document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1", presentational_hints=True)
        )
    except _Remote as error:
        raise UsageError(
            "the page asks for {address}, which is not fetched for a PDF",
            remedy="Take it out of the template.",
            address=str(error)[:200],
        ) from error


class _Remote(BaseException):
    """The page asks for something. Not an `Exception`: those the printer only logs, and prints on."""


def _nothing_remote(url: str, *_args: Any, **_kwargs: Any) -> NoReturn:
    raise _Remote(url)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise UsageError(
            "a PDF cannot be written without an extra: {install}", remedy="", install=INSTALL
        ) from error
    except OSError as error:  # its libraries of the system are missing, such as Pango
        raise UsageError(
            "a PDF cannot be written: a library of the system is missing ({cause})",
            remedy="Install Pango, such as Debian's libpangoft2-1.0-0.",
            cause=str(error).splitlines()[0],
        ) from error
    return weasyprint
