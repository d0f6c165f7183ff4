"""A pretended Telegram, and the real bot in front of it: one of each for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from retrieval.engine import Engine
from tests.conftest import CONTENT
from tests.end_to_end.running import BotProcess, copy_index, environment
from tests.fake_telegram import FakeTelegram, Seat
from tests.knowledge_base import write_knowledge_base

ADMIN = 6_100_000_001
SECOND_ADMIN = ADMIN + 1
"""An admin only where a module says so: see ``admin_ids``."""


@pytest.fixture(scope="module")
def server() -> Iterator[FakeTelegram]:
    """The server of a module; tests use ``telegram``."""
    with FakeTelegram() as running:
        yield running


@pytest.fixture(scope="module")
def knowledge_dir(request: pytest.FixtureRequest) -> Path:
    """The content that the bot of the module serves; a module may have another.

    A module marked ``small_knowledge`` has the small one, and an empty data folder.
    """
    if request.node.get_closest_marker("small_knowledge"):
        return cast("Path", request.getfixturevalue("mini"))
    return CONTENT


@pytest.fixture(scope="module")
def bot_data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the module's bot, with the index in it."""
    folder = tmp_path_factory.mktemp("bot")
    if request.node.get_closest_marker("small_knowledge"):
        return folder
    request.getfixturevalue("engine")
    return copy_index(request.getfixturevalue("data_dir"), folder)


@pytest.fixture(scope="module")
def admin_ids() -> str:
    """Who may administer the bot of the module; a module may name others."""
    return str(ADMIN)


@pytest.fixture(scope="module")
def bot(
    server: FakeTelegram,
    bot_data: Path,
    knowledge_dir: Path,
    admin_ids: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BotProcess]:
    """The bot of the module; it must have ended well when the module is done."""
    env = environment(bot_data, knowledge_dir, NETRA_ADMIN_IDS=admin_ids)
    process = BotProcess(server, env, tmp_path_factory.mktemp("log") / "bot.log")
    with process:
        yield process
        assert process.running, f"the bot ended by itself:\n{process.output}"
    assert process.stop() == 0


@pytest.fixture
def telegram(server: FakeTelegram, bot: BotProcess) -> Iterator[FakeTelegram]:
    """The server with the bot in front of it; after each test nothing was wrongly sent."""
    yield server
    server.faults.clear()
    assert server.violations == []
    assert bot.running, bot.output


@pytest.fixture
def budi(telegram: FakeTelegram) -> Seat:
    """A civil servant who has never written before."""
    return telegram.private_chat(first_name="Budi")


@pytest.fixture
def siti(telegram: FakeTelegram) -> Seat:
    """Another one."""
    return telegram.private_chat(first_name="Siti")


@pytest.fixture
def admin(telegram: FakeTelegram) -> Seat:
    """The admin."""
    return telegram.private_chat(ADMIN, "Admin")


@pytest.fixture
def second(telegram: FakeTelegram) -> Seat:
    """The second admin."""
    return telegram.private_chat(SECOND_ADMIN, "Admin Dua")


@pytest.fixture(scope="session")
def cli_data(data_dir: Path, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for the command line, with the index of the real content in it."""
    return copy_index(data_dir, tmp_path_factory.mktemp("cli"))


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small valid knowledge base."""
    return write_knowledge_base(tmp_path_factory.mktemp("mini"))
