"""Items that tell the same: editions of one document, copies, and news of several bodies in several languages.

`concepts` and `signals` read a headline, `pivot` weighs what it says, `method` and `encoder` are the two ways
to do so, `groups`, `nearness` and `clustering` put headlines together, `document`, `shingles` and `same_text`
know editions and copies, `assignment` gives new items their stories, `reasons` says why, and `evaluation`
measures all of it.
"""

from servwatch.insight.stories.assignment import Candidate, How, Membership, assign
from servwatch.insight.stories.clustering import WINDOW
from servwatch.insight.stories.document import document_key
from servwatch.insight.stories.groups import Told
from servwatch.insight.stories.method import Headline, Method, Sketch
from servwatch.insight.stories.reasons import (
    BY_HAND,
    SAME_DOCUMENT,
    SAME_NEWS,
    SAME_NEWS_BARE,
    SAME_STORY_ADDRESS,
    SAME_STORY_TITLE,
    SAME_TEXT,
)
from servwatch.insight.stories.same_text import (
    SAME_ADDRESS,
    SAME_TITLE,
    copies,
    same_address,
    share_a_title,
    title_key,
    title_text,
)
from servwatch.insight.stories.shingles import runs_of

__all__ = [
    "BY_HAND",
    "SAME_ADDRESS",
    "SAME_DOCUMENT",
    "SAME_NEWS",
    "SAME_NEWS_BARE",
    "SAME_STORY_ADDRESS",
    "SAME_STORY_TITLE",
    "SAME_TEXT",
    "SAME_TITLE",
    "WINDOW",
    "Candidate",
    "Headline",
    "How",
    "Membership",
    "Method",
    "Sketch",
    "Told",
    "assign",
    "copies",
    "document_key",
    "runs_of",
    "same_address",
    "share_a_title",
    "title_key",
    "title_text",
]
