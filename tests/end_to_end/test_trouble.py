"""What goes wrong on the way hurts one message at most, and nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handlers import texts
from knowledge.schema import Verdict
from tests.end_to_end.running import WAIT, BotProcess, ask, asked_and_remembered
from tests.fake_telegram import FakeTelegram, Seat

PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]


pytestmark = pytest.mark.small_knowledge


@pytest.fixture
def question() -> str:
    """One the small knowledge base answers."""
    return "boleh like postingan calon bupati?"


@pytest.fixture(autouse=True)
def others_are_served(telegram: FakeTelegram) -> Iterator[None]:
    """Whatever happened in a test, somebody else is answered right after it."""
    yield
    telegram.faults.clear()
    other = telegram.private_chat(first_name="Lain")
    assert ask(other, "boleh like postingan calon bupati?").text.startswith(PROHIBITED)


def test_somebody_who_blocked_the_bot_stops_nobody(
    telegram: FakeTelegram, bot: BotProcess, budi: Seat, siti: Seat, question: str
) -> None:
    before = len(bot.output)
    telegram.faults.slow(0.5, method="sendChatAction", chat=budi.chat_id)
    budi.send(question)
    budi.blocks_bot()
    (refused,) = telegram.wait_for_calls("sendMessage", 1, WAIT, chat=budi.chat_id)
    assert refused.code == 403
    assert ask(siti, question).text.startswith(PROHIBITED)
    assert "Traceback" not in bot.output[before:]
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 1, (
        "no apology to a closed door"
    )
    budi.unblocks_bot()
    assert ask(budi, question).text.startswith(PROHIBITED)


def test_a_flood_reply_delays_the_answer_and_does_not_lose_it(
    telegram: FakeTelegram, budi: Seat, siti: Seat, question: str
) -> None:
    telegram.faults.flood(retry_after=1, method="sendMessage", chat=budi.chat_id)
    began = time.monotonic()
    budi.send(question)
    telegram.wait_for_calls("sendMessage", 1, WAIT, chat=budi.chat_id)
    assert ask(siti, question).text.startswith(PROHIBITED)
    answer = budi.reply(WAIT)
    assert answer.text.startswith(PROHIBITED)
    assert time.monotonic() - began >= 1.0
    budi.stays_silent(0.1)
    first, second = telegram.calls("sendMessage", chat=budi.chat_id)
    assert second.at - (first.answered_at or 0) >= 0.9


def test_floods_without_end_do_not_hold_the_bot(
    telegram: FakeTelegram, budi: Seat, siti: Seat, question: str
) -> None:
    telegram.faults.flood(retry_after=3600, method="sendMessage", chat=budi.chat_id, times=None)
    telegram.faults.flood(retry_after=3600, method="sendChatAction", times=None)
    for _ in range(20):
        budi.send(question)
    telegram.wait_for_calls("sendMessage", 1, WAIT, chat=budi.chat_id)
    assert ask(siti, question).text.startswith(PROHIBITED)
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) <= 4, "it asked to be left alone"


def test_a_flood_on_typing_does_not_hold_the_answer(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    telegram.faults.flood(retry_after=30, method="sendChatAction", chat=budi.chat_id)
    began = time.monotonic()
    assert ask(budi, question).text.startswith(PROHIBITED)
    assert time.monotonic() - began < 25


def test_an_edit_that_changes_nothing_is_no_error(
    telegram: FakeTelegram, bot: BotProcess, budi: Seat, question: str
) -> None:
    before = len(bot.output)
    sent, _ = asked_and_remembered(budi, question)
    telegram.faults.not_modified()
    budi.edit(sent.message_id, question)
    telegram.wait_for_calls("editMessageText", 1, WAIT, chat=budi.chat_id)
    budi.stays_silent(0.2)
    assert "Traceback" not in bot.output[before:]


def test_turning_to_the_page_one_is_on_is_no_error(telegram: FakeTelegram, budi: Seat) -> None:
    top = ask(budi, "/topik")
    assert budi.press_raw("tt|0", top.message_id).answer(WAIT).text == ""
    telegram.wait_for_calls("editMessageText", 1, WAIT, chat=budi.chat_id)
    assert telegram.calls("editMessageText", chat=budi.chat_id)[-1].code == 400
    budi.stays_silent(0.2)


@pytest.mark.parametrize("raw", ["u|1", "s|hak-pilih", "q|hak-pilih", "tt|0", "s|tidak-ada"])
def test_a_press_that_waited_too_long_is_obeyed_without_an_apology(
    telegram: FakeTelegram, budi: Seat, question: str, raw: str
) -> None:
    answer = ask(budi, question)
    telegram.faults.query_too_old()
    budi.press_raw(raw, answer.message_id)
    telegram.world.wait_for(lambda: telegram.calls("answerCallbackQuery")[-1].code == 400, WAIT)
    if raw == "tt|0":
        assert budi.edited(answer.message_id, WAIT).text.startswith("Topik")
    elif raw.endswith("hak-pilih"):
        assert budi.reply(WAIT).text != texts.chat.SOMETHING_WENT_WRONG
    budi.stays_silent(0.2)


def test_an_answer_is_sent_again_where_the_connection_was_cut(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    telegram.faults.cut(method="sendMessage", chat=budi.chat_id)
    assert ask(budi, question).text.startswith(PROHIBITED)
    budi.stays_silent(0.2)


def test_an_answer_that_cannot_be_sent_for_a_while_comes_later(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    down = telegram.faults.server_error(method="sendMessage", chat=budi.chat_id, times=None)
    budi.send(question)
    telegram.wait_for_calls("sendMessage", 4, WAIT, chat=budi.chat_id)
    down.stop()
    assert budi.reply(WAIT).text.startswith(PROHIBITED)
    budi.stays_silent(0.2)


def test_an_answer_that_got_lost_on_the_way_back_hurts_nobody(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    telegram.faults.lose_answer(method="sendMessage", chat=budi.chat_id)
    budi.send(question)
    # Nobody can tell that it arrived: rather twice than not at all.
    assert all(message.text.startswith(PROHIBITED) for message in budi.replies(2, WAIT))


UNPARSED = "Bad Request: can't parse entities: Unexpected end tag at byte offset 42"


def test_what_telegram_cannot_parse_is_sent_plain(
    telegram: FakeTelegram, bot: BotProcess, budi: Seat, question: str
) -> None:
    before = len(bot.output)
    usual = ask(budi, question)
    telegram.faults.error(400, UNPARSED, method="sendMessage", chat=budi.chat_id)
    answer = ask(budi, question)
    assert answer.text == usual.text
    assert answer.words_in("bold") == []
    assert len(answer.buttons) == len(usual.buttons)
    assert "parse_mode" not in telegram.calls("sendMessage", chat=budi.chat_id)[-1].params
    assert "could not parse a message" in bot.output[before:]
    assert "Traceback" not in bot.output[before:]


def test_an_edit_that_telegram_cannot_parse_is_made_plain(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    sent, answer = asked_and_remembered(budi, "kapan gaji 13 cair")
    telegram.faults.error(400, UNPARSED, method="editMessageText", chat=budi.chat_id)
    budi.edit(sent.message_id, question)
    edited = budi.edited(answer.message_id, WAIT)
    assert edited.text.startswith(PROHIBITED)
    assert edited.words_in("bold") == []


def test_one_that_cannot_be_parsed_even_plain_ends_in_an_apology(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    telegram.faults.error(400, UNPARSED, method="sendMessage", chat=budi.chat_id, times=2)
    budi.send(question)
    assert budi.reply(WAIT).text == texts.chat.SOMETHING_WENT_WRONG


def counted(admin: Seat) -> dict[str, int]:
    """What /status says of the trouble so far, by its words."""
    said = ask(admin, "/status").text.partition("Gangguan Telegram sejak dihidupkan: ")[2]
    pairs = [part.rpartition(" ") for part in said.partition("\n")[0].split(" · ")]
    return {words: int(count) for words, _, count in pairs if count.isdigit()}


def test_trouble_is_counted_for_the_admin(
    telegram: FakeTelegram, admin: Seat, budi: Seat, siti: Seat, question: str
) -> None:
    before = counted(admin)
    telegram.faults.flood(retry_after=1, method="sendMessage", chat=budi.chat_id)
    sent, answer = asked_and_remembered(budi, question)
    telegram.faults.not_modified()
    budi.edit(sent.message_id, question)
    telegram.wait_for_calls("editMessageText", 1, WAIT, chat=budi.chat_id)
    telegram.faults.query_too_old()
    budi.press_raw("s|hak-pilih", answer.message_id)
    budi.reply(WAIT)
    telegram.faults.error(400, UNPARSED, method="sendMessage", chat=budi.chat_id)
    ask(budi, question)
    telegram.faults.cut(method="sendMessage", chat=budi.chat_id)
    budi.send(question)
    assert budi.reply(WAIT).text.startswith(PROHIBITED)
    siti.send(question)
    siti.blocks_bot()
    siti.send(question)
    telegram.world.wait_for(
        lambda: any(call.code == 403 for call in telegram.calls(chat=siti.chat_id)), WAIT
    )
    after = counted(admin)
    names = texts.status.TROUBLES
    for kind in ("flood", "not_modified", "too_late", "unparsed", "network", "forbidden"):
        assert after[names[kind]] > before.get(names[kind], 0), kind


def test_an_outage_is_survived_and_what_was_asked_in_it_is_answered(
    telegram: FakeTelegram, budi: Seat, siti: Seat, question: str
) -> None:
    polls = telegram.faults.cut(method="getUpdates", times=2)
    outage = telegram.faults.cut(times=None)
    budi.send(question)
    telegram.world.wait_for(lambda: polls.used == 2 or outage.used >= 2, WAIT)
    outage.stop()
    polls.stop()
    siti.send(question)
    assert siti.reply(WAIT).text.startswith(PROHIBITED)


@pytest.mark.parametrize("trouble", ["server_error", "garbage"])
def test_trouble_at_telegram_is_survived(
    telegram: FakeTelegram, budi: Seat, question: str, trouble: str
) -> None:
    getattr(telegram.faults, trouble)(method="sendMessage", chat=budi.chat_id, times=2)
    assert ask(budi, question).text.startswith(PROHIBITED)
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 3


def test_a_deleted_question_is_answered_all_the_same(
    telegram: FakeTelegram, budi: Seat, question: str
) -> None:
    telegram.faults.slow(0.5, method="sendChatAction", chat=budi.chat_id)
    sent = budi.send(question)
    budi.deletes(sent.message_id)
    answer = budi.reply(WAIT)
    assert answer.text.startswith(PROHIBITED)
    assert answer.reply_to is None


def test_menus_that_cannot_be_set_do_not_keep_the_bot_from_serving(
    mini: Path, tmp_path: Path
) -> None:
    from tests.end_to_end.running import environment

    with FakeTelegram() as telegram:
        telegram.faults.server_error(method="setMyCommands", times=None)
        telegram.faults.server_error(method="setMyDescription", times=None)
        env = environment(tmp_path / "data", mini)
        with BotProcess(telegram, env, tmp_path / "log"):
            assert ask(telegram.private_chat(), "/start").text.startswith("Selamat datang")


def test_many_people_at_once_are_all_answered(telegram: FakeTelegram, question: str) -> None:
    seats = [telegram.private_chat(first_name=f"Orang {number}") for number in range(30)]
    slow = telegram.faults.slow(2.0, method="sendMessage", chat=seats[0].chat_id)
    for seat in seats:
        seat.send(question)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda seat: seat.reply(WAIT), seats))
    assert slow.used == 1
    assert len({answer.text for answer in answers}) == 1
