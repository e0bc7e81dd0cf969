"""Accessibility of mails as axe-core sees it in Chromium, on light and dark screens; and the contrast of the palette."""

import html
import json
import re

import pytest

from servwatch.config import shipped
from tests import chromium
from tests.digest.golden_digests import GOLDEN, rendered
from tests.mail_tools import mail_tools

OF_PAGES = {"landmark-one-main", "region"}
"""Rules for pages, not for mails: a mail stands within a page that has landmarks of its own."""
FEW = ["whole-full"]
"""That with everything in it; the others are among the slow tests."""
BAD = '<html><head></head><body><h1>a</h1><h3>b</h3><a href="https://a.example.org/"></a><p style="color:#999;background:#aaa">grijs op grijs</p><img src="x"></body></html>'
_RUN = """<script>{axe}</script><pre id="found"></pre><script>
axe.run(document, {{resultTypes: ["violations"]}}).then(function (done) {{
  document.getElementById("found").textContent = JSON.stringify(done.violations.map(function (v) {{
    return [v.id, v.nodes.map(function (n) {{ return n.html; }})]; }})) + "|" + done.passes.length; }});
</script></body>"""


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    if chromium.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    return (mail_tools(tmp_path_factory) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe, folder, *, dark=False):
    """The rules that a page breaks, with where; and how many it keeps."""
    copy = folder / "page.html"
    copy.write_text(page.replace("</body>", _RUN.format(axe=axe)), encoding="utf-8")
    shown = chromium.chromium(
        *(chromium.DARK if dark else ()), "--virtual-time-budget=20000", "--dump-dom", f"file://{copy}"
    )
    found = re.search(r'<pre id="found">(.*?)\|(\d+)</pre>', shown, re.DOTALL)
    return json.loads(html.unescape(found[1])), int(found[2])


@pytest.mark.chromium
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "name", [*FEW, *(pytest.param(n, marks=pytest.mark.slow) for n in GOLDEN if n not in FEW)]
)
def test_a_mail_breaks_no_rule_of_accessibility(name, dark, axe, tmp_path):
    broken, kept = violations(rendered(name).html, axe, tmp_path, dark=dark)
    assert [(rule, where) for rule, where in broken if rule not in OF_PAGES] == []
    assert kept > 10


@pytest.mark.chromium
def test_planted_faults_are_found(axe, tmp_path):
    broken, _ = violations(BAD, axe, tmp_path)
    rules = {"color-contrast", "document-title", "html-has-lang", "image-alt", "link-name", "heading-order"}
    assert rules <= {rule for rule, _ in broken}


@pytest.mark.slow
@pytest.mark.chromium
def test_a_fault_of_dark_screens_alone_is_found_there(axe, tmp_path):
    style = "<style>@media (prefers-color-scheme: dark) { p { color: #333333; background-color: #222222; } }</style>"
    page = BAD.replace("<head>", f"<head>{style}").replace("color:#999;background:#aaa", "font-size:16px")
    for dark in (False, True):
        broken, _ = violations(page, axe, tmp_path, dark=dark)
        assert ("color-contrast" in {rule for rule, _ in broken}) is dark


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_every_colour_of_text_stands_out_from_every_ground_it_may_stand_on():
    style = (shipped("templates") / "style.css.j2").read_text(encoding="utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    for part in (light, dark.split("@media print")[0]):
        texts = set(re.findall(r"[ ;{]color: (#[0-9a-f]{6})", part))
        grounds = set(re.findall(r"background-color: (#[0-9a-f]{6})", part))
        assert len(texts) >= 4
        assert len(grounds) == 3
        for text in texts:
            for ground in grounds:
                assert contrast(text, ground) >= 4.5, (text, ground)


def test_contrast_is_reckoned_as_the_guideline_does():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
