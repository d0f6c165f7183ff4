"""Of one person's queries the newest wins; nobody else is touched, and nobody remembered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.inline_turns import InlineTurns


def test_a_newer_query_supersedes_the_older_ones_of_the_same_person() -> None:
    turns = InlineTurns()
    with turns.take(1) as first, turns.take(2) as other, turns.take(1) as second:
        assert (first.superseded, other.superseded, second.superseded) == (True, False, False)
        with turns.take(1) as third:
            assert second.superseded
        assert not third.superseded


def test_a_query_after_a_finished_one_supersedes_nothing() -> None:
    turns = InlineTurns()
    with turns.take(1) as first:
        pass
    with turns.take(1) as second:
        assert not first.superseded
        assert not second.superseded


@given(st.lists(st.integers(1, 3), max_size=20), st.randoms(use_true_random=False))
def test_in_whatever_order_they_end_only_the_newest_counts(
    people: list[int], dice: object
) -> None:
    turns = InlineTurns()
    taken = [(person, turns.take(person)) for person in people]
    started = [(person, manager, manager.__enter__()) for person, manager in taken]
    newest = {person: turn for person, _, turn in started}
    for person, _, turn in started:
        assert turn.superseded == (turn is not newest[person])
    dice.shuffle(started)  # type: ignore[attr-defined]
    for _, manager, _ in started:
        manager.__exit__(None, None, None)
    with turns.take(1) as late:
        assert not late.superseded
    assert not turns._newest, "nobody is remembered"
