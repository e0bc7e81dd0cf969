"""Stories of the archive in a digest's choice: one entry each, with the reason, and never twice."""

from tests.digest.examples import *  # noqa: F403
