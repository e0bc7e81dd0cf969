"""How many examples hypothesis tries: a third in the usual run of the tests, all of them beside the slow ones.

The usual run stays short; random order and a fresh seed each time let many runs try many examples.
"""

from hypothesis import settings

USUAL, WHOLE = "servwatch", "servwatch, whole"

settings.register_profile(USUAL, deadline=None, max_examples=35)  # how fast a machine is proves nothing
settings.register_profile(WHOLE, deadline=None, max_examples=100)


def choose(marks: str) -> None:
    """Load the profile for what `-m` said; before test files are imported."""
    settings.load_profile(USUAL if marks == "not slow" else WHOLE)


def of(count: int) -> int:
    """How many of so many examples are tried now; for tests that need more of them than others, or fewer."""
    return max(1, count * settings.default.max_examples // 100)
