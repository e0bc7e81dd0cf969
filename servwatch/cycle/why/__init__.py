"""Why an item is in a digest, or is not: each question gets one answer of a closed list, in the reader's words.

The answer is made of the decision record that the digest used, under the settings in force then.
"""

from servwatch.cycle.why.covered import Answer, Asked, Covering, asked_in
from servwatch.cycle.why.deciding import in_reader_words
from servwatch.cycle.why.explaining import Explainer
from servwatch.cycle.why.names import COVERAGE_NAMES
from servwatch.cycle.why.step import Step, paragraphs
from servwatch.cycle.why.then import SettingsThen

__all__ = [
    "COVERAGE_NAMES",
    "Answer",
    "Asked",
    "Covering",
    "Explainer",
    "SettingsThen",
    "Step",
    "asked_in",
    "in_reader_words",
    "paragraphs",
]
