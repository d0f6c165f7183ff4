"""Whatever happens to the files, people are answered, and the operator is told what to do."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from journal.backup import KEPT, backups
from knowledge.schema import Verdict
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.disks import FILLER, fill, read_only, small_disk
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, run
from tests.fake_telegram import FakeTelegram

QUESTION = "boleh like postingan calon bupati?"
ERASED = texts.privacy.ERASED.format(kept=KEPT, days=90)
PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]


@pytest.fixture
def data(tmp_path: Path, mini: Path) -> Path:
    """A data folder with the index of the small knowledge base, and a journal."""
    folder = tmp_path / "data"
    assert run("index", env=environment(folder, mini)).returncode == 0
    return folder


@pytest.fixture
def env(data: Path, mini: Path) -> dict[str, str]:
    return environment(data, mini, NETRA_ADMIN_IDS=str(ADMIN))


@pytest.fixture
def server() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running
        assert running.violations == []


def recorded(data: Path) -> int:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return int(db.execute("select count(*) from outcomes").fetchone()[0])


def damage(path: Path) -> None:
    """Overwrite the middle of a file, as a dying disk does."""
    content = bytearray(path.read_bytes())
    middle = slice(len(content) // 4, len(content) * 3 // 4)
    content[middle] = b"\xa5" * len(content[middle])
    path.write_bytes(content)


def halve(path: Path) -> None:
    """Leave half of a file, as a copy that was cut off does."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def no_database(path: Path) -> None:
    """Put something else in the place of a file."""
    path.write_bytes(b"ini bukan basis data SQLite" * 100)


@pytest.mark.parametrize("harm", [damage, halve, no_database])
def test_broken_files_are_set_aside_and_begun_anew(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path, harm: object
) -> None:
    budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
    with BotProcess(server, env, tmp_path / "log"):
        ask(budi, QUESTION)
    assert callable(harm)
    for name in ("knowledge.db", "journal.db"):
        harm(data / name)
    bot = BotProcess(server, env, tmp_path / "log2")
    with bot:
        assert ask(budi, QUESTION).text.startswith(PROHIBITED)
        status = ask(admin, "/status").text
        for name in ("knowledge.db", "journal.db"):
            (aside,) = data.glob(f"{name}.rusak-*")
            told = [line for line in bot.output.splitlines() if aside.name in line]
            assert len(told) == 1, bot.output
            assert "NETRA_DATA_DIR" in told[0]
            assert aside.name in status
    assert recorded(data) == 1
    assert "Traceback" not in bot.output


def test_a_deleted_index_is_built_again(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    budi = server.private_chat()
    with BotProcess(server, env, tmp_path / "log"):
        for file in data.glob("knowledge.db*"):
            file.unlink()
        assert ask(budi, QUESTION).text.startswith(PROHIBITED)
    with BotProcess(server, env, tmp_path / "log"):
        assert ask(budi, QUESTION).text.startswith(PROHIBITED)
    assert (data / "knowledge.db").is_file()


def test_a_full_disk_does_not_stop_answers(
    server: FakeTelegram, mini: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", 4) as data:
        env = environment(data, mini, NETRA_ADMIN_IDS=str(ADMIN), NETRA_MESSAGES_PER_MINUTE="100")
        budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
        bot = BotProcess(server, env, tmp_path / "log")
        with bot:
            assert texts.card.BUTTON_USEFUL in [b.text for b in ask(budi, QUESTION).buttons]
            fill(data)
            # What fits into pages that are there already is still written.
            for _ in range(30):
                answer = ask(budi, QUESTION)
                assert answer.text.startswith(PROHIBITED)
            assert texts.card.BUTTON_USEFUL not in [b.text for b in answer.buttons]
            assert "journal.db" in ask(admin, "/status").text
            told = [line for line in bot.output.splitlines() if "journal.db" in line]
            assert len(told) == 1, bot.output
            assert "ruang disk" in told[0]
            question = ask(budi, "/hapus_data")
            budi.press(texts.privacy.ERASE_YES, question.message_id).answer(WAIT)
            said = budi.edited(question.message_id, WAIT).text
            # A deletion may fit where an entry does not; then it must be true.
            assert said in (texts.privacy.ERASE_FAILED, ERASED)
            assert said == texts.privacy.ERASE_FAILED or recorded(data) == 0

            (data / FILLER).unlink()
            before = recorded(data)
            assert texts.card.BUTTON_USEFUL in [b.text for b in ask(budi, QUESTION).buttons]
            assert recorded(data) == before + 1
        assert "Traceback" not in bot.output


def test_it_starts_on_a_full_disk(server: FakeTelegram, mini: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as data:
        fill(data)
        env = environment(data, mini)
        bot = BotProcess(server, env, tmp_path / "log")
        with bot:
            assert ask(server.private_chat(), QUESTION).text.startswith(PROHIBITED)
        assert "Traceback" not in bot.output
        assert "NETRA_DATA_DIR" in bot.output


def test_a_reload_on_a_full_disk_is_refused_and_the_old_knowledge_serves(
    server: FakeTelegram, mini: Path, tmp_path: Path
) -> None:
    from tests.knowledge_base import write_knowledge_base

    content = write_knowledge_base(tmp_path / "isi")
    with small_disk(tmp_path / "disk", 4) as data:
        env = environment(data, content, NETRA_ADMIN_IDS=str(ADMIN))
        budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
        bot = BotProcess(server, env, tmp_path / "log")
        with bot:
            ask(budi, QUESTION)
            fill(data)
            routing = content / "routing.yaml"
            routing.write_text(routing.read_text().replace("- halo min", "- halo kakak baik"))
            report = ask(admin, "/muat_ulang")
            admin.wait_until(lambda: "knowledge.db" in admin.message(report.message_id).text, WAIT)
            assert ask(budi, QUESTION).text.startswith(PROHIBITED)
        assert "Traceback" not in bot.output


def test_a_folder_that_may_not_be_written_is_served_from_memory(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    budi, admin = server.private_chat(), server.private_chat(ADMIN, "Admin")
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    with read_only(data):
        bot = BotProcess(server, env, tmp_path / "log")
        with bot:
            assert ask(budi, QUESTION).text.startswith(PROHIBITED)
            assert "tidak dapat ditulisi" in ask(admin, "/status").text
            question = ask(budi, "/hapus_data")
            budi.press(texts.privacy.ERASE_YES, question.message_id).answer(WAIT)
            assert budi.edited(question.message_id, WAIT).text == texts.privacy.ERASE_FAILED
        for name in ("knowledge.db", "journal.db"):
            (line,) = [line for line in bot.output.splitlines() if f"{name}'" in line][:1]
            assert "izin folder" in line
        assert "Traceback" not in bot.output
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


# --- backup and restore ------------------------------------------------------------------


def test_a_backup_under_load_is_whole_and_can_be_restored(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    seats = [server.private_chat(first_name=f"Orang {number}") for number in range(4)]
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            for seat in seats:
                ask(seat, QUESTION)

    writer = threading.Thread(target=keep_asking)
    with BotProcess(server, env, tmp_path / "log"):
        ask(seats[0], QUESTION)
        writer.start()
        try:
            done = [run("backup", tmp_path / "cadangan", env=env)]
        finally:
            stop.set()
            writer.join()
        refused = run("restore", *backups(tmp_path / "cadangan"), env=env)
    assert [d.returncode for d in done] == [0], done
    assert refused.returncode == 2
    assert "sedang dipakai" in refused.stderr
    assert refused.stderr.count("\n") == 1
    (folder,) = backups(tmp_path / "cadangan")
    assert sorted(file.name for file in folder.iterdir()) == ["journal.db", "knowledge.db"]
    saved, now = recorded(folder), recorded(data)
    assert 1 <= saved <= now

    restored = run("restore", folder, env=env)
    assert restored.returncode == 0, restored.stderr
    assert recorded(data) == saved
    (aside,) = data.glob("journal.db.sebelum-*")
    assert str(aside) in restored.stdout
    with BotProcess(server, env, tmp_path / "log"):
        assert ask(seats[0], QUESTION).text.startswith(PROHIBITED)
    assert recorded(data) == saved + 1


def test_the_bot_makes_a_backup_by_itself(
    server: FakeTelegram, data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "cadangan"
    env |= {"NETRA_BACKUP_DIR": str(target)}
    for _ in range(2):
        with BotProcess(server, env, tmp_path / "log"):
            ask(server.private_chat(), QUESTION)
            server.world.wait_for(lambda: bool(backups(target)), WAIT)
    assert len(backups(target)) == 1, "the second start was on the same day"


def test_backup_and_restore_say_what_is_missing(
    data: Path, env: dict[str, str], tmp_path: Path
) -> None:
    done = run("backup", env=env)
    assert done.returncode == 2
    assert "NETRA_BACKUP_DIR" in done.stderr
    (tmp_path / "kosong").mkdir()
    done = run("restore", tmp_path / "kosong", env=env)
    assert done.returncode == 2
    assert done.stderr.startswith("netra: ")
    assert "journal.db" in done.stderr
