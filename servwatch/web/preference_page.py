"""The page on which a reader says how they want a digest: plain and accessible, as the one by which they leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from servwatch.locale import Words
from servwatch.model import Frequency
from servwatch.web.pages import framed


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a digest comes to a reader, and what there is to choose. Names nobody."""

    frequency: str = Frequency.EACH.value  # "" where it cannot be chosen
    layout: str = "full"  # likewise
    themes: tuple[str, ...] = ()  # the ids of those that come; () for all on offer
    offer: tuple[tuple[str, str], ...] = ()  # id and name


def preference_page(wishes: Wishes, speech: Words, *, kept: bool = False, fault: str = "") -> str:
    """The whole page. `kept` says that it was kept just now, `fault` why it was not."""
    _ = speech._
    title = _("How you get this digest")
    said = _("Kept. It holds from the next mail on.") if kept else _("Nothing changes until you save.")
    role = "alert" if fault else "status"
    parts = [f'<h1>{escape(title)}</h1><p role="{role}">{escape(fault or said)}</p><form method="post">']
    if wishes.frequency:
        often = [("each", _("each time")), ("weekly", _("weekly")), ("monthly", _("monthly"))]
        hint = _("What came in between is gathered in one mail.")
        parts.append(_choice("frequency", _("How often"), often, wishes.frequency, hint))
    if wishes.layout:
        layouts = [("brief", _("brief, one screen")), ("full", _("full"))]
        parts.append(_choice("layout", _("How long"), layouts, wishes.layout))
    if len(wishes.offer) > 1:
        parts.append(_themes(_("Themes"), wishes))
    parts.append(f'<button class="first" type="submit">{escape(_("Save"))}</button></form>')
    parts.append(f'<p><a href="?leave">{escape(_("Unsubscribe"))}</a></p>')
    return framed(title, "".join(parts), speech)


def _choice(name: str, legend: str, options: Sequence[tuple[str, str]], chosen: str, hint: str = "") -> str:
    fields = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" if value == chosen else ""}> '
        f"{escape(text)}</label>"
        for value, text in options
    )
    told = f"<p>{escape(hint)}</p>" if hint else ""
    return f"<fieldset><legend>{escape(legend)}</legend>{fields}{told}</fieldset>"


def _themes(legend: str, wishes: Wishes) -> str:
    fields = "".join(
        f'<label><input type="checkbox" name="theme" value="{escape(id_)}"'
        f"{' checked' if not wishes.themes or id_ in wishes.themes else ''}> {escape(name)}</label>"
        for id_, name in wishes.offer
    )
    asked = '<input type="hidden" name="themes" value="asked">'
    return f"<fieldset><legend>{escape(legend)}</legend>{asked}{fields}</fieldset>"
