"""How far a folder was read, as it is remembered in one line."""

from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.folder_memory import TRIES, Seen

uids = st.integers(1, 2**32 - 1)
seens = st.builds(
    Seen,
    uids,
    uids,
    uids,
    st.lists(st.tuples(uids, st.integers(1, TRIES)), max_size=5).map(tuple),
    st.lists(uids, max_size=5).map(tuple),
)


@given(seens)
def test_what_is_remembered_is_known_again(seen):
    assert Seen.of(str(seen)) == seen


@given(st.text(max_size=40))
def test_any_other_line_is_nothing(text):
    assert Seen.of(text) is None or text[0].isdigit()


def test_a_line_of_before_is_understood():
    assert Seen.of("7:20:15") == Seen(7, 20, 15)


def test_a_message_is_tried_a_bounded_number_of_times_and_never_marked():
    seen = Seen(7, 20, 15)
    for left in range(TRIES, 0, -1):
        assert left == TRIES or seen.again == (16,)
        seen = seen.after([17], [16], [])
    assert seen.again == ()
    assert seen.unmarked == {16}
    assert seen.after([18], [], []).unmarked == {16}


def test_one_that_was_read_at_last_is_forgotten_and_one_that_was_not_asked_for_still_waits():
    seen = Seen(7, 20, 15).after([], [16, 18], [17])
    assert seen.after([16], [], []) == Seen(7, 20, 15, ((18, 1),), (17,))
    assert seen.without([18]).unmarked == {16, 17}
