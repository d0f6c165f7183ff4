"""Situations whose review is too long ago to be trusted without another look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from errors import Problem
from knowledge.loader import Sources
from knowledge.schema import Knowledge


def check_reviews(
    knowledge: Knowledge, sources: Sources, today: dt.date, longest: dt.timedelta
) -> Iterator[Problem]:
    """Yield a problem for each situation reviewed more than ``longest`` before ``today``.

    Age is no reason to refuse content that serves: this is for ``check``, not for loading.
    """
    for topic, source in zip(knowledge.topics, sources.topics, strict=True):
        for index, situation in enumerate(topic.situations):
            at = ("situations", index, "reviewed")
            if situation.reviewed > today:
                yield source.problem(at, f"ditinjau {situation.reviewed}, tanggal yang belum tiba")
            elif today - situation.reviewed > longest:
                age = (today - situation.reviewed).days
                yield source.problem(
                    at, f"ditinjau {age} hari lalu, lebih dari {longest.days}; tinjau lagi"
                )
