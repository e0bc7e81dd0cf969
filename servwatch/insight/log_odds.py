"""Which words tell two sets of texts apart: weighted log-odds with an informative Dirichlet prior.

Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying
the Content of Political Conflict", Political Analysis 16(4), 2008, section 3.4 (equations 15, 20 and 22).
The prior is that of what both sets have in common: words that are frequent everywhere tell nothing, and
of rare words nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log, sqrt
from typing import TypeVar

Word = TypeVar("Word")

PRIOR = 500.0
PRIOR_SHARE = 0.1
"""For how many words the prior counts: a tenth of all that were counted, so that forty judgements can say
something too, and at most 500. With more, rare words would need more evidence."""


def log_odds(
    here: Mapping[Word, int],
    there: Mapping[Word, int],
    *,
    totals: tuple[int, int] | None = None,
    prior: float | None = None,
) -> dict[Word, float]:
    """For each word of `here` how much it belongs there, in standard deviations (z; 1.96 is 95 %).

    `here` and `there` count in how many texts of each set a word stands; `totals` are the sums over all
    words of each set, where these counts have only some of them. `prior` is the number of words it counts for.
    """
    total_here, total_there = totals or (sum(here.values()), sum(there.values()))
    total = total_here + total_there
    prior = min(PRIOR, PRIOR_SHARE * total) if prior is None else prior
    scores: dict[Word, float] = {}
    for word, count in here.items():
        other = there.get(word, 0)
        weight = prior * (count + other) / total
        rest_here = total_here + prior - count - weight
        rest_there = total_there + prior - other - weight
        if rest_here <= 0 or rest_there <= 0:  # the only word there is
            scores[word] = 0.0
            continue
        delta = log((count + weight) / rest_here) - log((other + weight) / rest_there)
        scores[word] = delta / sqrt(1 / (count + weight) + 1 / (other + weight))
    return scores
