"""Who writes too fast is told once; who waits a minute is served again, as others always are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import texts
from knowledge.schema import Verdict
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import WAIT, BotProcess, ask, environment
from tests.fake_telegram import FakeTelegram, Seat

LIKE = "boleh like postingan calon bupati?"
PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]
PER_MINUTE = 3
PRESSES = 30


@pytest.fixture(scope="module")
def bot(
    server: FakeTelegram, mini: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    env = environment(
        folder,
        mini,
        NETRA_ADMIN_IDS=str(ADMIN),
        NETRA_MESSAGES_PER_MINUTE=str(PER_MINUTE),
    )
    with BotProcess(server, env, folder / "log") as process:
        yield process


def settled(telegram: FakeTelegram) -> None:
    """Wait until everything before was handled: the bot answers somebody else."""
    telegram.wait_until_confirmed(WAIT)
    ask(telegram.private_chat(first_name="Lain"), LIKE)


def said(seat: Seat) -> list[str]:
    """What the bot wrote into a chat: verdicts by their first line."""
    return [message.text.partition("\n")[0].partition(" · ")[0] for message in seat.bot_messages()]


def test_ten_forwards_get_their_share_one_notice_and_silence(
    telegram: FakeTelegram, budi: Seat, siti: Seat
) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Tono", "date": int(time.time()) - 9999}
    for _ in range(10):
        budi.post({"text": LIKE, "forward_origin": origin})
    assert ask(siti, LIKE).text.startswith(PROHIBITED), "others are served meanwhile"
    budi.replies(PER_MINUTE + 1, WAIT)
    later = budi.post({"text": LIKE, "date": int(time.time()) + 61})
    last = budi.reply(WAIT)
    assert last.reply_to == later.message_id, "nothing that was passed over comes before it"
    assert sorted(said(budi)) == sorted([*[PROHIBITED] * (PER_MINUTE + 1), texts.chat.ENOUGH])


def test_commands_and_edits_are_counted_as_well(telegram: FakeTelegram, budi: Seat) -> None:
    question = budi.send(LIKE)
    budi.reply(WAIT)
    ask(budi, "/bantuan")
    budi.edit(question.message_id, "halo")
    budi.wait_until(lambda: budi.bot_messages()[0].edits == 1, "edit the answer", WAIT)
    assert ask(budi, "/topik").text == texts.chat.ENOUGH
    budi.edit(question.message_id, LIKE)
    settled(telegram)
    assert budi.bot_messages()[0].edits == 1
    budi.stays_silent(0.1)


def test_admins_are_not_limited(admin: Seat) -> None:
    for _ in range(PER_MINUTE + 2):
        assert ask(admin, "/bantuan").text != texts.chat.ENOUGH


def test_an_album_is_told_once_that_only_text_is_read(
    telegram: FakeTelegram, budi: Seat, siti: Seat
) -> None:
    photo = budi.sends_photo().raw["photo"]
    assert budi.reply(WAIT).text == texts.chat.TEXT_ONLY
    for _ in range(5):
        siti.post({"photo": photo, "media_group_id": "album-1"})
    # Chats do not wait for each other: that another was answered says nothing of this one.
    siti.replies(2, WAIT)
    settled(telegram)
    # As many messages as an album has pictures are beyond the allowance of this bot.
    assert sorted(said(siti)) == sorted([texts.chat.TEXT_ONLY, texts.chat.ENOUGH])


def test_what_is_asked_under_a_picture_is_answered(budi: Seat) -> None:
    budi.sends_photo(caption=LIKE)
    answer = budi.reply(WAIT).text
    assert answer.startswith(PROHIBITED)
    assert answer.endswith(texts.chat.PICTURE_UNREAD)


def test_presses_have_a_share_of_their_own(telegram: FakeTelegram, budi: Seat) -> None:
    message = ask(budi, "/topik")
    presses = [budi.press_raw(f"tt|{number % 2}", message.message_id) for number in range(40)]
    answers = [press.answer(WAIT).text for press in presses]
    assert answers.count(texts.chat.SLOWER) == 1
    assert answers.count("") == 39, "each circle is ended"
    assert ask(budi, LIKE).text.startswith(PROHIBITED)
