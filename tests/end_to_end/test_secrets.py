"""The token is nowhere to be found, however much is logged and whatever goes wrong."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, run
from tests.fake_telegram import TOKEN, FakeTelegram

QUESTION = "boleh like postingan calon bupati?"
# The real program, with every logger of every library speaking: the worst an operator could
# ask for, and more than any setting gives.
TALKATIVE = """
import logging, runpy, sys
import handlers.logs as logs

set_up = logs.set_up_logging

def set_up_and_tell_everything(token, *more, **named):
    set_up(token, *more, **named)
    for handler in logging.getLogger().handlers:
        handler.filters.clear()
    for name in (None, *logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.DEBUG)

logs.set_up_logging = set_up_and_tell_everything
sys.argv = ["bot.py", *sys.argv[1:]]
runpy.run_path("bot.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
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


def forms(token: str) -> list[bytes]:
    """What a leak of ``token`` could look like; the secret is what stands behind the colon."""
    secret = token.partition(":")[2]
    whole = [token, secret, quote(token, safe=""), secret[:20], secret[-20:]]
    return [text.encode() for text in whole] + [
        base64.b64encode(secret.encode())[:24],
        secret.encode("utf-16-le"),
    ]


def test_the_token_is_nowhere(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
    bot = BotProcess(server, env, tmp_path / "log", ("-X", "dev", "-c", TALKATIVE))
    with bot:
        ask(budi, QUESTION)
        for trouble in ("server_error", "garbage", "cut"):
            fault = getattr(server.faults, trouble)(method="sendMessage", chat=budi.chat_id)
            budi.send(QUESTION)
            assert server.world.wait_for(lambda fault=fault: fault.used == 1, WAIT)
        polls = [
            getattr(server.faults, trouble)(method="getUpdates")
            for trouble in ("cut", "garbage", "server_error")
        ] + [server.faults.conflict()]
        assert server.world.wait_for(lambda: all(fault.used for fault in polls), WAIT)
        ask(admin, "/muat_ulang")
        status = ask(admin, "/status").text
        ask(server.private_chat(first_name="Siti"), QUESTION)
        command_line = Path(f"/proc/{bot.pid}/cmdline").read_bytes()
        said = [str(call) for call in server.calls() if call.method != "getUpdates"]
    assert "DEBUG" in bot.output, "the libraries were to speak"
    assert "httpx" in bot.output or "httpcore" in bot.output
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
    for place, content in places.items():
        for form in forms(server.token):
            assert form not in content, (place, form)


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
