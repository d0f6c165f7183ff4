"""Groups: silent unless asked by /tanya, by a mention, or by a reply to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import Bot, Chat, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import texts
from handlers.buttons import group_keyboard
from handlers.delivery import Reply, is_stale, replace, send, typing
from handlers.html import render
from handlers.limits import Admission
from handlers.questions import length_notes
from handlers.services import Context, Services, services_of
from handlers.short_card import short_blocks

GROUP = "group"
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED)


async def on_group_message(update: Update, context: Context) -> None:
    """Answer a message that asks the bot something, with a short card."""
    message = update.effective_message
    if message is None:
        return
    question = question_in(message, context.bot)
    services = services_of(context)
    if question is None or not _is_heard(message, services):
        return
    key = (message.chat_id, message.message_id)
    async with services.locks.of(*key):
        earlier = services.replies.get(key)
        is_edit = update.edited_message is not None
        if (earlier and not is_edit) or (is_edit and is_stale(message, answered=bool(earlier))):
            return
        if question:
            await _answer(message, question, services, earlier or ())
        elif not is_edit:
            await _say(message, texts.groups.GROUP_ASK_USAGE, services)


async def on_group_help(update: Update, context: Context) -> None:
    """Say in two lines how to ask here."""
    if message := update.effective_message:
        text = texts.groups.GROUP_HELP.format(username=context.bot.username)
        await _say(message, text, services_of(context))


async def on_group_command(update: Update, context: Context) -> None:
    """Say what there is here to who called another command by the name of the bot."""
    message = update.effective_message
    if message and f"@{context.bot.username}".lower() in _command(message).lower():
        await _say(message, texts.groups.OTHER_COMMAND, services_of(context))


async def on_mute(update: Update, context: Context) -> None:
    """Be silent in this group from now on, where an admin of it says so."""
    await _switch(update, context, muted=True)


async def on_unmute(update: Update, context: Context) -> None:
    """Answer again in this group."""
    await _switch(update, context, muted=False)


async def on_migration(update: Update, context: Context) -> None:
    """Keep a group switched off that became a supergroup; either chat tells of it."""
    message = update.effective_message
    if message is None:
        return
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    services = services_of(context)
    services.introduced.keep(new, True)
    await asyncio.to_thread(services.muted.move, old, new)


async def on_membership(update: Update, context: Context) -> None:
    """Introduce the bot once to a group it was added to; forget one that it has left."""
    change = update.my_chat_member
    if change is None or change.chat.type not in _GROUPS:
        return
    services = services_of(context)
    if change.new_chat_member.status not in _PRESENT:
        await asyncio.to_thread(services.muted.discard, change.chat.id)
    elif change.old_chat_member.status not in _PRESENT:
        await _introduce(change.chat, services)


GROUP_COMMAND_HANDLERS = {
    "tanya": on_group_message,
    "bantuan": on_group_help,
    "netra_mati": on_mute,
    "netra_hidup": on_unmute,
}


def group_handlers() -> list[BaseHandler[Update, Context, None]]:
    """Return what listens in groups, in the order in which it is asked."""
    # Cards that were sent through us come back to us, and a linked channel speaks by itself:
    # neither asks anything.
    by_people = filters.ChatType.GROUPS & ~filters.VIA_BOT & ~filters.IS_AUTOMATIC_FORWARD
    new = by_people & filters.UpdateType.MESSAGE
    edited = by_people & filters.UpdateType.EDITED_MESSAGE
    return [
        *(
            CommandHandler(name, handler, filters=new)
            for name, handler in GROUP_COMMAND_HANDLERS.items()
        ),
        MessageHandler(new & filters.COMMAND, on_group_command),
        MessageHandler(new & filters.StatusUpdate.MIGRATE, on_migration),
        MessageHandler((new | edited) & filters.TEXT, on_group_message),
        ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def question_in(message: Message, bot: Bot) -> str | None:
    """Return what a message asks the bot: empty where nothing, None where it is not meant."""
    text = message.text or ""
    if command := _command(message):
        name, _, addressee = command.lower().partition("@")
        is_ours = name == "/tanya" and addressee in ("", bot.username.lower())
        return " ".join(text[len(command) :].split()) if is_ours else None
    mentions = [entity for entity in message.entities if _is_mention(message, entity, bot)]
    if not mentions and not _is_reply_to(message, bot):
        return None
    return " ".join(_without(text, mentions).split())


def _command(message: Message) -> str:
    first = message.entities[0] if message.entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return ""
    return message.parse_entity(first)


def _is_mention(message: Message, entity: MessageEntity, bot: Bot) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    named = f"@{bot.username}".lower()
    return entity.type == MessageEntity.MENTION and message.parse_entity(entity).lower() == named


def _is_reply_to(message: Message, bot: Bot) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


def _without(text: str, entities: Sequence[MessageEntity]) -> str:
    """Return ``text`` with the entities cut out; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        end = entity.offset + entity.length
        units = units[: 2 * entity.offset] + units[2 * end :]
    return units.decode("utf-16-le", "surrogatepass")


def is_by_a_person(message: Message) -> bool:
    """Whether a person speaks, also an anonymous admin or one who speaks as a channel."""
    sender = message.from_user
    return message.sender_chat is not None or (sender is not None and not sender.is_bot)


def _is_heard(message: Message, services: Services) -> bool:
    """Whether a person speaks to us in a group where we are not switched off."""
    return is_by_a_person(message) and message.chat_id not in services.muted


async def _answer(
    message: Message, question: str, services: Services, earlier: Sequence[int]
) -> None:
    if not await _admitted(message, services):
        return
    if services.pause.is_on:
        answered, reply = None, Reply((texts.pause.NOTICE,))
    else:
        answered, reply = await _short_reply(message, question, services)
    sent = await (replace(message, reply, earlier) if earlier else send(message, reply))
    services.replies.keep((message.chat_id, message.message_id), sent)
    services.group_questions.keep((message.chat_id, sent[-1]), answered)


async def _short_reply(
    message: Message, question: str, services: Services
) -> tuple[str | None, Reply]:
    """Return the question, where it was answered and may be followed up, and what to say."""
    replied = message.reply_to_message
    before = (
        services.group_questions.get((message.chat_id, replied.message_id)) if replied else None
    )
    person = message.from_user.id if message.from_user else None
    async with typing(message):
        answer, _ = await services.ask(question, GROUP, before, person)
    reply = Reply(
        render((*short_blocks(answer), *length_notes(question))),
        group_keyboard(answer, message.get_bot().username),
    )
    return (question if answer.guidance else None), reply


async def _say(message: Message, text: str, services: Services) -> None:
    """Send one line where that is still welcome."""
    if _is_heard(message, services) and await _admitted(message, services):
        await _reply(message, text)


async def _admitted(message: Message, services: Services) -> bool:
    admission = services.quota.admit(message.chat_id)
    if admission is Admission.TELL:
        await _reply(message, texts.groups.ENOUGH)
    return admission is Admission.YES


async def _switch(update: Update, context: Context, *, muted: bool) -> None:
    message = update.effective_message
    if message is None or not await _is_by_admin(message):
        return
    groups = services_of(context).muted
    await asyncio.to_thread(groups.add if muted else groups.discard, message.chat_id)
    await _reply(message, texts.groups.MUTED if muted else texts.groups.UNMUTED)


async def _is_by_admin(message: Message) -> bool:
    if message.sender_chat is not None:
        # An anonymous admin speaks as the group itself; others may speak as their channels.
        return message.sender_chat.id == message.chat_id
    if message.from_user is None:
        return False
    try:
        member = await message.chat.get_member(message.from_user.id)
    except TelegramError:
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


async def _introduce(chat: Chat, services: Services) -> None:
    if services.introduced.get(chat.id) or chat.id in services.muted:
        return
    services.introduced.keep(chat.id, True)
    await chat.send_message(texts.groups.INTRODUCTION)


async def _reply(message: Message, text: str) -> None:
    await message.reply_text(text, do_quote=True, allow_sending_without_reply=True)
