"""The commands that pages and contrib/ name, and whether the real command line knows them."""

import json
import re
import shlex

from servwatch.cli.app import command_line
from servwatch.cli.usual_command import WithUsualCommand
from tests.docs.pages import ROOT, blocks, outside_blocks

_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_ENDS = {"&&", "||", "|", ";", "&", "(", ")", ">", "<", ">>"}
_GROUPS = {word: command for word, command in command_line().commands.items() if hasattr(command, "commands")}


def in_blocks(text):
    """The arguments of every `servwatch` that a shell block of a page calls, with the line."""
    for language, mark in (("sh", ""), ("console", "$ ")):
        for first, _, code in blocks(text, language):
            for number, line in enumerate(code.split("\n"), first):
                if line.startswith(mark):
                    yield from ((number, said) for said in of_line(line.removeprefix(mark)))


def inline(text):
    """The same of what stands in single backquotes, `outbox hold` and the like among it."""
    for number, line in enumerate(outside_blocks(text).split("\n"), 1):
        for code in _INLINE.findall(line):
            yield from ((number, said) for said in of_line(code))
            words = code.split()
            if len(words) > 1 and words[0] in _GROUPS and words[1] in _GROUPS[words[0]].commands:
                yield number, shlex.split(code)


def in_contrib():
    """The same of crontab, units and container file."""
    for path in sorted((ROOT / "contrib").iterdir()):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            called = re.search(r"(?:^|[\s=])/opt/servwatch/bin/servwatch(.*)", line.partition("# ")[0])
            if called:
                yield path.name, number, shlex.split(called[1])
            if line.startswith("CMD "):
                yield path.name, number, json.loads(line.removeprefix("CMD "))


def of_line(line):
    """The arguments of each call of servwatch on one line of a shell."""
    try:
        tokens = list(shlex.shlex(line, posix=True, punctuation_chars=True))
    except ValueError:
        return
    tokens = _joined(line) if any(token in _ENDS for token in tokens) else shlex.split(line, comments=True)
    call = None
    for position, token in enumerate([*tokens, ";"]):
        if token in _ENDS:
            if call is not None:
                yield call
            call = None
        elif call is not None:
            call.append(token)
        elif token.rpartition("/")[2] == "servwatch" and (position == 0 or tokens[position - 1] in _ENDS):
            call = []


def _joined(line):
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(lexer)


def parse(arguments, *, whole):
    """Parse as the command line does, without doing it. Raises what it raises; `whole` wants every argument."""
    command, context, name, rest = command_line(), None, "servwatch", list(arguments)
    while hasattr(command, "commands"):
        context = command.context_class(command, info_name=name, parent=context)
        rest = command.named(rest) if isinstance(command, WithUsualCommand) else rest
        _, rest, _ = command.make_parser(context).parse_args(rest)
        if not rest:
            return
        name, *rest = rest
        assert name in command.commands, f"there is no command {name!r}"
        command = command.commands[name]
    if whole:
        command.make_context(name, rest, parent=context)
    else:
        context = command.context_class(command, info_name=name, parent=context)
        command.make_parser(context).parse_args(rest)
