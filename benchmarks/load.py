"""Measure how many questions the real bot process answers, how fast, and what it keeps of them.

    python benchmarks/load.py [--seconds 15] [--questions 3000]

The bot runs against the pretended Telegram of the tests over loopback; both share the machine.
No text is asked twice. Three figures come from one run:

- Throughput, by inline queries in rising steps until the p95 passes a second. Messages cannot
  show it: Telegram takes 30 messages a second from a bot, a Bot API server of one's own does
  not lift that, and the bot keeps to it (handlers/flood.py). Beside it stands how many of the
  same questions the encoder alone turns into vectors, with as many threads as the bot lets
  work on inline queries, before the steps and after them.
- Messages in private chats, which are paced.
- Memory (RSS) after a thousand questions and after ``questions``, half of them messages, each
  from somebody new.

Times run from the delivery of an update (the end of the getUpdates call that carried it) to
the arrival of the call that answers it. The load average stands beside each figure: on a
shared machine it explains more than anything else. The index comes from NETRA_DATA_DIR.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from handlers.inline_turns import AT_ONCE
from retrieval.evaluation import read_questions
from retrieval.semantic import open_encoder
from settings import ROOT, load_settings
from tests.end_to_end.playing import Ask, Play, inline, message
from tests.end_to_end.running import BotProcess, environment, own_index
from tests.fake_telegram import FakeTelegram

QUESTIONS = (
    ROOT / "knowledge" / "content" / "labelled.jsonl",
    ROOT / "benchmarks" / "strangers.jsonl",
    ROOT / "benchmarks" / "unseen.jsonl",
)
STEPS = (5, 10, 15, 20, 25, 30, 33, 36, 38, 40, 42, 45, 50, 60, 80)
MESSAGE_STEPS = (5, 10, 15, 20, 25)
_LONGEST = 256
_NUMBERED = " (perkara {})"
_ROOM = 20
"""Characters that are left for it."""
_WARM_UP = 40
_BEFORE = 1000
_BATCH = 500


@click.command()
@click.option("--seconds", default=15.0, show_default=True, help="How long each step takes.")
@click.option("--questions", default=3000, show_default=True, help="How many for the memory.")
@click.option("--minutes", default=30.0, show_default=True, help="The longest for the memory.")
@click.option("--no-steps", is_flag=True, help="Measure the memory only.")
def main(seconds: float, questions: int, minutes: float, no_steps: bool) -> None:
    """Play many chats and print what the bot can take."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        env = environment(own_index(Path(folder)), load_settings().knowledge_dir)
        with BotProcess(telegram, env, Path(folder) / "bot.log") as bot:
            play = Play(telegram, bot, _texts())
            play.at_pace(inline, 10, _WARM_UP)
            if not no_steps:
                alone = [_encode_alone()]
                best = _steps("inline", play, inline, STEPS, seconds)
                alone.append(_encode_alone())
                _judge(best, alone)
                _steps("message", play, message, MESSAGE_STEPS, seconds)
            _memory(play, bot, questions, 60 * minutes)


def _steps(name: str, play: Play, ask: Ask, steps: tuple[int, ...], seconds: float) -> float:
    """Climb ``steps``; return the questions a second of the last good one."""
    best = 0.0
    for per_second in steps:
        step = play.at_pace(ask, per_second, int(per_second * seconds))
        click.echo(
            f"{name} {per_second:>3} a second: answered {step.answered}/{step.asked}, "
            f"{step.per_second:.1f} a second, p50 {1000 * step.p50:.0f} ms, "
            f"p95 {1000 * step.p95:.0f} ms; processor a question: bot {step.bot_ms:.1f} ms, "
            f"test server {step.server_ms:.1f} ms; load {os.getloadavg()[0]:.1f}"
        )
        if not step.good:
            break
        best = step.per_second
    return best


def _judge(best: float, alone: list[tuple[float, float]]) -> None:
    encoder = mean(per_second for per_second, _ in alone)
    goal = min(40.0, 0.8 * encoder)
    measured = " and ".join(f"{per_second:.0f} ({ms:.0f} ms)" for per_second, ms in alone)
    click.echo(
        f"encoder alone, {AT_ONCE} threads, before and after: {measured} a second (processor); "
        f"goal {goal:.0f}, sustained {best:.1f}: {'met' if best >= goal else 'NOT met'}"
    )


def _memory(play: Play, bot: BotProcess, questions: int, seconds: float) -> None:
    began = time.monotonic()
    asked = play.at_will(_BEFORE)
    first = _resident(bot.pid)
    shown = _BEFORE
    while asked < questions and time.monotonic() - began < seconds:
        asked += play.at_will(min(_BATCH, questions - asked))
        if asked >= 2 * shown:
            shown = asked
            click.echo(f"memory: {_resident(bot.pid)} after {asked}")
    last = _resident(bot.pid)
    click.echo(
        f"memory: {first} after {_BEFORE}, {last} after {asked} questions: "
        f"{100 * (last.megabytes / first.megabytes - 1):+.1f} %; "
        f"{asked / (time.monotonic() - began):.1f} questions a second, "
        f"load {os.getloadavg()[0]:.1f}"
    )


@cache
def _questions() -> tuple[str, ...]:
    """Return what people asked, each text once, with room for a number behind it."""
    asked = (label.question for path in QUESTIONS for label in read_questions(path))
    questions = list(dict.fromkeys(text[: _LONGEST - _ROOM] for text in asked))
    random.Random(0).shuffle(questions)
    return tuple(questions)


def _texts() -> Iterator[str]:
    """Return questions without end, no two of them alike.

    They are as people typed them until all have been asked; then a number makes them new.
    """
    questions = _questions()
    again = (
        text + _NUMBERED.format(number) for number in itertools.count(2) for text in questions
    )
    return itertools.chain(questions, again)


def _encode_alone(seconds: float = 5.0) -> tuple[float, float]:
    """Return questions a second, and milliseconds of processor time for each."""
    encoder = open_encoder(load_settings().embedding_model)
    texts = [_texts() for _ in range(AT_ONCE)]
    used, until = time.process_time(), time.monotonic() + seconds

    def encode(mine: Iterator[str]) -> int:
        done = 0
        while time.monotonic() < until:
            encoder.encode_questions([next(mine)])
            done += 1
        return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        count = sum(pool.map(encode, texts))
    return count / seconds, 1000 * (time.process_time() - used) / count


@dataclass(frozen=True)
class Resident:
    """What a process holds in memory, in MB."""

    megabytes: float
    of_files: float
    """The part that maps files: the model, page by page as words need it, and libraries. The
    system may take it back at any time."""

    def __str__(self) -> str:
        return f"{self.megabytes:.1f} MB ({self.of_files:.1f} of files)"


def _resident(pid: int) -> Resident:
    kilobytes = dict(
        re.findall(r"(?m)^(\w+):\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text())
    )
    return Resident(int(kilobytes["VmRSS"]) / 1024, int(kilobytes["RssFile"]) / 1024)


if __name__ == "__main__":
    main()
