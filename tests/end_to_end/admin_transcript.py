"""An admin and two civil servants play what admins do from their phone; it is written down.

    python -m tests.end_to_end.admin_transcript        # writes docs/transkrip-admin.md

The bot serves a small knowledge base, so that the words stay what they are. Versions, dates
and times differ each time; :func:`lasting` leaves them out.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from handlers import texts
from settings import ROOT
from tests.end_to_end.files_of_news import TEXT
from tests.end_to_end.reloading import ANSWER, CALLED_ALLOWED, write_labelled
from tests.end_to_end.running import WAIT, BotProcess, environment, labels
from tests.end_to_end.transcript import Play
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.knowledge_base import write_knowledge_base

TRANSCRIPT = ROOT / "docs" / "transkrip-admin.md"
ADMIN = 6_100_000_001
UNKNOWN = "bolehkah pegawai memasang wallpaper bergambar paslon di laptop kantor?"
ALSO = "pasang wallpaper gambar paslon di laptop kantor boleh?"
_ENDED = ("✅", "⛔", "⚠️", "Tidak ada", "Draf #")
_PASSING = re.compile(r"\b[0-9a-f]{12}\b|\d\d-\d\d-\d{4} \d\d\.\d\d|\d{4}-\d\d-\d\d")
_BEGINNING = """\
# Transkrip admin

Ratna (admin), Budi, dan Siti bersama Netra. Ditulis oleh `make transcript`, yang menjalankan bot
sungguhan dengan pengetahuan yang kecil; jangan disunting dengan tangan.
"""


def lasting(transcript: str) -> str:
    """Return a transcript without versions, dates and times."""
    return _PASSING.sub("…", transcript)


class AdminPlay(Play):
    """A play in which messages are edited as things go on, and files are sent."""

    def presses(self, seat: Seat, label: str, message: BotMessage) -> None:
        """Press a button whose effect is another message, or an edit."""
        self._lines.append(f"**{seat.user.first_name}** menekan `[{label}]`\n")
        seat.press(label, message.message_id)

    def becomes(self, seat: Seat, message: BotMessage) -> BotMessage:
        """Wait for the next edit of a message."""
        edited = seat.edited(message.message_id, WAIT)
        self._write("**Netra** menyunting pesannya:", edited.text.split("\n"), edited.rows)
        return edited

    def ends(self, seat: Seat) -> BotMessage:
        """Wait for a message that is edited as something goes on, until it is done."""
        number = seat.reply(WAIT).message_id
        seat.wait_until(lambda: seat.message(number).text.startswith(_ENDED), "end", WAIT)
        message = seat.message(number)
        self._write("**Netra**, setelah selesai:", message.text.split("\n"), message.rows)
        return message

    def sends(self, seat: Seat, name: str, content: str) -> None:
        """Let somebody send a file."""
        self._lines.append(f"**{seat.user.first_name}** mengirim berkas `{name}`\n")
        seat.sends_document(name, content.encode())


def play(telegram: FakeTelegram, content: Path) -> str:
    """Play everything against the bot that serves ``content``; return the transcript."""
    stage = AdminPlay(telegram, _BEGINNING)
    admin = telegram.private_chat(ADMIN, "Ratna")
    budi = telegram.private_chat(first_name="Budi")
    siti = telegram.private_chat(first_name="Siti")
    _unanswered(stage, admin, budi, siti)
    _upload(stage, admin)
    _reload(stage, admin, content)
    _pause(stage, admin, budi)
    return stage.transcript


def _unanswered(stage: AdminPlay, admin: Seat, budi: Seat, siti: Seat) -> None:
    stage.scene("Yang belum terjawab menjadi jawaban: /takterjawab")
    stage.says(budi, UNKNOWN)
    stage.answer(budi)
    stage.says(siti, ALSO)
    stage.answer(siti, first_line=True)
    stage.says(admin, "/takterjawab")
    listing = stage.answer(admin)
    stage.presses(admin, labels(listing)[0], listing)
    group = stage.becomes(admin, listing)
    stage.presses(admin, texts.drafts.BUTTON_NEW, group)
    stage.answer(admin)
    stage.says(admin, "Memasang gambar calon di perangkat kantor")
    stage.presses(admin, "⛔ Dilarang", stage.answer(admin))
    stage.answer(admin)
    stage.says(admin, "Dilarang. Laptop kantor adalah fasilitas negara.")
    stage.answer(admin)
    stage.says(admin, "dilarang memberikan dukungan kepada calon")
    found = stage.answer(admin)
    basis = next(label for label in labels(found) if "Pasal 5 huruf n" in label)
    stage.presses(admin, basis, found)
    stage.presses(admin, texts.drafts.BUTTON_DONE, stage.answer(admin))
    classes = stage.answer(admin)
    stage.presses(admin, "PNS", classes)
    stage.presses(admin, texts.drafts.BUTTON_DONE, stage.becomes(admin, classes))
    stage.answer(admin)
    stage.says(
        admin,
        "gambar latar laptop dinas foto calon\nwallpaper komputer kantor bergambar calon\n"
        "layar laptop dinas pakai foto paslon\nboleh ga wallpaper paslon di laptop dinas",
    )
    stage.presses(admin, texts.drafts.BUTTON_PUBLISH, stage.answer(admin))
    stage.ends(admin)
    stage.says(siti, "wallpaper laptop kantor gambar paslon boleh tidak?")
    stage.answer(siti)


def _upload(stage: AdminPlay, admin: Seat) -> None:
    stage.scene("Berita menjadi pengetahuan: kirim berkas, lalu /dokumen")
    stage.sends(admin, "berita.txt", TEXT)
    stage.presses(admin, texts.drafts.BUTTON_PUBLISH, stage.answer(admin))
    stage.ends(admin)
    stage.says(admin, "/dokumen")
    stage.answer(admin)


def _reload(stage: AdminPlay, admin: Seat, content: Path) -> None:
    stage.scene("Isi yang berubah: /muat_ulang, dan kembali: /kembalikan")
    stage.note("Seseorang menyunting berkas; sebuah larangan menjadi boleh")
    write_knowledge_base(content, *CALLED_ALLOWED)
    stage.says(admin, "/muat_ulang")
    stage.presses(admin, texts.reload.BUTTON_FORCE, stage.ends(admin))
    stage.answer(admin)
    stage.says(admin, "aturannya baru saja berubah")
    stage.ends(admin)
    stage.says(admin, "/kembalikan")
    versions = stage.answer(admin)
    stage.presses(admin, labels(versions)[0], versions)
    sure = stage.becomes(admin, versions)
    stage.presses(admin, texts.reload.BUTTON_ROLLBACK, sure)
    stage.becomes(admin, sure)


def _pause(stage: AdminPlay, admin: Seat, budi: Seat) -> None:
    stage.scene("Keadaan darurat: /jeda dan /lanjut")
    stage.says(admin, "/jeda jawaban soal like sedang diperiksa")
    stage.answer(admin)
    stage.says(budi, "boleh like postingan calon bupati?")
    stage.answer(budi)
    stage.says(admin, "/lanjut")
    stage.answer(admin)
    stage.says(budi, "boleh like postingan calon bupati?")
    assert ANSWER in stage.answer(budi).text


def main() -> None:
    """Write the transcript."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        TRANSCRIPT.write_text(played(Path(folder), telegram), encoding="utf-8")
        assert telegram.violations == []


def played(folder: Path, telegram: FakeTelegram) -> str:
    """Return the transcript of a bot of its own, whose files lie in ``folder``."""
    content = write_knowledge_base(folder / "content")
    write_labelled(content)
    env = environment(folder / "data", content, NETRA_ADMIN_IDS=str(ADMIN))
    with BotProcess(telegram, env, folder / "bot.log"):
        return play(telegram, content)


if __name__ == "__main__":
    main()
