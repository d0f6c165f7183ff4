"""Content changes every second while many ask: every answer is whole, of one version."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest

from handlers.buttons import Action
from tests.end_to_end.reloading import reloaded, served_version, write_labelled
from tests.end_to_end.running import WAIT
from tests.fake_telegram import BotMessage, FakeTelegram, Seat
from tests.knowledge_base import FILES, add_file

ASKED = 300
A_SECOND = 30
EVERY_SECONDS = 1.0
PEOPLE = 20
QUESTIONS = (
    "boleh like postingan calon bupati?",
    "pns boleh nyoblos ga",
    "tanda tangan SK pas kampanye boleh?",
)
EVEN = {"title": "(genap)", "answer": "Jawaban genap.", "PP": "huruf n", "UU": "ayat (1)"}
ODD = {"title": "(ganjil)", "answer": "Jawaban ganjil.", "PP": "huruf q", "UU": "ayat (3)"}


def write(folder: Path, marks: dict[str, str]) -> None:
    """Write the base with ``marks`` in every title, every answer and every basis."""
    for file, text in FILES.items():
        lines = []
        for line in text.replace("huruf n", marks["PP"]).splitlines():
            line = line.replace("ayat (1)", marks["UU"])
            if file.startswith("guidance/") and line.startswith("    title:"):
                line += f" {marks['title']}"
            if file.startswith("guidance/") and line.startswith("    answer:"):
                line += f" {marks['answer']}"
            lines.append(line)
        add_file(folder, file, "\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def knowledge_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    write(folder, EVEN)
    write_labelled(folder)
    return folder


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


def marks_in(text: str) -> set[str]:
    """Return which versions the marks in a card belong to."""
    return {
        name
        for name, marks in (("even", EVEN), ("odd", ODD))
        if any(mark in text for mark in marks.values())
    }


def outcome_of(message: BotMessage) -> int:
    """Return the entry in the journal that the buttons under an answer refer to."""
    (value,) = (
        button.value
        for button in message.buttons
        if button.action == "callback_data" and button.value.startswith(f"{Action.USEFUL}|")
    )
    return int(value.partition("|")[2])


def test_no_answer_fails_or_mixes_versions(
    telegram: FakeTelegram, admin: Seat, knowledge_dir: Path, bot_data: Path
) -> None:
    seats = [telegram.private_chat(first_name=f"Orang {n}") for n in range(PEOPLE)]
    named = {served_version(admin): "even"}
    all_asked = threading.Event()

    def keep_asking() -> None:
        begun = time.monotonic()
        for number, seat in zip(range(ASKED), cycle(seats), strict=False):
            seat.send(QUESTIONS[number % len(QUESTIONS)])
            time.sleep(max(0.0, begun + (number + 1) / A_SECOND - time.monotonic()))
        all_asked.set()

    asking = threading.Thread(target=keep_asking)
    asking.start()
    reports = []
    try:
        for name, marks in cycle((("odd", ODD), ("even", EVEN))):
            begun = time.monotonic()
            write(knowledge_dir, marks)
            reports.append(reloaded(admin).text)
            named[reports[-1].split("Versi ")[1][:12]] = name
            if all_asked.wait(max(0.0, begun + EVERY_SECONDS - time.monotonic())):
                break
    finally:
        asking.join()

    assert [text for text in reports if not text.startswith("✅")] == []
    answers = [message for seat in seats for message in seat.replies(ASKED // PEOPLE, 4 * WAIT)]
    assert len(answers) == ASKED
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        versions = dict(db.execute("select id, version from outcomes"))
    told = []
    for answer in answers:
        (mark,) = marks_in(answer.text)
        marks = EVEN if mark == "even" else ODD
        assert marks["title"] in answer.text
        assert marks["answer"] in answer.text
        assert marks["PP"] in answer.text or marks["UU"] in answer.text
        assert named[versions[outcome_of(answer)][:12]] == mark
        told.append(mark)
    assert set(told) == {"even", "odd"}, "the content changed while people asked"
