"""What is remembered in memory is little, and forgotten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.recent import Recent


def test_what_was_kept_is_returned() -> None:
    recent = Recent()
    assert recent.get(1) is None
    recent.keep(1, "a")
    recent.keep(1, "b")
    assert recent.get(1) == "b"


def test_the_oldest_is_forgotten() -> None:
    recent = Recent(2)
    for key in "abc":
        recent.keep(key, key)
    assert [recent.get(key) for key in "abc"] == [None, "b", "c"]


def test_keeping_again_makes_young() -> None:
    recent = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    recent.keep("a", 3)
    recent.keep("c", 4)
    assert [recent.get(key) for key in "abc"] == [3, None, 4]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers())), st.integers(1, 5))
def test_it_never_holds_more_than_its_size(kept: list[tuple[int, int]], size: int) -> None:
    recent = Recent(size)
    for key, value in kept:
        recent.keep(key, value)
    last = dict(kept)
    newest = list(dict.fromkeys(key for key, _ in reversed(kept)))[:size]
    for key in range(10):
        assert recent.get(key) == (last[key] if key in newest else None)


def test_by_default_it_forgets_after_some_thousands() -> None:
    recent = Recent()
    for key in range(10_000):
        recent.keep(key, True)
    assert recent.get(0) is None
    assert sum(recent.get(key) is not None for key in range(10_000)) <= 5_000
