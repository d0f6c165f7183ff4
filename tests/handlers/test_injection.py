"""No text, wherever it comes from, becomes markup that the renderer did not write.

Every text of a knowledge base and every question is made hostile, and everything the bot
says as HTML is looked at: cards, sources, pages, inline results, and what admins read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from handlers.browse import regulation_page, regulations_page, topic_page, topics_page
from handlers.card import card_blocks, source_blocks
from handlers.html import render
from knowledge.schema import Knowledge
from retrieval.answer import Answer, Choice, Outcome
from retrieval.engine import Engine
from tests.fake_telegram import parse_html
from tests.handlers.conftest import answered, citation, clarification, passage, refusal

WRITTEN = re.compile(r"</?(?:b|i|blockquote)>|<blockquote expandable>|<code>|</code>")
_TAGS = "<b> </b> </i> </blockquote> <blockquote> <a> <script> <tg-spoiler> <!-- ]]> b>"
_SIGNS = "& &lt; &amp;lt;b&gt; &#60;b&#62; &#x3c; < > \" ' \\ { } {title} {0} %s \u202e \ufeff 😀"
_PIECES = st.sampled_from(
    [*_TAGS.split(), *_SIGNS.split(), " ", "\n", '<a href="tg://user?id=1">', "<b>tebal</b>"]
)
HOSTILE = (
    st.lists(
        st.one_of(_PIECES, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)),
        min_size=1,
        max_size=12,
    )
    .map("".join)
    .filter(str.strip)
)


def harmless(message: str) -> None:
    """The message parses, and every angle bracket in it is of a tag we write."""
    parse_html(message)
    assert not set(WRITTEN.sub("", message)) & set("<>"), message


def tags(message: str) -> list[str]:
    """The tags of a message in order; a text can add none, not even one of ours."""
    return WRITTEN.findall(message)


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


def pages(knowledge: Knowledge, text: str) -> list[str]:
    """The pages of a knowledge base in which a topic and a regulation are made of ``text``."""
    regulation, topic = knowledge.regulations[0], knowledge.topics[0]
    hostile = knowledge.model_copy(
        update={
            "regulations": (poisoned(regulation, text), *knowledge.regulations[1:3]),
            "topics": (poisoned(topic, text), *knowledge.topics[1:3]),
        }
    )
    found = [
        topics_page(hostile, 0),
        topic_page(hostile, topic.topic, 0),
        regulations_page(hostile, 0),
        regulation_page(hostile, regulation.key, 0),
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
            (source_blocks(answer.passages), source_blocks(plain.passages)),
        ):
            messages = render(blocks)
            for message in messages:
                harmless(message)
            if len(messages) == 1:
                assert tags(messages[0]) == tags(render(expected)[0])


@given(HOSTILE)
def test_what_is_shown_is_what_was_written(text: str) -> None:
    shown = "".join(
        parse_html(part)[0] for part in render(card_blocks(refusal(Outcome.DECLINED, text)))
    )
    assert "".join(shown.split()) == "".join(text.split())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_no_knowledge_can_carry_markup(knowledge: Knowledge, text: str) -> None:
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
        for answer in (degraded.ask(question), *degraded.suggest(question, 10)):
            for message in render(card_blocks(answer)):
                harmless(message)
