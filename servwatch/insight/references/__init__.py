"""References: the documents and procedures that texts and addresses name, each in one canonical form.

A small module for each family of publishers holds its grammars, `registry` is the table of all,
`finding` looks for them, `roles` says what each is to its item, and `equivalence` which forms are one
thing for certain. Grammars from the publishers' own rules; the examples stand in each kind.
"""

from servwatch.insight.references.equivalence import known_as
from servwatch.insight.references.reading import known_forms, nearest_form, read_reference
from servwatch.insight.references.registry import KINDS, public_address
from servwatch.insight.references.roles import references_of

__all__ = [
    "KINDS",
    "known_as",
    "known_forms",
    "nearest_form",
    "public_address",
    "read_reference",
    "references_of",
]
