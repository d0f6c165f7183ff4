"""What an operator watches: state and metrics over HTTP, and a log of JSON objects."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.ports import free_port
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, eventually, run
from tests.fake_telegram import TOKEN, FakeTelegram

QUESTION = "boleh like postingan calon bupati?"
NAME = "Sulastri"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def bot(
    server: FakeTelegram, mini: Path, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    """Polls, and can be asked how it is."""
    env = environment(
        tmp_path_factory.mktemp("bot"),
        mini,
        NETRA_METRICS_LISTEN=f"127.0.0.1:{port}",
        NETRA_LOG_FORMAT="json",
    )
    with BotProcess(server, env, tmp_path_factory.mktemp("log") / "bot.log") as process:
        yield process
        assert process.stop() == 0, process.output


def fetch(port: int, path: str) -> tuple[int, str]:
    """Make one request; return the status and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    with closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def sample(port: int, name: str, **labels: str) -> float:
    """The sum of the samples of that name whose labels include ``labels``."""
    families = text_string_to_metric_families(fetch(port, "/metrics")[1])
    return sum(
        found.value
        for family in families
        for found in family.samples
        if found.name == name and labels.items() <= found.labels.items()
    )


def test_health_and_readiness_while_polling(telegram: FakeTelegram, port: int) -> None:
    assert fetch(port, "/healthz") == (200, "ok\n")
    eventually(lambda: fetch(port, "/readyz")[0] == 200, "become ready")
    assert fetch(port, "/")[0] == 404


def test_questions_show_up_by_channel_and_outcome(telegram: FakeTelegram, port: int) -> None:
    seat = telegram.private_chat(first_name=NAME)
    labels = {"channel": "private", "outcome": "answered"}
    before = sample(port, "netra_questions_total", **labels)
    ask(seat, QUESTION)
    assert sample(port, "netra_questions_total", **labels) == before + 1
    eventually(lambda: sample(port, "netra_inbox_waiting") == 0, "finish the question")
    assert sample(port, "netra_update_seconds_count", kind="message") >= 1
    assert sample(port, "netra_heard_timestamp_seconds") > 1_700_000_000
    assert sample(port, "netra_storage_fine") == 1


def test_a_flood_reply_shows_up(telegram: FakeTelegram, port: int) -> None:
    before = sample(port, "netra_troubles_total", kind="flood")
    telegram.faults.flood(1, method="sendMessage", times=1)
    ask(telegram.private_chat(first_name=NAME), QUESTION)
    assert sample(port, "netra_troubles_total", kind="flood") == before + 1


def test_nothing_of_it_is_content(telegram: FakeTelegram, port: int) -> None:
    seat = telegram.private_chat(first_name=NAME)
    ask(seat, QUESTION)
    text = fetch(port, "/metrics")[1]
    for word in ("like", "postingan", "bupati", NAME, str(seat.chat_id), TOKEN):
        assert word not in text


def test_every_line_of_the_log_is_an_object(telegram: FakeTelegram, bot: BotProcess) -> None:
    telegram.inject({"message": {"text": "rahasia"}})
    eventually(lambda: "set aside" in bot.output, "set the update aside")
    # On standard output one line greets whoever started it; the log is on standard error.
    written = [line for line in bot.output.splitlines() if line.strip()]
    lines = [json.loads(line) for line in written if "Ctrl+C" not in line]
    assert [line["level"] for line in lines if "set aside" in line["message"]] == ["WARNING"]
    assert {"at", "level", "logger", "message"} <= lines[0].keys()
    assert "rahasia" not in bot.output
    assert QUESTION not in bot.output


def test_an_address_that_is_taken_is_named(
    telegram: FakeTelegram, bot: BotProcess, port: int, mini: Path, tmp_path: Path
) -> None:
    done = run(
        "run",
        env=environment(
            tmp_path,
            mini,
            TELEGRAM_BOT_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
            NETRA_METRICS_LISTEN=f"127.0.0.1:{port}",
        ),
    )
    assert done.returncode == 2
    assert "NETRA_METRICS_LISTEN" in done.stderr
    assert "Traceback" not in done.stderr
