"""No update stops the bot: whatever Telegram delivers, the next question is answered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.end_to_end.running import WAIT, BotProcess, ask, environment, eventually
from tests.fake_telegram import FakeTelegram
from tests.updates import WELL_FORMED, hostile

WORDS = "boleh like"
"""Stand in most of the updates that are sent here."""


@pytest.fixture(scope="module")
def knowledge_dir(mini: Path) -> Path:
    return mini


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


def set_aside(data: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(data / "inbox.db")) as db:
        return db.execute("select kind, problem from quarantine order by id").fetchall()


def deliver(telegram: FakeTelegram, raw: Any) -> None:
    """Have an update delivered, with a number that fits its place unless it has none."""
    if isinstance(raw, dict) and isinstance(raw.get("update_id"), int):
        del raw["update_id"]
    telegram.inject(raw, keep=not isinstance(raw, dict))


def test_every_kind_of_update_is_survived(telegram: FakeTelegram, bot: BotProcess) -> None:
    for kind, body in WELL_FORMED.items():
        telegram.inject({kind: body})
    assert "Selamat datang" in ask(telegram.private_chat(), "/start").text
    assert WORDS not in bot.output
    telegram.world.violations.clear()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(hostile, min_size=5, max_size=15))
def test_broken_updates_are_set_aside_and_the_rest_goes_on(
    telegram: FakeTelegram, bot: BotProcess, bot_data: Path, raws: list[Any]
) -> None:
    for raw in raws:
        deliver(telegram, raw)
    assert "Selamat datang" in ask(telegram.private_chat(), "/start").text
    telegram.wait_until_confirmed(WAIT)
    assert WORDS not in bot.output
    telegram.world.violations.clear()


def test_what_is_set_aside_says_what_is_wrong_and_holds_no_content(
    telegram: FakeTelegram, bot: BotProcess, bot_data: Path
) -> None:
    before = len(set_aside(bot_data))
    telegram.inject({"message": {"text": WORDS}})
    telegram.inject({"message": {**WELL_FORMED["message"], "text": [WORDS]}})
    telegram.inject({"message": {**WELL_FORMED["message"], "date": WORDS}})
    telegram.inject({WORDS: {}})
    telegram.inject(WORDS, keep=True)
    assert "Selamat datang" in ask(telegram.private_chat(), "/start").text
    assert set_aside(bot_data)[before:] == [
        ("message", "message.message_id: missing"),
        ("message", "message.text: string_type"),
        ("message", "TypeError"),
        ("unknown", "no known kind of update"),
        ("unknown", "update: model_type"),
    ]
    assert WORDS not in bot.output
    eventually(
        lambda: not any(WORDS.encode() in f.read_bytes() for f in bot_data.glob("inbox.db*")),
        "erase what it read",
    )


def test_a_bot_that_meets_garbage_first_is_not_stuck_at_it(mini: Path, tmp_path: Path) -> None:
    with FakeTelegram() as telegram:
        telegram.inject("rusak", keep=True)
        telegram.inject({"update_id": None}, keep=True)
        env = environment(tmp_path / "data", mini)
        with BotProcess(telegram, env, tmp_path / "log"):
            seat = telegram.private_chat()
            assert "Selamat datang" in ask(seat, "/start").text
            telegram.wait_until_confirmed(WAIT)
            seat.stays_silent(0.3)
