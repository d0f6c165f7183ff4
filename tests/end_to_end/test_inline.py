"""Inline queries: cards ready to send in any chat, quickly, whatever is typed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from handlers import texts
from handlers.deep_links import LinkedQuestion, LinkedSituation, read_payload
from handlers.inline import CACHE_SECONDS, INLINE
from handlers.inline_results import PAGE, PAGES, START, TOPIC
from retrieval.answer import Outcome
from retrieval.engine import Engine
from tests.end_to_end.running import WAIT, BotProcess, ask
from tests.fake_telegram import FakeTelegram, InlineAnswer, InlineResult, Seat

LIKE = "boleh gak sih asn nge-like status calon bupati di facebook"
RECIPE = "resep rendang padang yang enak"


def asked(seat: Seat, text: str, offset: str = "") -> InlineAnswer:
    answer = seat.inline(text, offset).answer(WAIT)
    assert len(answer.results) <= PAGE == 10
    assert (answer.cache_time, answer.is_personal) == (CACHE_SECONDS, False)
    assert answer.button is not None
    assert answer.button.text == texts.inline.ASK_PRIVATELY
    for result in answer.results:
        assert result.text.strip()
        assert result.raw["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    return answer


def buttons(result: InlineResult) -> dict[str, dict[str, Any]]:
    rows = (result.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    return {button["text"]: button for row in rows for button in row}


def is_card(result: InlineResult) -> bool:
    return result.text.startswith(tuple(texts.card.VERDICT_LABELS.values()))


def is_topic(result: InlineResult) -> bool:
    return result.id.startswith(TOPIC)


def turned(seat: Seat, text: str) -> list[str]:
    """The ids of all results, page after page."""
    answer = asked(seat, text)
    seen = [result.id for result in answer.results]
    while answer.next_offset and len(seen) < 100:
        answer = asked(seat, text, answer.next_offset)
        seen += [result.id for result in answer.results]
    return seen


def journal(data: Path) -> list[tuple[object, ...]]:
    query = "select channel, outcome, verdict, guidance from outcomes order by id"
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return db.execute(query).fetchall()


# Cards


def test_the_first_result_is_what_the_bot_answers(budi: Seat) -> None:
    answer = asked(budi, LIKE)
    assert len(answer.results) == PAGE
    first = answer.results[0]
    private = ask(budi, LIKE)
    assert private.text == first.text
    assert first.title == f"⛔ {private.text.split(chr(10) * 2)[1]}"
    assert first.description.startswith("Dilarang · ")
    assert len({result.id for result in answer.results}) == PAGE
    assert all(is_card(result) for result in answer.results)
    assert all(f"{texts.card.LABEL_BASIS}: " in result.text for result in answer.results)


def test_each_card_can_be_opened_shared_and_its_basis_copied(budi: Seat) -> None:
    for result in asked(budi, LIKE).results:
        found = buttons(result)
        link = found[texts.inline.BUTTON_MORE]["url"]
        address, _, payload = link.partition("?start=")
        assert address == "https://t.me/netra_uji_bot"
        assert read_payload(payload) == LinkedSituation(result.id)
        assert result.title.endswith(found[texts.card.BUTTON_SHARE]["switch_inline_query"])
        assert found[texts.card.BUTTON_COPY]["copy_text"]["text"]


def test_a_card_that_is_shared_on_comes_first(budi: Seat, siti: Seat) -> None:
    shared = asked(budi, LIKE).results[-1]
    query = buttons(shared)[texts.card.BUTTON_SHARE]["switch_inline_query"]
    assert asked(siti, query).results[0].text == shared.text


def test_results_are_the_same_for_everybody(budi: Seat, siti: Seat) -> None:
    first, second = asked(budi, LIKE), asked(siti, f"  {LIKE}\u200b ")
    assert first.results == second.results


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (RECIPE, Outcome.DECLINED),
        ("halo min selamat pagi", Outcome.DECLINED),
        ("x" * 256, None),
    ],
)
def test_what_has_no_answer_gets_one_result_without_sources(
    budi: Seat, text: str, outcome: Outcome | None
) -> None:
    answer = asked(budi, text)
    (result,) = answer.results
    assert answer.next_offset == ""
    titles = texts.inline.OUTCOME_TITLES
    assert result.title in ([titles[outcome]] if outcome else titles.values())
    assert not is_card(result)
    assert texts.card.LABEL_BASIS not in result.text
    assert result.reply_markup is None


@pytest.mark.parametrize(
    "text",
    [
        (LIKE + " ") * 4,
        "<b>like</b> & calon",
        "\u202elike calon",
        "like calon " * 23,
        "\ud800 like",
    ],
)
def test_odd_queries_are_answered(budi: Seat, text: str) -> None:
    assert asked(budi, text[:256]).results


# The button above the results


def test_the_question_goes_along_to_the_private_chat_where_it_fits(budi: Seat) -> None:
    short, long = asked(budi, "boleh like & <b>foto</b>?"), asked(budi, LIKE)
    assert short.button is not None
    assert long.button is not None
    payload = short.button.start_parameter
    assert read_payload(payload) == LinkedQuestion("boleh like & <b>foto</b>?")
    assert long.button.start_parameter == START


# Topics, pages


@pytest.mark.parametrize("text", ["", " ", " \n\t ", "🎉🎉", "\u200b\u200d", "?!…", "\ud800"])
def test_where_nothing_was_asked_topics_are_offered(budi: Seat, text: str) -> None:
    answer = asked(budi, text)
    assert len(answer.results) == PAGE
    assert all(is_topic(result) for result in answer.results)
    assert answer.next_offset == "1"
    for result in answer.results:
        assert " situasi: " in result.description
        assert "@netra_uji_bot" in result.text
        assert (
            buttons(result)[texts.inline.BUTTON_ASK_HERE]["switch_inline_query_current_chat"] == ""
        )


def test_all_topics_are_reached_by_turning_pages(budi: Seat, engine: Engine) -> None:
    seen = turned(budi, "")
    assert seen == [TOPIC + topic.topic for topic in engine.index.knowledge.topics]


def test_a_question_has_five_pages_of_different_cards(budi: Seat) -> None:
    seen = turned(budi, LIKE)
    assert len(seen) == len(set(seen)) == PAGES * PAGE == 50


@pytest.mark.parametrize("offset", ["abc", "-1", "1e9", "9" * 64, "../..", "😀"])
def test_a_forged_offset_is_the_first_page(budi: Seat, offset: str) -> None:
    assert asked(budi, LIKE, offset).results == asked(budi, LIKE).results


def test_beyond_the_last_page_there_is_nothing(budi: Seat) -> None:
    answer = asked(budi, LIKE, "77")
    assert (answer.results, answer.next_offset) == ((), "")


# Typing


def test_of_what_one_person_types_only_the_newest_must_be_answered(
    telegram: FakeTelegram, budi: Seat, siti: Seat
) -> None:
    typed = [f"{LIKE[:length]} {length}" for length in range(4, len(LIKE), 3)]
    with telegram.world.changed:  # All of it is handed over at once.
        other = siti.inline("hukuman ikut kampanye siti")
        inquiries = [budi.inline(text) for text in typed]
    newest = inquiries[-1].answer(WAIT)
    assert other.answer(WAIT).results, "nobody else is superseded"
    assert newest.results
    # They are begun in order, so that whatever is answered at all has been by now.
    unanswered = [inquiry for inquiry in inquiries if not inquiry.answered]
    assert len(unanswered) > len(inquiries) // 2, "older queries are dropped"
    assert asked(budi, typed[0]).results, "and can be asked again"


def test_typing_slowly_is_answered_at_each_pause(budi: Seat) -> None:
    for length in range(1, len(LIKE), 9):
        assert asked(budi, LIKE[:length]).results


# What is sent


def test_a_card_is_journalled_when_it_is_sent_and_not_while_typing(
    telegram: FakeTelegram, bot_data: Path, budi: Seat
) -> None:
    group = telegram.group("Dinas", [budi.user]).seat(budi.user)
    before = len(journal(bot_data))
    inquiry = group.inline(LIKE)
    results = inquiry.answer(WAIT).results
    topics = group.inline("")
    topic = topics.answer(WAIT).results[0]
    recipe = group.inline(RECIPE)
    declined = recipe.answer(WAIT).results[0]
    ask(budi, "/start")
    assert len(journal(bot_data)) == before

    group.choose(topic, topics)
    for number, (result, asked_for) in enumerate(
        [(results[0], inquiry), (results[3], inquiry), (declined, recipe)], start=1
    ):
        group.choose(result, asked_for)
        budi.wait_until(lambda n=number: len(journal(bot_data)) == before + n, "journal", WAIT)
    first, other, last = journal(bot_data)[before:]
    assert first == (INLINE, "answered", "prohibited", results[0].id)
    assert (other[0], other[1], other[3]) == (INLINE, "answered", results[3].id)
    assert last == (INLINE, "declined", None, None)


def test_a_result_of_another_version_is_not_journalled(
    telegram: FakeTelegram, bot_data: Path, bot: BotProcess, budi: Seat
) -> None:
    before, log = len(journal(bot_data)), len(bot.output)
    telegram.inject(
        {
            "chosen_inline_result": {
                "result_id": "tidak-ada-lagi",
                "from": budi.user.json(),
                "query": LIKE,
            }
        }
    )
    telegram.wait_until_confirmed(WAIT)
    asked(budi, "pelan " + LIKE)
    assert len(journal(bot_data)) == before
    assert "Traceback" not in bot.output[log:]


def test_a_card_that_was_sent_is_not_answered(telegram: FakeTelegram, budi: Seat) -> None:
    inquiry = budi.inline(LIKE)
    result = inquiry.answer(WAIT).results[0]
    budi.choose(result, inquiry)
    ask(budi, "/start")
    budi.stays_silent(0.5)
    assert [call.method for call in telegram.calls(chat=budi.chat_id)] == ["sendMessage"]


# Trouble


@pytest.mark.parametrize(
    "trouble",
    ["query_too_old", "flood", "server_error", "cut", "lose_answer", "garbage", "refused"],
)
def test_a_refused_answer_is_logged_without_a_word_and_hurts_nobody(
    telegram: FakeTelegram, bot: BotProcess, budi: Seat, trouble: str
) -> None:
    log = len(bot.output)
    faults = telegram.faults
    if trouble == "refused":
        order = faults.error(400, "Bad Request: RESULT_ID_INVALID", method="answerInlineQuery")
    else:
        order = getattr(faults, trouble)(method="answerInlineQuery")
    budi.inline(f"boleh like {trouble} rahasiasekali")
    budi.wait_until(lambda: order.used == 1, "answer", WAIT)
    budi.wait_until(lambda: "inline" in bot.output[log:], "log", WAIT)
    said = bot.output[log:]
    ours = [line for line in said.splitlines() if " handlers." in line]
    assert len(ours) == 1, said
    for word in ("rahasiasekali", "like", str(budi.user.id)):
        assert word not in said
    assert asked(budi, LIKE).results
    budi.stays_silent(0.1)
