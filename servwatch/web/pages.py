"""The page by which readers leave, and the frame of all they see: plain, accessible, in their language, with nothing from elsewhere and no script."""

from __future__ import annotations

from base64 import b64encode
from enum import StrEnum
from hashlib import sha256
from html import escape

from servwatch.locale import Words

_STYLE = (
    "body{font:1.125rem/1.5 Arial,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.5rem}button{font:inherit;padding:.6rem 1.2rem;margin:.5rem 0;border:2px solid "
    "#1a1a1a;border-radius:4px;background:#fff;color:#1a1a1a;cursor:pointer}button:focus-visible{outline:3px solid "
    "#0b5cad;outline-offset:2px}.first{background:#1a1a1a;color:#fff}@media(prefers-color-scheme:dark){body{color:"
    "#f0f0f0;background:#1a1a1a}button{border-color:#f0f0f0;background:#1a1a1a;color:#f0f0f0}.first{background:"
    "#f0f0f0;color:#1a1a1a}button:focus-visible{outline-color:#8ec5ff}a{color:#8ec5ff}}fieldset{border:0;margin:0 0 "
    "1.25rem;padding:0}legend{font-weight:700;padding:0}label{display:block;padding:.6rem 0}input{width:1.2rem;"
    "height:1.2rem;vertical-align:-.15rem}fieldset p{margin:.25rem 0}a{display:inline-block;padding:.6rem 0}"
)
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer: nothing is loaded, framed, kept or passed on (Content Security Policy 3; Fetch)."""


class Said(StrEnum):
    """What a page answers."""

    ASKED = "asked"  # nothing was done yet
    LEFT = "left"
    BACK = "back"


def page(said: Said, speech: Words) -> str:
    """The whole page. The same for every reader of a language: it names nobody and no digest."""
    title, sentence = {
        Said.ASKED: (
            speech._("Unsubscribe"),
            speech._("Do you no longer want to get this digest? Nothing changes until you choose a button."),
        ),
        Said.LEFT: (
            speech._("You are unsubscribed"),
            speech._("You get this digest no more. A mail that is on its way may still arrive."),
        ),
        Said.BACK: (speech._("You stay subscribed"), speech._("You get this digest as before.")),
    }[said]
    leave, stay = _button("leave", speech._("Unsubscribe")), _button("stay", speech._("Keep getting it"))
    first, second = (stay, leave) if said is Said.LEFT else (leave, stay)
    buttons = {
        Said.ASKED: first.replace("<button", '<button class="first"') + second,
        Said.LEFT: first,
        Said.BACK: first,
    }[said]
    more = f'<p><a href="?preferences">{escape(speech._("How you get this digest"))}</a></p>'
    body = f'<h1>{escape(title)}</h1><p role="status">{escape(sentence)}</p>{buttons}{more}'
    return framed(title, body, speech)


def framed(title: str, body: str, speech: Words) -> str:
    """A whole page for readers around what is on it, which is HTML already."""
    return (
        f'<!doctype html><html lang="{speech.language}" dir="ltr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _button(choice: str, text: str) -> str:
    field = f'<input type="hidden" name="choice" value="{choice}">'
    return f'<form method="post">{field}<button type="submit">{escape(text)}</button></form>'
