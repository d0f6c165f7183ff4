"""No text, wherever it comes from, becomes markup that the renderer did not write.

Every text of a knowledge base and every question is made hostile, and everything the bot
says as HTML is looked at: cards in private, in groups and inline, the notes under them,
sources, and pages. Edits are rendered like first answers; what is said to admins about their
files is sent without markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from pydantic import BaseModel
from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode

from handlers.browse import regulation_page, regulations_page, topic_page, topics_page
from handlers.card import card_blocks, source_blocks
from handlers.html import render
from handlers.inline_results import answer_result, note_result, short_result
from handlers.inline_results import topics_page as inline_topics
from handlers.questions import length_notes
from handlers.short_card import short_blocks
from knowledge.schema import Knowledge
from retrieval.answer import Answer, Choice, Outcome
from retrieval.engine import Engine
from tests.fake_telegram import parse_html
from tests.handlers.conftest import answered, citation, clarification, passage, refusal
from tests.markup import HOSTILE, harmless, tags

BOT = "netra_uji_bot"
LONG = "boleh? " * 400


def poisoned(model: Any, text: str) -> Any:
    """``model`` with ``text`` in the place of every free text in it, however deep."""
    if isinstance(model, BaseModel):
        fields = {
            name: poisoned(getattr(model, name), text)
            for name in type(model).model_fields
            # Keys lead from one document to another.
            if name not in ("id", "key", "topic", "regulation", "guidance", "route", "document")
        }
        return model.model_copy(update=fields)
    if isinstance(model, tuple):
        return tuple(poisoned(item, text) for item in model)
    # Enumerations are texts as well, but not free ones.
    return text if type(model) is str else model


def hostile(knowledge: Knowledge, text: str) -> Knowledge:
    """A knowledge base in which the first topic and the first regulation are made of ``text``."""
    return knowledge.model_copy(
        update={
            "regulations": (
                poisoned(knowledge.regulations[0], text),
                *knowledge.regulations[1:3],
            ),
            "topics": (poisoned(knowledge.topics[0], text), *knowledge.topics[1:3]),
        }
    )


def pages(knowledge: Knowledge, text: str) -> list[str]:
    """The pages of a knowledge base that is made of ``text``."""
    changed = hostile(knowledge, text)
    found = [
        topics_page(changed, 0),
        topic_page(changed, changed.topics[0].topic, 0),
        regulations_page(changed, 0),
        regulation_page(changed, changed.regulations[0].key, 0),
    ]
    assert None not in found
    return [page[0] for page in found if page]


def answers(text: str) -> Iterator[Answer]:
    """One answer of each kind, made of ``text``."""
    choice = Choice(id="like-unggahan-calon", title=text)
    yield answered(
        question=text, title=text, answer=text, sanction=text, conditions=(text, text),
        basis=(citation(text),), passages=(passage(text, text),),
        choices=(choice,),
    )  # fmt: skip
    yield answered(
        question=text, title=None, verdict=None, basis=(), passages=(passage(text, text),)
    )
    yield clarification().model_copy(update={"answer": text, "choices": (choice,)})
    for outcome in (Outcome.NOT_FOUND, Outcome.DECLINED):
        yield refusal(outcome, text)


@given(HOSTILE)
@example("</blockquote><b>")
@example("&lt;b&gt;")
def test_no_answer_can_carry_markup(text: str) -> None:
    for answer, plain in zip(answers(text), answers("aman"), strict=True):
        for blocks, expected in (
            (card_blocks(answer), card_blocks(plain)),
            (
                (*short_blocks(answer), *length_notes(LONG)),
                (*short_blocks(plain), *length_notes(LONG)),
            ),
            (source_blocks(answer.passages), source_blocks(plain.passages)),
        ):
            messages = render(blocks)
            for message in messages:
                harmless(message)
            if len(messages) == 1:
                assert tags(messages[0]) == tags(render(expected)[0])


def sent_by(result: InlineQueryResultArticle) -> str:
    """The HTML of the message that an inline result sends."""
    content = result.input_message_content
    assert isinstance(content, InputTextMessageContent)
    assert content.parse_mode == ParseMode.HTML
    return content.message_text


@given(HOSTILE)
@example("'></a><b>")
def test_no_inline_result_can_carry_markup(text: str) -> None:
    for answer, plain in zip(answers(text), answers("aman"), strict=True):
        for result in (answer_result, short_result):
            message, expected = sent_by(result(answer, BOT)), sent_by(result(plain, BOT))
            harmless(message)
            if "<a " not in message:
                assert tags(message) == tags(expected)
    assert tags(sent_by(note_result("*", text, text))) == []
    harmless(sent_by(note_result("*", text, text)))


@given(HOSTILE)
def test_what_is_shown_is_what_was_written(text: str) -> None:
    shown = "".join(
        parse_html(part)[0] for part in render(card_blocks(refusal(Outcome.DECLINED, text)))
    )
    assert "".join(shown.split()) == "".join(text.split())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_no_knowledge_can_carry_markup(knowledge: Knowledge, text: str) -> None:
    for result in inline_topics(hostile(knowledge, text), 0, BOT).results:
        harmless(json.loads(result)["input_message_content"]["message_text"])
    for page, plain in zip(pages(knowledge, text), pages(knowledge, "aman"), strict=True):
        harmless(page)
        assert tags(page) == tags(plain)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
@example("boleh like <b>status</b> calon bupati?")
@example("pasal 71 uu 10/2016 </blockquote>")
@example("rakornas ancol <script>")
def test_no_question_can_carry_markup(degraded: Engine, text: str) -> None:
    for question in (text, f"boleh like status calon {text}?", f"sanksi {text} kampanye"):
        found = degraded.suggest(question, 10)
        others = (degraded.open(item.id, found.stage) for item in found.others)
        for answer in filter(None, (degraded.ask(question), found.answer, *others)):
            for message in render((*card_blocks(answer), *length_notes(question))):
                harmless(message)
            harmless(sent_by(answer_result(answer, BOT)))
            harmless(render(short_blocks(answer))[0])
