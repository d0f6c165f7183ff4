"""The Telegram application: which handler hears what."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update
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

from handlers.allowance import Allowance
from handlers.callbacks import on_button
from handlers.commands import on_help, on_regulations, on_report, on_start, on_topics
from handlers.documents import on_documents
from handlers.errors import on_error
from handlers.groups import group_handlers
from handlers.guests import on_guest_message
from handlers.inline import on_chosen_result, on_inline_query
from handlers.metrics import Metrics
from handlers.pause import on_pause, on_resume
from handlers.privacy import CHOICES, on_erase_choice, on_erase_command, on_privacy
from handlers.questions import (
    on_edited,
    on_other_content,
    on_tanya,
    on_unknown_command,
)
from handlers.receiving import ReceivingBot
from handlers.reload import on_reload
from handlers.replies_of_admins import on_cancel, on_command_instead, on_text
from handlers.rollback import on_versions
from handlers.statistics import on_statistics
from handlers.status import on_status
from handlers.turns import Turns
from handlers.unanswered import on_unanswered
from handlers.uploads import on_document

App = Application[ExtBot[None], Any, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
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
    "statistik": on_statistics,
    "jeda": on_pause,
    "lanjut": on_resume,
    "dokumen": on_documents,
    "takterjawab": on_unanswered,
    "batal": on_cancel,
}


class _Forgetful(App):
    """An application that does not remember who wrote.

    The library notes the id of every person and chat for a persistence that we do not have,
    and never drops one: they would be kept, and grow, for as long as the process lives.
    """

    def _mark_for_persistence_update(self, **_: object) -> None:
        pass


def build_application(
    bot: ReceivingBot, metrics: Metrics, admins: frozenset[int], allowance: Allowance
) -> App:
    """Return the application with every handler; services are installed by the caller."""
    queue: asyncio.Queue[object] = asyncio.Queue()
    plain: ExtBot[None] = bot
    application: App = (
        Application.builder()
        .application_class(_Forgetful)
        .bot(plain)
        .update_queue(queue)
        .concurrent_updates(Turns(bot.receiver, queue.put_nowait, metrics, allowance))
        .build()
    )
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    commands_of_admins = private & filters.COMMAND & filters.User(admins)
    application.add_handler(MessageHandler(commands_of_admins, on_command_instead), group=-1)
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
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, on_guest_message))
    application.add_handler(CallbackQueryHandler(on_erase_choice, pattern=CHOICES))
    application.add_handler(CallbackQueryHandler(on_button))
    # Not blocking: a query must be seen while others wait, to supersede the older ones.
    application.add_handler(InlineQueryHandler(on_inline_query, block=False))
    application.add_handler(ChosenInlineResultHandler(on_chosen_result))
    application.add_error_handler(on_error)
    return application
