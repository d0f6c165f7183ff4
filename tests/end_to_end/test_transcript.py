"""The transcripts in docs/ are what the bot does today."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end import admin_transcript
from tests.end_to_end.transcript import TRANSCRIPT, play, structure
from tests.fake_telegram import FakeTelegram


def test_the_transcript_is_what_happens(telegram: FakeTelegram) -> None:
    """Where this fails on purpose: ``make transcript``, and read what changed."""
    written = TRANSCRIPT.read_text(encoding="utf-8")
    assert structure(play(telegram)) == structure(written)


def test_the_transcript_of_admins_is_what_happens(tmp_path: Path) -> None:
    written = admin_transcript.TRANSCRIPT.read_text(encoding="utf-8")
    with FakeTelegram() as telegram:
        today = admin_transcript.played(tmp_path, telegram)
        assert telegram.violations == []
    assert admin_transcript.lasting(today) == admin_transcript.lasting(written)


CARD = """\
> **⛔ DILARANG** · *PNS*  
> *Menyukai unggahan*  
> *Tidak boleh.*  
> `[📚 Sumber]`  
> *[Hak pilih]*  
"""  # noqa: W291


def test_edits_of_the_content_leave_the_structure_as_it_is() -> None:
    edited = CARD.replace("Tidak boleh.", "Jangan.").replace("*PNS*", "*PNS · PPPK*")
    assert structure(edited) == structure(CARD)
    assert structure(f"{CARD}> *[Foto bersama]*  \n") == structure(CARD)


def test_another_verdict_or_button_is_another_structure() -> None:
    assert structure(CARD.replace("⛔ DILARANG", "✅ BOLEH")) != structure(CARD)
    assert structure(CARD.replace("> `[📚 Sumber]`  \n", "")) != structure(CARD)
