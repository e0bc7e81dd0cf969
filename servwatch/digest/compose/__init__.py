"""Compose an edition for a reader: every text that the templates show, and nothing else. Pure.

`head` and `foot` frame it, `entry` tells one story, the blocks stand in rooms of their own, and
`brief`, `full` and `alert` say which of them stand in what order.
"""

from servwatch.digest.compose.composing import SUBJECT_LENGTH, compose
from servwatch.digest.compose.voice import KIND_NAMES

__all__ = ["KIND_NAMES", "SUBJECT_LENGTH", "compose"]
