"""Inline queries: cards ready to send in any chat, quickly, whatever is typed."""

from __future__ import annotations

import pytest

from handlers import texts
from handlers.inline import MAX_RESULTS
from knowledge.schema import Verdict
from tests.end_to_end.running import WAIT, ask
from tests.fake_telegram import FakeTelegram, InlineAnswer, Seat

LIKE = "boleh gak sih asn nge-like status calon bupati di facebook"


def asked(seat: Seat, text: str) -> InlineAnswer:
    answer = seat.inline(text).answer(WAIT)
    assert 1 <= len(answer.results) <= MAX_RESULTS == 10
    assert answer.button is not None
    assert answer.button.text == texts.inline.INLINE_ASK_PRIVATELY
    for result in answer.results:
        assert result.text.strip()
        assert result.reply_markup is None
        assert result.raw["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    return answer


def is_card(text: str) -> bool:
    return text.startswith(tuple(texts.card.VERDICT_LABELS.values()))


def test_the_first_result_is_what_the_bot_answers(budi: Seat) -> None:
    answer = asked(budi, LIKE)
    assert len(answer.results) > 1
    first = answer.results[0]
    private = ask(budi, LIKE)
    assert private.text == first.text
    assert first.title == private.text.split("\n\n")[1]
    assert first.description.startswith(texts.card.VERDICT_SHORT[Verdict.PROHIBITED])
    assert len({result.title for result in answer.results}) == len(answer.results)
    assert all(is_card(result.text) for result in answer.results)
    assert all(f"{texts.card.LABEL_BASIS}: " in result.text for result in answer.results)


def test_results_are_the_same_for_everybody(budi: Seat, siti: Seat) -> None:
    first, second = asked(budi, LIKE), asked(siti, LIKE)
    assert not first.is_personal
    assert first.results == second.results


@pytest.mark.parametrize("text", ["", " ", " \n\t "])
def test_an_empty_query_offers_everyday_cards(budi: Seat, text: str) -> None:
    answer = asked(budi, text)
    assert len(answer.results) >= 2
    assert all(is_card(result.text) for result in answer.results)


@pytest.mark.parametrize(
    "text",
    ["resep rendang padang yang enak", "🎉🎉", "\u200b\u200d", "?!…", "\ud800", "x" * 256],
)
def test_what_has_no_answer_gets_one_result_without_sources(budi: Seat, text: str) -> None:
    (result,) = asked(budi, text).results
    assert result.title == texts.inline.INLINE_NO_ANSWER
    assert not is_card(result.text)
    assert texts.card.LABEL_BASIS not in result.text
    assert not result.entities or result.text.startswith(texts.card.HEADLINE_NOT_FOUND)


@pytest.mark.parametrize(
    "text", [(LIKE + " ") * 4, "<b>like</b> & calon", "\u202elike calon", "like calon " * 23]
)
def test_odd_queries_are_answered(budi: Seat, text: str) -> None:
    asked(budi, text[:256])


def test_a_card_that_was_sent_is_not_answered(telegram: FakeTelegram, budi: Seat) -> None:
    inquiry = budi.inline(LIKE)
    result = inquiry.answer(WAIT).results[0]
    budi.choose(result, inquiry)
    ask(budi, "/start")
    budi.stays_silent(0.5)
    assert [call.method for call in telegram.calls(chat=budi.chat_id)] == ["sendMessage"]


def test_a_late_answer_is_dropped_quietly(telegram: FakeTelegram, budi: Seat) -> None:
    telegram.faults.query_too_old(method="answerInlineQuery")
    budi.inline(LIKE)
    telegram.world.wait_for(
        lambda: any(call.code == 400 for call in telegram.calls("answerInlineQuery")), WAIT
    )
    budi.stays_silent(0.1)
    asked(budi, LIKE)


def test_typing_on_while_answers_are_made_is_served(budi: Seat) -> None:
    inquiries = [budi.inline(LIKE[:length]) for length in range(1, len(LIKE), 6)]
    for inquiry in inquiries:
        assert inquiry.answer(WAIT).results
