"""Draw the pictures of docs/panduan-admin.md, from journals that are made up.

    python benchmarks/pictures.py [DIR]

The same seed gives the same numbers, and a fixed day the same dates.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from handlers.chart import draw
from handlers.statistics import topics_of
from journal.statistics import Count, Latency, Statistics
from knowledge.loader import load_knowledge
from knowledge.schema import Knowledge
from settings import ROOT

TODAY = date(2026, 11, 22)
_OUTCOMES = {"answered": 0.74, "clarify": 0.09, "not_found": 0.11, "declined": 0.06}
_USEFUL, _NOT_USEFUL = 0.16, 0.03


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=ROOT / "docs" / "gambar")
def main(folder: Path) -> None:
    """Write the pictures to FOLDER."""
    knowledge = load_knowledge(ROOT / "knowledge" / "content")
    folder.mkdir(parents=True, exist_ok=True)
    for days in (7, 30):
        statistics = made_up(knowledge, days)
        target = folder / f"statistik-{days}-hari.png"
        target.write_bytes(draw(statistics, topics_of(statistics, knowledge)))
        click.echo(f"{target}: {target.stat().st_size:,} bytes")


def made_up(knowledge: Knowledge, days: int, busy: int = 60, seed: int = 4) -> Statistics:
    """Return statistics as a bot of a province could have them, ``busy`` questions a day."""
    chance = random.Random(seed)
    first = TODAY - timedelta(days=days - 1)
    situations = [situation.id for situation in knowledge.situations]
    chance.shuffle(situations)
    weights = [1 / (place + 2) for place in range(len(situations))]
    counts, times = [], {}
    for number in range(days):
        day = first + timedelta(days=number)
        weekend = 0.45 if day.weekday() >= 5 else 1.0
        for _ in range(round(busy * weekend * chance.uniform(0.6, 1.5))):
            outcome = chance.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
            situation = chance.choices(situations, weights)[0] if outcome == "answered" else ""
            thumb = chance.random() if situation else 1.0
            counts.append(
                Count(
                    day=day,
                    channel="private",
                    outcome=outcome,
                    verdict="",
                    situation=situation,
                    questions=1,
                    useful=int(thumb < _USEFUL),
                    not_useful=int(_USEFUL <= thumb < _USEFUL + _NOT_USEFUL),
                )
            )
        times[day] = Latency(chance.uniform(24, 36), chance.uniform(55, 120), 40)
    return Statistics(first, TODAY, tuple(counts), Latency(29.4, 88.1, 40 * days), times)


if __name__ == "__main__":
    main()
