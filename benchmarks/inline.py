"""Measure how fast inline queries are answered by the real bot process.

    python benchmarks/inline.py [--rate 20] [--people 10] [--seconds 20]

The bot runs against the pretended Telegram of the tests; ``people`` type labelled questions
word by word, together ``rate`` queries a second, no text twice. The time of a query runs from
the update's delivery (the end of the getUpdates call that carried it) to the arrival of its
answerInlineQuery. The index comes from NETRA_DATA_DIR, so run the bot once before.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from retrieval.evaluation import read_questions
from settings import ROOT, load_settings
from tests.end_to_end.playing import seconds_taken
from tests.end_to_end.running import BotProcess, environment, own_index
from tests.fake_telegram import FakeTelegram

QUESTIONS = ROOT / "knowledge" / "content" / "labelled.jsonl"
_WARM_UP = 20
_SETTLE = 3.0


@dataclass(frozen=True)
class Typed:
    """What one person has in the input field at one moment."""

    person: int
    text: str


@click.command()
@click.option("--rate", default=20.0, show_default=True, help="Queries a second, all together.")
@click.option("--people", default=10, show_default=True, help="How many people type.")
@click.option("--seconds", default=20.0, show_default=True, help="How long they type.")
def main(rate: float, people: int, seconds: float) -> None:
    """Play inline queries and print how long their answers took."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        env = environment(own_index(Path(folder)), load_settings().knowledge_dir)
        with BotProcess(telegram, env, Path(folder) / "bot.log"):
            count = int(rate * seconds)
            typed = list(itertools.islice(_typing(people), _WARM_UP + count))
            _play(telegram, typed[:_WARM_UP], rate)
            asked = _play(telegram, typed[_WARM_UP:], rate)
            telegram.world.wait_for(lambda: False, _SETTLE)
            taken = [1000 * seconds for seconds in seconds_taken(telegram, asked)]
    if len(taken) < 2:
        raise click.ClickException("the bot answered nothing")
    cuts = quantiles(taken, n=100)
    click.echo(f"{len(asked)} queries of {people} people at {rate:g} a second")
    click.echo(f"answered {len(taken)}, superseded {len(asked) - len(taken)}")
    click.echo(f"ms  p50 {cuts[49]:.0f}  p95 {cuts[94]:.0f}  largest {max(taken):.0f}")


def _typing(people: int) -> Iterator[Typed]:
    """Yield what people type, in turns, each a question after the other, a word at a time."""
    questions = [label.question for label in read_questions(QUESTIONS)]
    lines = [_words(questions[person::people]) for person in range(people)]
    seen = set()
    for moment in zip(*lines, strict=False):
        for person, text in enumerate(moment):
            if text not in seen:
                seen.add(text)
                yield Typed(person, text)


def _words(questions: Sequence[str]) -> Iterator[str]:
    for question in questions:
        for end in range(1, len(question.split()) + 1):
            yield " ".join(question.split()[:end])[:256]


def _play(telegram: FakeTelegram, typed: Sequence[Typed], rate: float) -> list[str]:
    """Type at an even pace; return the ids of the queries."""
    seats = {item.person: telegram.private_chat(1000 + item.person) for item in typed}
    began = time.monotonic()
    asked = []
    for number, item in enumerate(typed):
        telegram.world.wait_for(lambda: False, max(0.0, began + number / rate - time.monotonic()))
        asked.append(seats[item.person].inline(item.text).query_id)
    return asked


if __name__ == "__main__":
    main()
