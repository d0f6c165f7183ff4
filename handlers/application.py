"""The Telegram application: which handler hears what, and how it is served."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from errors import SettingsError
from handlers.admin import on_status
from handlers.callbacks import on_button
from handlers.commands import on_help, on_regulations, on_report, on_start, on_topics
from handlers.documents import on_documents
from handlers.drafting import on_cancel, on_text
from handlers.errors import on_error
from handlers.flood import Patience
from handlers.following import follow
from handlers.groups import group_handlers
from handlers.inline import on_chosen_result, on_inline_query
from handlers.logs import set_up_logging
from handlers.menus import introduce
from handlers.privacy import CHOICES, on_erase_choice, on_erase_command, on_privacy
from handlers.questions import (
    on_edited,
    on_other_content,
    on_tanya,
    on_unknown_command,
)
from handlers.reload import on_admin_text, on_reload
from handlers.rollback import on_versions
from handlers.services import Services, install, services_of
from handlers.trouble import Troubles
from handlers.unanswered import on_unanswered
from handlers.uploads import on_document
from journal.audit import AuditLog
from journal.drafts import Drafts
from journal.groups import MutedGroups
from journal.store import Journal
from journal.upkeep import Upkeep
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from settings import Settings

App = Application[ExtBot[None], Any, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]

CONCURRENT_UPDATES = 16
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHOSEN_INLINE_RESULT,
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
    "kembalikan": on_versions,
    "status": on_status,
    "dokumen": on_documents,
    "takterjawab": on_unanswered,
    "batal": on_cancel,
}


def serve(settings: Settings, store: KnowledgeStore, engine: Engine) -> None:
    """Poll Telegram until stopped.

    Raises:
        SettingsError: Telegram refuses the token, or cannot be reached at the start.
        StorageError: the journal cannot be opened.
    """
    set_up_logging(settings.telegram_token)
    journal = Journal(settings.journal_path)
    muted = MutedGroups(settings.journal_path)
    drafts = Drafts(settings.journal_path)
    audit = AuditLog(settings.journal_path)
    troubles = Troubles()
    application = build_application(settings, troubles)
    services = Services(settings, store, journal, engine, muted, drafts, audit, troubles)
    install(application.bot_data, services)
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
        audit.close()
        drafts.close()
        muted.close()
        journal.close()


def build_application(settings: Settings, troubles: Troubles) -> App:
    """Return the application with every handler; services are installed by the caller.

    What goes wrong with its calls is counted in ``troubles``.
    """
    builder = (
        Application.builder()
        .token(settings.telegram_token.reveal())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .concurrent_updates(CONCURRENT_UPDATES)
        .rate_limiter(Patience(troubles))
        .post_init(_begin)
        .post_stop(_end)
    )
    application: App = builder.build()
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    by_admins = private & filters.TEXT & filters.User(settings.admin_ids)
    application.add_handler(MessageHandler(by_admins, on_admin_text), group=-1)
    for name, handler in COMMAND_HANDLERS.items():
        application.add_handler(CommandHandler(name, handler, filters=private))
    application.add_handler(MessageHandler(private & filters.COMMAND, on_unknown_command))
    # Cards that were sent through us come back to us: answering them would answer twice.
    by_people = private & ~filters.VIA_BOT
    application.add_handler(MessageHandler(by_people & filters.TEXT, on_text))
    application.add_handler(MessageHandler(by_people & filters.Document.ALL, on_document))
    application.add_handler(
        MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, on_edited)
    )
    application.add_handler(
        MessageHandler(by_people & ~filters.StatusUpdate.ALL, on_other_content)
    )
    application.add_handlers(group_handlers())
    application.add_handler(CallbackQueryHandler(on_erase_choice, pattern=CHOICES))
    application.add_handler(CallbackQueryHandler(on_button))
    # Not blocking: a query must be seen while others wait, to supersede the older ones.
    application.add_handler(InlineQueryHandler(on_inline_query, block=False))
    application.add_handler(ChosenInlineResultHandler(on_chosen_result))
    application.add_error_handler(on_error)
    return application


async def _begin(application: App) -> None:
    services = services_of(application)
    services.following = asyncio.create_task(follow(services))
    await introduce(application)


async def _end(application: App) -> None:
    if following := services_of(application).following:
        following.cancel()
