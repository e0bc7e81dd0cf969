"""The commands on the draft of a folder, an afternoon before it leaves."""

from tests.cli.line import servwatch

NOON = ["--now", "2026-11-26T15:00"]


def digest(folder, *arguments, code=0, stdin="", now=NOON):
    return servwatch(folder, "digest", *arguments, *now, stdin=stdin).well(code)


def sheet(folder):
    return digest(folder, "draft", "board", "--json").json


def order(folder):
    return [one["item"] for one in sheet(folder)["entries"]]


def entry(folder, item):
    return next(one for one in sheet(folder)["entries"] if one["item"] == item)


def acts(folder, *more):
    return servwatch(folder, "digest", "log", "board", "--json", *more).well().lines
