"""What may not serve is refused; an admin may overrule what is a matter of judgement."""

from __future__ import annotations

import re
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
    LABELLED,
    QUESTION,
    UNLIKE_ITSELF,
    reload,
    reloaded,
    served_version,
    write_labelled,
)
from tests.end_to_end.running import WAIT, ask, labels
from tests.fake_telegram import FakeTelegram, Seat
from tests.knowledge_base import GUIDANCE, line_of, write_knowledge_base

KEPT = texts.reload.WORSE.split(" Versi")[0]


@pytest.fixture(scope="module")
def knowledge_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_knowledge_base(tmp_path_factory.mktemp("content"))
    write_labelled(folder)
    return folder


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(autouse=True)
def restored(telegram: FakeTelegram, admin: Seat, knowledge_dir: Path) -> Iterator[None]:
    """Each test begins, and leaves the bot, with the base as it was."""
    yield
    write_knowledge_base(knowledge_dir)
    write_labelled(knowledge_dir)
    assert reload(admin).startswith(("✅", "Tidak ada"))


def audited(data: Path) -> list[tuple[int, str, str, str | None]]:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return db.execute(
            "select admin, action, subject, reason from audit order by id"
        ).fetchall()


def test_the_score_is_told(admin: Seat, knowledge_dir: Path) -> None:
    write_knowledge_base(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Kini lebih jelas."))
    text = reload(admin)
    assert text.startswith("✅")
    assert "Ujian 3 pertanyaan: benar 100,0 % · luar topik 100,0 % · berbahaya 0" in text


def test_what_answers_less_well_is_not_loaded(
    admin: Seat, budi: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED)
    before = served_version(admin)
    report = reloaded(admin)
    assert report.text.startswith(KEPT)
    assert "benar 100,0 % → 50,0 %" in report.text
    assert "berbahaya 0 → 1" in report.text
    assert (
        f"{LABELLED[0]['question']} [seharusnya dilarang, dijawab terjawab boleh " in report.text
    )
    assert labels(report) == [texts.reload.BUTTON_FORCE]
    assert served_version(admin) == before
    assert ANSWER in ask(budi, QUESTION).text
    assert audited(bot_data)[-1][:2] == (ADMIN, "muat_ulang")


def test_what_does_not_find_itself_is_not_loaded(
    admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    write_knowledge_base(knowledge_dir, *UNLIKE_ITSELF)
    line = line_of(knowledge_dir, GUIDANCE, "- id: keputusan-saat-kampanye")
    report = reloaded(admin)
    assert report.text.startswith(KEPT)
    assert f"{GUIDANCE}:{line}: hanya " in report.text
    assert labels(report) == [texts.reload.BUTTON_FORCE]


def test_an_admin_overrules_with_a_reason(
    admin: Seat, budi: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED)
    reloaded(admin)
    admin.press(texts.reload.BUTTON_FORCE).answer(WAIT)
    assert admin.reply(WAIT).text == texts.reload.ASK_REASON
    report = reloaded(admin, "aturannya baru saja berubah")
    assert report.text.startswith("✅")
    assert "Boleh. Menyukai unggahan calon bukan dukungan." in ask(budi, QUESTION).text
    admin_id, action, subject, reason = audited(bot_data)[-1]
    assert (admin_id, action, reason) == (ADMIN, "muat_ulang", "aturannya baru saja berubah")
    assert subject == f"melayani {served_version(admin)}"


def test_a_reason_is_for_the_version_that_it_was_asked_for(
    admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED)
    reloaded(admin)
    admin.press(texts.reload.BUTTON_FORCE).answer(WAIT)
    assert admin.reply(WAIT).text == texts.reload.ASK_REASON
    other = (GUIDANCE, "title: Pilkada sehari-hari", "title: Pilkada tiap hari")
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED, other)
    assert reloaded(admin, "ini alasannya").text.startswith(KEPT)
    assert ANSWER in ask(budi, QUESTION).text


@pytest.mark.parametrize("instead", ["press", "/batal", "/status"])
def test_a_reason_may_be_taken_back(
    admin: Seat, budi: Seat, knowledge_dir: Path, instead: str
) -> None:
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED)
    reloaded(admin)
    admin.press(texts.reload.BUTTON_FORCE).answer(WAIT)
    asked = admin.reply(WAIT)
    if instead == "press":
        admin.press(texts.reload.BUTTON_CANCEL).answer(WAIT)
        assert admin.edited(asked.message_id, WAIT).text == texts.reload.FORCE_CANCELLED
    else:
        assert (ask(admin, instead).text == texts.drafts.CANCELLED) is (instead == "/batal")
    assert ANSWER in ask(admin, QUESTION).text, "a message is a question again"


@pytest.mark.parametrize(
    "command",
    ["muat_ulang", "kembalikan", "status", "statistik", "takterjawab", "lanjut", "batal"],
)
def test_a_command_with_something_behind_it_does_nothing(
    admin: Seat, budi: Seat, knowledge_dir: Path, bot_data: Path, command: str
) -> None:
    write_knowledge_base(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Ini belum dimuat."))
    before = audited(bot_data)
    said = ask(admin, f"/{command} sekarang 7").text
    assert said == texts.admin.ALONE.format(command=f"/{command}")
    admin.stays_silent()
    assert audited(bot_data) == before
    assert ANSWER in ask(budi, QUESTION).text
    # To anybody else it is still a command that does not exist.
    assert ask(budi, f"/{command} sekarang 7").text == texts.chat.UNKNOWN_COMMAND


@pytest.mark.parametrize(
    ("command", "said"),
    [("/jeda", texts.status.PAUSE_USAGE), ("/dokumen x", texts.drafts.PASTE_SHORT)],
)
def test_a_command_without_what_it_needs_says_so(admin: Seat, command: str, said: str) -> None:
    assert ask(admin, command).text == said


def test_what_cannot_be_read_cannot_be_forced(admin: Seat, knowledge_dir: Path) -> None:
    write_knowledge_base(knowledge_dir, (GUIDANCE, "verdict: allowed", "verdict: mungkin"))
    assert labels(reloaded(admin)) == []


def test_a_broken_labelled_file_is_named_and_nothing_changes(
    admin: Seat, budi: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    write_knowledge_base(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Belum dimuat."))
    own = bot_data / "labelled.jsonl"
    own.write_text('{"question": "a", "verdict": "allowed"}\nbukan json\n')
    text = reload(admin)
    own.unlink()
    assert text.startswith("⛔ Gagal")
    assert "labelled.jsonl:2" in text
    assert ANSWER in ask(budi, QUESTION).text


def test_the_questions_of_the_host_count_too(
    admin: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    """What the present version answers wrongly as well is no reason to refuse."""
    own = bot_data / "labelled.jsonl"
    own.write_text('{"question": "apakah pns dapat mencoblos?", "verdict": "conditional"}\n')
    write_knowledge_base(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Soal tambahan."))
    text = reload(admin)
    own.unlink()
    assert text.startswith("✅")
    assert re.search(r"Ujian 4 pertanyaan: benar 66,7 % ·", text)


def test_buttons_of_admins_do_nothing_for_others(
    telegram: FakeTelegram, admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    write_knowledge_base(knowledge_dir, *CALLED_ALLOWED)
    report = reloaded(admin)
    (button,) = report.buttons
    answer = ask(budi, QUESTION)
    press = budi.press_raw(button.value, answer.message_id)
    assert press.answer(WAIT).text == texts.chat.BUTTON_EXPIRED
    assert ANSWER in ask(budi, QUESTION).text
