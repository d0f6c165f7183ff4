"""Kill the bot at random moments while people ask, and count what became of each question."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.running import WAIT, BotProcess
from tests.fake_telegram import FakeTelegram, Seat

QUESTION = "boleh like postingan calon bupati?"
OUTSTANDING = 12
PEOPLE = 120
LONGEST_LIFE = 1.5

Answers = dict[tuple[int, int], list[float]]


@dataclass(frozen=True)
class Crashes:
    """What became of every question that was asked between the first start and the last stop."""

    kills: int
    asked: int
    lost: int
    """Questions without a single answer."""
    wrong: int
    """Messages of the bot that are no answer, such as apologies."""
    repeated: tuple[int, ...]
    """For each kill: how many questions that were answered before it were answered again."""


class _Crowd(threading.Thread):
    """People who keep some questions unanswered all the time, whatever the bot does."""

    def __init__(self, telegram: FakeTelegram) -> None:
        super().__init__(daemon=True)
        self._telegram = telegram
        self._seats = [telegram.private_chat() for _ in range(PEOPLE)]
        self._stopped = threading.Event()
        self.asked: set[tuple[int, int]] = set()

    def run(self) -> None:
        number = 0
        while not self._stopped.wait(0.01):
            if len(self.asked) - len(answers(self._telegram)) < OUTSTANDING:
                seat = self._seats[number % PEOPLE]
                self.asked.add(self._ask(seat))
                number += 1

    def _ask(self, seat: Seat) -> tuple[int, int]:
        return seat.chat_id, seat.send(QUESTION).message_id

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def answers(telegram: FakeTelegram) -> Answers:
    """The times at which each question was answered, by chat and number."""
    found: Answers = {}
    for call in telegram.calls("sendMessage"):
        if call.ok and "PP 94/2021" in call.params["text"]:
            question = call.params["chat_id"], call.params["reply_parameters"]["message_id"]
            found.setdefault(question, []).append(call.answered_at or call.at)
    return found


def crash(
    telegram: FakeTelegram,
    start: Callable[[], BotProcess],
    kills: int,
    randomness: random.Random,
    progress: Callable[[int], None] = lambda kill: None,
) -> Crashes:
    """Start and kill a bot ``kills`` times under load, then let it finish."""
    crowd = _Crowd(telegram)
    killed: list[float] = []
    with ExitStack() as stack:
        crowd.start()
        stack.callback(crowd.stop)
        for kill in range(1, kills + 1):
            with start() as bot:
                time.sleep(randomness.uniform(0.0, LONGEST_LIFE))
                killed.append(time.monotonic())
                bot.kill()
            progress(kill)
        crowd.stop()
        with start():
            telegram.world.wait_for(lambda: crowd.asked <= answers(telegram).keys(), 2 * WAIT)
    found = answers(telegram)
    sent = sum(call.ok for call in telegram.calls("sendMessage"))
    return Crashes(
        kills=kills,
        asked=len(crowd.asked),
        lost=len(crowd.asked - found.keys()),
        wrong=sent - sum(map(len, found.values())),
        repeated=tuple(
            sum(_spans(times, at) for times in found.values() if len(times) > 1) for at in killed
        ),
    )


def _spans(times: list[float], kill: float) -> bool:
    """Whether a question was answered before a kill and, next, after it."""
    return any(a <= kill < b for a, b in itertools.pairwise(times))


def bots(telegram: FakeTelegram, env: dict[str, str], log: Path) -> Callable[[], BotProcess]:
    """Return what starts one bot after the other over the same data."""
    return lambda: BotProcess(telegram, env, log)
