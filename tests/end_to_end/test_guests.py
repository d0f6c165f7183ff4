"""Guest mode: the bot is mentioned in a chat that it is no member of."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from handlers.guests import GUEST
from knowledge.schema import Verdict
from tests.end_to_end.running import WAIT, BotProcess, ask, eventually
from tests.fake_telegram import FakeTelegram, Seat, User

PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]
LIKE = "boleh like postingan calon bupati?"
BOT = "@netra_uji_bot"


pytestmark = pytest.mark.small_knowledge


@pytest.fixture
def tono(telegram: FakeTelegram) -> Seat:
    """Somebody in a group that the bot has never been in."""
    return stranger(telegram, telegram.person(first_name="Tono"))


def stranger(telegram: FakeTelegram, user: User) -> Seat:
    group = telegram.group("Arisan", [user])
    del group.chat.members[telegram.bot.id]
    return group.seat(user)


def test_a_guest_gives_the_short_card_of_the_group(telegram: FakeTelegram, tono: Seat) -> None:
    posted = tono.summons(f"{BOT} {LIKE}").answer(WAIT)
    member = telegram.group("Kantor", [tono.user]).seat(tono.user)
    short = ask(member, f"/tanya {LIKE}")
    assert posted.text == short.text
    assert posted.text.startswith(PROHIBITED)
    assert posted.reply_markup == short.raw["reply_markup"]


def test_it_writes_into_no_chat_that_it_is_not_in(telegram: FakeTelegram, tono: Seat) -> None:
    tono.summons(f"{BOT} {LIKE}").answer(WAIT)
    assert telegram.calls(chat=tono.chat_id) == []


def test_the_channel_is_journalled(bot_data: Path, tono: Seat) -> None:
    tono.summons(f"{BOT} {LIKE}").answer(WAIT)
    newest = "select channel, guidance from outcomes order by id desc limit 1"
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        assert db.execute(newest).fetchone() == (GUEST, "like-unggahan-calon")


def test_what_answers_nothing_has_no_buttons(tono: Seat) -> None:
    posted = tono.summons(f"kapan gaji 13 cair {BOT}").answer(WAIT)
    assert posted.text == "Soal kepegawaian lain silakan tanyakan ke BKPSDM."
    assert posted.reply_markup is None


def test_who_asks_nothing_is_told_how(tono: Seat) -> None:
    assert tono.summons(BOT).answer(WAIT).text == texts.groups.GUEST_USAGE


def test_bots_are_not_answered(telegram: FakeTelegram, tono: Seat) -> None:
    robot = User(6_777_000_778, "Robot", "robot_bot", is_bot=True)
    telegram.world.users[robot.id] = robot
    asked = stranger(telegram, robot).summons(f"{BOT} {LIKE}")
    tono.summons(f"{BOT} {LIKE}").answer(WAIT)
    assert not asked.answered


def test_a_noisy_chat_is_left_alone_after_a_while(telegram: FakeTelegram, tono: Seat) -> None:
    asked = [tono.summons(f"{BOT} {LIKE} {number}") for number in range(9)]
    telegram.wait_until_confirmed(WAIT)
    tono.wait_until(lambda: sum(query.answered for query in asked) == 6, "answer", WAIT)
    other = stranger(telegram, tono.user)
    other.summons(f"{BOT} {LIKE}").answer(WAIT)
    assert sum(query.answered for query in asked) == 6


@pytest.mark.parametrize("trouble", ["query_too_old", "server_error", "cut"])
def test_an_answer_that_is_refused_is_logged_without_a_word(
    telegram: FakeTelegram, bot: BotProcess, tono: Seat, trouble: str
) -> None:
    log = len(bot.output)
    order = getattr(telegram.faults, trouble)(method="answerGuestQuery")
    tono.summons(f"{BOT} boleh rahasiasekali?")
    tono.wait_until(lambda: order.used == 1, "answer", WAIT)
    eventually(lambda: "a guest query" in bot.output[log:], "log it")
    assert "rahasiasekali" not in bot.output[log:]
    assert "Traceback" not in bot.output[log:]
    assert telegram.calls("sendMessage", chat=tono.chat_id) == []
