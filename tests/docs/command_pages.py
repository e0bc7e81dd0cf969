"""The reference of the command line, written from the command line itself."""

import re

from servwatch.cli.app import command_line
from servwatch.cli.invocation import Invocation

COMMON = ("config", "db", "log_format", "verbose", "quiet")
assert set(COMMON) <= set(Invocation.__dataclass_fields__)


def commands():
    """Every command by its words, such as ("digest", "preview"), in the order of `--help`."""
    found = {}

    def walk(words, command):
        below = getattr(command, "commands", None)
        if below is None:
            found[words] = command
            return
        for word, inner in below.items():
            walk((*words, word), inner)

    walk((), command_line())
    return found


def groups():
    """The groups of commands, with their sentence."""
    return {word: c.help for word, c in command_line().commands.items() if hasattr(c, "commands")}


def reference():
    """Every command with its help, its arguments and its options, as Markdown."""
    parts = [_common(), *(_command(words, command) for words, command in commands().items())]
    return "\n\n".join(parts)


def _common():
    one = next(iter(commands().values()))
    shared = [p for p in one.params if p.name in COMMON]
    lines = ["## Options of every command", "", "They may stand before the command or after it.", ""]
    lines += [
        *_options(shared),
        "",
        "`servwatch --version` prints the version; `--help` after anything explains it.",
    ]
    return "\n".join(lines)


def _command(words, command):
    own = [p for p in command.params if p.name not in (*COMMON, "help")]
    arguments = [p for p in own if p.param_type_name == "argument"]
    options = [p for p in own if p.param_type_name == "option"]
    usage = " ".join(["servwatch", *words, *map(_usage, arguments), *(["[OPTIONS]"] if options else [])])
    lines = [f"## servwatch {' '.join(words)}", "", f"`{usage}`", "", _prose(command.help), ""]
    lines += [f"- `{_usage(a).strip('[]')}`: {a.help}" for a in arguments if a.help]
    lines += [""] * bool(arguments) + _options(options)
    if command.epilog:
        lines += ["", _prose(command.epilog)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _usage(argument):
    shown = argument.metavar or argument.name.upper()
    shown = shown if argument.nargs == 1 or shown.endswith("...") else f"{shown}..."
    return shown if argument.required or shown.startswith("[") else f"[{shown}]"


def _options(options):
    if not options:
        return []
    rows = [f"| {_names(o)} | {_cell(o.help)} |" for o in options]
    return ["| option | meaning |", "|---|---|", *rows]


def _names(option):
    value = "" if option.is_flag else f" {option.metavar or option.name.upper()}"
    names = ", ".join(f"`{name}{value}`" for name in option.opts)
    return _cell(names) + (" (required)" if option.required else "")


def _cell(text):
    return (text or "").replace("|", "\\|")


def _prose(text):
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))
