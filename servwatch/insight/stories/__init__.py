"""Items that tell the same: editions of one document, copies, and news of several bodies in several languages."""

from servwatch.insight.stories.same_text import (
    SAME_ADDRESS,
    SAME_TITLE,
    copies,
    share_a_title,
    title_key,
)

__all__ = ["SAME_ADDRESS", "SAME_TITLE", "copies", "share_a_title", "title_key"]
