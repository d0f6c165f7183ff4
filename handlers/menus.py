"""What people see of the bot before they write: menus of commands by place, descriptions."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import click
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import Application

from handlers import texts
from handlers.services import services_of

logger = logging.getLogger(__name__)


async def introduce(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Set menus and descriptions, and tell the operator that the bot serves."""
    bot = application.bot
    everybody = texts.chat.COMMANDS
    group = texts.groups.GROUP_COMMANDS
    group_admins = {**group, **texts.groups.GROUP_ADMIN_COMMANDS}
    admins = {**everybody, **texts.admin.ADMIN_COMMANDS}
    steps = [
        bot.set_my_commands(_menu(everybody), scope=BotCommandScopeAllPrivateChats()),
        bot.set_my_commands(_menu(group), scope=BotCommandScopeAllGroupChats()),
        bot.set_my_commands(_menu(group_admins), scope=BotCommandScopeAllChatAdministrators()),
        bot.set_my_description(texts.chat.DESCRIPTION),
        bot.set_my_short_description(texts.chat.SHORT_DESCRIPTION),
        *(
            bot.set_my_commands(_menu(admins), scope=BotCommandScopeChat(admin))
            for admin in services_of(application).settings.admin_ids
        ),
    ]
    for step in steps:
        try:
            await step
        except TelegramError:
            # A convenience; and an admin who never wrote to the bot has no chat to set it in.
            logger.warning("a menu or description could not be set")
    click.echo(texts.terminal.SERVING.format(username=bot.username))


def _menu(commands: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(name, what) for name, what in commands.items()]
