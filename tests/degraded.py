"""What some mail programs leave of a page, for looking at: no proof of how they show it.

A layout that depends on style that they pass over falls apart here. There is no Word engine for this machine; the
degradation that goes by its name drops what the data of caniemail say it does not have.
"""

import re

import tinycss2
from lxml import html as lxml_html


def without_style_block(page):
    """As Gmail's app shows the mail of other accounts: no style but what stands on the elements."""
    return re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def as_word(page, data):
    """Without each property that Outlook for Windows does not have, padding only on cells, and its own comments open.

    `data` is the JSON of caniemail. Only the comments of the body are opened: that of the head is no text.
    """
    missing = {
        feature["slug"].removeprefix("css-")
        for feature in data["data"]
        if feature["slug"].startswith("css-")
        and list(feature["stats"].get("outlook", {}).get("windows", {}).values() or ["y"])[-1].startswith("n")
    }
    head, body = without_style_block(page).split("<body", 1)
    opened = re.sub(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", r"\1", body, flags=re.DOTALL)
    tree = lxml_html.document_fromstring(f"{head}<body{opened}")
    for element in tree.iter(lxml_html.etree.Element):
        if element.get("style"):
            kept = tinycss2.parse_blocks_contents(element.get("style"))
            element.set(
                "style",
                "".join(_kept(one, element.tag, missing) for one in kept if one.type == "declaration"),
            )
        if "hidden" in (element.get("class") or ""):
            element.set("style", "display:none")  # mso-hide: all
    return "<!DOCTYPE html>" + lxml_html.tostring(tree, encoding="unicode")


def _kept(declaration, tag, missing):
    name = declaration.lower_name
    nowhere = (
        name in missing
        or (name.startswith("padding") and tag not in ("td", "th"))
        or (name == "max-width" and tag != "table")
    )
    return "" if nowhere else f"{name}:{tinycss2.serialize(declaration.value)};"


def as_printed(page):
    """With the rules for paper in force."""
    return page.replace("@media print", "@media all")
