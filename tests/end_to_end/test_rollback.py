"""One of the last versions serves again, over restarts, until the next reload."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.reloading import (
    ANSWER,
    CALLED_ALLOWED,
    QUESTION,
    finished,
    reload,
    served_version,
    write_labelled,
)
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, labels, run
from tests.fake_telegram import FakeTelegram, Seat
from tests.knowledge_base import GUIDANCE, add_file, write_knowledge_base

NEWER = "Dilarang. Ini versi yang lebih baru."


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = write_knowledge_base(tmp_path / "content")
    write_labelled(folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def env(data: Path, content: Path) -> dict[str, str]:
    return environment(data, content, NETRA_ADMIN_IDS=str(ADMIN))


@pytest.fixture
def server() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def admin(server: FakeTelegram) -> Seat:
    return server.private_chat(ADMIN, "Admin")


@pytest.fixture
def budi(server: FakeTelegram) -> Seat:
    return server.private_chat(first_name="Budi")


def test_an_earlier_version_serves_until_the_next_reload(
    server: FakeTelegram,
    admin: Seat,
    budi: Seat,
    env: dict[str, str],
    content: Path,
    data: Path,
    tmp_path: Path,
) -> None:
    with BotProcess(server, env, tmp_path / "log"):
        assert ask(admin, "/kembalikan").text == texts.reload.NO_VERSIONS
        old = served_version(admin)
        write_knowledge_base(content, (GUIDANCE, ANSWER, NEWER))
        assert reload(admin).startswith("✅")
        new = served_version(admin)

        listed = ask(admin, "/kembalikan")
        assert listed.text.index(new) < listed.text.index(old), "the latest is at the top"
        assert f"oleh {ADMIN}" in listed.text.split(old)[0]
        assert "2 peraturan, 3 situasi, 1 artikel · benar 100,0 %" in listed.text
        (label,) = labels(listed)
        assert old in label

        admin.press(label, listed.message_id).answer(WAIT)
        assert old in admin.edited(listed.message_id, WAIT).text
        admin.press(texts.reload.BUTTON_CANCEL, listed.message_id).answer(WAIT)
        assert admin.edited(listed.message_id, WAIT).text == texts.reload.ROLLBACK_CANCELLED
        assert served_version(admin) == new

        listed = ask(admin, "/kembalikan")
        admin.press(label, listed.message_id).answer(WAIT)
        admin.edited(listed.message_id, WAIT)
        admin.press(texts.reload.BUTTON_ROLLBACK, listed.message_id).answer(WAIT)
        done = admin.edited(listed.message_id, WAIT).text
        assert done == texts.reload.ROLLED_BACK.format(version=old)
        assert served_version(admin) == old
        assert ANSWER in ask(budi, QUESTION).text

    with BotProcess(server, env, tmp_path / "log"):
        assert served_version(admin) == old
        assert ANSWER in ask(budi, QUESTION).text
        text = reload(admin)
        assert text.startswith("✅")
        assert texts.reload.UNPINNED in text
        assert NEWER in ask(budi, QUESTION).text

    with BotProcess(server, env, tmp_path / "log"):
        assert served_version(admin) == new
    with closing(sqlite3.connect(data / "journal.db")) as db:
        done_by = db.execute("select admin, action, subject from audit order by id").fetchall()
    assert (ADMIN, "kembalikan", old) in done_by


def test_a_reload_of_the_version_that_is_held_lets_it_go(
    server: FakeTelegram, admin: Seat, env: dict[str, str], content: Path, tmp_path: Path
) -> None:
    with BotProcess(server, env, tmp_path / "log"):
        old = served_version(admin)
        write_knowledge_base(content, (GUIDANCE, ANSWER, NEWER))
        reload(admin)
        assert run("rollback", old, env=env).returncode == 0
        admin.wait_until(lambda: served_version(admin) == old, "follow the shell", WAIT)
        write_knowledge_base(content)
        assert texts.reload.UNPINNED in reload(admin)
        assert texts.reload.UNPINNED not in reload(admin)


def test_others_see_no_versions(
    server: FakeTelegram, budi: Seat, env: dict[str, str], tmp_path: Path
) -> None:
    with BotProcess(server, env, tmp_path / "log"):
        assert ask(budi, "/kembalikan").text == texts.chat.UNKNOWN_COMMAND


def test_the_running_bot_follows_a_shell(
    server: FakeTelegram,
    admin: Seat,
    budi: Seat,
    env: dict[str, str],
    content: Path,
    data: Path,
    tmp_path: Path,
) -> None:
    with BotProcess(server, env, tmp_path / "log"):
        old = served_version(admin)
        write_knowledge_base(content, *CALLED_ALLOWED)
        done = run("reload", env=env)
        assert done.returncode == 1
        assert "berbahaya 0 → 1" in done.stdout
        assert served_version(admin) == old

        write_knowledge_base(content, (GUIDANCE, ANSWER, NEWER))
        done = run("reload", env=env)
        assert done.returncode == 0, done.stderr
        assert texts.terminal.BOT_FOLLOWS in done.stdout
        admin.wait_until(lambda: served_version(admin) != old, "follow the shell", WAIT)
        assert NEWER in ask(budi, QUESTION).text
        assert run("reload", env=env).stdout.startswith("Tidak ada yang berubah.")

        assert old in run("rollback", env=env).stdout
        assert run("rollback", old, env=env).returncode == 0
        admin.wait_until(lambda: served_version(admin) == old, "follow the shell", WAIT)

        write_knowledge_base(content, *CALLED_ALLOWED)
        assert run("reload", "--force", "percobaan", env=env).returncode == 0
        admin.wait_until(lambda: served_version(admin) != old, "follow the shell", WAIT)
    with closing(sqlite3.connect(data / "journal.db")) as db:
        rows = db.execute("select admin, action, reason from audit order by id").fetchall()
    assert rows[-1] == (0, "muat_ulang", "percobaan")


@pytest.mark.parametrize("version", ["", "0" * 12, "bukan"])
def test_a_version_that_is_not_there_is_refused(env: dict[str, str], version: str) -> None:
    assert run("index", env=env).returncode == 0
    done = run("rollback", version, env=env)
    assert done.returncode == 2
    assert done.stderr == f"netra: {texts.terminal.NO_SUCH_VERSION.format(version=version)}\n"


def test_a_reload_that_is_cut_leaves_the_old_version(
    server: FakeTelegram,
    admin: Seat,
    budi: Seat,
    env: dict[str, str],
    content: Path,
    tmp_path: Path,
) -> None:
    bot = BotProcess(server, env, tmp_path / "log")
    with bot:
        old = served_version(admin)
        words = [f"Camat ke-{n} membuka rapat nomor {n} di aula {n}." for n in range(600)]
        paragraphs = "".join(f"  - {word}\n" for word in words)
        article = "key: rapat\ntitle: Rapat\norigin: rapat.txt\nparagraphs:\n"
        add_file(content, "articles/rapat.yaml", article + paragraphs)
        admin.send("/muat_ulang")
        report = admin.reply(WAIT).message_id
        admin.wait_until(
            lambda: texts.reload.STAGES["embedding"] in admin.message(report).text, "embed", WAIT
        )
        bot.stop(signal.SIGKILL)
    (content / "articles/rapat.yaml").unlink()
    with BotProcess(server, env, tmp_path / "log"):
        # The command was not done yet, so it is done again.
        crash, again = sorted(admin.replies(2, WAIT), key=lambda sent: sent.text[0] != "⚠")
        assert crash.text == texts.status.ALERT_CRASH
        assert finished(admin, again.message_id).text.startswith("Tidak ada")
        assert served_version(admin) == old
        assert ask(admin, "/kembalikan").text == texts.reload.NO_VERSIONS
        assert ANSWER in ask(budi, QUESTION).text
        assert reload(admin).startswith("Tidak ada")
