"""What the bot sends keeps Telegram's pace, by the clock of the server that receives it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from telegram.constants import FloodLimit

from handlers.flood import PRIVATE
from tests.end_to_end.running import WAIT, ask
from tests.fake_telegram import FakeTelegram, Seat

QUESTION = "boleh like postingan calon bupati?"
LATE = 0.25
"""Seconds by which one message may be later on the way than the next, on a busy machine."""


@pytest.fixture(scope="module")
def knowledge_dir(mini: Path) -> Path:
    return mini


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


def most_within(times: Sequence[float], seconds: float) -> int:
    return max(sum(begin <= at < begin + seconds for at in times) for begin in times)


def test_one_chat_gets_a_message_a_second_and_others_do_not_wait_for_it(
    telegram: FakeTelegram, budi: Seat, siti: Seat
) -> None:
    for _ in range(8):
        budi.send(QUESTION)
    ask(siti, QUESTION)
    answered = len(telegram.calls("sendMessage", chat=budi.chat_id))
    assert answered < 8, "she was served in between"
    budi.replies(8, WAIT)
    times = [call.at for call in telegram.calls("sendMessage", chat=budi.chat_id)]
    for seconds in (1, 2, 3, 5):
        assert most_within(times, seconds - LATE) <= PRIVATE.burst + seconds


def test_all_chats_together_get_thirty_a_second(telegram: FakeTelegram) -> None:
    seats = [telegram.private_chat() for _ in range(75)]
    before = len(telegram.calls("sendMessage"))
    for seat in seats:
        seat.send("/bantuan")
    for seat in seats:
        seat.reply(WAIT)
    times = [call.at for call in telegram.calls("sendMessage")[before:]]
    limit = FloodLimit.MESSAGES_PER_SECOND
    for seconds in (1, 2):
        assert most_within(times, seconds) <= limit * (seconds + LATE) + 1


def test_a_press_is_answered_while_the_chat_waits(telegram: FakeTelegram, budi: Seat) -> None:
    answer = ask(budi, "/topik")
    telegram.faults.flood(10, method="sendMessage", chat=budi.chat_id)
    budi.send(QUESTION)
    telegram.wait_for_calls("sendMessage", 2, WAIT, chat=budi.chat_id)
    refused = telegram.calls("sendMessage", chat=budi.chat_id)[-1]
    assert refused.code == 429
    budi.press_raw("tt|0", answer.message_id).answer(WAIT)
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 2
    assert "DILARANG" in budi.reply(WAIT).text
