"""Publishing passes the same gate as a reload, takes its turn, and changes all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end import files_of_news as news
from tests.end_to_end.conftest import ADMIN, SECOND_ADMIN
from tests.end_to_end.disks import fill, small_disk
from tests.end_to_end.reloading import (
    ANSWER,
    LABELLED,
    QUESTION,
    finished,
    reload,
    served_version,
    write_labelled,
)
from tests.end_to_end.running import WAIT, BotProcess, ask, environment, labels
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.knowledge_base import add_file, write_knowledge_base

CALLS_IT_ALLOWED = b"""\
topic: sendiri
title: Akun sendiri
situations:
  - id: nge-like-status
    title: Nge-like status paslon
    question: Bolehkah ASN nge-like status paslon?
    variants:
      - bolehkah asn nge-like status paslon
      - asn nge-like status paslon boleh kan
      - nge-like status paslon oleh asn
      - boleh ga asn nge-like status paslon
      - asn nge-like status paslon di wa
      - status paslon di-like asn
    verdict: allowed
    answer: Boleh. Ini jawaban yang keliru.
    applies_to: [PNS]
    basis:
      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}
    reviewed: 2026-11-22
"""
ENDED = ("✅", "Draf #")


@pytest.fixture(scope="module")
def knowledge_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_knowledge_base(tmp_path_factory.mktemp("content"))
    write_labelled(folder)
    return folder


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(scope="module")
def admin_ids() -> str:
    return f"{ADMIN},{SECOND_ADMIN}"


@pytest.fixture(autouse=True, scope="module")
def no_traceback(bot: BotProcess) -> Iterator[None]:
    yield
    assert "Traceback" not in bot.output


@pytest.fixture(autouse=True)
def restored(
    telegram: FakeTelegram, admin: Seat, knowledge_dir: Path, bot_data: Path
) -> Iterator[None]:
    """Each test leaves the bot without published documents, and with the base as it was."""
    yield
    for path in (bot_data / "published").rglob("*.yaml"):
        path.unlink()
    (knowledge_dir / "articles/rapat.yaml").unlink(missing_ok=True)
    assert reload(admin).startswith(("✅", "Tidak ada"))


def upload(seat: Seat, name: str, content: bytes) -> BotMessage:
    seat.replies(0)
    seat.sends_document(name, content)
    return seat.reply(WAIT)


def press_publish(seat: Seat, draft: BotMessage) -> int:
    """Press the button; return the number of the message that reports."""
    seat.replies(0)
    seat.press(texts.drafts.BUTTON_PUBLISH, draft.message_id)
    return seat.reply(WAIT).message_id


def ended(seat: Seat, report: int) -> BotMessage:
    """Return the message ``report`` once it says how the publishing ended."""
    seat.wait_until(lambda: seat.message(report).text.startswith(ENDED), "end", WAIT)
    return seat.message(report)


def published(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "published").rglob("*.yaml"))


def audited(data: Path) -> list[tuple[int, str, str, str | None]]:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return db.execute(
            "select admin, action, subject, reason from audit order by id"
        ).fetchall()


def number_of(draft: BotMessage) -> str:
    return draft.text.split("#")[1].split("\n")[0]


def test_what_answers_less_well_is_published_only_with_a_reason(
    admin: Seat, budi: Seat, bot_data: Path
) -> None:
    asked = str(LABELLED[0]["question"])
    draft = upload(admin, "sendiri.yaml", CALLS_IT_ALLOWED)
    before = served_version(admin)
    report = ended(admin, press_publish(admin, draft))
    assert texts.reload.WORSE.split(";")[0] in report.text
    assert asked in report.text
    assert labels(report) == [texts.drafts.BUTTON_FORCE]
    assert published(bot_data) == []
    assert served_version(admin) == before

    admin.press(texts.drafts.BUTTON_FORCE, report.message_id)
    why = admin.reply(WAIT).text
    assert why == texts.drafts.ASK_FORCE.format(number=number_of(draft))
    assert "keliru" not in ask(budi, asked).text
    admin.send("sudah dibahas dengan biro hukum")
    forced = ended(admin, admin.reply(WAIT).message_id)
    assert forced.text.startswith("✅")
    assert "berbahaya 0 → 1" in forced.text
    assert "Ini jawaban yang keliru." in ask(budi, asked).text
    assert audited(bot_data)[-1] == (
        ADMIN,
        "terbit",
        f"draf {number_of(draft)}",
        "sudah dibahas dengan biro hukum",
    )


@pytest.mark.parametrize("command", ["/batal", "/dokumen"])
def test_forcing_may_be_left(admin: Seat, bot_data: Path, command: str) -> None:
    draft = upload(admin, "sendiri.yaml", CALLS_IT_ALLOWED)
    report = ended(admin, press_publish(admin, draft))
    admin.press(texts.drafts.BUTTON_FORCE, report.message_id)
    admin.reply(WAIT)
    assert (ask(admin, command).text == texts.drafts.CANCELLED) is (command == "/batal")
    assert ANSWER in ask(admin, QUESTION).text, "a message is a question again"
    assert published(bot_data) == []


def test_a_reason_is_for_the_version_that_was_judged(
    admin: Seat, budi: Seat, bot_data: Path
) -> None:
    draft = upload(admin, "sendiri.yaml", CALLS_IT_ALLOWED)
    report = ended(admin, press_publish(admin, draft))
    news_draft = upload(admin, "berita.txt", news.TEXT.encode())
    assert ended(admin, press_publish(admin, news_draft)).text.startswith("✅")
    admin.press(texts.drafts.BUTTON_FORCE, report.message_id)
    admin.reply(WAIT)
    admin.send("alasannya sudah basi")
    again = ended(admin, admin.reply(WAIT).message_id)
    assert again.text.startswith("Draf #")
    assert labels(again) == [texts.drafts.BUTTON_FORCE]
    assert ANSWER in ask(budi, QUESTION).text


def test_an_upload_during_a_reload_is_previewed_and_its_publishing_waits(
    admin: Seat, second: Seat, budi: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    words = "".join(f"  - Camat ke-{n} membuka rapat nomor {n}.\n" for n in range(300))
    article = f"key: rapat\ntitle: Rapat\norigin: rapat.txt\nparagraphs:\n{words}"
    add_file(knowledge_dir, "articles/rapat.yaml", article)
    admin.replies(0)
    admin.send("/muat_ulang")
    reloading = admin.reply(WAIT).message_id

    draft = upload(second, "berita.txt", news.TEXT.encode())
    assert news.TITLE in draft.text
    second.press(texts.drafts.BUTTON_PUBLISH, draft.message_id)
    assert second.reply(WAIT).text == texts.drafts.WAITING
    assert published(bot_data) == []
    assert ANSWER in ask(budi, QUESTION).text

    assert finished(admin, reloading).text.startswith("✅")
    report = second.bot_messages()[-1].message_id
    assert ended(second, report).text.startswith("✅")
    assert len(published(bot_data)) == 1


def test_two_admins_publish_the_same_draft_at_once(
    admin: Seat, second: Seat, bot_data: Path
) -> None:
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    other = upload(second, "lain.txt", news.TEXT.encode())
    for seat in (admin, second):
        seat.replies(0)
    admin.press(texts.drafts.BUTTON_PUBLISH, draft.message_id)
    second.press_raw(f"d|p:{number_of(draft)}", other.message_id)
    reports = []
    for seat in (admin, second):
        number = seat.reply(WAIT).message_id
        seat.wait_until(
            lambda seat=seat, number=number: "sudah" in seat.message(number).text, "end", WAIT
        )
        reports.append(seat.message(number).text)
    kindly = texts.drafts.ALREADY_PUBLISHED.format(number=number_of(draft))
    assert sum(text == kindly for text in reports) == 1
    assert sum(text.startswith("✅") for text in reports) == 1
    assert len(published(bot_data)) == 1
    assert [entry[1:3] for entry in audited(bot_data)].count(
        ("terbit", f"draf {number_of(draft)}")
    ) == 1


def test_nothing_is_published_on_a_full_disk(server: FakeTelegram, tmp_path: Path) -> None:
    content = write_knowledge_base(tmp_path / "content")
    with small_disk(tmp_path / "disk", 4) as data:
        env = environment(data, content, NETRA_ADMIN_IDS=str(SECOND_ADMIN + 1))
        with FakeTelegram() as telegram:
            budi = telegram.private_chat()
            admin = telegram.private_chat(SECOND_ADMIN + 1, "Admin")
            with BotProcess(telegram, env, tmp_path / "log") as bot:
                draft = upload(admin, "berita.txt", news.TEXT.encode())
                fill(data)
                report = ended(admin, press_publish(admin, draft))
                assert report.text.startswith("Draf #")
                assert "No space left on device" in report.text or "penuh" in report.text
                assert published(data) == []
                assert ANSWER in ask(budi, QUESTION).text
            assert "Traceback" not in bot.output
