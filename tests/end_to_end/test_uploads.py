"""Admins add articles and guidance by sending files, and take them back; strangers cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end import files_of_news as news
from tests.end_to_end.conftest import ADMIN, SECOND_ADMIN
from tests.end_to_end.running import WAIT, ask, labels
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.knowledge_base import ARTICLE, FILES

ASKED = "kapan Sekda Mekarsari mengumpulkan pegawai di pendopo kabupaten?"
ENDED = ("✅", "Draf #")
REPORTED = "mengumpulkan 120 pegawai"
pytestmark = pytest.mark.small_knowledge


@pytest.fixture(scope="module")
def admin_ids() -> str:
    return f"{ADMIN},{SECOND_ADMIN}"


@pytest.fixture(autouse=True)
def nothing_published(telegram: FakeTelegram, admin: Seat, bot_data: Path) -> Iterator[None]:
    """Each test leaves the bot without published documents."""
    yield
    for path in (bot_data / "published").rglob("*.yaml"):
        path.unlink()
    admin.replies(0)
    ask(admin, "/batal")
    admin.send("/muat_ulang")
    wait_for(admin, texts.reload.DONE.split("\n")[0][:10], texts.reload.UNCHANGED[:12])
    admin.replies(0)


def wait_for(seat: Seat, *beginnings: str) -> BotMessage:
    """Return the newest message that begins so, once there is one among the unread."""
    first = seat.bot_messages()[-1].message_id if seat.bot_messages() else 0
    found: list[BotMessage] = []

    def came() -> bool:
        found[:] = [
            message
            for message in seat.bot_messages()
            if message.message_id >= first and message.text.startswith(beginnings)
        ]
        return bool(found)

    seat.wait_until(came, f"say {beginnings}", WAIT)
    return found[-1]


def upload(seat: Seat, name: str, content: bytes) -> BotMessage:
    seat.replies(0)
    seat.sends_document(name, content)
    return seat.reply(WAIT)


def publish(seat: Seat, draft: BotMessage) -> BotMessage:
    """Press the button; return the report when it is final."""
    seat.replies(0)
    seat.press(texts.drafts.BUTTON_PUBLISH, draft.message_id)
    report = seat.reply(WAIT)
    seat.wait_until(lambda: seat.message(report.message_id).text.startswith(ENDED), "report", WAIT)
    return seat.message(report.message_id)


def published(bot_data: Path) -> list[str]:
    folder = bot_data / "published"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("berita.txt", news.TEXT.encode()),
        ("berita.md", f"# {news.TEXT}".encode()),
        ("berita.html", news.HTML.encode()),
        ("berita.docx", news.docx()),
        ("berita.txt", news.HTML.encode()),
        ("berita.txt", news.docx()),
    ],
    ids=["txt", "md", "html", "docx", "html-called-txt", "docx-called-txt"],
)
def test_a_file_of_each_kind_becomes_a_preview(admin: Seat, name: str, content: bytes) -> None:
    shown = upload(admin, name, content).text
    assert news.TITLE in shown
    assert "Tanggal: 2024-10-14" in shown
    assert "Paragraf: 3" in shown


def test_a_pdf_becomes_a_preview(admin: Seat) -> None:
    assert "Sekda Mekarsari" in upload(admin, "berita.pdf", news.pdf()).text


def test_an_article_is_published_and_cited_and_withdrawn(
    admin: Seat, budi: Seat, bot_data: Path
) -> None:
    assert REPORTED not in ask(budi, ASKED).text
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    assert published(bot_data) == []
    assert publish(admin, draft).text.startswith("✅")
    (file,) = published(bot_data)
    assert f"admin {ADMIN}" in (bot_data / "published" / file).read_text(encoding="utf-8")
    assert REPORTED in ask(budi, ASKED).text

    listing = ask(admin, "/dokumen")
    assert "(1)" in listing.text
    admin.press(labels(listing)[0])
    admin.edited(listing.message_id, WAIT)
    admin.replies(0)
    admin.press(texts.drafts.BUTTON_WITHDRAW)
    admin.reply(WAIT)
    admin.send("beritanya keliru")
    report = admin.reply(WAIT)
    admin.wait_until(
        lambda: admin.message(report.message_id).text.startswith("✅"), "withdraw", WAIT
    )
    assert REPORTED not in ask(budi, ASKED).text
    (aside,) = published(bot_data)
    assert aside.startswith("withdrawn/")
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        audit = db.execute("select admin, action, reason from audit order by id").fetchall()
    assert audit[-1] == (ADMIN, "tarik", "beritanya keliru")
    assert (ADMIN, "terbit", None) in audit


def test_a_field_is_edited(admin: Seat, bot_data: Path) -> None:
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    for field, value in (("Media", "Kabar Mekarsari"), ("Tanggal", "15-10-2024")):
        admin.replies(0)
        admin.press(texts.drafts.BUTTON_EDIT.format(field=field))
        admin.reply(WAIT)
        draft = ask(admin, value)
    assert "Media: Kabar Mekarsari" in draft.text
    publish(admin, draft)
    (file,) = published(bot_data)
    written = (bot_data / "published" / file).read_text(encoding="utf-8")
    assert "outlet: Kabar Mekarsari" in written
    assert "date: 2024-10-15" in written


def test_a_wrong_date_is_asked_for_again(admin: Seat) -> None:
    upload(admin, "berita.txt", news.TEXT.encode())
    admin.press(texts.drafts.BUTTON_EDIT.format(field="Tanggal"))
    admin.reply(WAIT)
    assert texts.drafts.BAD_DATE in ask(admin, "kemarin").text
    assert ask(admin, "/batal").text == texts.drafts.CANCELLED
    assert ask(admin, "/batal").text == texts.drafts.NOTHING_TO_CANCEL


def test_a_discarded_draft_is_gone(admin: Seat, bot_data: Path) -> None:
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    admin.press(texts.drafts.BUTTON_DISCARD, draft.message_id)
    assert "dibuang" in admin.reply(WAIT).text
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        last = db.execute("select state, body from drafts order by id desc limit 1").fetchone()
    assert last == ("discarded", "")


def test_a_second_admin_is_told_kindly(admin: Seat, second: Seat, bot_data: Path) -> None:
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    number = draft.text.split("#")[1].split("\n")[0]
    again = upload(second, "lain.txt", news.TEXT.encode())
    publish(admin, draft)
    second.replies(0)
    second.press_raw(f"d|p:{number}", again.message_id)
    said = second.reply(WAIT).text
    assert said == texts.drafts.ALREADY_PUBLISHED.format(number=number)
    assert len(published(bot_data)) == 1


def test_two_publish_at_once_and_take_turns(admin: Seat, second: Seat, bot_data: Path) -> None:
    first = upload(admin, "satu.txt", news.TEXT.encode())
    other = news.TEXT.replace("Mekarsari", "Sukajadi").replace("Sekda", "Wakil Sekda")
    later = upload(second, "dua.txt", other.encode())
    admin.replies(0)
    second.replies(0)
    admin.press(texts.drafts.BUTTON_PUBLISH, first.message_id)
    second.press(texts.drafts.BUTTON_PUBLISH, later.message_id)
    for seat in (admin, second):
        report = seat.reply(WAIT)
        seat.wait_until(
            lambda seat=seat, number=report.message_id: seat.message(number).text.startswith("✅"),
            "publish",
            WAIT,
        )
    assert len(published(bot_data)) == 2


def test_what_the_load_refuses_stays_a_draft(admin: Seat, budi: Seat, bot_data: Path) -> None:
    draft = upload(admin, "rakor-sukamaju.yaml", FILES[ARTICLE].encode())
    report = publish(admin, draft).text
    assert "sudah dipakai" in report
    assert "published/articles/rakor-sukamaju.yaml:" in report
    assert published(bot_data) == []
    assert "DILARANG" in ask(budi, "boleh like postingan calon bupati?").text
    number = draft.text.split("#")[1].split("\n")[0]
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        state = db.execute("select state from drafts where id = ?", [number]).fetchone()
    assert state == ("draft",)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("besar.txt", b"a " * (3 * 1024 * 1024), "lebih dari 5 MB"),
        ("kosong.txt", b" ", "berkas kosong"),
        ("gambar.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "gambar"),
        ("biner.txt", bytes(range(256)) * 20, "bukan berkas teks"),
        ("foto.jpg", b"\xff\xd8\xff" + bytes(50), "jenis berkas tidak dikenal"),
        ("rusak.pdf", b"%PDF-1.7 rusak", "PDF rusak"),
        ("kunci.pdf", news.locked_pdf(), "terkunci"),
        ("pindaian.pdf", news.image_pdf(), "hanya berisi gambar"),
        ("bom.docx", news.docx_bomb(), "mengembang terlalu besar"),
        ("rusak.docx", b"PK\x03\x04rusak", "dokumen Word rusak"),
        ("lain.yaml", b"a: 1\n", "bukan artikel"),
        ("cacat.yaml", b"paragraphs: [x\n", "cacat.yaml:"),
        ("kurang.yaml", b"paragraphs: [x]\n", "'title' belum diisi"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_bad_file_is_refused_clearly(
    admin: Seat, bot_data: Path, name: str, content: bytes, reason: str
) -> None:
    said = upload(admin, name, content)
    assert reason in said.text
    assert not said.buttons
    assert published(bot_data) == []


def test_news_is_pasted_behind_the_command(admin: Seat) -> None:
    assert news.TITLE in ask(admin, f"/dokumen {news.TEXT}").text
    assert ask(admin, "/dokumen pendek").text == texts.drafts.PASTE_SHORT


def test_a_stranger_sees_none_of_it(admin: Seat, budi: Seat, bot_data: Path) -> None:
    draft = upload(admin, "berita.txt", news.TEXT.encode())
    budi.sends_document("berita.txt", news.TEXT.encode())
    assert budi.reply(WAIT).text == texts.chat.TEXT_ONLY
    for command in ("/dokumen", "/batal"):
        assert ask(budi, command).text == texts.chat.UNKNOWN_COMMAND
    own = ask(budi, "/topik")
    number = draft.text.split("#")[1].split("\n")[0]
    for data in (f"d|p:{number}", f"d|x:{number}", "d|l:0", "d|"):
        answer = budi.press_raw(data, own.message_id).answer(WAIT)
        assert answer.text == texts.chat.BUTTON_EXPIRED
    assert published(bot_data) == []
    budi.stays_silent()
