"""Run the real bot and the real command line in processes of their own."""

from __future__ import annotations

import base64
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from knowledge.store import KnowledgeStore
from retrieval.opening import open_engine
from retrieval.semantic import open_encoder
from settings import ROOT, load_settings
from tests.fake_telegram import BotMessage, FakeTelegram, Seat, Sent

WAIT = 30.0
"""Seconds to wait for anything the bot should do; a busy machine is slow, not wrong."""


def environment(data: Path, knowledge: Path, **more: str) -> dict[str, str]:
    """The environment of a bot; nothing of the developer's own settings gets in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NETRA_", "TELEGRAM_"))
    }
    return {
        **kept,
        "NETRA_DATA_DIR": str(data),
        "NETRA_KNOWLEDGE_DIR": str(knowledge),
        "PTB_TIMEDELTA": "true",
        "PYTHONUTF8": "1",
        **more,
    }


def run(
    *arguments: str | Path,
    env: dict[str, str],
    stdin: str | bytes | None = b"",
    timeout: float = 4 * WAIT,
) -> subprocess.CompletedProcess[str]:
    """Run ``bot.py`` with ``arguments`` to its end; ``stdin`` None closes standard input."""
    command: list[str] = [sys.executable, "bot.py", *map(str, arguments)]
    if stdin is None:
        command = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    given = stdin.encode() if isinstance(stdin, str) else stdin or b""
    done = subprocess.run(
        command, cwd=ROOT, env=env, input=given, capture_output=True, timeout=timeout, check=False
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects of an output that holds one a line."""
    return [json.loads(line) for line in text.splitlines()]


def copy_index(source: Path, target: Path) -> Path:
    """Copy the index of a data folder, while it may be in use; return the new folder."""
    target.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(source / "knowledge.db")) as old,
        closing(sqlite3.connect(target / "knowledge.db")) as new,
    ):
        old.backup(new)
    return target


def own_index(folder: Path) -> Path:
    """A data folder below ``folder`` with a copy of the developer's own index, made if need be."""
    settings = load_settings()
    with KnowledgeStore(settings.index_path) as store:
        open_engine(settings.knowledge_dir, store, open_encoder(settings.embedding_model))
    return copy_index(settings.index_path.parent, folder / "data")


def forms(token: str) -> list[bytes]:
    """What a leak of ``token`` could look like; the secret is what stands behind the colon."""
    secret = token.partition(":")[2]
    whole = [token, secret, quote(token, safe=""), secret[:20], secret[-20:]]
    return [text.encode() for text in whole] + [
        base64.b64encode(secret.encode())[:24],
        secret.encode("utf-16-le"),
    ]


class BotProcess:
    """``bot.py run`` against a test server; ready once it polls, or has set its webhook.

    Whatever a test is about, the log that its bot leaves behind holds no token.
    """

    def __init__(
        self,
        telegram: FakeTelegram,
        env: dict[str, str],
        log: Path,
        program: Sequence[str] = ("bot.py",),
    ) -> None:
        self._telegram = telegram
        self._program = program
        self._begins_with = "setWebhook" if "NETRA_WEBHOOK_URL" in env else "getUpdates"
        self._log = log
        self._env = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            **env,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """What the bot has written to standard output and error so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> BotProcess:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._program, "run"],
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        before = len(self._telegram.calls(self._begins_with))
        deadline = time.monotonic() + 4 * WAIT
        while len(self._telegram.calls(self._begins_with)) == before:
            assert self.running, f"the bot ended at once:\n{self.output}"
            assert time.monotonic() < deadline, f"the bot does not listen:\n{self.output}"
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if kind is None:
            written = self._log.read_bytes()
            assert not any(form in written for form in forms(self._telegram.token))

    def kill(self) -> None:
        """End it as a power cut would: without a word."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def wait(self) -> int:
        """Wait until it ends by itself; return its exit status."""
        assert self._process is not None
        return self._process.wait(4 * WAIT)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask the bot to end; return its exit status."""
        assert self._process is not None
        if self.running:
            self._process.send_signal(number)
        try:
            return self._process.wait(WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"the bot did not end when asked:\n{self.output}") from None


def eventually(condition: Callable[[], bool], what: str, timeout: float = WAIT) -> None:
    """Wait for something outside the server; ``what`` completes "it did not …"."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"it did not {what}"
        time.sleep(0.05)


def ask(seat: Seat, text: str) -> BotMessage:
    """Send ``text`` and return the first message that answers it."""
    sent = seat.send(text)
    answer = seat.reply(WAIT)
    assert answer.reply_to in (None, sent.message_id)
    return answer


def asked_and_remembered(seat: Seat, text: str) -> tuple[Sent, BotMessage]:
    """Send ``text``; return it and its answer once the bot knows the number of that answer."""
    sent = seat.send(text)
    answer = seat.reply(WAIT)
    time.sleep(0.2)
    return sent, answer


def values(message: BotMessage) -> list[str]:
    """What the buttons under ``message`` do."""
    return [str(button.value) for button in message.buttons]


def labels(message: BotMessage) -> list[str]:
    """The words on the buttons under ``message``."""
    return [button.text for button in message.buttons]
