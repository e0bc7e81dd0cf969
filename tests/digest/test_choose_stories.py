"""Stories of the archive in a digest's choice: one entry each, with the reason, and never twice."""

from dataclasses import replace
from datetime import timedelta

from servwatch.digest.choose import SAME_STORY, STORY_SENT, choose
from servwatch.insight.stories import SAME_NEWS, SAME_TITLE
from servwatch.model import InStory, Outcome, Sent
from tests.digest.examples import *  # noqa: F403


