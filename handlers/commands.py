"""The commands that everybody has: /start, /bantuan, /topik, /peraturan, /lapor."""

from __future__ import annotations

from telegram import Update

from handlers import texts
from handlers.browse import regulations_page, topics_page
from handlers.questions import answer_message
from handlers.services import Context, services_of


async def on_start(update: Update, context: Context) -> None:
    """Welcome."""
    if message := update.effective_message:
        await message.reply_html(texts.chat.START)


async def on_help(update: Update, context: Context) -> None:
    """List what can be done."""
    if message := update.effective_message:
        listed = "\n".join(f"/{name} — {what}" for name, what in texts.chat.COMMANDS.items())
        await message.reply_html(
            texts.chat.HELP.format(commands=listed, username=context.bot.username)
        )


async def on_topics(update: Update, context: Context) -> None:
    """Browse topics and situations."""
    if message := update.effective_message:
        text, keyboard = topics_page(services_of(context).engine.index.knowledge, 0)
        await message.reply_html(text, reply_markup=keyboard)


async def on_regulations(update: Update, context: Context) -> None:
    """Browse regulations and provisions."""
    if message := update.effective_message:
        text, keyboard = regulations_page(services_of(context).engine.index.knowledge, 0)
        await message.reply_html(text, reply_markup=keyboard)


async def on_report(update: Update, context: Context) -> None:
    """Answer where and how to report, from the knowledge base like any question."""
    if message := update.effective_message:
        await answer_message(message, texts.chat.REPORTING_QUESTION, context)
