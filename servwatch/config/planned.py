"""What the design names and this version does not do yet: refused as such, not as a typo."""

PLANNED: frozenset[str] = frozenset()
"""Keys as `table.key`, values of a key as `table.key:value`; none at present."""
