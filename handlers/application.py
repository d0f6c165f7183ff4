"""The Telegram application: which handler hears what, and how it is served."""

from __future__ import annotations

import logging
from typing import Any

import click
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from errors import SettingsError
from handlers import texts
from handlers.admin import on_reload, on_status
from handlers.callbacks import on_button
from handlers.commands import on_help, on_regulations, on_report, on_start, on_topics
from handlers.errors import on_error
from handlers.flood import Patience
from handlers.inline import on_inline_query
from handlers.logs import set_up_logging
from handlers.privacy import CHOICES, on_erase_choice, on_erase_command, on_privacy
from handlers.questions import (
    on_edited,
    on_other_content,
    on_question,
    on_tanya,
    on_unknown_command,
)
from handlers.services import Services, install, services_of
from journal.store import Journal
from journal.upkeep import Upkeep
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from settings import Settings

logger = logging.getLogger(__name__)

App = Application[ExtBot[None], Any, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]

CONCURRENT_UPDATES = 16
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
]
COMMAND_HANDLERS = {
    "start": on_start,
    "bantuan": on_help,
    "tanya": on_tanya,
    "topik": on_topics,
    "peraturan": on_regulations,
    "lapor": on_report,
    "privasi": on_privacy,
    "hapus_data": on_erase_command,
    "muat_ulang": on_reload,
    "status": on_status,
}


def serve(settings: Settings, store: KnowledgeStore, engine: Engine) -> None:
    """Poll Telegram until stopped.

    Raises:
        SettingsError: Telegram refuses the token, or cannot be reached at the start.
        StorageError: the journal cannot be opened.
    """
    set_up_logging(settings.telegram_token)
    journal = Journal(settings.journal_path)
    application = build_application(settings)
    install(application.bot_data, Services(settings, store, journal, engine))
    try:
        with Upkeep(journal, settings):
            application.run_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=2)
    except InvalidToken:
        # The library's message repeats the token.
        raise SettingsError("TELEGRAM_BOT_TOKEN", "ditolak Telegram; periksa lagi") from None
    except NetworkError as error:
        raise SettingsError(
            "TELEGRAM_API_URL", f"{settings.telegram_api_url} tidak dapat dihubungi"
        ) from error
    finally:
        journal.close()


def build_application(settings: Settings) -> App:
    """Return the application with every handler; services are installed by the caller."""
    builder = (
        Application.builder()
        .token(settings.telegram_token.reveal())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .concurrent_updates(CONCURRENT_UPDATES)
        .rate_limiter(Patience())
        .post_init(_introduce)
    )
    application: App = builder.build()
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    for name, handler in COMMAND_HANDLERS.items():
        application.add_handler(CommandHandler(name, handler, filters=private))
    application.add_handler(MessageHandler(private & filters.COMMAND, on_unknown_command))
    # Cards that were sent through us come back to us: answering them would answer twice.
    by_people = private & ~filters.VIA_BOT
    application.add_handler(MessageHandler(by_people & filters.TEXT, on_question))
    application.add_handler(
        MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, on_edited)
    )
    application.add_handler(
        MessageHandler(by_people & ~filters.StatusUpdate.ALL, on_other_content)
    )
    application.add_handler(CallbackQueryHandler(on_erase_choice, pattern=CHOICES))
    application.add_handler(CallbackQueryHandler(on_button))
    application.add_handler(InlineQueryHandler(on_inline_query))
    application.add_error_handler(on_error)
    return application


async def _introduce(application: App) -> None:
    """Set the menus and descriptions that people see before they write."""
    bot = application.bot
    everybody = [BotCommand(name, what) for name, what in texts.chat.COMMANDS.items()]
    admins = [BotCommand(name, what) for name, what in texts.admin.ADMIN_COMMANDS.items()]
    steps = [
        bot.set_my_commands(everybody, scope=BotCommandScopeAllPrivateChats()),
        bot.set_my_description(texts.chat.DESCRIPTION),
        bot.set_my_short_description(texts.chat.SHORT_DESCRIPTION),
        *(
            bot.set_my_commands([*everybody, *admins], scope=BotCommandScopeChat(admin))
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
