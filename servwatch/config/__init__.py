"""From feeds.toml to validated settings.

`load` reads every file of a configuration and returns the settings with every problem found, each
with file, line and column. Nothing outside this package knows TOML or pydantic.
"""

from servwatch.config.dossier_faults import WrittenDossier, written_dossiers
from servwatch.config.entry_edit import (
    entry_text_of,
    file_of_entry,
    further_lines,
    with_further_lines,
    with_keys,
)
from servwatch.config.feeds_edit import append_sources, enable_sources
from servwatch.config.files import Read, read_file
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
from servwatch.config.pending_save import (
    MISSING,
    FileMoved,
    PendingSave,
    Write,
    all_locked,
    mark_of,
    mark_of_file,
    pending_save,
    read_raw,
    remove_strays,
    settle,
    with_line_ends,
)
from servwatch.config.readable_terms import WrittenTerm, readable_terms, term_of
from servwatch.config.schedule import draft_due, due, next_time, times
from servwatch.config.secret_files import secret_paths
from servwatch.config.shipped import shipped
from servwatch.config.source_entry import body_of, entry_text, id_of, known_body, usable_languages
from servwatch.config.starter import Written, write_starter
from servwatch.config.theme_edit import change_theme, plain_term
from servwatch.config.toml_value import toml_value

__all__ = [
    "MISSING",
    "Change",
    "FileMoved",
    "Loaded",
    "PendingSave",
    "Read",
    "Write",
    "Written",
    "WrittenDossier",
    "WrittenTerm",
    "add_members",
    "all_locked",
    "append_sources",
    "body_of",
    "change_member",
    "change_theme",
    "database_of",
    "draft_due",
    "due",
    "enable_sources",
    "entry_text",
    "entry_text_of",
    "file_of_entry",
    "find_config",
    "forget_member",
    "further_lines",
    "id_of",
    "known_body",
    "load",
    "mark_of",
    "mark_of_file",
    "members_place",
    "next_time",
    "pending_save",
    "plain_term",
    "read_file",
    "read_raw",
    "readable_terms",
    "remove_members",
    "remove_strays",
    "secret_paths",
    "settle",
    "shipped",
    "term_of",
    "times",
    "toml_value",
    "usable_languages",
    "with_further_lines",
    "with_keys",
    "with_line_ends",
    "without_member",
    "write_starter",
    "written_dossiers",
]
