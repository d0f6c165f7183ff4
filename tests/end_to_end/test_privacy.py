"""What is kept on disk and in the log: outcomes and feedback, never words or people."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from handlers import texts
from tests.end_to_end.running import WAIT, BotProcess, ask, asked_and_remembered, eventually
from tests.fake_telegram import FakeTelegram, Seat

QUESTION = "boleh gak sih asn nge-like status calon bupati Zulkarnaenx di facebook"
COLUMNS = {
    "outcomes": {
        "id", "asked_at", "channel", "outcome", "route", "verdict", "guidance", "confidence",
        "latency_ms", "version",
    },
    "feedback": {"outcome_id", "useful", "given_at"},
}  # fmt: skip


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return db.execute(query).fetchall()


def everything_on_disk(data: Path) -> bytes:
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {"journal.db", "journal.db-wal"} <= {path.name for path in files}
    return b"".join(path.read_bytes() for path in files)


def test_outcomes_are_recorded_by_channel(bot_data: Path, budi: Seat) -> None:
    ask(budi, QUESTION)
    answer = ask(budi, "resep rendang padang yang enak")
    assert answer.rows == ()
    ((channel, outcome, verdict, guidance), declined) = rows(
        bot_data,
        "select channel, outcome, verdict, guidance from outcomes order by id desc limit 2",
    )[::-1]
    assert (channel, outcome, verdict, guidance) == (
        "private", "answered", "prohibited", "like-unggahan-calon",
    )  # fmt: skip
    assert declined == ("private", "declined", None, None)


def test_feedback_is_kept_and_the_last_press_counts(
    telegram: FakeTelegram, bot_data: Path, budi: Seat
) -> None:
    ask(budi, QUESTION)
    last = "select useful from feedback where outcome_id = (select max(id) from outcomes)"
    presses = [
        texts.card.BUTTON_USEFUL,
        texts.card.BUTTON_NOT_USEFUL,
        texts.card.BUTTON_NOT_USEFUL,
    ]
    for label, useful in zip(presses, (1, 0, 0), strict=True):
        assert budi.press(label).answer(WAIT).text == texts.chat.THANKS_FEEDBACK
        assert rows(bot_data, last) == [(useful,)]
    assert [call.method for call in telegram.calls(chat=budi.chat_id)] == [
        "sendChatAction",
        "sendMessage",
    ], "thanks are shown above the chat, not written into it"


def test_opened_cards_are_recorded_as_pressed(bot_data: Path, budi: Seat) -> None:
    ask(budi, QUESTION)
    related = next(b for b in budi.bot_messages()[-1].buttons if str(b.value).startswith("s|"))
    budi.press(related.text).answer(WAIT)
    budi.reply(WAIT)
    assert rows(bot_data, "select channel, guidance from outcomes order by id desc limit 1") == [
        ("button", str(related.value).removeprefix("s|"))
    ]


def test_the_journal_has_no_place_for_words_or_people(bot_data: Path, budi: Seat) -> None:
    ask(budi, QUESTION)
    for table, columns in COLUMNS.items():
        assert {row[1] for row in rows(bot_data, f"pragma table_info({table})")} == columns


def test_neither_disk_nor_log_holds_words_or_people(
    telegram: FakeTelegram, bot: BotProcess, bot_data: Path
) -> None:
    person = telegram.person(6_234_567_890_12, "Rahasiawati", username="rahasia_wati")
    seat = telegram.private_chat(person)
    sent, answer = asked_and_remembered(seat, QUESTION)
    seat.edit(sent.message_id, QUESTION + " wkwk")
    seat.edited(answer.message_id, WAIT)
    seat.press(texts.card.BUTTON_USEFUL).answer(WAIT)
    seat.inline("netral Zulkarnaenx").answer(WAIT)
    telegram.faults.server_error(method="sendMessage", chat=seat.chat_id, times=2)
    seat.send(QUESTION)
    telegram.world.wait_for(
        lambda: sum(not c.ok for c in telegram.calls("sendMessage", chat=seat.chat_id)) == 2, WAIT
    )
    # Until it is done, an update lies in the inbox.
    eventually(lambda: b"ulkarnaenx" not in everything_on_disk(bot_data), "forget what it read")
    disk, log = everything_on_disk(bot_data), bot.output.encode()
    for what in ("Zulkarnaenx", "zulkarnaenx", "Rahasiawati", "rahasia_wati"):
        assert what.encode() not in disk, what
        assert what.encode() not in log, what
    for number in (person.id, sent.message_id):
        assert str(number).encode() not in log
    assert str(person.id).encode() not in disk
    assert person.id.to_bytes(6) not in disk
    assert telegram.token.encode() not in disk + log
