"""What every table of the configuration is, and the languages they speak of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["nl", "en", "fr", "de", "es"]
"""Languages that sources publish in and terms are given in."""
ReaderLanguage = Literal["nl", "en", "fr"]
"""Languages that a digest can be written in."""


class Table(BaseModel):
    """A table of the file. Unknown keys are errors; texts are not taken for numbers."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )
