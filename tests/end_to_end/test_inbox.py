"""No question is lost: killed, stopped, told twice, the bot still answers each of them."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from handlers.replay import TOO_OLD_SECONDS
from journal.inbox import Arrival, Inbox
from tests.end_to_end.crashing import QUESTION, bots, crash
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, eventually
from tests.fake_telegram import FakeTelegram, Seat

pytestmark = pytest.mark.small_knowledge


@pytest.fixture
def env(mini: Path, tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "data", mini)


def column(data: Path, query: str) -> list[object]:
    with closing(sqlite3.connect(data / "inbox.db")) as db:
        return [row[0] for row in db.execute(query)]


def keep(data: Path, seat: Seat, text: str, age: float = 0.0, attempts: int = 1) -> int:
    """Put a message of ``seat`` into the inbox, as a process that died would leave it."""
    sent = seat.send(text)
    assert sent.update_id is not None
    body = json.dumps({"update_id": sent.update_id, "message": sent.raw})
    inbox = Inbox(data / "inbox.db", now=lambda: time.time() - age)
    inbox.accept([Arrival(sent.update_id, "message", body)])
    inbox.close()
    with closing(sqlite3.connect(data / "inbox.db")) as db, db:
        db.execute(
            "update updates set attempts = ? where update_id = ?", [attempts, sent.update_id]
        )
    return sent.update_id


def test_killed_under_load_it_answers_everything(env: dict[str, str], tmp_path: Path) -> None:
    with FakeTelegram() as telegram:
        start = bots(telegram, env, tmp_path / "log")
        result = crash(telegram, start, kills=5, randomness=random.Random())
        # One that was answered just before a kill may still wait to be answered again.
        waiting = "select count(*) from updates where body is not null"
        with start():
            eventually(lambda: column(tmp_path / "data", waiting) == [0], "end what waits")
        assert telegram.violations == []
    assert result.asked > 20
    assert result.lost == 0
    assert result.wrong == 0
    assert max(result.repeated) <= 1, result


def test_told_to_stop_it_ends_what_it_began_and_keeps_the_rest(
    env: dict[str, str], tmp_path: Path
) -> None:
    with FakeTelegram() as telegram:
        stuck, quick = telegram.private_chat(), telegram.private_chat()
        hung = telegram.faults.flood(15, method="sendMessage", chat=stuck.chat_id, times=None)
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            ask(quick, QUESTION)
            for _ in range(6):
                stuck.send(QUESTION)
            telegram.world.wait_for(lambda: hung.used >= 1, WAIT)
            began = time.monotonic()
            assert bot.stop(signal.SIGTERM) == 0
            assert time.monotonic() - began < 10
            assert "Traceback" not in bot.output
        hung.stop()
        waiting = column(tmp_path / "data", "select count(*) from updates where done_at is null")
        assert waiting == [6]
        with BotProcess(telegram, env, tmp_path / "log"):
            assert len({answer.reply_to for answer in stuck.replies(6, WAIT)}) == 6
            stuck.stays_silent(0.3)
        assert telegram.violations == []


def test_told_to_stop_in_an_outage_it_stops(env: dict[str, str], tmp_path: Path) -> None:
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log") as bot:
        outage = telegram.faults.server_error(method="getUpdates", times=None)
        telegram.private_chat().send("/start")
        telegram.world.wait_for(lambda: outage.used >= 3, WAIT)
        began = time.monotonic()
        assert bot.stop(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10


def test_what_was_left_is_answered_once_though_telegram_repeats_it(
    env: dict[str, str], tmp_path: Path
) -> None:
    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        keep(tmp_path / "data", budi, QUESTION)
        assert len(telegram.unconfirmed) == 1, "Telegram will send it as well"
        with BotProcess(telegram, env, tmp_path / "log"):
            assert "DILARANG" in budi.reply(WAIT).text
            telegram.wait_until_confirmed(WAIT)
            budi.stays_silent(0.5)


def test_an_update_that_is_repeated_later_is_handled_once(
    env: dict[str, str], tmp_path: Path
) -> None:
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log"):
        budi = telegram.private_chat()
        sent = budi.send(QUESTION)
        assert "DILARANG" in budi.reply(WAIT).text
        telegram.inject({"update_id": sent.update_id, "message": sent.raw})
        assert "Selamat datang" in ask(telegram.private_chat(), "/start").text
        budi.stays_silent(0.2)


def test_a_question_of_yesterday_gets_an_apology_and_a_press_nothing(
    env: dict[str, str], tmp_path: Path
) -> None:
    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        keep(tmp_path / "data", budi, QUESTION, age=TOO_OLD_SECONDS + 60)
        inbox = Inbox(tmp_path / "data" / "inbox.db")
        inbox.accept([Arrival(5, "callback_query", "{}"), Arrival(6, "inline_query", "{}")])
        inbox.close()
        with BotProcess(telegram, env, tmp_path / "log"):
            apology = budi.reply(WAIT)
            assert apology.text == texts.late.TOO_LATE
            telegram.wait_until_confirmed(WAIT)
            assert column(tmp_path / "data", "select count(*) from quarantine") == [0]
        assert [call.method for call in telegram.calls() if "Query" in call.method] == []


def test_what_ended_three_processes_is_set_aside_and_the_rest_goes_on(
    env: dict[str, str], tmp_path: Path
) -> None:
    with FakeTelegram() as telegram:
        budi, siti = telegram.private_chat(), telegram.private_chat()
        number = keep(tmp_path / "data", budi, "pesan yang mematikan", attempts=3)
        keep(tmp_path / "data", siti, QUESTION, attempts=2)
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            assert budi.reply(WAIT).text == texts.late.SET_ASIDE
            assert "DILARANG" in siti.reply(WAIT).text
            budi.stays_silent(0.3)
            assert "mematikan" not in bot.output
        assert column(tmp_path / "data", "select update_id from quarantine") == [number]
        disk = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("inbox.db*"))
        assert b"mematikan" not in disk


def test_what_was_read_is_gone_from_the_disk_when_it_is_answered(
    env: dict[str, str], tmp_path: Path
) -> None:
    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in (tmp_path / "data").glob("inbox.db*"))

    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        slow = telegram.faults.slow(1.0, method="sendChatAction", times=None)
        with BotProcess(telegram, env, tmp_path / "log"):
            budi.send("rahasiakuyangsangatpanjang")
            telegram.world.wait_for(lambda: slow.used == 1, WAIT)
            assert b"rahasiaku" in on_disk(), "else the next line proves nothing"
            budi.reply(WAIT)
            eventually(lambda: b"rahasiaku" not in on_disk(), "erase the question")


def test_a_second_instance_ends_with_a_clear_line(env: dict[str, str], tmp_path: Path) -> None:
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log") as bot:
        telegram.faults.conflict(times=None)
        telegram.private_chat().send("/start")
        assert bot.wait() == 3
        assert bot.output.splitlines()[-1] == f"netra: {texts.late.SECOND_INSTANCE}"
        assert "Traceback" not in bot.output


def test_of_two_instances_one_ends_and_the_other_goes_on(
    env: dict[str, str], mini: Path, tmp_path: Path
) -> None:
    other = environment(tmp_path / "other", mini)
    with FakeTelegram() as telegram:
        one = BotProcess(telegram, env, tmp_path / "one.log")
        two = BotProcess(telegram, other, tmp_path / "two.log")
        with one, two:
            eventually(lambda: not (one.running and two.running), "leave it to one", 4 * WAIT)
            ended = two if one.running else one
            assert ended.wait() == 3
            assert f"netra: {texts.late.SECOND_INSTANCE}" in ended.output
            assert "DILARANG" in ask(telegram.private_chat(), QUESTION).text


@pytest.mark.parametrize("trouble", ["cut", "lose_answer", "server_error", "garbage"])
def test_polling_survives_trouble_and_each_question_is_answered_once(
    telegram: FakeTelegram, budi: Seat, trouble: str
) -> None:
    order = getattr(telegram.faults, trouble)(method="getUpdates", times=2)
    budi.send(QUESTION)
    assert "DILARANG" in budi.reply(WAIT).text
    telegram.world.wait_for(lambda: order.used == 2, WAIT)
    assert "DILARANG" in ask(telegram.private_chat(), QUESTION).text
    budi.stays_silent(0.2)


def test_a_storm_of_flood_replies_in_all_chats_delays_and_loses_nothing(
    telegram: FakeTelegram,
) -> None:
    telegram.faults.flood(2, method="sendMessage", times=6)
    seats = [telegram.private_chat() for _ in range(12)]
    for seat in seats:
        seat.send(QUESTION)
    for seat in seats:
        assert "DILARANG" in seat.reply(WAIT).text
    for seat in seats:
        seat.stays_silent(0.02)


def test_a_short_conflict_is_survived(env: dict[str, str], tmp_path: Path) -> None:
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log"):
        telegram.faults.conflict(times=2)
        assert "DILARANG" in ask(telegram.private_chat(), QUESTION).text
