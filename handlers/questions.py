"""Questions in private chats: free text, /tanya, edits, and messages that are not text."""

from __future__ import annotations

from telegram import LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from handlers import texts
from handlers.buttons import answer_keyboard
from handlers.card import card_blocks
from handlers.html import render
from handlers.refusals import is_gone, is_not_modified
from handlers.services import Context, Services, services_of
from retrieval.answer import Answer

PRIVATE = "private"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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
    question = " ".join(context.args or [])
    if question:
        await answer_message(message, question, context)
    else:
        await message.reply_text(texts.chat.ASK_USAGE)


async def on_edited(update: Update, context: Context) -> None:
    """Answer an edited question by editing the earlier answer."""
    message = update.edited_message
    if message is None or not message.text or message.text.startswith("/"):
        return
    services = services_of(context)
    earlier = services.replies.get((message.chat_id, message.message_id))
    if not earlier:
        await answer_message(message, message.text, context)
        return
    # In a private chat the chat has the id of the person.
    person = message.chat_id
    before = await services.question_before(person, person)
    answer, outcome_id = await services.ask(message.text, PRIVATE, before, person)
    parts = render(card_blocks(answer))
    keyboard = answer_keyboard(answer, outcome_id)
    try:
        await context.bot.edit_message_text(
            parts[0],
            chat_id=message.chat_id,
            message_id=earlier[0],
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard if len(parts) == 1 else None,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        if is_gone(error):
            # The earlier answer was deleted.
            await answer_message(message, message.text, context)
            return
        if not is_not_modified(error):
            raise
    await _delete(context, message.chat_id, earlier[1:])
    sent = [earlier[0]]
    for part in parts[1:]:
        last = part is parts[-1]
        reply = await message.reply_html(
            part, reply_markup=keyboard if last else None, link_preview_options=_NO_PREVIEW
        )
        sent.append(reply.message_id)
    services.replies.keep((message.chat_id, message.message_id), sent)
    await _remember_question(services, person, message.text, answer)


async def on_other_content(update: Update, context: Context) -> None:
    """Say kindly that only text can be read."""
    if message := update.effective_message:
        await message.reply_text(texts.chat.TEXT_ONLY)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to the help."""
    if message := update.effective_message:
        await message.reply_text(texts.chat.UNKNOWN_COMMAND)


async def answer_message(message: Message, question: str, context: Context) -> None:
    """Answer ``question`` as a reply to ``message``, typing meanwhile."""
    services = services_of(context)
    await _type(message)
    person = message.chat_id
    before = await services.question_before(person, person)
    answer, outcome_id = await services.ask(question, PRIVATE, before, person)
    await _remember_question(services, person, question, answer)
    sent = await send_answer(message, answer, outcome_id)
    services.replies.keep((message.chat_id, message.message_id), sent)


async def send_answer(message: Message, answer: Answer, outcome_id: int) -> list[int]:
    """Send the card in as many messages as it needs; return their ids."""
    parts = render(card_blocks(answer))
    keyboard = answer_keyboard(answer, outcome_id)
    sent = []
    for number, part in enumerate(parts, start=1):
        reply = await message.reply_html(
            part,
            do_quote=number == 1,
            allow_sending_without_reply=True,
            reply_markup=keyboard if number == len(parts) else None,
            link_preview_options=_NO_PREVIEW,
        )
        sent.append(reply.message_id)
    return sent


async def _remember_question(
    services: Services, person: int, question: str, answer: Answer
) -> None:
    """Keep it before the answer is sent: a follow-up may come as soon as that is read."""
    await services.remember_question(person, person, question if answer.guidance else None)


async def _type(message: Message) -> None:
    try:
        await message.reply_chat_action(ChatAction.TYPING)
    except TelegramError:
        # The action is a courtesy; whatever stops it will also meet the answer.
        return


async def _delete(context: Context, chat_id: int, message_ids: list[int]) -> None:
    for message_id in message_ids:
        try:
            await context.bot.delete_message(chat_id, message_id)
        except BadRequest:
            continue
