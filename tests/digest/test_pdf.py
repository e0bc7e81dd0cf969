"""A digest on paper: nothing is fetched for it, and where its extra is missing that is said."""

import sys

import pytest

from servwatch.digest.pdf import INSTALL, as_pdf
from servwatch.errors import UsageError
from tests.digest.golden_digests import rendered


@pytest.fixture
def _printer():
    pytest.importorskip(
        "weasyprint", reason="the extra servwatch[pdf] is not installed", exc_type=(ImportError, OSError)
    )


@pytest.mark.usefixtures("_printer")
@pytest.mark.parametrize(
    "address", ["https://tracker.example.org/pixel.png", "file:///etc/passwd", "data:image/png;base64,AAAA"]
)
def test_a_page_that_asks_for_something_is_refused(address):
    page = rendered("one").html.replace("</h1>", f'<img alt="" src="{address}"></h1>')
    with pytest.raises(UsageError) as caught:
        as_pdf(page)
    assert address[:20] in str(caught.value)


def test_without_the_extra_its_name_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as caught:
        as_pdf("<p>x</p>")
    assert INSTALL in str(caught.value)
