"""TOML text into a tree of values that know their place, and what cannot be read into faults.

`tree.read_document` reads a file. A text that `tomllib` refuses goes through `mending`, which splits
it into `statements`, finds the `faults` of each and the `clashes` between them, and leaves those out,
so that one forgotten bracket does not hide the other mistakes of a file.
"""
