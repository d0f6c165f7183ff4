"""Metrics for Prometheus: how often, how long, how much; never what or who.

Every label comes from a closed list. What somebody wrote, who it was and in which chat has no
place here, and nothing is counted by chat.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from telegram import Update
from tornado.web import RequestHandler

from handlers.listening import Route
from handlers.trouble import Trouble
from settings import ROOT

# When each began would be a second number beside each of them, and nobody asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True)
class State:
    """What is read at the moment that metrics are fetched."""

    waiting: int
    set_aside: int
    troubles: Mapping[Trouble, int]
    storage_is_fine: bool
    heard_at: float
    """When Telegram last answered a poll, in seconds since 1970; 0 where nothing is polled."""
    knowledge: str
    model: str


class Metrics:
    """What one process counts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        # Memory, processor time and open files of this process.
        ProcessCollector(registry=self._registry)
        self._questions = Counter(
            "netra_questions",
            "Questions that were answered, in whatever way.",
            ["channel", "outcome"],
            registry=self._registry,
        )
        self._engine = Histogram(
            "netra_engine_seconds",
            "From the text of a question to its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._updates = Histogram(
            "netra_update_seconds",
            "From the moment that an update was written down until it is done.",
            ["kind"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._errors = Counter(
            "netra_errors",
            "Handlers that failed for a reason of our own.",
            registry=self._registry,
        )

    def count_question(self, channel: str, outcome: str, seconds: float) -> None:
        """Count one question, and how long the engine took for it."""
        self._questions.labels(channel, outcome).inc()
        self._engine.observe(seconds)

    def count_update(self, update: Update, seconds: float) -> None:
        """Count one update that is done, and how long it took."""
        kind = next((kind for kind in Update.ALL_TYPES if getattr(update, kind)), "unknown")
        self._updates.labels(kind).observe(seconds)

    def count_error(self) -> None:
        """Count one handler that failed."""
        self._errors.inc()

    def watch(self, read: Callable[[], State]) -> None:
        """Have ``read`` called, in a thread, whenever metrics are fetched."""
        self._registry.register(_Watching(read))

    def exposition(self) -> bytes:
        """Return everything in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Watching(Collector):
    """Reads what changes by itself."""

    def __init__(self, read: Callable[[], State]) -> None:
        self._read = read
        release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        self._release = str(release["project"]["version"])

    def describe(self) -> list[Metric]:
        """Nothing is read before the first scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the present state."""
        state = self._read()
        yield _gauge("netra_inbox_waiting", "Updates that are not done.", state.waiting)
        yield CounterMetricFamily(
            "netra_set_aside",
            "Updates in quarantine, those of earlier runs included.",
            value=state.set_aside,
        )
        troubles = CounterMetricFamily(
            "netra_troubles", "Calls that Telegram refused or lost.", labels=["kind"]
        )
        for kind in Trouble:
            troubles.add_metric([kind], state.troubles.get(kind, 0))
        yield troubles
        yield _gauge("netra_storage_fine", "1 while files can be written.", state.storage_is_fine)
        yield _gauge(
            "netra_heard_timestamp_seconds",
            "When Telegram last answered a poll; 0 in webhook mode.",
            state.heard_at,
        )
        versions = {
            "release": self._release,
            "knowledge": state.knowledge[:12],
            "model": state.model,
        }
        yield InfoMetricFamily("netra", "What serves.", value=versions)


def metrics_route(metrics: Metrics) -> Route:
    """Return where metrics are fetched."""
    return "/metrics", _Exposition, {"metrics": metrics}


class _Exposition(RequestHandler):
    """Answers a scrape."""

    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def get(self) -> None:
        # In a thread: it reads the inbox, which may be waiting for the disk.
        body = await asyncio.to_thread(self._metrics.exposition)
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(body)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
