"""Every candidate gets exactly one decision, and the order of an edition is what its rules say."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from servwatch.digest.choose import choose
from servwatch.digest.match import NO_THEME, OTHER_KIND, OTHER_THEMES, OWN, TOO_WEAK
from servwatch.digest.reasons import (
    ALREADY_SENT,
    OVER_BODY,
    OVER_LIMIT,
    OVER_THEME,
)
from servwatch.insight.stories import SAME_ADDRESS, SAME_TITLE
from servwatch.model import ItemKind, Outcome, Sent
from tests import examples
from tests.digest.examples import DIGEST, NOW, annotated, item, mixed, settings


def outcome(choice, number):
    return next(d for d in choice.decisions if d.item == number)


def chosen(choice):
    return [entry.item.id for entry in choice.entries]


def test_an_item_without_any_theme_is_rejected_with_that_reason():
    choice = choose([annotated(item(1))], [], DIGEST, settings(), NOW)
    assert outcome(choice, 1).reason == NO_THEME


def test_an_item_without_any_theme_is_chosen_where_the_digest_takes_those():
    choice = choose([annotated(item(1))], [], replace(DIGEST, untagged=True), settings(), NOW)
    assert chosen(choice) == [1]


def test_what_the_council_wrote_itself_is_no_news_to_it():
    own = settings()
    own = replace(own, sources=tuple(replace(source, own=True) for source in own.sources))
    choice = choose([annotated(item(1), ("climate", 5.0))], [], DIGEST, own, NOW)
    assert outcome(choice, 1).reason == OWN


def test_an_item_never_annotated_is_rejected_like_one_without_theme():
    choice = choose([(item(1), None)], [], DIGEST, settings(), NOW)
    assert outcome(choice, 1).reason == NO_THEME


def test_themes_the_digest_does_not_follow_are_named_in_the_rejection():
    digest = replace(DIGEST, themes=("climate",), untagged=True)
    choice = choose([annotated(item(1), ("labour-market", 5.0))], [], digest, settings(), NOW)
    assert outcome(choice, 1).reason == OTHER_THEMES
    assert outcome(choice, 1).facts == {"themes": ["labour-market"]}


def test_a_kind_the_digest_does_not_take_is_rejected():
    digest = replace(DIGEST, kinds=(ItemKind.TENDER,))
    choice = choose([annotated(item(1), ("climate", 5.0))], [], digest, settings(), NOW)
    assert outcome(choice, 1).reason == OTHER_KIND


def test_a_score_under_the_least_is_rejected_and_the_score_is_kept():
    digest = replace(DIGEST, min_score=2.0)
    choice = choose([annotated(item(1), ("climate", 1.5))], [], digest, settings(), NOW)
    assert outcome(choice, 1).reason == TOO_WEAK
    assert outcome(choice, 1).facts == {"score": 1.5, "least": 2.0}
    assert outcome(choice, 1).score == 1.5


def test_copies_by_address_become_one_entry_and_say_so():
    one, two = item(1, source="ec"), item(2, source="oecd", url="https://ec.example.org/1")
    choice = choose(
        [annotated(one, ("climate", 2.0)), annotated(two, ("climate", 2.0))], [], DIGEST, settings(), NOW
    )
    assert len(choice.entries) == 1
    merged = next(d for d in choice.decisions if d.outcome is Outcome.MERGED)
    assert merged.reason == SAME_ADDRESS
    assert merged.into == choice.entries[0].item.id


def test_what_a_source_tells_under_one_link_is_told_each_time():
    link = "https://ec.example.org/news"
    wages, steel, trade = (
        item(n, title, source="ec", url=link) for n, title in enumerate(("Wages", "Steel", "Trade"), 1)
    )
    told = [Sent(wages, 46)]
    choice = choose(
        [annotated(one, ("climate", 2.0)) for one in (steel, trade)], told, DIGEST, settings(), NOW
    )
    assert sorted(chosen(choice)) == [2, 3]


def test_copies_by_title_lead_with_the_readers_language():
    title = "One title that two bodies publish on the same day"
    english = annotated(item(1, title, source="oecd", language="en"), ("climate", 9.0))
    dutch = annotated(item(2, title, source="ec", language="nl"), ("climate", 2.0))
    choice = choose([english, dutch], [], DIGEST, settings(), NOW)
    assert chosen(choice) == [2]
    assert outcome(choice, 1).reason == SAME_TITLE
    assert [c.id for c in choice.entries[0].companions] == [1]


def test_short_titles_that_are_the_same_are_different_items():
    pair = [annotated(item(n, "Nieuwsbrief"), ("climate", 2.0)) for n in (1, 2)]
    assert len(choose(pair, [], DIGEST, settings(), NOW).entries) == 2


def test_the_next_of_a_series_is_told_though_its_title_was_and_a_copy_of_one_told_is_not():
    title = "Weekly statement on the minimum wage"
    told = [Sent(item(n, title, days=20.0 - 7 * n, summary=f"Of week {n}."), 46 + n) for n in (1, 2)]
    following = annotated(item(3, title, summary="Of week 3."), ("climate", 2.0))
    copy = annotated(item(4, title, source="oecd", days=12.0, summary="Other words."), ("climate", 2.0))
    choice = choose([following, copy], told, DIGEST, settings(), NOW)
    assert chosen(choice) == [3]
    assert outcome(choice, 4).into == 1


def test_a_copy_of_what_was_sent_is_merged_into_it_with_the_number():
    sent = Sent(item(1), 47)
    copy = item(2, source="oecd", url=item(1).url)
    choice = choose([annotated(copy, ("climate", 2.0))], [sent], DIGEST, settings(), NOW)
    assert choice.entries == ()
    assert outcome(choice, 2).reason == ALREADY_SENT
    assert outcome(choice, 2).facts == {"number": 47}
    assert outcome(choice, 2).into == 1


def test_the_limit_cuts_the_lowest_and_notes_their_rank():
    candidates = [annotated(item(n), ("labour-market", float(n))) for n in range(1, 6)]
    choice = choose(candidates, [], replace(DIGEST, limit=2), settings(), NOW)
    assert chosen(choice) == [5, 4]
    assert [outcome(choice, n).place for n in (3, 2, 1)] == [3, 4, 5]
    assert {outcome(choice, n).reason for n in (1, 2, 3)} == {OVER_LIMIT}


def test_no_limit_means_no_limit():
    candidates = [annotated(item(n), ("labour-market", 2.0)) for n in range(1, 200)]
    assert len(choose(candidates, [], replace(DIGEST, limit=0), settings(), NOW).entries) == 199


def test_one_theme_does_not_fill_a_brief():
    candidates = [annotated(item(n), ("labour-market", 9.0)) for n in range(1, 5)]
    candidates.append(annotated(item(5), ("climate", 1.0)))
    choice = choose(candidates, [], replace(DIGEST, per_theme=2), settings(), NOW)
    assert 5 in chosen(choice)
    assert len(choice.entries) == 3
    assert {d.reason for d in choice.decisions if d.outcome is Outcome.CUT} == {OVER_THEME}


def test_one_body_does_not_fill_a_brief():
    candidates = [
        annotated(item(n, source="oecd", language="en"), ("labour-market", 9.0)) for n in range(1, 5)
    ]
    candidates.append(annotated(item(5, source="ec"), ("climate", 1.0)))
    choice = choose(candidates, [], replace(DIGEST, per_body=2), settings(), NOW)
    assert 5 in chosen(choice)
    assert {d.reason for d in choice.decisions if d.outcome is Outcome.CUT} == {OVER_BODY}


def test_a_digests_own_priority_lifts_a_theme():
    pair = [annotated(item(1), ("labour-market", 4.0)), annotated(item(2), ("climate", 4.0))]
    assert chosen(choose(pair, [], DIGEST, settings(), NOW)) == [1, 2]
    lifted = replace(DIGEST, priority={"climate": 5.0})
    assert chosen(choose(pair, [], lifted, settings(), NOW)) == [2, 1]


def test_what_names_flanders_stands_before_its_like():
    plain, ours = item(1, "Steun voor opleiding in de regio's"), item(2, "Steun voor opleiding in Vlaanderen")
    pair = [annotated(plain, ("labour-market", 2.0)), annotated(ours, ("labour-market", 2.0))]
    assert chosen(choose(pair, [], DIGEST, settings(), NOW)) == [2, 1]


def test_the_fresher_stands_before_its_like():
    pair = [
        annotated(item(1, days=6), ("labour-market", 2.0)),
        annotated(item(2, days=1), ("labour-market", 2.0)),
    ]
    assert chosen(choose(pair, [], DIGEST, settings(), NOW)) == [2, 1]


def test_a_date_in_the_future_lifts_no_item_above_one_of_this_moment():
    pair = [
        annotated(item(1, days=-30), ("labour-market", 2.0)),
        annotated(item(2, days=0), ("labour-market", 2.0)),
    ]
    scores = {e.item.id: e.score for e in choose(pair, [], DIGEST, settings(), NOW).entries}
    assert scores[1] == scores[2]


def test_the_parts_of_a_score_add_up_to_it():
    for entry in choose(mixed(), [], DIGEST, settings(), NOW).entries:
        assert abs(sum(value for _, value in entry.parts) - entry.score) < 0.001


THEMES = st.lists(
    st.tuples(st.sampled_from(["social-dialogue", "labour-market", "climate"]), st.floats(0.5, 20)),
    max_size=3,
    unique_by=lambda t: t[0],
)


@given(
    st.lists(
        st.tuples(THEMES, st.integers(1, 6), st.sampled_from(["ec", "oecd", "cese"]), st.floats(-3, 30)),
        max_size=25,
    ),
    st.integers(0, 6),
    st.integers(0, 3),
    st.integers(0, 3),
    st.floats(0, 3),
    st.booleans(),
)
@hypothesis_settings(max_examples=examples.of(150), deadline=None)
def test_every_candidate_gets_exactly_one_decision(drawn, limit, per_theme, per_body, least, untagged):
    candidates = [
        annotated(
            item(n, f"Een lange titel die gedeeld kan worden {kind}", source=source, days=days), *themes
        )
        for n, (themes, kind, source, days) in enumerate(drawn, 1)
    ]
    digest = replace(
        DIGEST, limit=limit, per_theme=per_theme, per_body=per_body, min_score=least, untagged=untagged
    )
    choice = choose(candidates, [], digest, settings(), NOW)
    assert [d.item for d in choice.decisions] == [one.id for one, _ in candidates]
    counts = Counter(d.outcome for d in choice.decisions)
    assert counts[Outcome.CHOSEN] == len(choice.entries)
    assert counts[Outcome.CUT] == len(choice.cut)
    companions = sum(len(e.companions) for e in (*choice.entries, *choice.cut))
    assert counts[Outcome.MERGED] == companions
    if limit:
        assert len(choice.entries) <= limit
    assert [e.place for e in choice.entries] == list(range(1, len(choice.entries) + 1))
    leads = {e.item.id for e in (*choice.entries, *choice.cut)}
    assert all(d.into in leads for d in choice.decisions if d.outcome is Outcome.MERGED)


@given(st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=30, deadline=None)
def test_the_order_in_which_candidates_come_does_not_matter(random):
    candidates = [annotated(item(n, days=n / 10), ("labour-market", 1.0 + n % 3)) for n in range(1, 12)]
    shuffled = list(candidates)
    random.shuffle(shuffled)
    one = choose(candidates, [], replace(DIGEST, limit=4), settings(), NOW)
    two = choose(shuffled, [], replace(DIGEST, limit=4), settings(), NOW)
    assert chosen(one) == chosen(two)
