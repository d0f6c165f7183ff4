"""Whatever an answer holds, its inline result is one that Telegram takes."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineQueryResultArticle

from handlers import texts
from handlers.card import Block, Style, card_blocks
from handlers.deep_links import LinkedQuestion, LinkedSituation, read_payload
from handlers.html import LIMIT, render
from handlers.inline_results import (
    ANSWER,
    PAGE,
    PAGES,
    START,
    TOPIC,
    Page,
    answer_result,
    one_message,
    page_number,
    question_page,
    topic_result,
    topics_page,
)
from handlers.recent import Recent
from knowledge.schema import Basis, GuidanceTopic, Knowledge, Situation, Verdict
from retrieval.answer import Outcome
from retrieval.engine import Engine
from tests.fake_telegram import parse_html, utf16_length
from tests.fake_telegram.inline_results import InlineResult, check_results, check_results_button
from tests.handlers.conftest import answered, citation, clarification, passage, refusal

ME = "netra_uji_bot"
LINK = f"https://t.me/{ME}?start=s_x"
MORE = f"{texts.inline.SHORTENED} {texts.inline.MORE}"
LIKE = "boleh gak sih asn nge-like status calon bupati di facebook"

_WORDS = st.sampled_from(
    ["<b>", "</i>", "&", "&lt;", "<", ">", '"', "'", "😀", "kata", ". ", "\n"]
)
_TEXT = (
    st.lists(
        _WORDS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), max_size=9
    )
    .map("".join)
    .map(lambda text: f"a{text}")
)
_LONG = st.builds(lambda text, times: text * times, _TEXT, st.integers(1, 500))
_ANSWERS = st.builds(
    answered,
    title=_TEXT.map(lambda text: text[:90]),
    answer=_LONG,
    sanction=st.none() | _LONG,
    conditions=st.lists(_LONG, max_size=3).map(tuple),
    basis=st.lists(st.builds(citation, _LONG), max_size=3).map(tuple),
    passages=st.lists(st.builds(passage, _TEXT, _LONG), max_size=3).map(tuple),
    verdict=st.none() | st.sampled_from(Verdict),
    guidance=st.none() | st.just("like-unggahan-calon"),
)


def taken(result: InlineQueryResultArticle) -> InlineResult:
    """The result as Telegram reads it; it refuses what is malformed."""
    (shown,) = check_results([result.to_dict()])
    assert 1 <= utf16_length(shown.text) <= LIMIT == 4096
    assert len(shown.description) <= 120
    return shown


def page_of(engine: Engine, text: str, number: int, cards: Recent | None = None) -> Page:
    return question_page(engine, text, number, ME, Recent() if cards is None else cards)


def results_of(page: Page) -> list[dict[str, Any]]:
    return [json.loads(result) for result in page.results]


def ids(page: Page) -> list[str]:
    return [shown["id"] for shown in results_of(page)]


def buttons(shown: InlineResult) -> dict[str, dict[str, Any]]:
    rows = (shown.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    assert all(rows)
    return {button["text"]: button for row in rows for button in row}


def start_of(link: str) -> LinkedSituation | LinkedQuestion | None:
    address, _, payload = link.partition("?start=")
    assert address == f"https://t.me/{ME}"
    return read_payload(payload)


# Cards


def test_a_card_says_the_verdict_first_and_can_be_shared_copied_and_opened() -> None:
    shown = taken(answer_result(answered(), ME))
    assert shown.id == "like-unggahan-calon"
    assert shown.title == "⛔ Menyukai unggahan calon"
    assert shown.description == "Dilarang · Dilarang. Menyukai termasuk dukungan."
    assert shown.raw["input_message_content"]["message_text"] == render(card_blocks(answered()))[0]
    found = buttons(shown)
    assert list(found) == [
        texts.inline.BUTTON_MORE,
        texts.card.BUTTON_SHARE,
        texts.card.BUTTON_COPY,
    ]
    more = found[texts.inline.BUTTON_MORE]
    assert start_of(more["url"]) == LinkedSituation("like-unggahan-calon")
    assert more["style"] == "danger"
    assert found[texts.card.BUTTON_SHARE]["switch_inline_query"] == "Menyukai unggahan calon"
    assert found[texts.card.BUTTON_COPY]["copy_text"] == {"text": "PP 94/2021 Pasal 5 huruf n"}


@pytest.mark.parametrize(
    ("verdict", "style"),
    [
        (Verdict.PROHIBITED, "danger"),
        (Verdict.ALLOWED, "success"),
        (Verdict.CONDITIONAL, "primary"),
        (Verdict.INFORMATION, None),
        (None, None),
    ],
)
def test_the_verdict_colours_the_button(verdict: Verdict | None, style: str | None) -> None:
    found = buttons(taken(answer_result(answered(verdict=verdict), ME)))
    assert found[texts.inline.BUTTON_MORE].get("style") == style


def test_a_verdict_of_two_words_is_followed_by_the_sentence_that_explains_it() -> None:
    answer = "Tidak boleh. Ajakan memilih kotak kosong merugikan calon tunggal. Lainnya."
    shown = taken(answer_result(answered(answer=answer), ME))
    assert shown.description == f"Dilarang · {answer.removesuffix(' Lainnya.')}"


@given(_ANSWERS)
def test_any_content_gives_a_result_that_telegram_takes(answer: Any) -> None:
    shown = taken(answer_result(answer, ME))
    assert shown.title
    # No tag but our own: what looks like one in the content is shown, not obeyed.
    _, entities = parse_html(shown.raw["input_message_content"]["message_text"])
    kinds = {entity["type"] for entity in entities}
    assert kinds <= {"bold", "italic", "expandable_blockquote", "text_link"}
    links = [entity["url"] for entity in entities if entity["type"] == "text_link"]
    assert len(links) == shown.text.endswith(MORE)
    assert all(start_of(link) or link == f"https://t.me/{ME}" for link in links)


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.NOT_FOUND])
def test_what_answers_nothing_says_so_and_has_no_buttons(outcome: Outcome) -> None:
    shown = taken(answer_result(refusal(outcome), ME))
    assert shown.id == ANSWER
    assert shown.title == texts.inline.OUTCOME_TITLES[outcome]
    assert shown.description == "Maaf, belum ada jawabannya."
    assert shown.reply_markup is None
    said = f"{shown.title} {shown.description} {shown.text}".casefold()
    for verdict in Verdict:
        assert texts.card.VERDICT_SHORT[verdict].casefold() not in said


def test_a_question_back_leads_to_each_of_its_situations() -> None:
    shown = taken(answer_result(clarification(), ME))
    assert shown.title == texts.inline.OUTCOME_TITLES[Outcome.CLARIFY]
    assert [start_of(button["url"]) for button in buttons(shown).values()] == [
        LinkedSituation("like-unggahan-calon"),
        LinkedSituation("hak-pilih"),
    ]


def test_the_card_in_the_chat_does_not_hold_what_was_typed() -> None:
    secret = "saya sudah terlanjur foto"
    for answer in (
        answered(question=secret),
        answered(question=secret, guidance=None),
        refusal(Outcome.DECLINED).model_copy(update={"question": secret}),
    ):
        result = answer_result(answer, ME)
        assert secret not in result.to_json()
        for button in buttons(taken(result)).values():
            if "url" in button:
                assert start_of(button["url"]) != LinkedQuestion(secret)


# Long cards


def test_a_long_card_ends_with_a_block_the_note_and_where_to_read_on() -> None:
    blocks = (
        Block(Style.HEADLINE, ("DILARANG",)),
        Block(Style.BODY, ("Isi. " * 300,)),
        Block(Style.LIST, ("Syarat. " * 350,), "Syarat"),
        Block(Style.QUOTE, ("Ketentuan. " * 300,), "Ketentuan"),
        Block(Style.NOTE, ("Informasi umum.",)),
    )
    text, _ = parse_html(one_message(blocks, LINK))
    body = ("Isi. " * 300).strip()
    assert text == f"DILARANG\n\n{body}\n\nInformasi umum.\n\n{MORE}"


def test_a_block_too_long_by_itself_ends_with_a_sentence() -> None:
    text, entities = parse_html(one_message((Block(Style.BODY, ("Satu dua. " * 900,)),), LINK))
    assert text.endswith(f"Satu dua.\n\n{MORE}")
    assert [entity["url"] for entity in entities] == [LINK]


def test_real_cards_are_whole_or_say_that_they_are_not(engine: Engine) -> None:
    shortened = 0
    for situation in engine.index.situations:
        card = engine.open(situation.id)
        assert card is not None
        shown = taken(answer_result(card, ME))
        parts = render(card_blocks(card))
        shortened += len(parts) > 1
        assert shown.text.endswith(MORE) == (len(parts) > 1)
        assert texts.card.DISCLAIMER in shown.text
        assert f"{texts.card.LABEL_BASIS}: " in shown.text
    assert shortened < 10


# Pages


@pytest.mark.parametrize(
    ("offset", "number"),
    [("", 0), ("1", 1), ("4", 4), ("99", 99), ("-1", 0), ("1.5", 0), ("١", 0), ("x" * 64, 0),
     ("9" * 64, 0), (" 1", 0), ("1\n", 0)],
)  # fmt: skip
def test_forged_offsets_are_the_first_page(offset: str, number: int) -> None:
    assert page_number(offset) == number


def test_pages_follow_each_other_without_repeating_anything(engine: Engine) -> None:
    seen: list[str] = []
    for number in range(PAGES):
        page = page_of(engine, LIKE, number)
        seen += ids(page)
        assert len(page.results) == PAGE == 10
        assert page.next_offset == (str(number + 1) if number < PAGES - 1 else "")
    assert len(set(seen)) == len(seen) == 50
    assert seen[0] == engine.ask(LIKE).guidance
    beyond = page_of(engine, LIKE, PAGES)
    assert (beyond.results, beyond.next_offset) == ((), "")


def test_cards_that_pages_share_look_as_if_they_were_made_for_each(engine: Engine) -> None:
    shared = Recent()
    asked = [
        "like postingan calon bupati",
        "like postingan orang yang baru mau nyalon bupati, belum ditetapkan",
        "like postingan bupati yang sudah ditetapkan jadi calon",
        "ikut kampanye calon",
        "ikut kampanye bakal calon sebelum penetapan",
    ]
    pages = [page_of(engine, text, number, shared) for text in asked for number in (0, 1)]

    own = [page_of(engine, text, number) for text in asked for number in (0, 1)]
    assert [results_of(page) for page in pages] == [results_of(page) for page in own]
    told = {(shown["id"], str(shown)) for page in own for shown in results_of(page)}
    assert len(told) > len({key for key, _ in told}), "no stage turned a card"


def test_a_card_is_made_once_and_again_for_a_newer_version(engine: Engine) -> None:
    shared = Recent()
    _, card, *_ = page_of(engine, LIKE, 0, shared).results
    _, again, *_ = page_of(engine, f"{LIKE}?", 0, shared).results
    assert again is card

    newer = replace(engine, index=replace(engine.index, version="newer"))
    _, renewed, *_ = page_of(newer, LIKE, 0, shared).results
    assert renewed is not card


@pytest.mark.parametrize("text", ["resep rendang padang", "pasal 71 uu 10/2016", "x" * 256])
def test_what_is_no_situation_has_one_page_of_one_result(engine: Engine, text: str) -> None:
    page = page_of(engine, text, 0)
    assert ids(page) == [ANSWER]
    assert page.next_offset == ""
    assert page_of(engine, text, 1).results == ()


def test_the_button_above_carries_the_question_where_it_fits(engine: Engine) -> None:
    short = check_results_button(page_of(engine, "boleh like?", 0).button.to_dict())
    assert short is not None
    assert read_payload(short.start_parameter) == LinkedQuestion("boleh like?")
    long = check_results_button(page_of(engine, LIKE, 0).button.to_dict())
    assert long is not None
    assert long.start_parameter == START
    assert read_payload(START) is None


def test_every_topic_is_on_some_page_once(knowledge: Knowledge) -> None:
    seen, offset = [], ""
    for _ in range(math.ceil(len(knowledge.topics) / PAGE)):
        page = topics_page(knowledge, page_number(offset), ME)
        seen += ids(page)
        offset = page.next_offset
    assert offset == ""
    assert seen == [TOPIC + topic.topic for topic in knowledge.topics]
    assert topics_page(knowledge, 99, ME).results == ()


def test_a_topic_lists_ten_situations_as_links_and_tells_of_the_rest(
    knowledge: Knowledge,
) -> None:
    topic = max(knowledge.topics, key=lambda topic: len(topic.situations))
    shown = taken(topic_result(topic, ME))
    assert topic.title in shown.title
    assert shown.description.startswith(f"{len(topic.situations)} situasi: ")
    links = [e["url"] for e in shown.entities if e["type"] == "text_link"]
    assert [start_of(link) for link in links] == [
        LinkedSituation(item.id) for item in topic.situations[:10]
    ]
    assert all(item.title in shown.text for item in topic.situations[:10])
    assert texts.inline.TOPIC_REST.format(count=len(topic.situations) - 10) in shown.text
    assert f"@{ME}" in shown.text


@given(_LONG, st.lists(_TEXT.map(lambda text: text[:90]), min_size=1, max_size=12))
def test_any_topic_gives_a_result_that_telegram_takes(title: str, titles: list[str]) -> None:
    situations = [
        Situation(
            id=f"s{number}",
            title=name,
            question="q?",
            variants=tuple("abcdef"),
            verdict=Verdict.ALLOWED,
            answer="Boleh.",
            applies_to=("PNS",),
            basis=(Basis(regulation="PP-94-2021", ref="Pasal 5"),),
            reviewed=dt.date(2026, 11, 22),
        )
        for number, name in enumerate(titles)
    ]
    topic = GuidanceTopic(topic="t", title=title, situations=tuple(situations))
    shown = taken(topic_result(topic, ME))
    assert (texts.inline.TOPIC_REST.split("{")[0] in shown.text) >= (len(titles) > 10)


def test_a_shared_title_offers_the_card_that_was_shared(engine: Engine) -> None:
    # Titles that name a regulation would lead to that regulation if they were any question.
    hard = [item for item in engine.index.situations if engine.index.identity.find(item.title)]
    assert len(hard) >= 5
    for situation in [*hard[:5], *engine.index.situations[::80]]:
        card = engine.open(situation.id)
        assert card is not None
        shared = buttons(taken(answer_result(card, ME)))[texts.card.BUTTON_SHARE]
        (first, *_) = ids(page_of(engine, shared["switch_inline_query"], 0))
        assert first == situation.id
