"""Situations whose review is too long ago to be trusted without another look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from errors import Problem
from knowledge.loader import Sources
from knowledge.schema import Knowledge


def today() -> dt.date:
    """Return the date in the east of Indonesia, where a day begins first."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=9))).date()


def check_reviews(
    knowledge: Knowledge, sources: Sources, on: dt.date, longest: dt.timedelta
) -> Iterator[Problem]:
    """Yield a problem for each situation reviewed more than ``longest`` before ``on``.

    Age is no reason to refuse content that serves: this is for ``check``, not for loading.
    """
    for topic, source in zip(knowledge.topics, sources.topics, strict=True):
        for index, situation in enumerate(topic.situations):
            at = ("situations", index, "reviewed")
            if situation.reviewed > on:
                yield source.problem(at, f"ditinjau {situation.reviewed}, tanggal yang belum tiba")
            elif on - situation.reviewed > longest:
                age = (on - situation.reviewed).days
                yield source.problem(
                    at, f"ditinjau {age} hari lalu, lebih dari {longest.days}; tinjau lagi"
                )
