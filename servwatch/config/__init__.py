"""From feeds.toml to validated settings.

`load` reads every file of a configuration and returns the settings with every problem found, each
with file, line and column. Nothing outside this package knows TOML or pydantic.
"""

from servwatch.config.files import read_file
from servwatch.config.loading import Loaded, database_of, find_config, load
from servwatch.config.members_file import Change, add_members, remove_members
from servwatch.config.readable_terms import WrittenTerm, readable_terms
from servwatch.config.schedule import due, next_time, times
from servwatch.config.shipped import shipped
from servwatch.config.starter import Written, write_starter

__all__ = [
    "Change",
    "Loaded",
    "Written",
    "WrittenTerm",
    "add_members",
    "database_of",
    "due",
    "find_config",
    "load",
    "next_time",
    "read_file",
    "readable_terms",
    "remove_members",
    "shipped",
    "times",
    "write_starter",
]
