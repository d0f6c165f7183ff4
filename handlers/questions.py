"""Questions in private chats: free text, /tanya, edits, and messages that are not text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Message, Update

from handlers import texts
from handlers.buttons import answer_keyboard, keyboard_at_stage
from handlers.card import Block, Style, card_blocks
from handlers.delivery import Reply, is_stale, replace, send, typing
from handlers.html import render
from handlers.services import Context, Services, services_of
from retrieval.answer import Answer
from retrieval.text import is_too_long

PRIVATE = "private"
_TANYA = re.compile(r"/tanya(?:@\w+)?(?:\s+|$)", re.IGNORECASE)


async def on_question(update: Update, context: Context) -> None:
    """Answer a text message."""
    message = update.effective_message
    if message and message.text:
        await answer_message(message, message.text, context)


async def on_tanya(update: Update, context: Context) -> None:
    """Answer what stands behind /tanya."""
    message = update.effective_message
    if message is None:
        return
    if question := _question_in(message):
        await answer_message(message, question, context)
    else:
        await message.reply_text(texts.chat.ASK_USAGE)


async def on_edited(update: Update, context: Context) -> None:
    """Answer an edited question by editing the earlier answer."""
    message = update.edited_message
    question = _question_in(message) if message else ""
    if message is None or not question:
        return
    services = services_of(context)
    async with services.locks.of(message.chat_id, message.message_id):
        earlier = services.replies.get((message.chat_id, message.message_id))
        if not is_stale(message, answered=bool(earlier)):
            await _answer(message, question, services, earlier or ())


async def on_other_content(update: Update, context: Context) -> None:
    """Answer what is asked under a picture; else say kindly that only text can be read.

    That is said once for an album, whose pictures are as many messages.
    """
    message = update.effective_message
    if message is None:
        return
    if question := _question_in(message):
        await answer_message(message, question, context)
        return
    album = message.chat_id, message.media_group_id or message.message_id
    with services_of(context).presses.first(album, "album") as is_first:
        if is_first:
            await message.reply_text(texts.chat.TEXT_ONLY)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to the help."""
    if message := update.effective_message:
        await message.reply_text(texts.chat.UNKNOWN_COMMAND)


async def answer_message(message: Message, question: str, context: Context) -> None:
    """Answer ``question`` as a reply to ``message``, typing meanwhile; once, however often
    the same message arrives."""
    services = services_of(context)
    key = (message.chat_id, message.message_id)
    async with services.locks.of(*key):
        if not services.replies.get(key):
            await _answer(message, question, services)


async def send_answer(message: Message, answer: Answer, outcome_id: int) -> list[int]:
    """Send the card in as many messages as it needs; return their ids."""
    return await send(message, _card(answer, outcome_id))


async def turn_to_stage(message: Message, answer: Answer) -> None:
    """Put the card ``answer`` in place of the one in ``message``, whose other buttons stay."""
    keyboard = keyboard_at_stage(answer, message.reply_markup)
    await replace(message, Reply(render(card_blocks(answer)), keyboard), [message.message_id])


def _notes(message: Message, question: str) -> tuple[Block, ...]:
    """Return what stands under an answer to a message that was not read as a whole."""
    unread = (Block(Style.NOTE, (texts.chat.PICTURE_UNREAD,)),) if message.photo else ()
    return (*length_notes(question), *unread)


def length_notes(question: str) -> tuple[Block, ...]:
    """Return what stands under an answer to a question of which only the beginning is read."""
    return (Block(Style.NOTE, (texts.chat.QUESTION_CUT,)),) if is_too_long(question) else ()


async def _answer(
    message: Message, question: str, services: Services, earlier: Sequence[int] = ()
) -> None:
    if services.pause.is_on:
        reply = Reply((texts.pause.NOTICE,))
    else:
        async with typing(message):
            reply = await _reply_to(message, question, services)
    sent = await (replace(message, reply, earlier) if earlier else send(message, reply))
    services.replies.keep((message.chat_id, message.message_id), sent)


async def _reply_to(message: Message, question: str, services: Services) -> Reply:
    # In a private chat the chat has the id of the person.
    person = message.chat_id
    before = await services.question_before(person, person)
    answer, outcome_id = await services.ask(question, PRIVATE, before, person)
    # Kept before the answer is sent: a follow-up may come as soon as that is read.
    await services.remember_question(person, person, question if answer.guidance else None)
    return _card(answer, outcome_id, _notes(message, question))


def _card(answer: Answer, outcome_id: int, notes: tuple[Block, ...] = ()) -> Reply:
    parts = render((*card_blocks(answer), *notes))
    return Reply(parts, answer_keyboard(answer, outcome_id))


def _question_in(message: Message) -> str:
    """Return what a message asks; empty where it is another command, or asks nothing."""
    text = message.text or (message.photo and message.caption) or ""
    if tanya := _TANYA.match(text):
        return text[tanya.end() :].strip()
    return "" if text.startswith("/") else text
