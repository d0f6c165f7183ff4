"""Play many chats against the real bot process, and time what it answers.

Times run from the delivery of an update (the end of the getUpdates call that carried it) to
the arrival of the call that answers it.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import click

from tests.end_to_end.running import BotProcess
from tests.fake_telegram import FakeTelegram

LIMIT = 1.0
"""Seconds; the p95 that people should have."""
_OUTSTANDING = 12
_PATIENCE = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")

Ask = Callable[[FakeTelegram, str], str]
"""Asks one question as somebody new; returns what its answer is known by."""


@dataclass(frozen=True)
class Step:
    """What became of one step."""

    asked: int
    answered: int
    per_second: float
    p50: float
    p95: float
    bot_ms: float
    """Processor time of the bot for one question."""
    server_ms: float
    """Processor time of the pretended Telegram for one question."""

    @property
    def good(self) -> bool:
        """Whether everybody was answered, and nearly everybody within the limit."""
        return self.answered == self.asked and self.p95 < LIMIT


class Play:
    """One bot process, and what is asked of it."""

    def __init__(self, telegram: FakeTelegram, bot: BotProcess, texts: Iterator[str]) -> None:
        self._telegram = telegram
        self._bot = bot
        self._texts = texts
        self._former: set[int] = set()

    def at_pace(self, ask: Ask, per_second: float, count: int) -> Step:
        """Ask ``count`` questions at an even pace, whether or not they are answered."""
        used = _processor_seconds(self._bot.pid), time.process_time()
        began = time.monotonic()
        keys = []
        for number, text in enumerate(itertools.islice(self._texts, count)):
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
            keys.append(ask(self._telegram, text))
        world = self._telegram.world
        world.wait_for(lambda: len(_answered(self._telegram)) >= count, _PATIENCE)
        bot = _processor_seconds(self._bot.pid) - used[0]
        server = time.process_time() - used[1]
        taken = seconds_taken(self._telegram, keys)
        cuts = quantiles(taken, n=100) if len(taken) > 1 else [float("inf")] * 99
        lasted = max(_answered(self._telegram).values(), default=began + 1) - began
        self.forget()
        return Step(
            asked=count,
            answered=len(taken),
            per_second=len(taken) / lasted,
            p50=cuts[49],
            p95=cuts[94],
            bot_ms=1000 * bot / count,
            server_ms=1000 * server / count,
        )

    def at_will(self, count: int) -> int:
        """Ask ``count`` questions, a few at a time, as fast as they are answered."""
        answered = _Tally(self._telegram)
        for number, text in enumerate(itertools.islice(self._texts, count)):
            (message if number % 2 else inline)(self._telegram, text)
            answered.wait_for(number + 1 - _OUTSTANDING)
        answered.wait_for(count)
        total = answered()
        self.forget()
        return total

    def forget(self) -> None:
        """Let the pretended Telegram forget what happened, so that it does not grow either.

        Chats are forgotten a round later: what continues a long answer may be on its way.
        """
        world = self._telegram.world
        self._telegram.wait_until_confirmed(_PATIENCE)
        with world.changed:
            violations = list(world.violations)
            # A poll that waits now will bring what is asked next.
            world.calls[:] = [
                call
                for call in world.calls
                if call.method == "getUpdates" and call.answered_at is None
            ]
            world.messages.clear()
            world.queries.clear()
            for chat in self._former:
                del world.chats[chat]
            self._former = set(world.chats)
        if violations:
            raise click.ClickException(f"the bot sent what Telegram refuses: {violations[0]}")


class _Tally:
    """Counts answers, looking at each call once."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._world = telegram.world
        self._seen = 0
        self._answers = 0

    def __call__(self) -> int:
        calls = self._world.calls
        while self._seen < len(calls):
            self._answers += _key(calls[self._seen]) is not None
            self._seen += 1
        return self._answers

    def wait_for(self, count: int) -> None:
        """Wait until so many have come, but not for ever."""
        self._world.wait_for(lambda: self() >= count, _PATIENCE)


def seconds_taken(telegram: FakeTelegram, keys: Sequence[str]) -> list[float]:
    """Return how long each of ``keys`` took that was answered, from its delivery on."""
    delivered, answered = _delivered(telegram), _answered(telegram)
    return [answered[key] - delivered[key] for key in keys if key in answered]


def inline(telegram: FakeTelegram, text: str) -> str:
    """Type an inline query; see :data:`Ask`."""
    return telegram.private_chat().inline(text).query_id


def message(telegram: FakeTelegram, text: str) -> str:
    """Write to the bot; see :data:`Ask`."""
    seat = telegram.private_chat()
    seat.send(text)
    return str(seat.chat_id)


def _key(call: Any) -> str | None:
    """Return what an answer answers; None where a call is none, or only its continuation."""
    if call.method == "answerInlineQuery":
        return str(call.params["inline_query_id"])
    if call.method == "sendMessage" and "reply_parameters" in call.params:
        return str(call.params["chat_id"])
    return None


def _answered(telegram: FakeTelegram) -> dict[str, float]:
    return {key: call.at for call in telegram.calls() if (key := _key(call)) is not None}


def _delivered(telegram: FakeTelegram) -> dict[str, float]:
    return {
        update["inline_query"]["id"]
        if "inline_query" in update
        else str(update["message"]["chat"]["id"]): poll.answered_at
        for poll in telegram.calls("getUpdates")
        for update in poll.result or ()
        if poll.answered_at is not None
    }


def _processor_seconds(pid: int) -> float:
    # Behind the name in brackets, which may hold anything; utime and stime are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
