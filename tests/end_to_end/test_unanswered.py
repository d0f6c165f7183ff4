"""What was not answered is answered by an admin, and is from then on, for everybody."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, labels
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.knowledge_base import write_knowledge_base

UNKNOWN = "bolehkah pegawai memasang wallpaper bergambar paslon di laptop kantor?"
ALSO = "pasang wallpaper gambar paslon di laptop kantor boleh?"
ENDED = ("✅", "Draf #")
ANSWER = "Dilarang. Laptop kantor adalah fasilitas negara."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def process(server: FakeTelegram, data: Path, tmp_path: Path) -> Iterator[BotProcess]:
    """A bot over its own data folder, which a test may stop and start again."""
    content = write_knowledge_base(tmp_path / "content")
    env = environment(data, content, NETRA_ADMIN_IDS=str(ADMIN))
    with BotProcess(server, env, tmp_path / "bot.log") as running:
        yield running
        assert "Traceback" not in running.output
    assert server.violations == []


@pytest.fixture
def budi(server: FakeTelegram, process: BotProcess) -> Seat:
    return server.private_chat(first_name="Budi")


@pytest.fixture
def siti(server: FakeTelegram, process: BotProcess) -> Seat:
    return server.private_chat(first_name="Siti")


@pytest.fixture
def admin(server: FakeTelegram, process: BotProcess) -> Seat:
    return server.private_chat(ADMIN, "Admin")


def press(seat: Seat, label: str) -> BotMessage:
    """Press a button and return the message that comes of it."""
    seat.replies(0)
    seat.press(label)
    return seat.reply(WAIT)


def open_group(admin: Seat, question: str) -> BotMessage:
    listing = ask(admin, "/takterjawab")
    label = next(label for label in labels(listing) if question[:30] in label)
    admin.press(label)
    return admin.edited(listing.message_id, WAIT)


def final(seat: Seat, report: BotMessage) -> str:
    seat.wait_until(lambda: seat.message(report.message_id).text.startswith(ENDED), "report", WAIT)
    return seat.message(report.message_id).text


def cases(data: Path) -> list[dict[str, object]]:
    lines = (data / "labelled.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_what_was_not_found_is_answered_by_an_admin_also_after_a_restart(
    budi: Seat, siti: Seat, admin: Seat, process: BotProcess, data: Path
) -> None:
    assert ANSWER not in ask(budi, UNKNOWN).text
    assert ANSWER not in ask(siti, ALSO).text
    ask(budi, UNKNOWN)

    group = open_group(admin, UNKNOWN)
    assert group.text.startswith("3 kali ditanyakan")
    assert "Budi" not in group.text
    assert str(budi.chat_id) not in group.text
    press(admin, texts.drafts.BUTTON_NEW)
    assert ask(admin, "Memasang gambar calon di perangkat kantor").text == texts.drafts.ASK_VERDICT

    process.stop()
    with process:
        press(admin, texts.drafts.VERDICTS["prohibited"])  # type: ignore[index]
        assert ask(admin, ANSWER).text == texts.drafts.ASK_BASIS
        found = ask(admin, "dilarang memberikan dukungan kepada calon")
        label = next(label for label in labels(found) if "Pasal 5 huruf n" in label)
        assert "Pasal 5 huruf n" in press(admin, label).text
        classes = press(admin, texts.drafts.BUTTON_DONE)
        assert classes.text == texts.drafts.ASK_CLASSES
        admin.press("PNS")
        admin.edited(classes.message_id, WAIT)
        missing = press(admin, texts.drafts.BUTTON_DONE)
        assert "Butuh 4 cara" in missing.text
        preview = ask(
            admin,
            "gambar latar laptop dinas foto calon\nwallpaper komputer kantor bergambar calon\n"
            "layar laptop dinas pakai foto paslon\nboleh ga wallpaper paslon di laptop dinas",
        )
        assert preview.text.startswith("Draf situasi #")
        report = final(admin, press(admin, texts.drafts.BUTTON_PUBLISH))
        assert report.startswith("✅"), report
        assert "Dari 6 pertanyaan itu, 6 kini" in report

        assert ANSWER in ask(siti, "wallpaper laptop kantor gambar paslon boleh tidak?").text
        assert ask(admin, "/takterjawab").text == texts.drafts.NOTHING_UNANSWERED
        process.stop()
    with process:
        assert ANSWER in ask(budi, UNKNOWN).text
        assert "Jawaban tambahan (1)" in labels(ask(budi, "/topik"))
    (case, *_) = cases(data)
    assert case["verdict"] == "prohibited"
    assert case["basis"] == ["PP-94-2021"]


def test_a_question_is_attached_to_a_situation(budi: Seat, admin: Seat, data: Path) -> None:
    asked = "kasih tanda hati di konten cabup"
    ask(budi, asked)
    open_group(admin, asked)
    offered = press(admin, texts.drafts.BUTTON_ATTACH)
    assert offered.text == texts.drafts.ASK_SITUATION
    found = ask(admin, "menyukai unggahan")
    assert labels(found)[0] == "Menyukai unggahan calon"
    preview = press(admin, "Menyukai unggahan calon")
    assert asked in preview.text
    assert "1 kini" in final(admin, press(admin, texts.drafts.BUTTON_PUBLISH))
    assert "DILARANG" in ask(budi, asked).text
    written = (data / "published" / "additions.yaml").read_text(encoding="utf-8")
    assert asked in written
    assert cases(data)[0]["question"] == asked

    listing = ask(admin, "/dokumen")
    admin.press(labels(listing)[0])
    admin.edited(listing.message_id, WAIT)
    press(admin, texts.drafts.BUTTON_WITHDRAW)
    assert final(admin, ask(admin, "bukan soal itu")).startswith("✅")
    assert cases(data) == [], "what was withdrawn is no yardstick any more"
    assert "DILARANG" not in ask(budi, asked).text


def test_a_question_is_marked_as_out_of_scope(budi: Seat, admin: Seat, data: Path) -> None:
    asked = "bagaimana resep rendang yang enak?"
    ask(budi, asked)
    open_group(admin, asked)
    press(admin, texts.drafts.BUTTON_OUT)
    preview = press(admin, "Kepegawaian lain")
    assert asked in preview.text
    assert final(admin, press(admin, texts.drafts.BUTTON_PUBLISH)).startswith("✅")
    case = cases(data)[0]
    assert (case["verdict"], case["route"]) == ("out_of_scope", "kepegawaian")
    assert ask(admin, "/takterjawab").text == texts.drafts.NOTHING_UNANSWERED


def test_what_is_erased_leaves_the_draft(budi: Seat, admin: Seat, data: Path) -> None:
    ask(budi, UNKNOWN)
    open_group(admin, UNKNOWN)
    press(admin, texts.drafts.BUTTON_OUT)
    preview = press(admin, "Kepegawaian lain")
    ask(budi, "/hapus_data")
    budi.press(texts.privacy.ERASE_YES)
    budi.wait_until(lambda: not _kept(data), "erase", WAIT)
    admin.replies(0)
    admin.press(texts.drafts.BUTTON_PUBLISH, preview.message_id)
    assert "terhapus" in final(admin, admin.reply(WAIT))
    assert not (data / "published").exists()


def test_a_stranger_sees_none_of_it(budi: Seat, siti: Seat) -> None:
    ask(budi, UNKNOWN)
    assert ask(siti, "/takterjawab").text == texts.chat.UNKNOWN_COMMAND
    topics = ask(siti, "/topik")
    for data in ("d|u:0", "d|g:1", "d|n:1", "d|k:1:x", "d|f:1"):
        answer = siti.press_raw(data, topics.message_id).answer(WAIT)
        assert answer.text == texts.chat.BUTTON_EXPIRED
    siti.stays_silent()


def _kept(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return [row[0] for row in db.execute("select question from outcomes where question != ''")]
