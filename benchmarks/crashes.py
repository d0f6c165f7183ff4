"""Kill the real bot many times under load, and count what became of each question.

    python benchmarks/crashes.py --kills 200

The bot runs against the test server on loopback and serves a small knowledge base; twelve
questions are unanswered at any time, also while it is down. Exit status 1 where a question
was lost or a crash repeated more than one answer.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.end_to_end.crashing import bots, crash
from tests.end_to_end.running import environment
from tests.fake_telegram import FakeTelegram
from tests.knowledge_base import write_knowledge_base


@click.command()
@click.option("--kills", default=200, show_default=True)
@click.option("--seed", default=0, show_default=True, help="Fixes the moments of the kills.")
def main(kills: int, seed: int) -> None:
    """Kill the bot at KILLS random moments and print what happened."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        home = Path(folder)
        env = environment(home / "data", write_knowledge_base(home / "knowledge"))
        with click.progressbar(length=kills, file=sys.stderr) as bar:
            result = crash(
                telegram,
                bots(telegram, env, home / "log"),
                kills,
                random.Random(seed),
                lambda kill: bar.update(1),
            )
        violations = len(telegram.violations)
    click.echo(
        f"{result.kills} kills in {time.monotonic() - began:.0f} s: {result.asked} questions, "
        f"{result.lost} lost, {sum(result.repeated)} repeated "
        f"(at most {max(result.repeated, default=0)} a crash), "
        f"{result.wrong} other messages, {violations} wrong requests"
    )
    good = not (result.lost or result.wrong or violations) and max(result.repeated) <= 1
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
