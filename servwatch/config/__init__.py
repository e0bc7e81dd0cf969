"""From feeds.toml to validated settings.

`load` reads every file of a configuration and returns the settings with every problem found, each
with file, line and column. Nothing outside this package knows TOML or pydantic.
"""

from servwatch.config.dossier_faults import WrittenDossier, written_dossiers
from servwatch.config.feeds_edit import append_sources, enable_sources
from servwatch.config.files import read_file
from servwatch.config.loading import Loaded, database_of, find_config, load
from servwatch.config.members_file import (
    Change,
    add_members,
    change_member,
    forget_member,
    members_place,
    remove_members,
    without_member,
)
from servwatch.config.readable_terms import WrittenTerm, readable_terms
from servwatch.config.schedule import draft_due, due, next_time, times
from servwatch.config.secret_files import secret_paths
from servwatch.config.shipped import shipped
from servwatch.config.source_entry import body_of, entry_text, id_of, known_body, usable_languages
from servwatch.config.starter import Written, write_starter

__all__ = [
    "Change",
    "Loaded",
    "Written",
    "WrittenDossier",
    "WrittenTerm",
    "add_members",
    "append_sources",
    "body_of",
    "change_member",
    "database_of",
    "draft_due",
    "due",
    "enable_sources",
    "entry_text",
    "find_config",
    "forget_member",
    "id_of",
    "known_body",
    "load",
    "members_place",
    "next_time",
    "read_file",
    "readable_terms",
    "remove_members",
    "secret_paths",
    "shipped",
    "times",
    "usable_languages",
    "without_member",
    "write_starter",
    "written_dossiers",
]
