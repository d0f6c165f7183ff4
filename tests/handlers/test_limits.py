"""Locks are given in order, repeated presses are told apart, and a chat gets its share."""

from __future__ import annotations

import asyncio
import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.limits import Admission, MessageLocks, Presses, Quota


class Time:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_locks_of_one_message_are_given_in_order_and_others_at_once() -> None:
    done: list[str] = []

    async def work(locks: MessageLocks, key: int, name: str, ready: asyncio.Event) -> None:
        async with locks.of(7, key):
            await ready.wait()
            done.append(name)

    async def main() -> None:
        locks, held, free = MessageLocks(), asyncio.Event(), asyncio.Event()
        free.set()
        tasks = [
            asyncio.create_task(work(locks, 1, "first", held)),
            asyncio.create_task(work(locks, 1, "second", free)),
            asyncio.create_task(work(locks, 1, "third", free)),
            asyncio.create_task(work(locks, 2, "other", free)),
        ]
        await tasks[3]
        assert done == ["other"]
        held.set()
        await asyncio.gather(*tasks)

    asyncio.run(main())
    assert done == ["other", "first", "second", "third"]


def test_locks_that_nobody_holds_are_forgotten() -> None:
    async def main() -> None:
        locks = MessageLocks()
        for number in range(100):
            async with locks.of(7, number):
                assert locks.of(7, number).locked()
        gc.collect()
        assert len(locks._locks) <= 1

    asyncio.run(main())


def pressed(presses: Presses, what: str, place: int = 1) -> bool:
    with presses.first(place, what) as is_first:
        return is_first


def test_a_repetition_is_told_while_the_press_is_obeyed_and_for_a_while_after() -> None:
    clock = Time()
    presses = Presses(3.0, clock)
    with presses.first(1, "a") as is_first:
        assert is_first
        clock.now += 60
        assert not pressed(presses, "a")
    clock.now += 2.9
    assert not pressed(presses, "a")
    clock.now += 0.2
    assert pressed(presses, "a")


def test_other_places_and_other_buttons_are_no_repetitions() -> None:
    presses = Presses(3.0, Time())
    assert [pressed(presses, what) for what in "abab"] == [True] * 4
    assert pressed(presses, "b", place=2)
    assert not pressed(presses, "b", place=2)


def test_what_failed_may_be_repeated() -> None:
    presses = Presses(3.0, Time())
    with pytest.raises(ZeroDivisionError), presses.first(1, "a"):
        raise ZeroDivisionError
    assert pressed(presses, "a")


def test_presses_are_not_kept_longer_than_needed() -> None:
    clock = Time()
    presses = Presses(3.0, clock)
    for place in range(1000):
        pressed(presses, "a", place)
    clock.now += 4
    pressed(presses, "a", 1001)
    assert len(presses._last) == 1


@given(st.lists(st.floats(0, 30), max_size=60))
def test_a_chat_gets_its_share_and_one_notice_a_window(pauses: list[float]) -> None:
    clock = Time()
    pace = Quota(6, 60.0, clock)
    began: float | None = None
    seen: list[Admission] = []
    for pause in pauses:
        clock.now += pause
        if began is None or clock.now - began >= 60.0:
            began, seen = clock.now, []
        seen.append(pace.admit("grup"))
        wanted = [Admission.YES] * 6 + [Admission.TELL] + [Admission.NO] * 60
        assert seen == wanted[: len(seen)]


def test_chats_do_not_use_up_each_others_share() -> None:
    pace = Quota(1, 60.0, Time())
    assert pace.admit(1) is pace.admit(2) is Admission.YES
    assert pace.admit(1) is Admission.TELL


def test_a_crowd_leaves_no_more_than_so_many_windows() -> None:
    clock = Time()
    quota = Quota(2, 60.0, clock, most=100)
    for person in range(100_000):
        assert quota.admit(person) is Admission.YES
        clock.now += 0.0001
    assert len(quota._windows) == 100
    quota.admit(person)
    assert quota.admit(person) is Admission.TELL, "who was last is remembered"


def test_windows_that_are_over_are_forgotten() -> None:
    clock = Time()
    quota = Quota(2, 60.0, clock)
    for person in range(1000):
        quota.admit(person)
    clock.now += 60
    quota.admit("lain")
    assert list(quota._windows) == ["lain"]


@pytest.mark.parametrize("jump", [-86_400, -3600, 3600, 86_400])
def test_a_clock_that_jumps_shuts_nobody_out_for_longer_than_a_window(jump: float) -> None:
    clock = Time()
    quota = Quota(2, 60.0, clock)
    wrong = clock.now + jump
    assert [quota.admit(1, wrong) for _ in range(4)] == [
        Admission.YES, Admission.YES, Admission.TELL, Admission.NO,
    ]  # fmt: skip
    assert [quota.admit(1) for _ in range(3)] == [
        Admission.YES, Admission.YES, Admission.TELL,
    ]  # fmt: skip
    assert quota.admit(1, wrong) is Admission.YES
