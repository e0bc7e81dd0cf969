"""From feeds.toml to validated settings.

`load` reads every file of a configuration and returns the settings with every problem found, each
with file, line and column. Nothing outside this package knows TOML or pydantic.
"""

from servwatch.config.dossier_faults import WrittenDossier, written_dossiers
from servwatch.config.feeds_edit import append_sources, edit_files, enable_sources
from servwatch.config.files import read_file
from servwatch.config.loading import Loaded, database_of, find_config, load
from servwatch.config.members_file import (
    Change,
    add_members,
    forget_member,
    remove_members,
    without_member,
)
from servwatch.config.readable_terms import WrittenTerm, readable_terms
from servwatch.config.schedule import draft_due, due, next_time, times
from servwatch.config.secret_files import secret_paths
from servwatch.config.shipped import shipped
from servwatch.config.source_edit import entry_text_of, further_lines, with_further_lines, with_keys
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
    "database_of",
    "draft_due",
    "due",
    "edit_files",
    "enable_sources",
    "entry_text",
    "entry_text_of",
    "find_config",
    "forget_member",
    "further_lines",
    "id_of",
    "known_body",
    "load",
    "next_time",
    "read_file",
    "readable_terms",
    "remove_members",
    "secret_paths",
    "shipped",
    "times",
    "usable_languages",
    "with_further_lines",
    "with_keys",
    "without_member",
    "write_starter",
    "written_dossiers",
]
