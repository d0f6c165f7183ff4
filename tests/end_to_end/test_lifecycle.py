"""Starting, ending, and the process in between; what is wrong is said in one line."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.reloading import ANSWER, reload
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, eventually, run
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.knowledge_base import GUIDANCE, write_knowledge_base

# The real program, which counts its engines when it is told to.
COUNTING = """
import gc, os, runpy, signal, sys
from pathlib import Path
from retrieval.engine import Engine

def count(*_):
    gc.collect()
    alive = sum(type(one) is Engine for one in gc.get_objects())
    Path(os.environ["COUNTED"]).write_text(str(alive))

signal.signal(signal.SIGUSR1, count)
sys.argv = ["bot.py", *sys.argv[1:]]
runpy.run_path("bot.py", run_name="__main__")
"""
WRONG = "110201543:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quickly_and_well(mini: Path, tmp_path: Path, number: int) -> None:
    with FakeTelegram() as telegram:
        bot = BotProcess(telegram, environment(tmp_path / "data", mini), tmp_path / "log")
        with bot:
            ask(telegram.private_chat(), "/start")
            began = time.monotonic()
            assert bot.stop(number) == 0
            assert time.monotonic() - began < 10
        assert "Traceback" not in bot.output
        assert "@netra_uji_bot" in bot.output
        assert telegram.violations == []


def test_it_answers_again_after_a_restart_and_old_buttons_work(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini)
    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        with BotProcess(telegram, env, tmp_path / "log"):
            answer = ask(budi, "boleh like postingan calon bupati?")
        with BotProcess(telegram, env, tmp_path / "log"):
            press = budi.press(texts.card.BUTTON_USEFUL, answer.message_id)
            assert press.answer(WAIT).text == texts.chat.THANKS_FEEDBACK
            budi.press(texts.card.BUTTON_SOURCES, answer.message_id).answer(WAIT)
            assert "PP 94/2021" in budi.reply(WAIT).text
        assert telegram.violations == []


def test_a_question_sent_while_it_was_down_is_answered(mini: Path, tmp_path: Path) -> None:
    with FakeTelegram() as telegram:
        budi = telegram.private_chat()
        budi.send("boleh like postingan calon bupati?")
        with BotProcess(telegram, environment(tmp_path / "data", mini), tmp_path / "log"):
            assert "DILARANG" in budi.reply(WAIT).text


def test_all_threads_share_one_heap(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini)
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log") as bot:
        waiting = [telegram.private_chat().inline(f"boleh like calon {n}?") for n in range(30)]
        for query in waiting:
            assert query.answer(WAIT).results
        assert heaps_of_threads(Path(f"/proc/{bot.pid}/maps").read_text()) == 0


def test_a_reload_leaves_nothing_of_the_engine_before(tmp_path: Path) -> None:
    base, counted = write_knowledge_base(tmp_path / "base"), tmp_path / "counted"
    env = environment(
        tmp_path / "data",
        base,
        NETRA_ADMIN_IDS=str(ADMIN),
        PYTHONPATH=".",
        COUNTED=str(counted),
    )
    program = ("-c", COUNTING)
    with FakeTelegram() as telegram, BotProcess(telegram, env, tmp_path / "log", program) as bot:
        write_knowledge_base(base, (GUIDANCE, ANSWER, "Dilarang. Begini bunyinya sekarang."))
        reload(telegram.private_chat(ADMIN))
        os.kill(bot.pid, signal.SIGUSR1)
        eventually(lambda: counted.is_file() and counted.read_text() != "", "count its engines")
        assert counted.read_text() == "1"


def heaps_of_threads(maps: str) -> int:
    """Count what glibc maps for threads: 64 MB each, of which the beginning is in use."""
    size = 64 * 2**20
    areas = re.findall(r"(?m)^(\w+)-(\w+) (\S+) \S+ \S+ 0 *$", maps)
    ends = {int(start, 16): int(end, 16) for start, end, kind in areas if kind.startswith("---")}
    return sum(
        int(start, 16) % size == 0 and ends.get(int(end, 16)) == int(start, 16) + size
        for start, end, kind in areas
        if kind.startswith("rw")
    )


def refused(env: dict[str, str], key: str) -> None:
    """The bot ends at once, with one line that names ``key`` and shows no token."""
    done = run("run", env=env)
    shown = done.stdout + done.stderr
    assert done.returncode not in (0, None)
    assert "Traceback" not in shown, shown
    for token in (TOKEN, WRONG):
        assert token not in shown
        assert token.partition(":")[2] not in shown
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert [line for line in lines if line.startswith("netra: ")] == lines[-1:], shown
    assert lines[-1].startswith(f"netra: {key}: "), shown
    assert len(lines) == 1, shown


def test_a_wrong_token_is_named_and_not_shown(mini: Path, tmp_path: Path) -> None:
    with FakeTelegram() as telegram:
        env = environment(tmp_path, mini, TELEGRAM_BOT_TOKEN=WRONG, TELEGRAM_API_URL=telegram.url)
        refused(env, "TELEGRAM_BOT_TOKEN")


@pytest.mark.parametrize("token", ["rahasia", "7654321", "123:abc def", f"bot{TOKEN}"])
def test_what_is_no_token_is_refused_and_not_shown(mini: Path, tmp_path: Path, token: str) -> None:
    env = environment(tmp_path, mini, TELEGRAM_BOT_TOKEN=token)
    done = run("run", env=env)
    assert done.returncode == 2
    assert done.stderr.startswith("netra: TELEGRAM_BOT_TOKEN: ")
    assert token not in done.stdout + done.stderr


def test_an_address_nobody_listens_on_is_named(mini: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        env = environment(tmp_path, mini, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url)
        refused(env, "TELEGRAM_API_URL")


def test_an_address_that_is_none_is_named(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path, mini, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL="localhost:80")
    refused(env, "TELEGRAM_API_URL")


@pytest.mark.parametrize("token", [TOKEN, None])
def test_a_data_folder_below_a_file_is_named(
    mini: Path, tmp_path: Path, token: str | None
) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    env = environment(tmp_path / "berkas" / "data", mini)
    if token:
        env |= {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    done = run("run", env=env)
    assert done.returncode not in (0, None)
    assert done.stderr.startswith("netra: NETRA_DATA_DIR: ")
    assert done.stderr.count("\n") == 1
    assert str(tmp_path) in done.stderr


def test_a_broken_knowledge_base_is_refused_with_its_lines(mini: Path, tmp_path: Path) -> None:
    from tests.knowledge_base import GUIDANCE, write_knowledge_base

    base = write_knowledge_base(
        tmp_path / "isi", (GUIDANCE, "verdict: allowed", "verdict: mungkin")
    )
    env = environment(
        tmp_path, base, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://x.invalid"
    )
    done = run("run", env=env)
    assert done.returncode == 2
    assert f"{GUIDANCE}:" in done.stderr
    assert "Traceback" not in done.stderr
