"""Reload as an admin does, and read what came of it."""

from __future__ import annotations

import json
from pathlib import Path

from handlers import texts
from tests.end_to_end.running import WAIT
from tests.fake_telegram import BotMessage, Seat
from tests.knowledge_base import GUIDANCE, Change

QUESTION = "boleh like postingan calon bupati?"
ANSWER = "Dilarang. Menyukai unggahan calon termasuk memberikan dukungan."
OUTCOMES = (
    texts.reload.UNCHANGED.split(".")[0],
    texts.reload.DONE.split("\n")[0],
    texts.reload.REFUSED.split(";")[0],
    texts.reload.FAILED.split(";")[0],
    texts.reload.WORSE.split(";")[0],
)
CALLED_ALLOWED: tuple[Change, ...] = (
    (GUIDANCE, "verdict: prohibited", "verdict: allowed"),
    (GUIDANCE, ANSWER, "Boleh. Menyukai unggahan calon bukan dukungan."),
)
"""A valid base that calls something prohibited allowed."""
UNLIKE_ITSELF: tuple[Change, ...] = (
    (GUIDANCE, "- tanda tangan SK pas kampanye boleh?", "- asn boleh nyoblos ga"),
    (GUIDANCE, "- keputusan pejabat masa kampanye", "- punya hak suara di tps"),
    (GUIDANCE, "- kadis bikin surat keputusan saat kampanye", "- kasih jempol di foto paslon"),
    (
        GUIDANCE,
        "- pejabat menandatangani keputusan selama kampanye",
        "- like akun calon wali kota",
    ),
)
"""A valid base with a situation on decisions, asked like one on voting and one on liking."""
LABELLED = (
    {"id": "A", "question": "bolehkah asn nge-like status paslon?", "verdict": "prohibited"},
    {"id": "B", "question": "apakah pns dapat memilih di tps?", "verdict": "allowed"},
    {"id": "C", "question": "kapan gaji ke-13 dibayar", "verdict": "out_of_scope"},
)


def write_labelled(folder: Path) -> None:
    """Put labelled questions beside the content of ``folder``."""
    lines = [json.dumps(label) for label in LABELLED]
    (folder / "labelled.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def reload(admin: Seat) -> str:
    """Send the command; return what the admin reads in the end."""
    return reloaded(admin).text


def reloaded(admin: Seat, text: str = "/muat_ulang") -> BotMessage:
    """Send the command, or the reason to load all the same; return the report at its end."""
    admin.replies(0)
    admin.send(text)
    return finished(admin, admin.reply(WAIT).message_id)


def finished(admin: Seat, report: int) -> BotMessage:
    """Return the message ``report`` once it says how the reload ended."""
    admin.wait_until(
        lambda: admin.message(report).text.startswith(OUTCOMES), "end the report", WAIT
    )
    return admin.message(report)


def served_version(admin: Seat) -> str:
    """Return the first characters of the version in service, as /status says."""
    admin.replies(0)
    admin.send("/status")
    return admin.reply(WAIT).text.split("Versi: ")[1].split("\n")[0]
