"""What is kept on disk and in the log: outcomes, hashes and masked questions, until erased."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from journal.backup import KEPT
from tests.end_to_end.running import (
    WAIT,
    BotProcess,
    ask,
    asked_and_remembered,
    copy_index,
    environment,
    eventually,
    labels,
    run,
)
from tests.fake_telegram import FakeTelegram, Seat

QUESTION = "boleh gak sih asn nge-like status calon bupati Zulkarnaenx di facebook"
UNANSWERED = "apakah zxqvunik 0812-3456-7890 punya Pak Wiryawanto @akunx boleh diblorengkan"
ERASED = texts.privacy.ERASED.format(kept=KEPT, days=90)
PERSON = 6_234_567_890_12


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


def test_questions_are_kept_masked_and_one_person_is_one_hash(
    bot_data: Path, budi: Seat, siti: Seat
) -> None:
    ask(budi, UNANSWERED)
    ask(budi, "resep rendang")
    ask(siti, "resep rendang")
    found = rows(bot_data, "select person, question from outcomes order by id desc limit 3")[::-1]
    assert [question for _, question in found] == [
        "apakah zxqvunik [nomor] punya Pak [nama] [akun] boleh diblorengkan",
        "resep rendang",
        "resep rendang",
    ]
    first, second, other = (person for person, _ in found)
    assert first == second != other


def test_feedback_is_kept_and_the_last_press_counts(
    telegram: FakeTelegram, bot_data: Path, budi: Seat
) -> None:
    ask(budi, QUESTION)
    last = "select useful from feedback where outcome_id = (select max(id) from outcomes)"
    presses = [
        texts.card.BUTTON_USEFUL,
        texts.card.BUTTON_NOT_USEFUL,
        texts.card.BUTTON_USEFUL,
    ]
    for label, useful in zip(presses, (1, 0, 1), strict=True):
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
    assert rows(
        bot_data, "select channel, guidance, question from outcomes order by id desc limit 1"
    ) == [("button", str(related.value).removeprefix("s|"), None)]


def test_privasi_says_how_long(budi: Seat) -> None:
    said = ask(budi, "/privasi").text
    assert "90 hari" in said
    assert "/hapus_data" in said


def test_neither_disk_nor_log_holds_names_numbers_or_people(
    telegram: FakeTelegram, bot: BotProcess, bot_data: Path
) -> None:
    person = telegram.person(PERSON, "Rahasiawati", username="rahasia_wati")
    seat = telegram.private_chat(person)
    ask(seat, UNANSWERED)
    sent, answer = asked_and_remembered(seat, QUESTION)
    seat.edit(sent.message_id, QUESTION + " wkwk")
    seat.edited(answer.message_id, WAIT)
    seat.press(texts.card.BUTTON_USEFUL, answer.message_id).answer(WAIT)
    seat.inline("netral Zulkarnaenx").answer(WAIT)
    telegram.faults.server_error(method="sendMessage", chat=seat.chat_id, times=2)
    seat.send(QUESTION)
    telegram.world.wait_for(
        lambda: sum(not c.ok for c in telegram.calls("sendMessage", chat=seat.chat_id)) == 2, WAIT
    )
    # Until it is done, an update lies in the inbox.
    eventually(lambda: b"ulkarnaenx" not in everything_on_disk(bot_data), "forget what it read")
    disk, log = everything_on_disk(bot_data), bot.output.encode()
    for what in (
        "Zulkarnaenx", "zulkarnaenx", "Wiryawanto", "wiryawanto", "akunx", "0812-3456", "08123456",
        "Rahasiawati",        "rahasia_wati",
    ):  # fmt: skip
        assert what.encode() not in disk, what
        assert what.encode() not in log, what
    for number in (person.id, sent.message_id):
        assert str(number).encode() not in log
    assert str(person.id).encode() not in disk
    assert person.id.to_bytes(6) not in disk
    assert telegram.token.encode() not in disk + log
    # What was asked is nobody's business in the log, masked or not.
    assert b"zxqvunik" in disk
    assert b"zxqvunik" not in log


# --- /hapus_data -------------------------------------------------------------------------


@pytest.fixture
def someone(telegram: FakeTelegram) -> Seat:
    """A person whose id no other number contains."""
    return telegram.private_chat(telegram.person(PERSON + 1, "Tono"))


def test_who_asks_is_erased_from_the_disk_and_from_later_backups(
    telegram: FakeTelegram, bot: BotProcess, bot_data: Path, someone: Seat, siti: Seat,
    tmp_path: Path, knowledge_dir: Path,
) -> None:  # fmt: skip
    ask(someone, "apakah kataunikx boleh diblorengkan")
    ask(someone, "boleh like status calon bupati kataunikx?")
    ask(siti, "apakah kataunikyanglain boleh diblorengkan")
    assert b"kataunikx" in everything_on_disk(bot_data)
    kept = rows(bot_data, "select count(*) from outcomes")[0][0]

    question = ask(someone, "/hapus_data")
    assert labels(question) == [texts.privacy.ERASE_YES, texts.privacy.ERASE_NO]
    assert rows(bot_data, "select count(*) from outcomes") == [(kept,)], "not before the yes"
    someone.press(texts.privacy.ERASE_YES, question.message_id).answer(WAIT)
    assert someone.edited(question.message_id, WAIT).text == ERASED

    assert rows(bot_data, "select count(*) from outcomes") == [(int(str(kept)) - 2,)]
    env = environment(bot_data, knowledge_dir)
    assert run("backup", tmp_path / "cadangan", env=env).returncode == 0
    for place in (bot_data, tmp_path / "cadangan"):
        left = b"".join(file.read_bytes() for file in place.rglob("*") if file.is_file())
        assert b"kataunikx" not in left
        assert b"kataunikyanglain" in left
        assert str(someone.chat_id).encode() not in left
        assert someone.chat_id.to_bytes(6) not in left
    assert b"kataunikx" not in bot.output.encode()
    # A follow-up has nothing to lean on any more; a question is answered as ever.
    assert ask(someone, "sanksinya apa?").text == ask(siti, "sanksinya apa?").text


def test_what_waits_for_its_answer_is_erased_as_well(
    telegram: FakeTelegram, bot_data: Path, siti: Seat
) -> None:
    someone = telegram.private_chat(telegram.person(PERSON + 2, "Tini"))
    question = ask(someone, "/hapus_data")
    for seat in (someone, siti):
        telegram.faults.server_error(method="sendMessage", chat=seat.chat_id, times=None)
    someone.send("apakah tungguunikx boleh diblorengkan")
    siti.send("apakah tunggulainx boleh diblorengkan")
    # Three attempts each, after the question back.
    for seat, calls in ((someone, 4), (siti, 3)):
        telegram.wait_for_calls("sendMessage", calls, WAIT, chat=seat.chat_id)
    assert b"tungguunikx" in everything_on_disk(bot_data)
    someone.press(texts.privacy.ERASE_YES, question.message_id).answer(WAIT)
    assert someone.edited(question.message_id, WAIT).text == ERASED
    left = everything_on_disk(bot_data)
    assert b"tungguunikx" not in left
    assert str(someone.chat_id).encode() not in left
    assert b"tunggulainx" in left
    telegram.faults.clear()
    assert siti.reply(WAIT)
    someone.stays_silent(0.1)


def test_no_is_no(bot_data: Path, budi: Seat) -> None:
    ask(budi, "apakah batalunikx boleh diblorengkan")
    question = ask(budi, "/hapus_data")
    budi.press(texts.privacy.ERASE_NO, question.message_id).answer(WAIT)
    assert budi.edited(question.message_id, WAIT).text == texts.privacy.ERASE_CANCELLED
    assert b"batalunikx" in everything_on_disk(bot_data)


def test_a_button_erases_whoever_presses_it_and_nobody_else(
    bot_data: Path, budi: Seat, siti: Seat
) -> None:
    ask(budi, "apakah budiunikx boleh diblorengkan")
    answer = ask(siti, "apakah sitiunikx boleh diblorengkan")
    siti.press_raw("hapus:ya", answer.message_id).answer(WAIT)
    siti.edited(answer.message_id, WAIT)
    eventually(lambda: b"sitiunikx" not in everything_on_disk(bot_data), "erase everything")
    assert b"budiunikx" in everything_on_disk(bot_data)


def test_pressing_twice_is_no_error(bot: BotProcess, budi: Seat) -> None:
    before = len(bot.output)
    question = ask(budi, "/hapus_data")
    for _ in range(2):
        budi.press_raw("hapus:ya", question.message_id).answer(WAIT)
    assert budi.edited(question.message_id, WAIT).text == ERASED
    assert "Traceback" not in bot.output[before:]


def test_a_follow_up_survives_a_restart(
    data_dir: Path, knowledge_dir: Path, tmp_path: Path, engine: object
) -> None:
    data = copy_index(data_dir, tmp_path / "data")
    env = environment(data, knowledge_dir)
    with FakeTelegram() as telegram:
        budi, siti = telegram.private_chat(), telegram.private_chat(first_name="Siti")
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(budi, QUESTION)
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(siti, QUESTION)
            followed, expected, alone = (
                ask(seat, "sanksinya apa?").text
                for seat in (budi, siti, telegram.private_chat(first_name="Tono"))
            )
    assert followed == expected != alone
