"""The token is nowhere to be found, however much is logged and whatever goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import LogFormat
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, forms, run
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.updates import WELL_FORMED

QUESTION = "boleh like postingan calon bupati?"
# The real program, with every logger of every library speaking at one level; at the lowest, the
# worst an operator could ask for, and more than any setting gives.
TALKATIVE = """
import logging, os, runpy, sys
import handlers.logs as logs

set_up = logs.set_up_logging

def set_up_and_tell_everything(token, *more, **named):
    set_up(token, *more, **named)
    for handler in logging.getLogger().handlers:
        handler.filters.clear()
    for name in (None, *logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(os.environ["LEVEL"])

logs.set_up_logging = set_up_and_tell_everything
sys.argv = ["bot.py", *sys.argv[1:]]
runpy.run_path("bot.py", run_name="__main__")
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def env(data: Path, mini: Path) -> dict[str, str]:
    return environment(
        data,
        mini,
        NETRA_ADMIN_IDS=str(ADMIN),
        NETRA_BACKUP_DIR=str(data / "cadangan"),
        PYTHONASYNCIODEBUG="1",
        PYTHONPATH=".",
    )


@pytest.fixture(scope="module")
def server() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.mark.parametrize("form", LogFormat)
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
def test_the_token_is_nowhere(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path, level: str,
    form: LogFormat,
) -> None:  # fmt: skip
    budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
    env = {**env, "LEVEL": level, "NETRA_LOG_FORMAT": form}
    before = len(server.calls())
    bot = BotProcess(server, env, tmp_path / "log", ("-X", "dev", "-c", TALKATIVE))
    with bot:
        ask(budi, QUESTION)
        server.inject({"message": {**WELL_FORMED["message"], "date": "kemarin"}})
        server.inject("rusak", keep=True)
        for trouble in ("server_error", "garbage", "cut"):
            fault = getattr(server.faults, trouble)(method="sendMessage", chat=budi.chat_id)
            budi.send(QUESTION)
            assert server.world.wait_for(lambda fault=fault: fault.used == 1, WAIT)
        refused = server.faults.error(400, "Bad Request: rusak", method="sendMessage")
        budi.send("/bantuan")
        faults = [refused, server.faults.cut(method="getUpdates"), server.faults.conflict()]
        assert server.world.wait_for(lambda: all(fault.used for fault in faults), WAIT)
        ask(admin, "/muat_ulang")
        status = ask(admin, "/status").text
        command_line = Path(f"/proc/{bot.pid}/cmdline").read_bytes()
        said = [str(call) for call in server.calls()[before:] if call.method != "getUpdates"]
    check_that_it_spoke(bot.output, level, form)
    backup = run("backup", env=env)
    places = {
        "log": bot.output.encode(),
        "/status": status.encode(),
        "command line": command_line,
        "backup": (backup.stdout + backup.stderr).encode(),
        "messages": "".join(said).encode(),
        **{str(file): file.read_bytes() for file in data.rglob("*") if file.is_file()},
    }
    assert len([place for place in places if "cadangan" in place]) >= 2
    assert any("inbox.db" in place for place in places)
    for place, content in places.items():
        for leak in forms(server.token):
            assert leak not in content, (place, leak)


def check_that_it_spoke(output: str, level: str, form: LogFormat) -> None:
    """A log that holds no token because it holds nothing would prove nothing."""
    if level == "CRITICAL":
        return
    assert "a handler failed" in output
    assert "Traceback" in output
    assert ('"level": "ERROR"' in output) is (form is LogFormat.JSON)
    assert ("an update was set aside" in output) is (level != "ERROR")
    assert ("httpcore" in output) is (level == "DEBUG")


@pytest.mark.parametrize("code", [401, 404])
def test_a_refused_token_is_not_repeated(
    server: FakeTelegram, env: dict[str, str], tmp_path: Path, code: int
) -> None:
    wrong = TOKEN[:-4] + "XXXX"
    address = server.url if code == 401 else f"{server.url}/tidak/ada"
    done = run("run", env={**env, "TELEGRAM_BOT_TOKEN": wrong, "TELEGRAM_API_URL": address})
    assert done.returncode != 0
    for form in forms(wrong):
        assert form not in (done.stdout + done.stderr).encode()
