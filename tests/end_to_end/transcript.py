"""A group of three people and the real bot play what Netra does; what they say is written down.

    python -m tests.end_to_end.transcript        # writes docs/transkrip.md

Of a card the transcript shows headline, title, first sentence and buttons. What comes from
the knowledge base stands in italics, so that :func:`structure` can leave it out: content is
edited every day, and the play stays the same.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from handlers import texts
from handlers.short_card import first_sentence
from settings import ROOT
from tests.end_to_end.running import WAIT, BotProcess, environment
from tests.fake_telegram import BotMessage, Button, FakeTelegram, InlineResult, Seat, Sent

TRANSCRIPT = ROOT / "docs" / "transkrip.md"
LINK = "https://t.me/netra_uji_bot?start="
BOT = "@netra_uji_bot"

_HEADLINES = (
    *texts.card.VERDICT_LABELS.values(),
    texts.card.HEADLINE_CLARIFY,
)
_OUR_LABELS = (
    *texts.card.BUTTON_STAGES.values(),
    texts.card.BUTTON_SOURCES,
    texts.card.BUTTON_SHARE,
    texts.card.BUTTON_COPY,
    texts.card.BUTTON_USEFUL,
    texts.card.BUTTON_NOT_USEFUL,
    texts.groups.BUTTON_MORE,
    texts.inline.BUTTON_MORE,
    texts.inline.BUTTON_ASK_HERE,
)
_FROM_KNOWLEDGE = re.compile(r"(?<!\*)\*[^*\n]+\*(?!\*)")
_BEGINNING = """\
# Transkrip

Siti (pemilik grup), Tono, dan Budi bersama Netra. Ditulis oleh `make transcript`, yang menjalankan
bot sungguhan; jangan disunting dengan tangan. Kartu dipersingkat: kepala, judul, kalimat pertama,
tombol. Yang miring berasal dari basis pengetahuan; ↗ membuka percakapan pribadi dengan Netra.
"""


def structure(transcript: str) -> str:
    """Return a transcript without the words of the knowledge base, however many buttons."""
    bare = _FROM_KNOWLEDGE.sub("…", transcript)
    return re.sub(r"(> …( *)\n)+", "> …\n", bare)


class Play:
    """What happens, and what is written down of it."""

    def __init__(self, telegram: FakeTelegram, beginning: str = _BEGINNING) -> None:
        self.telegram = telegram
        self._lines = [beginning]

    @property
    def transcript(self) -> str:
        """Everything so far."""
        return "\n".join(self._lines)

    def scene(self, title: str) -> None:
        """Begin something new."""
        self._lines.append(f"## {title}\n")

    def note(self, text: str) -> None:
        """Say what nobody says."""
        self._lines.append(f"({text})\n")

    def says(self, seat: Seat, text: str, reply_to: int | None = None) -> Sent:
        """Let somebody write a message."""
        does = "membalas kartu itu: " if reply_to else ""
        self._lines.append(f"**{seat.user.first_name}**: {does}{text}\n")
        return seat.send(text, reply_to=reply_to)

    def edits(self, seat: Seat, sent: Sent, text: str, answer: BotMessage) -> None:
        """Let somebody change their question, and wait for the answer to change."""
        self._lines.append(f"**{seat.user.first_name}** menyunting pertanyaannya: {text}\n")
        seat.edit(sent.message_id, text)
        edited = seat.edited(answer.message_id, WAIT)
        self._write("**Netra** menyunting jawabannya:", _shown(edited.text), edited.rows)

    def answer(
        self, seat: Seat, *, from_knowledge: bool = False, first_line: bool = False
    ) -> BotMessage:
        """Wait for what the bot says next."""
        message = seat.reply(WAIT)
        text = f"{message.text.partition(chr(10))[0]} …" if first_line else message.text
        shown = [f"*{text}*"] if from_knowledge else _shown(text)
        self._write("**Netra**:", shown, message.rows)
        return message

    def silence(self, seat: Seat) -> None:
        """See that the bot says nothing to what came before."""
        self.telegram.wait_until_confirmed(WAIT)
        somebody = self.telegram.private_chat()
        somebody.send("/start")
        somebody.reply(WAIT)
        seat.stays_silent(0.1)
        self.note("Netra diam")

    def presses(self, seat: Seat, label: str, message: BotMessage) -> None:
        """Press a button that tells the bot."""
        self._lines.append(f"**{seat.user.first_name}** menekan `[{label}]`\n")
        said = seat.press(label, message.message_id).answer(WAIT).text
        if said:
            self.note(f"muncul sebentar: {said}")

    def types(self, seat: Seat, text: str) -> None:
        """Ask inline; the first result is sent where something was asked."""
        name = seat.user.first_name
        self._lines.append(f"**{name}** mengetik: `{f'{BOT} {text}'.strip()}`\n")
        inquiry = seat.inline(text)
        found = inquiry.answer(WAIT)
        first = found.results[0]
        rest = len(found.results) - 1
        title = first.title.partition(" ")
        assert found.button is not None
        self._lines += [
            f"> {title[0]} *{title[2]}*, dan {rest} lainnya; di atasnya `[{found.button.text} ↗]`",
            "",
        ]
        if text:
            seat.choose(first, inquiry)
            self._write(f"**{name}** mengirim yang pertama:", *_result(first))

    def summons(self, seat: Seat, text: str) -> None:
        """Mention the bot where it is no member."""
        self._lines.append(f"**{seat.user.first_name}**: {text}\n")
        self._write("**Netra**, sebagai tamu:", *_result(seat.summons(text).answer(WAIT)))

    def _write(self, who: str, shown: Iterable[str], rows: Sequence[Sequence[Button]]) -> None:
        lines = [*shown, *(" ".join(map(_button, row)) for row in rows)]
        # Two spaces at the end break the line.
        self._lines += [who, "", "  \n".join(f"> {line}" for line in lines), ""]


def _shown(text: str) -> list[str]:
    """Return the lines that stand for a message."""
    headline, *rest = text.split("\n\n")
    label, _, audience = headline.partition(" · ")
    if label not in _HEADLINES:
        return text.replace("\n\n", "\n").split("\n")
    if label == texts.card.HEADLINE_CLARIFY:
        return [label]
    title, body = rest[0], rest[1]
    return [
        f"**{label}** · *{audience}*" if audience else f"**{label}**",
        f"*{title}*",
        f"*{first_sentence(body)}*",
    ]


def _result(result: InlineResult) -> tuple[list[str], list[list[Button]]]:
    rows = (result.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    return _shown(result.text), [[_raw_button(raw) for raw in row] for row in rows]


def _raw_button(raw: dict[str, str]) -> Button:
    action = "url" if "url" in raw else "other"
    return Button(raw["text"], action, raw.get(action), raw)


def _button(button: Button) -> str:
    label = f"[{button.text} ↗]" if button.action == "url" else f"[{button.text}]"
    return f"`{label}`" if button.text in _OUR_LABELS else f"*{label}*"


def play(telegram: FakeTelegram) -> str:
    """Play everything against the bot that serves ``telegram``; return the transcript."""
    stage = Play(telegram)
    people = [telegram.person(first_name=name) for name in ("Siti", "Tono", "Budi")]
    group = telegram.group("Kantor Kecamatan", people)
    siti, tono, budi = map(group.seat, people)
    group.makes_bot("left")

    stage.scene("Di grup: Netra masuk, dan diam")
    stage.note("Siti memasukkan Netra ke grup")
    group.makes_bot("member")
    stage.answer(siti)
    stage.says(tono, "Pagi semua, rapat jadi jam sembilan ya.")
    stage.silence(siti)

    stage.scene("Bertanya, membalas, menyebut")
    stage.says(tono, "/tanya boleh like postingan calon bupati?")
    card = stage.answer(siti)
    stage.says(budi, "kalau sanksinya apa?", reply_to=card.message_id)
    stage.answer(siti)
    stage.says(siti, f"{BOT} apakah PNS punya hak pilih?")
    stage.answer(siti)

    stage.scene("Pertanyaan yang disunting, dan yang di luar topik")
    asked = stage.says(budi, "/tanya kapan gaji ke-13 cair?")
    declined = stage.answer(siti, from_knowledge=True)
    stage.edits(budi, asked, "/tanya bolehkah PNS ikut kampanye?", declined)

    stage.scene("Kartu lewat kueri inline")
    stage.types(budi, "")
    stage.types(budi, "foto bareng calon bupati")
    stage.silence(siti)

    stage.scene("Admin grup mematikan dan menghidupkan")
    stage.says(tono, "/netra_mati")
    stage.silence(siti)
    stage.says(siti, "/netra_mati")
    stage.answer(siti)
    stage.says(tono, "/tanya boleh pasang stiker calon di mobil?")
    stage.silence(siti)
    stage.says(siti, "/netra_hidup")
    stage.answer(siti)

    _in_private(stage, telegram.private_chat(tono.user), card)

    stage.scene("Sebagai tamu di grup lain")
    stage.note("Budi menyebut Netra di grup yang tidak memuat Netra")
    elsewhere = telegram.group("Arisan", [budi.user])
    del elsewhere.chat.members[telegram.bot.id]
    stage.summons(elsewhere.seat(budi.user), f"{BOT} boleh like postingan calon bupati?")
    return stage.transcript


def _in_private(stage: Play, tono: Seat, card: BotMessage) -> None:
    stage.scene("Dari kartu di grup ke percakapan pribadi")
    (more,) = card.buttons
    stage.note(f"Tono menekan `[{more.text} ↗]` di bawah kartu tadi")
    tono.send(f"/start {str(more.value).removeprefix(LINK)}")
    opened = stage.answer(tono)
    stage.presses(tono, texts.card.BUTTON_SOURCES, opened)
    stage.answer(tono, first_line=True, from_knowledge=True)
    stage.presses(tono, texts.card.BUTTON_USEFUL, opened)
    asked = stage.says(tono, "boleh pasang stiker calon di mobil pribadi?")
    answer = stage.answer(tono)
    stage.edits(tono, asked, "PNS boleh ikut kampanye calon bupati?", answer)
    stage.note("Tono membuka tautan yang sudah lama")
    tono.send("/start s_situasi-yang-dihapus")
    stage.answer(tono, first_line=True)


def main() -> None:
    """Write the transcript."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        env = environment(Path(folder), ROOT / "knowledge" / "content")
        with BotProcess(telegram, env, Path(folder) / "bot.log"):
            TRANSCRIPT.write_text(play(telegram), encoding="utf-8")
        assert telegram.violations == []


if __name__ == "__main__":
    main()
