"""Metrics are in the format that Prometheus reads, and name nobody."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client.parser import text_string_to_metric_families
from telegram import Update

from handlers.metrics import Metrics, State
from handlers.trouble import Trouble
from tests.updates import WELL_FORMED

STATE = State(
    waiting=3,
    set_aside=2,
    troubles={Trouble.FLOOD: 5},
    storage_is_fine=False,
    heard_at=1_800_000_000.5,
    knowledge="0123456789abcdef",
    model='model "satu"',
)


def values(metrics: Metrics) -> Mapping[str, float]:
    """Every sample by its name and labels, as a reader of the format sees it."""
    return {
        sample.name + "".join(f" {key}={value}" for key, value in sample.labels.items()): (
            sample.value
        )
        for family in text_string_to_metric_families(metrics.exposition().decode())
        for sample in family.samples
    }


def test_questions_are_counted_by_channel_and_outcome() -> None:
    metrics = Metrics()
    metrics.count_question("private", "answered", 0.02)
    metrics.count_question("private", "answered", 3.0)
    metrics.count_question("group", "declined", 0.02)
    found = values(metrics)
    assert found["netra_questions_total channel=private outcome=answered"] == 2
    assert found["netra_questions_total channel=group outcome=declined"] == 1
    assert found["netra_engine_seconds_bucket le=0.025"] == 2
    assert found["netra_engine_seconds_bucket le=+Inf"] == found["netra_engine_seconds_count"] == 3


def test_updates_are_counted_by_kind() -> None:
    metrics = Metrics()
    for kind, body in WELL_FORMED.items():
        metrics.count_update(Update.de_json({"update_id": 1, kind: body}, None), 0.3)
    found = values(metrics)
    for kind in WELL_FORMED:
        assert found[f"netra_update_seconds_bucket kind={kind} le=0.25"] == 0
        assert found[f"netra_update_seconds_bucket kind={kind} le=0.5"] == 1


def test_the_present_state_is_read_at_each_scrape() -> None:
    metrics = Metrics()
    states = [STATE]
    metrics.watch(lambda: states[-1])
    found = values(metrics)
    assert found["netra_inbox_waiting"] == 3
    assert found["netra_set_aside_total"] == 2
    assert found["netra_troubles_total kind=flood"] == 5
    assert found["netra_troubles_total kind=network"] == 0
    assert found["netra_storage_fine"] == 0
    assert found["netra_heard_timestamp_seconds"] == 1_800_000_000.5
    (info,) = [name for name in found if name.startswith("netra_info")]
    assert "knowledge=0123456789ab" in info.split()
    assert 'model=model "satu"' in info
    states.append(State(0, 2, {}, True, 0.0, "b", ""))
    assert values(metrics)["netra_inbox_waiting"] == 0
    assert values(metrics)["netra_storage_fine"] == 1


def test_errors_and_memory_are_among_them() -> None:
    metrics = Metrics()
    metrics.count_error()
    found = values(metrics)
    assert found["netra_errors_total"] == 1
    assert found["process_resident_memory_bytes"] > 1_000_000


def test_two_processes_worth_of_metrics_do_not_mix() -> None:
    first, second = Metrics(), Metrics()
    first.count_error()
    assert values(second)["netra_errors_total"] == 0
