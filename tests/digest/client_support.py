"""Which features a page uses, and which mail clients do not support them, by the data of caniemail.

The checker that travels with the data misses variables, buttons and data addresses, so this is our own: style
is read with tinycss2, elements with lxml. A feature is a slug of caniemail; what the data do not know is
"unknown:...", so that nothing passes unseen. The conditions that the data cannot say (padding only on td, ...)
are faults of their own.
"""

import re
import tomllib
from pathlib import Path

import tinycss2
from lxml import html as lxml_html

CLIENTS = (
    "outlook.windows", "outlook.outlook-com", "outlook.ios", "outlook.android", "outlook.macos",
    "gmail.desktop-webmail", "gmail.ios", "gmail.android", "apple-mail.macos", "apple-mail.ios",
)  # fmt: skip
ACCEPTED = Path(__file__).with_name("accepted_support.toml")
_ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("table", "tr", "td", "th", "tbody"), "html-table"),
    **dict.fromkeys(("ul", "ol", "li"), "html-lists"),
    **dict.fromkeys(("main", "nav", "section", "article", "header", "footer", "details", "summary"), "html-semantics"),
    **dict.fromkeys(("html", "head", "title", "meta", "a", "br"), ""),
    "button": "html-button-submit", "svg": "html-svg", "input": "html-input-text",
}  # fmt: skip
_ATTRIBUTES = {
    "href": "", "name": "", "content": "", "charset": "", "scope": "", "colspan": "", "border": "", "class": "",
    "style": "", "bgcolor": "", "xmlns": "", "xmlns:o": "", "aria-roledescription": "", "src": "", "alt": "",
    "height": "html-height", "id": "html-anchor-links",
}  # fmt: skip
_FAMILIES = ("padding", "margin", "border", "list-style", "text-decoration", "font", "background")
_PASSED_OVER = ("mso-", "supported-color-schemes", "page-break-")
"""Hints to one program, which others pass over."""
_EVERYWHERE = {"css-color"}
"""Too old to be in the data."""


def features(page):
    """The slugs of caniemail that a page uses, and "unknown:..." for what it does not know."""
    tree = lxml_html.document_fromstring(page)
    found = {"html-doctype"}
    for element in tree.iter(lxml_html.etree.Element):
        found.add(_ELEMENTS.get(element.tag, f"html-{element.tag}"))
        for name, value in element.attrib.items():
            found.add(_ATTRIBUTES.get(name, f"html-{name}"))
            if name in ("src", "href"):
                found.add("image-base64" if value.startswith("data:") else "")
                found.add("image-svg" if value.endswith(".svg") else "")
                found.add("html-anchor-links" if value.startswith("#") else "")
                found.add("html-mailto-links" if value.startswith("mailto:") else "")
        found |= _declared(tinycss2.parse_blocks_contents(element.get("style", "")))
    for style in tree.iter("style"):
        found |= _sheet(
            tinycss2.parse_stylesheet(style.text_content(), skip_comments=True, skip_whitespace=True)
        )
    return found - {""} - _EVERYWHERE


def _sheet(rules):
    found = set()
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            asked = tinycss2.serialize(rule.prelude)
            found.add(f"css-at-{rule.lower_at_keyword}" if "print" not in asked else "")
            found |= {
                f"css-at-media-{name}"
                for name in re.findall(r"\((prefers-color-scheme|hover|orientation)", asked)
            }
            found |= _sheet(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type == "qualified-rule":
            found |= _declared(tinycss2.parse_blocks_contents(rule.content))
    return found


def _declared(declarations):
    found = set()
    for one in declarations:
        if one.type != "declaration" or one.lower_name.startswith(_PASSED_OVER):
            continue
        found.add("css-variables" if one.name.startswith("--") else f"css-{one.lower_name}")
        found.add("css-important" if one.important else "")
        for token in one.value:
            found.add("css-variables" if token.type == "function" and token.lower_name == "var" else "")
            found.add(
                f"css-function-{token.lower_name}"
                if token.type == "function" and token.lower_name != "var"
                else ""
            )
            found.add(f"css-unit-{token.lower_unit}" if token.type == "dimension" else "")
            found.add("css-unit-percent" if token.type == "percentage" else "")
        if one.lower_name == "display":
            found.add(
                {"none": "css-display-none", "flex": "css-display-flex", "grid": "css-display-grid"}.get(
                    _said(one), ""
                )
            )
    return found


def unsupported(found, data):
    """Pairs (feature, client) of what a client does not have; `data` is the JSON of caniemail."""
    known = {feature["slug"]: feature["stats"] for feature in data["data"]}
    pairs = set()
    for feature in found:
        stats = known.get(feature) or known.get(_family(feature))
        if stats is None:
            pairs.add((f"unknown:{feature}", ""))
            continue
        for client in CLIENTS:
            family, platform = client.split(".")
            versions = stats.get(family, {}).get(platform, {})
            if versions and list(versions.values())[-1].startswith("n"):
                pairs.add((feature, client))
    return pairs


def _family(feature):
    return next((f"css-{name}" for name in _FAMILIES if feature.startswith(f"css-{name}-")), feature)


def out_of_place(page):
    """What the data cannot say: where Word's engine passes a property over, or breaks."""
    faults = []
    for element in lxml_html.document_fromstring(page).iter(lxml_html.etree.Element):
        for one in tinycss2.parse_blocks_contents(element.get("style", "")):
            if one.type != "declaration":
                continue
            name, value = one.lower_name, _said(one)
            if name.startswith("padding") and element.tag not in ("td", "th") and value != "0":
                faults.append(f"padding on {element.tag}")
            if name == "max-width" and element.tag != "table":
                faults.append(f"max-width on {element.tag}")
            if name.startswith("margin") and (
                element.tag not in ("p", "h1", "h2", "h3", "ul", "body") or "auto" in value or "-" in value
            ):
                faults.append(f"margin {value} on {element.tag}")
            if name.startswith("border") and any(int(px) > 8 for px in re.findall(r"(\d+)px", value)):
                faults.append(f"{name} {value}: more than 8 pixels")
            if re.search(r"#(?![0-9a-f]{6}\b)|rgba?\(", value):
                faults.append(f"{name} {value}: not a colour of six digits")
    return faults


def _said(declaration):
    return tinycss2.serialize(declaration.value).strip().lower()


def accepted():
    """The exemptions of the file beside: (feature, client) -> reason."""
    entries = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["accepted"]
    return {(entry["feature"], client): entry["reason"] for entry in entries for client in entry["clients"]}
