"""Render a composed digest with the templates: HTML for mail, and its own plain text.

Templates come from the user's folder where it has them, else the shipped one. They run in Jinja's
sandbox; every name that ends in .html.j2 is autoescaped (a plain extension check would miss it and
let a `<script>` in a title through). What users wrote themselves runs in a process of its own with limits:
see `servwatch.digest.confined`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from servwatch.digest import written
from servwatch.digest.draft_panel import DraftPanel
from servwatch.digest.fitting import fitted
from servwatch.digest.view import DigestView
from servwatch.errors import TemplateError
from servwatch.locale import Words

MOST_OUTPUT = 16_000_000
"""Characters that one template may write: an attachment with 2,000 entries has some 3 million."""
_LAYOUT = re.compile(r"[a-z-]{1,40}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest, ready to be put into a message. `overflow` is a page of its own with what had no room, or ""."""

    subject: str
    html: str
    text: str
    overflow: str = ""
    breaches: tuple[str, ...] = ()  # what of the budget of a brief it is over, a sentence each
    words: int = 0  # that a reader sees; 0 where they were not counted


@cache
def _environment(*folders: Path) -> ImmutableSandboxedEnvironment:
    """The compiled templates of these folders; one that is changed is compiled anew. Compiling takes longer than filling."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=autoescaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(written.FILTERS)
    made.tests["rtl"] = written.has_right_to_left
    return made


class Renderer:
    """The templates of one folder, with the shipped ones for what it lacks."""

    def __init__(self, folder: Path, *fallbacks: Path) -> None:
        self._environment = _environment(folder, *fallbacks)

    def digest(self, view: DigestView, words: Words) -> Rendered:
        """Render a digest in at most 90,000 bytes of HTML. Raises TemplateError with file and line."""
        view = written.readable(view)
        shown, rest = fitted(view, lambda some: self.page(some, words), words)
        context = self._context(shown, words)
        return Rendered(
            view.subject,
            self.page(shown, words),
            self._render("digest.txt.j2", context),
            self.page(rest, words) if rest is not None else "",
        )

    def page(self, view: DigestView, words: Words) -> str:
        """The HTML of a view whose texts are readable, however long it is. Raises TemplateError."""
        if not _LAYOUT.fullmatch(view.layout):
            raise TemplateError("there is no layout {layout}", place=view.layout, layout=view.layout)
        return self._inlined(self._render(f"{view.layout}.html.j2", self._context(view, words)))

    def notice(self, subject: str, paragraphs: Sequence[str], lines: Sequence[str], words: Words) -> Rendered:
        """Render a notice to staff: a few sentences and a list. Raises TemplateError."""
        context = {
            "subject": written.readable(subject),
            "paragraphs": written.readable(list(paragraphs)),
            "lines": written.readable(list(lines)),
            "language": words.language,
            "_": words._,
        }
        html = self._inlined(self._render("notice.html.j2", context))
        return Rendered(subject, html, self._render("notice.txt.j2", context))

    def panel(self, panel: DraftPanel, words: Words) -> Rendered:
        """What stands above a draft, as a piece of a page and of a text. Raises TemplateError."""
        context = {"panel": written.readable(panel), "language": words.language, "_": words._}
        html = self._render("draft.html.j2", context)
        return Rendered(panel.subject, html, self._render("draft.txt.j2", context))

    @staticmethod
    def _context(view: DigestView, words: Words) -> dict[str, Any]:
        return {
            "view": view,
            "_": words._,
            "colon": words.colon,
            "quoted": lambda text: words._("“{text}”", text=text),
            "subject": view.subject,
            "language": view.language,
        }

    def _render(self, name: str, context: dict[str, Any]) -> str:
        try:
            return self._bounded(name, context)
        except TemplateError:
            raise
        except TemplateSyntaxError as error:
            raise _fault(error.filename or name, error.lineno, error) from error
        except JinjaError as error:
            raise _fault(*_place(error, name), error) from error
        except Exception as error:  # a template may do anything the sandbox allows, such as divide by zero
            raise _fault(*_place(error, name), error) from error

    def _bounded(self, name: str, context: dict[str, Any]) -> str:
        parts, length = [], 0
        template = self._environment.get_template(name)
        for part in template.generate(context):
            parts.append(part)
            length += len(part)
            if length > MOST_OUTPUT:
                raise _fault(template.filename or name, 0, OverflowError("it writes without end"))
        return "".join(parts)

    @staticmethod
    def _inlined(html: str) -> str:
        import css_inline

        inliner = css_inline.CSSInliner(
            keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False, keep_link_tags=False
        )
        return inliner.inline(html).rstrip() + "\n"


def autoescaped(name: str | None) -> bool:
    """Whether a template's output is HTML: by its real name, `x.html.j2`."""
    return name is None or not name.endswith((".txt.j2", ".css.j2"))


def _fault(file: str, line: int, error: Exception) -> TemplateError:
    return TemplateError(
        "the template does not work: {cause}",
        place=f"{file}:{line}",
        remedy="Mend it, or remove it: the shipped one is used where there is none.",
        cause=str(error) or type(error).__name__,
    )


def _place(error: Exception, name: str) -> tuple[str, int]:
    """The line of the template that an error came from, found in its traceback."""
    file, line = name, 0
    trace = error.__traceback__
    while trace is not None:
        source = trace.tb_frame.f_code.co_filename
        if source.endswith(".j2"):
            file, line = source, trace.tb_lineno
        trace = trace.tb_next
    return file, line
