"""Messages keep Telegram's pace; a flooded chat waits alone. Time here is that of the loop."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram.constants import FloodLimit
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from handlers.flood import LONGEST_WAIT, PRIVATE, Doubt, Pace, settling
from handlers.mending import Mending
from handlers.trouble import Troubles

T = TypeVar("T")
Sent = list[tuple[float, object]]
GROUP = -1_002_000_000_001
SLACK = 1e-6


class _Hurried(selectors.DefaultSelector):
    """Waits for nothing: the clock of the loop goes on instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.now += timeout or 0.0
        return super().select(0)


def hurry(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run ``main`` on a loop where every wait takes no time and is counted all the same."""
    selector = _Hurried()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now  # type: ignore[method-assign]
    try:
        return loop.run_until_complete(main())
    finally:
        loop.close()


class Telegram:
    """What is called through the pace: remembers when, and fails as ordered."""

    def __init__(self) -> None:
        self.pace = Pace(Mending(Troubles()))
        self.sent: Sent = []
        self.faults: dict[object, list[Exception]] = {}

    async def call(self, chat: object, endpoint: str = "sendMessage") -> Any:
        async def callback(*_args: object, **_kwargs: object) -> bool:
            self.sent.append((asyncio.get_running_loop().time(), chat))
            if faults := self.faults.get(chat):
                raise faults.pop(0)
            return True

        data = {"chat_id": chat}
        return await self.pace.process_request(callback, (), {}, endpoint, data, None)

    def times(self, chat: object) -> list[float]:
        return [at for at, who in self.sent if who == chat]


def play(script: Callable[[Telegram], Awaitable[None]]) -> Telegram:
    telegram = Telegram()

    async def main() -> None:
        await telegram.pace.initialize()
        await script(telegram)

    hurry(main)
    return telegram


def most_within(times: Sequence[float], seconds: float) -> int:
    """The largest number of ``times`` in any stretch of so many seconds."""
    return max(
        (sum(begin <= at < begin + seconds - SLACK for at in times) for begin in times), default=0
    )


Rush = tuple[float, object, int]
"""From when on, to which chat, how many messages at once."""


@settings(max_examples=40)
@given(
    rushes=st.lists(
        st.tuples(st.floats(0, 90), st.sampled_from([1, 2, GROUP, "@kanal"]), st.integers(1, 40)),
        min_size=1,
        max_size=8,
    )
)
@example(rushes=[(0.0, 1, 40), (0.0, GROUP, 40), (59.0, GROUP, 40)])
def test_no_stretch_of_time_holds_more_than_is_allowed(rushes: list[Rush]) -> None:
    async def script(telegram: Telegram) -> None:
        async def one(at: float, chat: object) -> None:
            await asyncio.sleep(at)
            while True:
                try:
                    return await telegram.call(chat)
                except RetryAfter:
                    await asyncio.sleep(LONGEST_WAIT)

        await asyncio.gather(*(one(at, chat) for at, chat, many in rushes for _ in range(many)))

    telegram = play(script)
    assert len(telegram.sent) == sum(many for _, _, many in rushes), "all were sent in the end"
    for chat in (1, 2):
        for seconds in range(1, 30):
            most = PRIVATE.burst + seconds * FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
            assert most_within(telegram.times(chat), seconds) <= most
    for chat in (GROUP, "@kanal"):
        most = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
        assert most_within(telegram.times(chat), 60) <= most
    everything = [at for at, _ in telegram.sent]
    assert most_within(everything, 1) <= FloodLimit.MESSAGES_PER_SECOND + 1


def test_a_few_messages_at_once_are_not_held_up() -> None:
    async def script(telegram: Telegram) -> None:
        for _ in range(PRIVATE.burst):
            await telegram.call(1)

    assert play(script).times(1)[-1] < 0.2


def test_a_crowd_is_served_at_the_overall_pace() -> None:
    async def script(telegram: Telegram) -> None:
        await asyncio.gather(*(telegram.call(chat) for chat in range(1, 91)))

    telegram = play(script)
    assert 2.5 < telegram.sent[-1][0] < 3.5


def test_a_flooded_chat_delays_itself_only() -> None:
    async def script(telegram: Telegram) -> None:
        telegram.faults[1] = [RetryAfter(15)]
        first = asyncio.ensure_future(telegram.call(1))
        await asyncio.sleep(1)
        assert await telegram.call(2) is True
        second = asyncio.ensure_future(telegram.call(1))
        await asyncio.gather(first, second)

    telegram = play(script)
    assert telegram.times(2) == pytest.approx([1.0])
    refused, *later = telegram.times(1)
    assert refused == 0
    assert min(later) >= 15


def test_floods_in_several_chats_slow_everybody_down() -> None:
    async def script(telegram: Telegram) -> None:
        for chat in (1, 2, 3):
            telegram.faults[chat] = [RetryAfter(10)]
        flooded = [asyncio.ensure_future(telegram.call(chat)) for chat in (1, 2, 3)]
        await asyncio.sleep(1)
        await asyncio.gather(telegram.call(4), *flooded)

    telegram = play(script)
    assert min(at for at, _ in telegram.sent[3:]) >= 10
    assert len(telegram.sent) == 7


def test_a_long_flood_is_told_and_not_knocked_at_again() -> None:
    async def script(telegram: Telegram) -> None:
        telegram.faults[1] = [RetryAfter(3600)]
        for _ in range(3):
            with pytest.raises(RetryAfter):
                await telegram.call(1)

    assert len(play(script).times(1)) == 1


@pytest.mark.parametrize(
    "endpoint", ["answerCallbackQuery", "answerInlineQuery", "sendChatAction", "editMessageText"]
)
def test_what_people_wait_for_right_now_is_never_held_up(endpoint: str) -> None:
    async def script(telegram: Telegram) -> None:
        telegram.faults = {chat: [RetryAfter(10)] for chat in (1, 2, 3)}
        flooded = [asyncio.ensure_future(telegram.call(chat)) for chat in (1, 2, 3)]
        await asyncio.sleep(1)
        for _ in range(40):
            await telegram.call(4, endpoint)
        await asyncio.gather(*flooded)

    assert play(script).times(4) == pytest.approx([1.0] * 40)


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (NetworkError("cut"), 3),
        (RetryAfter(1), 3),
        (TimedOut(), 1),
        (BadRequest("chat not found"), 1),
    ],
)
def test_what_may_pass_is_tried_again_a_few_times(error: TelegramError, calls: int) -> None:
    async def script(telegram: Telegram) -> None:
        telegram.faults[1] = [error] * 9
        with pytest.raises(type(error)):
            await telegram.call(1)

    assert len(play(script).times(1)) == calls


def test_chats_that_are_quiet_are_forgotten() -> None:
    async def script(telegram: Telegram) -> None:
        for chat in range(1, 3000):
            await telegram.call(chat)
        assert len(telegram.pace._chats) <= 1001

    play(script)


def test_one_answer_is_in_doubt_at_a_time_and_a_slow_one_steps_aside() -> None:
    async def main() -> list[float]:
        doubt, times = Doubt(), []
        now = asyncio.get_running_loop().time

        async def answer(holder: str, takes: float) -> None:
            await doubt.enter(holder)
            await doubt.enter(holder)
            times.append(now())
            await asyncio.sleep(takes)
            doubt.leave(holder)

        await asyncio.gather(answer("a", 0.1), answer("b", 60), answer("c", 0.1), answer("d", 0.1))
        return times

    assert hurry(main) == pytest.approx([0, 0.1, 3.1, 3.2])


def test_where_a_queue_forms_nobody_waits_for_certainty() -> None:
    async def main() -> float:
        doubt = Doubt()
        await asyncio.gather(*(doubt.enter(number) for number in range(60)))
        return asyncio.get_running_loop().time()

    assert hurry(main) < 60 / FloodLimit.MESSAGES_PER_SECOND + 16 * 3.0


def test_an_answer_is_in_doubt_until_its_question_is_settled() -> None:
    async def script(telegram: Telegram) -> None:
        async def question(chat: int) -> None:
            with ExitStack() as settled:
                settling.set(settled)
                await telegram.call(chat)
                await telegram.call(chat)
                await asyncio.sleep(0.1)

        await asyncio.gather(*(asyncio.create_task(question(chat)) for chat in (1, 2, 3)))

    telegram = play(script)
    assert [who for _, who in telegram.sent] == [1, 1, 2, 2, 3, 3]
    first, second, third = (telegram.times(chat)[1] for chat in (1, 2, 3))
    assert second >= first + 0.1
    assert third >= second + 0.1
