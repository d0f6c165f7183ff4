"""Kill the bot at random moments while people ask, and count what became of each question."""

from __future__ import annotations

import bisect
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
    """For each kill, and the end: how many answers from just before it were sent again."""


class _Crowd(threading.Thread):
    """People who keep some questions unanswered all the time, whatever the bot does."""

    def __init__(self, telegram: FakeTelegram) -> None:
        super().__init__(daemon=True)
        self._telegram = telegram
        self._seats = [telegram.private_chat() for _ in range(PEOPLE)]
        self._stopped = threading.Event()
        self._looked_at = 0
        self._replied: set[tuple[int, int]] = set()
        self.asked: set[tuple[int, int]] = set()

    def run(self) -> None:
        number = 0
        while not self._stopped.wait(0.01):
            if len(self.asked) - self._answered() < OUTSTANDING:
                self.asked.add(self._ask(self._seats[number % PEOPLE]))
                number += 1

    def _answered(self) -> int:
        """How many questions are answered; looks at new messages only, being called often."""
        with self._telegram.world.changed:
            messages = list(self._telegram.world.messages[self._looked_at :])
        for message in messages:
            if question := message.payload.get("reply_to_message"):
                self._replied.add((message.chat.id, question["message_id"]))
        self._looked_at += len(messages)
        return len(self._replied)

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
        repeated=_repeated(found, killed),
    )


def _repeated(found: Answers, killed: list[float]) -> tuple[int, ...]:
    """Count each repetition for the kill that came next after the answer it repeats."""
    counts = [0] * (len(killed) + 1)
    for times in found.values():
        for answered in times[:-1]:
            counts[bisect.bisect(killed, answered)] += 1
    return tuple(counts)


def bots(telegram: FakeTelegram, env: dict[str, str], log: Path) -> Callable[[], BotProcess]:
    """Return what starts one bot after the other over the same data."""
    return lambda: BotProcess(telegram, env, log)
