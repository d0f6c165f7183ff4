"""Webhook mode: strangers are sent away, and several processes answer each question once."""

from __future__ import annotations

import http.client
import json
import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from handlers import texts
from handlers.webhook import LARGEST_BODY, SECRET_HEADER
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, eventually, run
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.updates import WELL_FORMED

SECRET = "rahasia-untuk-uji-coba"
GOOD = {SECRET_HEADER: SECRET}
QUESTION = "boleh like postingan calon bupati?"


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(scope="module")
def env(mini: Path, bot_data: Path, port: int) -> dict[str, str]:
    return environment(
        bot_data,
        mini,
        NETRA_WEBHOOK_URL=f"http://127.0.0.1:{port}/netra",
        NETRA_WEBHOOK_LISTEN=f"127.0.0.1:{port}",
        NETRA_WEBHOOK_SECRET=SECRET,
    )


@pytest.fixture(scope="module")
def bot(
    server: FakeTelegram, env: dict[str, str], port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    """Polling's place is taken by a webhook."""
    with BotProcess(server, env, tmp_path_factory.mktemp("log") / "bot.log") as process:
        eventually(lambda: request(port, "GET", "/readyz") == 200, "become ready")
        yield process
        assert process.stop() == 0, process.output
    assert SECRET not in process.output
    assert "Traceback" not in process.output


def request(
    port: int, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> int:
    """Make one request; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    with closing(connection):
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status


def deliver(port: int, update: Any) -> None:
    """Bring an update, again and again until somebody takes it, as Telegram does."""
    body = json.dumps(update)
    eventually(lambda: request(port, "POST", "/netra", body, GOOD) == 200, "take an update")


def test_questions_and_presses_arrive_and_nothing_is_polled(telegram: FakeTelegram) -> None:
    budi = telegram.private_chat()
    answer = ask(budi, QUESTION)
    assert "DILARANG" in answer.text
    press = budi.press(texts.card.BUTTON_USEFUL, answer.message_id)
    assert press.answer(WAIT).text == texts.chat.THANKS_FEEDBACK
    telegram.wait_until_confirmed(WAIT)
    assert telegram.calls("getUpdates") == []


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET[:-1]}, {SECRET_HEADER: SECRET + "x"},
     {SECRET_HEADER: "r\u00e4hasia"}, {"Authorization": SECRET}],
)  # fmt: skip
def test_without_the_secret_nothing_gets_in(
    telegram: FakeTelegram, port: int, headers: dict[str, str]
) -> None:
    seat = telegram.private_chat()
    message = {**WELL_FORMED["message"], "chat": seat.chat.json(), "text": QUESTION}
    body = json.dumps({"update_id": 5, "message": message})
    assert request(port, "POST", "/netra", body, headers) == 403
    seat.stays_silent(0.2)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_body_that_is_too_large_is_refused(
    telegram: FakeTelegram, port: int, announced: bool
) -> None:
    body = b" " * (LARGEST_BODY + 1)
    try:
        status = request(port, "POST", "/netra", body if announced else iter([body]), GOOD)
    except ConnectionError:
        # It hung up while we were still writing; some do not see the status then.
        status = 413
    assert status == 413
    assert "DILARANG" in ask(telegram.private_chat(), QUESTION).text


def test_health_and_readiness_are_told_and_nothing_else(port: int, bot: BotProcess) -> None:
    assert request(port, "GET", "/healthz") == 200
    assert request(port, "GET", "/readyz") == 200
    assert request(port, "GET", "/netra", headers=GOOD) == 405
    assert request(port, "POST", "/", headers=GOOD) == 404


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"update_id": 9}', b""])
def test_what_is_no_update_is_set_aside_and_does_not_come_again(
    telegram: FakeTelegram, port: int, bot_data: Path, body: bytes
) -> None:
    with closing(sqlite3.connect(bot_data / "inbox.db")) as db:
        (before,) = db.execute("select count(*) from quarantine").fetchone()
        assert request(port, "POST", "/netra", body, GOOD) == 200
        assert db.execute("select count(*) from quarantine").fetchone() == (before + 1,)
    assert "DILARANG" in ask(telegram.private_chat(), QUESTION).text


def test_several_workers_answer_each_question_once(
    telegram: FakeTelegram, env: dict[str, str], bot_data: Path, port: int, tmp_path: Path
) -> None:
    seats = [telegram.private_chat() for _ in range(24)]
    updates = [
        {
            "update_id": 900_000_000 + number,
            "message": {
                **WELL_FORMED["message"],
                "chat": seat.chat.json(),
                "text": QUESTION,
                "entities": [],
            },
        }
        for number, seat in enumerate(seats)
    ]
    one = BotProcess(telegram, env, tmp_path / "one.log")
    two = BotProcess(telegram, env, tmp_path / "two.log")
    with one, two, ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda update: deliver(port, update), updates * 3))
        for seat in seats:
            assert "DILARANG" in seat.reply(2 * WAIT).text
        for seat in seats:
            seat.stays_silent(0.02)
    with closing(sqlite3.connect(bot_data / "inbox.db")) as db:
        (workers,) = db.execute(
            "select count(distinct owner) from updates where update_id >= 900000000"
        ).fetchone()
    assert workers > 1, "else nobody could have answered twice"


def test_an_address_in_use_is_named(env: dict[str, str], tmp_path: Path) -> None:
    with FakeTelegram() as telegram, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        token = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        done = run(
            "run",
            env={
                **env, **token, "NETRA_WEBHOOK_LISTEN": place, "NETRA_DATA_DIR": str(tmp_path),
            },
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"netra: NETRA_WEBHOOK_LISTEN: {place} ")
    assert "Traceback" not in done.stderr
