"""Which messages of a group are meant for the bot, and what they ask."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Chat, Message, MessageEntity, User

from handlers.groups import question_in
from tests.fake_telegram.texts import detected_entities

NAME = "netra_uji_bot"
BOT = cast(Bot, SimpleNamespace(id=99, username=NAME))
TONO = User(5, "Tono", is_bot=False)


def message(text: str, **fields: Any) -> Message:
    entities = [MessageEntity(**entity) for entity in detected_entities(text)]
    given = {"from_user": TONO, "entities": entities, **fields}
    return Message(1, dt.datetime.now(dt.UTC), Chat(-7, "supergroup"), text=text, **given)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("/tanya boleh like?", "boleh like?"),
        (f"/tanya@{NAME} boleh  like?", "boleh like?"),
        (f"/TANYA@{NAME.upper()}\nboleh like?", "boleh like?"),
        ("/tanya", ""),
        ("/tanya @bot_lain boleh?", "@bot_lain boleh?"),
        (f"@{NAME} boleh like?", "boleh like?"),
        (f"boleh @{NAME.title()} like?", "boleh like?"),
        (f"👨‍👩‍👧 @{NAME} boleh like? 🎉 @{NAME}", "👨‍👩‍👧 boleh like? 🎉"),
        (f"@{NAME}", ""),
        ("boleh like?", None),
        ("/tanya@bot_lain boleh like?", None),
        ("/tanyakan boleh like?", None),
        (f"/start@{NAME} boleh?", None),
        ("@bot_lain boleh like?", None),
        (f"@{NAME}x boleh like?", None),
        (f"tulis ke admin@{NAME}.id", None),
    ],
)
def test_what_is_asked(text: str, question: str | None) -> None:
    assert question_in(message(text), BOT) == question


def test_a_reply_to_the_bot_asks_and_a_reply_to_a_person_does_not() -> None:
    bots = message("jawaban", from_user=User(99, "Netra", is_bot=True))
    assert question_in(message("kalau PPPK?", reply_to_message=bots), BOT) == "kalau PPPK?"
    both = message(f"kalau PPPK? @{NAME}", reply_to_message=bots)
    assert question_in(both, BOT) == "kalau PPPK?"
    assert question_in(message("setuju", reply_to_message=message("halo")), BOT) is None


def test_a_mention_by_name_is_the_bots_only_where_it_names_the_bot() -> None:
    def mentioned(number: int) -> str | None:
        entity = MessageEntity("text_mention", 0, 5, user=User(number, "Netra", is_bot=True))
        return question_in(message("Netra boleh like?", entities=[entity]), BOT)

    assert mentioned(99) == "boleh like?"
    assert mentioned(98) is None


@given(
    st.text(st.characters(exclude_characters="@/", exclude_categories=["Cs"]), max_size=60),
    st.text("😀é x", max_size=20),
)
def test_the_mention_is_cut_out_and_nothing_else(before: str, after: str) -> None:
    question = question_in(message(f"{before} @{NAME} {after}"), BOT)
    assert question == " ".join(f"{before} {after}".split())
