"""Edits of questions, also those that are faster than the answer or slower than a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers import texts
from knowledge.schema import Verdict
from tests.end_to_end.running import WAIT, BotProcess, ask, asked_and_remembered, environment
from tests.fake_telegram import FakeTelegram, Seat

PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]
LIKE = "boleh like postingan calon bupati?"
VOTE = "pns boleh nyoblos ga"
DECLINED = "kapan gaji 13 cair"
DAY = 24 * 3600


pytestmark = pytest.mark.small_knowledge


def test_an_edit_that_overtakes_the_answer_waits_for_it(
    telegram: FakeTelegram, budi: Seat
) -> None:
    # The answer is in the chat at once; that it is there, the bot learns only later.
    telegram.faults.slow(1.0, method="sendMessage", chat=budi.chat_id)
    sent = budi.send(DECLINED)
    answer = budi.reply(WAIT)
    budi.edit(sent.message_id, LIKE)
    assert budi.edited(answer.message_id, WAIT).text.startswith(PROHIBITED)
    budi.stays_silent(0.2)
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 1


def test_an_edit_that_comes_with_the_question_waits_too(
    telegram: FakeTelegram, budi: Seat
) -> None:
    telegram.faults.slow(0.5, method="sendChatAction", chat=budi.chat_id)
    sent = budi.send(DECLINED)
    budi.edit(sent.message_id, VOTE)
    budi.edit(sent.message_id, LIKE)
    answer = budi.reply(WAIT)
    budi.wait_until(lambda: budi.message(answer.message_id).edits == 2, "edit twice", WAIT)
    assert budi.message(answer.message_id).text.startswith(PROHIBITED)
    assert len(budi.bot_messages()) == 1


def test_waiting_edits_hold_up_nobody_else(telegram: FakeTelegram, budi: Seat, siti: Seat) -> None:
    telegram.faults.slow(1.5, method="sendMessage", chat=budi.chat_id)
    sent = budi.send(DECLINED)
    budi.edit(sent.message_id, LIKE)
    assert ask(siti, LIKE).text.startswith(PROHIBITED)
    answer = budi.reply(WAIT)
    assert budi.message(answer.message_id).edits == 0
    budi.edited(answer.message_id, WAIT)


def test_an_edited_tanya_edits_its_answer(budi: Seat) -> None:
    sent, answer = asked_and_remembered(budi, f"/tanya {DECLINED}")
    budi.edit(sent.message_id, f"/tanya {LIKE}")
    assert budi.edited(answer.message_id, WAIT).text.startswith(PROHIBITED)


def test_edits_of_other_commands_are_not_questions(telegram: FakeTelegram, budi: Seat) -> None:
    sent, answer = asked_and_remembered(budi, "/privasi")
    budi.edit(sent.message_id, "/bantuan")
    budi.edit(sent.message_id, "/tanya")
    telegram.wait_until_confirmed(WAIT)
    budi.stays_silent(0.2)
    assert budi.message(answer.message_id).edits == 0


def test_an_edit_of_the_day_before_yesterday_is_left_alone(
    telegram: FakeTelegram, budi: Seat, siti: Seat
) -> None:
    sent, answer = asked_and_remembered(budi, DECLINED)
    budi.edit(sent.message_id, LIKE, ago=DAY + 60)
    telegram.wait_until_confirmed(WAIT)
    ask(siti, LIKE)
    budi.stays_silent(0.2)
    assert budi.message(answer.message_id).edits == 0
    budi.edit(sent.message_id, LIKE, ago=DAY - 600)
    assert budi.edited(answer.message_id, WAIT).text.startswith(PROHIBITED)


def test_after_a_restart_only_young_questions_are_answered_anew(
    mini: Path, tmp_path: Path
) -> None:
    env = environment(tmp_path / "data", mini)
    with FakeTelegram() as telegram:
        budi, siti = telegram.private_chat(), telegram.private_chat()
        with BotProcess(telegram, env, tmp_path / "log"):
            old, _ = asked_and_remembered(budi, DECLINED)
            young, _ = asked_and_remembered(siti, DECLINED)
        budi.ages(old.message_id, 2 * DAY + 60)
        siti.ages(young.message_id, 2 * DAY - 600)
        with BotProcess(telegram, env, tmp_path / "log"):
            budi.edit(old.message_id, LIKE)
            siti.edit(young.message_id, LIKE)
            assert siti.reply(WAIT).text.startswith(PROHIBITED)
            budi.stays_silent(0.3)
        assert telegram.violations == []


def test_a_card_that_grows_and_shrinks_by_edits_leaves_nothing_behind(
    telegram: FakeTelegram, budi: Seat
) -> None:
    sent, answer = asked_and_remembered(budi, LIKE)
    for text in (DECLINED, VOTE, LIKE):
        budi.edit(sent.message_id, text)
        budi.edited(answer.message_id, WAIT)
    assert [message.message_id for message in budi.bot_messages()] == [answer.message_id]


# Long questions


def test_a_question_that_is_cut_says_so_and_one_that_fits_does_not(budi: Seat) -> None:
    filler = " begini ceritanya" * 150
    assert ask(budi, LIKE + filler).text.endswith(texts.chat.QUESTION_CUT)
    assert texts.chat.QUESTION_CUT not in ask(budi, LIKE + " " * 1990).text


# Buttons


def test_fifty_presses_on_one_button_are_one(telegram: FakeTelegram, budi: Seat) -> None:
    answer = ask(budi, LIKE)
    presses = [budi.press(texts.card.BUTTON_SOURCES, answer.message_id) for _ in range(50)]
    for press in presses:
        assert press.answer(WAIT).text == ""
    assert "PP 94/2021" in budi.reply(WAIT).text
    budi.stays_silent(0.3)


def test_fifty_presses_on_an_expired_button_are_explained_once(budi: Seat) -> None:
    answer = ask(budi, LIKE)
    presses = [budi.press_raw("v9|lama", answer.message_id) for _ in range(50)]
    said = [press.answer(WAIT).text for press in presses]
    assert sorted(said) == [""] * 49 + [texts.chat.BUTTON_EXPIRED]


def test_a_change_of_mind_is_no_repetition(budi: Seat) -> None:
    ask(budi, LIKE)
    for label in (texts.card.BUTTON_USEFUL, texts.card.BUTTON_NOT_USEFUL) * 2:
        assert budi.press(label).answer(WAIT).text == texts.chat.THANKS_FEEDBACK


def test_two_people_press_for_themselves(telegram: FakeTelegram, budi: Seat, siti: Seat) -> None:
    for seat in (budi, siti):
        ask(seat, LIKE)
        seat.press(texts.card.BUTTON_SOURCES).answer(WAIT)
        assert "PP 94/2021" in seat.reply(WAIT).text


def test_a_press_whose_answer_was_cut_off_is_answered_all_the_same(
    telegram: FakeTelegram, budi: Seat
) -> None:
    answer = ask(budi, LIKE)
    telegram.faults.cut(method="sendMessage", chat=budi.chat_id)
    budi.press(texts.card.BUTTON_SOURCES, answer.message_id).answer(WAIT)
    assert "PP 94/2021" in budi.reply(WAIT).text
