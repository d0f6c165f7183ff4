"""Callback data goes there and back, fits every key we have, and survives forgeries."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers import texts
from handlers.buttons import (
    STAGES,
    Action,
    Pressed,
    answer_keyboard,
    data,
    keyboard_at_stage,
    list_keyboard,
    read,
)
from handlers.card import basis_line
from knowledge.schema import Knowledge, Stage, Status, Verified
from retrieval.answer import Choice, Outcome
from retrieval.engine import Engine
from tests.fake_telegram.keyboards import check_reply_markup
from tests.handlers.conftest import answered, citation, clarification, refusal

LARGEST_ID = 2**63 - 1


def buttons(keyboard: InlineKeyboardMarkup | None) -> list[InlineKeyboardButton]:
    assert keyboard is not None
    check_reply_markup(keyboard.to_dict())
    return [button for row in keyboard.inline_keyboard for button in row]


def labelled(keyboard: InlineKeyboardMarkup | None, label: str) -> InlineKeyboardButton:
    return next(button for button in buttons(keyboard) if button.text == label)


@given(st.sampled_from(list(Action)), st.text(max_size=40))
def test_data_goes_there_and_back(action: Action, argument: str) -> None:
    assert read(data(action, argument)) == Pressed(action, argument)


@given(st.text(max_size=64))
def test_foreign_data_is_read_as_nothing_or_as_itself(raw: str) -> None:
    pressed = read(raw)
    assert pressed is None or data(pressed.action, pressed.argument) == raw


@pytest.mark.parametrize(
    "raw", ["", "|", "s", "S|x", "x|like", "ss|x", " s|x", "sources:1", '{"a":1}', "Action.OPEN|x"]
)
def test_foreign_data_is_none(raw: str) -> None:
    assert read(raw) is None


def test_data_of_every_real_key_fits(knowledge: Knowledge) -> None:
    every = [
        *(data(action, s.id) for s in knowledge.situations for action in Action),
        *(data(Action.TOPIC, f"{topic.topic}:999") for topic in knowledge.topics),
        *(data(Action.REGULATION, f"{item.key}:999") for item in knowledge.regulations),
        data(Action.USEFUL, LARGEST_ID),
        data(Action.NOT_USEFUL, LARGEST_ID),
    ]
    assert max(len(item.encode()) for item in every) <= 64


def test_an_answer_offers_sources_sharing_copying_related_and_feedback() -> None:
    shown = buttons(answer_keyboard(answered(), 7))
    assert [button.text for button in shown] == [
        texts.card.BUTTON_SOURCES,
        texts.card.BUTTON_SHARE,
        texts.card.BUTTON_COPY,
        "Mencoblos di TPS",
        texts.card.BUTTON_USEFUL,
        texts.card.BUTTON_NOT_USEFUL,
    ]
    sources, share, copy, related, useful, not_useful = shown
    assert sources.callback_data == data(Action.SOURCES, "like-unggahan-calon")
    assert share.switch_inline_query == "Menyukai unggahan calon"
    assert copy.copy_text is not None
    assert copy.copy_text.text == "PP 94/2021 Pasal 5 huruf n"
    assert related.callback_data == data(Action.OPEN, "hak-pilih")
    assert useful.callback_data == data(Action.USEFUL, 7)
    assert not_useful.callback_data == data(Action.NOT_USEFUL, 7)


def test_the_stages_that_differ_are_offered_first() -> None:
    both = tuple(STAGES.values())
    shown = buttons(answer_keyboard(answered(other_stages=both), 7))
    assert [button.text for button in shown[:2]] == list(texts.card.BUTTON_STAGES.values())
    assert [button.callback_data for button in shown[:2]] == [
        data(action, "like-unggahan-calon") for action in STAGES
    ]
    assert shown[2:] == buttons(answer_keyboard(answered(), 7))


@pytest.mark.parametrize("stage", list(STAGES.values()))
def test_turned_to_a_stage_a_card_offers_the_other_and_keeps_its_buttons(stage: Stage) -> None:
    both = tuple(STAGES.values())
    others = tuple(one for one in both if one is not stage)
    first = answer_keyboard(answered(other_stages=both), 7)
    turned = keyboard_at_stage(answered(other_stages=others), first)
    assert turned == answer_keyboard(answered(other_stages=others), 7)
    assert keyboard_at_stage(answered(other_stages=both), turned) == first
    assert keyboard_at_stage(answered(), turned) == answer_keyboard(answered(), 7)


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.NOT_FOUND])
def test_a_refusal_has_no_buttons_whatever_it_holds(outcome: Outcome) -> None:
    assert answer_keyboard(refusal(outcome), 1) is None
    assert answer_keyboard(answered(outcome=outcome), 1) is None


def test_a_question_back_offers_the_choices_only() -> None:
    shown = buttons(answer_keyboard(clarification(), 1))
    assert [button.callback_data for button in shown] == [
        data(Action.OPEN, "like-unggahan-calon"),
        data(Action.OPEN, "hak-pilih"),
    ]


def test_without_guidance_or_basis_their_buttons_are_left_out() -> None:
    shown = buttons(answer_keyboard(answered(guidance=None, basis=(), choices=()), 1))
    assert [button.text for button in shown] == [
        texts.card.BUTTON_SHARE,
        texts.card.BUTTON_USEFUL,
        texts.card.BUTTON_NOT_USEFUL,
    ]


def test_a_choice_whose_data_would_not_fit_is_left_out() -> None:
    long = Choice(id="a" * 63, title="Terlalu panjang")
    shown = [button.text for button in buttons(answer_keyboard(answered(choices=(long,)), 1))]
    assert "Terlalu panjang" not in shown


@given(
    st.lists(
        st.builds(
            citation,
            st.text(min_size=1, max_size=120).filter(str.strip),
            st.sampled_from(list(Status)),
            st.sampled_from(list(Verified)),
        ),
        min_size=1,
        max_size=8,
    ),
    st.text(min_size=1, max_size=300).filter(str.strip),
)
def test_the_keyboard_is_within_limits_for_any_citation_and_title(
    basis: list[Any], title: str
) -> None:
    for button in buttons(answer_keyboard(answered(basis=tuple(basis), title=title), 1)):
        if button.copy_text:
            assert len(button.copy_text.text.encode("utf-16-le")) // 2 <= 256


def test_what_is_copied_ends_with_a_whole_citation() -> None:
    basis = tuple(
        citation(f"PP {number}/2021 Pasal 14 huruf i angka {number}", verified=Verified.SECONDARY)
        for number in range(10, 20)
    )
    button = labelled(answer_keyboard(answered(basis=basis), 1), texts.card.BUTTON_COPY)
    assert button.copy_text is not None
    whole = basis_line(basis).split("; ")
    copied = button.copy_text.text.removesuffix("; …").split("; ")
    assert copied == whole[: len(copied)]
    assert len(copied) >= 4


def test_every_real_answer_has_a_keyboard_that_telegram_takes(degraded: Engine) -> None:
    for situation in degraded.index.situations:
        answer = degraded.open(situation.id)
        assert answer is not None
        shown = buttons(answer_keyboard(answer, LARGEST_ID))
        opened = {choice.id for choice in answer.choices}
        assert {
            pressed.argument
            for button in shown
            if (pressed := read(str(button.callback_data))) and pressed.action is Action.OPEN
        } == opened


@given(st.integers(1, 40), st.integers(0, 12), st.booleans())
def test_pages_of_a_list_show_every_item_once(count: int, page: int, back: bool) -> None:
    items = [(f"Butir {number}", data(Action.OPEN, number)) for number in range(count)]
    last = max(0, (count - 1) // 8)
    page = min(page, last)
    keyboard = list_keyboard(items, page, 8, Action.TOPIC, "topik", "tt|0" if back else None)
    shown = buttons(keyboard)
    labels = [button.text for button in shown]
    assert labels[: len(items[page * 8 : page * 8 + 8])] == [
        label for label, _ in items[page * 8 : page * 8 + 8]
    ]
    assert (texts.chat.PREVIOUS in labels) == (page > 0)
    assert (texts.chat.NEXT in labels) == (page < last)
    assert (texts.chat.BACK in labels) == back
    if texts.chat.NEXT in labels:
        assert labelled(keyboard, texts.chat.NEXT).callback_data == f"t|topik:{page + 1}"
    if texts.chat.PREVIOUS in labels:
        assert labelled(keyboard, texts.chat.PREVIOUS).callback_data == f"t|topik:{page - 1}"
