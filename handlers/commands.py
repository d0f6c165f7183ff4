"""The commands that everybody has: /start, /bantuan, /topik, /peraturan, /lapor."""

from __future__ import annotations

from telegram import Update

from handlers import texts
from handlers.browse import regulations_page, topics_page
from handlers.deep_links import LinkedQuestion, LinkedSituation, read_payload
from handlers.pause import unless_paused
from handlers.questions import answer_message, send_answer
from handlers.services import Context, services_of

LINK = "link"
# What stands behind the button over inline results where nothing was typed.
_FROM_INLINE = "inline"


async def on_start(update: Update, context: Context) -> None:
    """Welcome; with a payload, open the situation or repeat the question it stands for."""
    message = update.effective_message
    if message is None:
        return
    payload = " ".join(context.args or [])
    services = services_of(context)
    engine = services.engine
    match read_payload(payload):
        case LinkedQuestion(question):
            await answer_message(message, question, context)
        case LinkedSituation() if services.pause.is_on:
            await message.reply_text(texts.pause.NOTICE)
        case LinkedSituation(key) if answer := engine.open(key):
            outcome_id = await services.record(answer, LINK, engine.index.version)
            await send_answer(message, answer, outcome_id)
        case _ if payload in ("", _FROM_INLINE):
            await message.reply_html(texts.chat.START)
        case _:
            await message.reply_html(f"{texts.chat.LINK_UNKNOWN}\n\n{texts.chat.START}")


async def on_help(update: Update, context: Context) -> None:
    """List what can be done."""
    if message := update.effective_message:
        listed = "\n".join(f"/{name} — {what}" for name, what in texts.chat.COMMANDS.items())
        await message.reply_html(
            texts.chat.HELP.format(commands=listed, username=context.bot.username)
        )


@unless_paused
async def on_topics(update: Update, context: Context) -> None:
    """Browse topics and situations."""
    if message := update.effective_message:
        text, keyboard = topics_page(services_of(context).engine.index.knowledge, 0)
        await message.reply_html(text, reply_markup=keyboard)


@unless_paused
async def on_regulations(update: Update, context: Context) -> None:
    """Browse regulations and provisions."""
    if message := update.effective_message:
        text, keyboard = regulations_page(services_of(context).engine.index.knowledge, 0)
        await message.reply_html(text, reply_markup=keyboard)


async def on_report(update: Update, context: Context) -> None:
    """Answer where and how to report, from the knowledge base like any question."""
    if message := update.effective_message:
        await answer_message(message, texts.chat.REPORTING_QUESTION, context)
