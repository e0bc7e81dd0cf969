"""Render a composed digest with the templates: HTML for mail, and its own plain text.

Templates come from the user's folder where it has them, else the shipped one. They run in Jinja's
sandbox; every name that ends in .html.j2 is autoescaped (a plain extension check would miss it and
let a `<script>` in a title through).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from servwatch.digest.draft_panel import DraftPanel
from servwatch.digest.view import DigestView
from servwatch.errors import TemplateError
from servwatch.locale import Words

TEXT_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Rendered:
    """A digest, ready to be put into a message."""

    subject: str
    html: str
    text: str


class Renderer:
    """The templates of one folder, with the shipped ones for what it lacks."""

    def __init__(self, folder: Path, *fallbacks: Path) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([folder, *fallbacks]),
            autoescape=autoescaped,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["wrapped"] = wrapped

    def digest(self, view: DigestView, words: Words) -> Rendered:
        """Render a digest. Raises TemplateError with file and line."""
        context = {"view": view, "_": words._, "subject": view.subject, "language": view.language}
        html = self._inlined(self._render("digest.html.j2", context))
        return Rendered(view.subject, html, self._render("digest.txt.j2", context))

    def notice(self, subject: str, paragraphs: list[str], lines: list[str], words: Words) -> Rendered:
        """Render a notice to staff: a few sentences and a list. Raises TemplateError."""
        context = {
            "subject": subject,
            "paragraphs": paragraphs,
            "lines": lines,
            "language": words.language,
            "_": words._,
        }
        html = self._inlined(self._render("notice.html.j2", context))
        return Rendered(subject, html, self._render("notice.txt.j2", context))

    def panel(self, panel: DraftPanel, words: Words) -> Rendered:
        """What stands above a draft, as a piece of a page and of a text. Raises TemplateError."""
        context = {"panel": panel, "language": words.language, "_": words._}
        html = self._render("draft.html.j2", context)
        return Rendered(panel.subject, html, self._render("draft.txt.j2", context))

    def _render(self, name: str, context: dict[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(context)
        except TemplateSyntaxError as error:
            raise _fault(error.filename or name, error.lineno, error) from error
        except JinjaError as error:
            raise _fault(*_place(error, name), error) from error
        except Exception as error:  # a template may do anything the sandbox allows, such as divide by zero
            raise _fault(*_place(error, name), error) from error

    @staticmethod
    def _inlined(html: str) -> str:
        import css_inline

        inliner = css_inline.CSSInliner(
            keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False, keep_link_tags=False
        )
        return inliner.inline(html)


def autoescaped(name: str | None) -> bool:
    """Whether a template's output is HTML: by its real name, `x.html.j2`."""
    return name is None or not name.endswith(".txt.j2")


def wrapped(text: str, indent: int = 0) -> str:
    """Plain text in lines of at most 72 characters; addresses are never broken."""
    space = " " * indent
    return fill(
        text,
        TEXT_WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )


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
