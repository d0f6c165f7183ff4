"""After a start: what an earlier process received and did not finish.

One at a time, so that an update that ends the process is found out, and others that happened
to be under way with it are not suspected. One that was alone when a process ended waits until
this one has lived for a while: a process that is killed for other reasons is not held against
it, and whatever it does, everything else is answered by then.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto

from telegram import ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from errors import StorageError
from handlers import texts
from handlers.receiving import Receiver
from handlers.updates import Malformed, read_update
from journal.inbox import Kept, Refusal

logger = logging.getLogger(__name__)

TOO_OLD_SECONDS = 24 * 3600
MOST_ATTEMPTS = 3
_PATIENCE = 5.0
_PROBATION = 10.0
# Whoever pressed or typed has long gone on, and Telegram takes no answer any more.
_FLEETING = frozenset({Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.CHOSEN_INLINE_RESULT})


class Fate(Enum):
    """What becomes of an update from an earlier life."""

    HANDLE = auto()
    APOLOGISE = auto()
    SET_ASIDE = auto()
    DROP = auto()


def fate_of(kept: Kept) -> Fate:
    """Decide by kind, then by age, then by how often it was there when a process ended."""
    if kept.kind in _FLEETING:
        return Fate.DROP
    if kept.age > TOO_OLD_SECONDS:
        return Fate.APOLOGISE if kept.kind == Update.MESSAGE else Fate.DROP
    if kept.attempts >= MOST_ATTEMPTS:
        return Fate.SET_ASIDE
    return Fate.HANDLE


async def replay(
    left: Sequence[Kept],
    receiver: Receiver,
    bot: ExtBot[None],
    handle: Callable[[Update], None],
) -> None:
    """Bring every update of ``left`` to an end; ``handle`` takes those still to be handled."""
    if left:
        logger.info("%d updates are left from an earlier run", len(left))
    clock = asyncio.get_running_loop().time
    began = clock()
    for kept in left:
        if kept.attempts > 1:
            await asyncio.sleep(max(0.0, began + _PROBATION - clock()))
        try:
            await _resolve(kept, receiver, bot, handle)
        except StorageError as error:
            logger.error("an update from an earlier run has to wait: %s", error)
        except Malformed as error:
            await receiver.set_aside(error.refusal)


async def _resolve(
    kept: Kept, receiver: Receiver, bot: ExtBot[None], handle: Callable[[Update], None]
) -> None:
    fate = fate_of(kept)
    if fate is Fate.DROP:
        await receiver.finish(kept.update_id)
    elif fate is Fate.SET_ASIDE:
        # First of all: whatever it does to us, it does not do it again.
        reason = f"the process ended {kept.attempts} times with it"
        await receiver.set_aside(Refusal(kept.update_id, kept.kind, reason))
        await _apologise(_read(kept, bot), bot, texts.late.SET_ASIDE)
    elif fate is Fate.APOLOGISE:
        await _apologise(_read(kept, bot), bot, texts.late.TOO_LATE)
        await receiver.finish(kept.update_id)
    else:
        done = receiver.begin(kept.update_id, again=True)
        handle(_read(kept, bot))
        # One that waits for Telegram must not keep the others; one that crashes does so soon.
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _PATIENCE)


def _read(kept: Kept, bot: ExtBot[None]) -> Update:
    update, _ = read_update(json.loads(kept.body), bot)
    return update


async def _apologise(update: Update, bot: ExtBot[None], text: str) -> None:
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    try:
        await bot.send_message(message.chat_id, text, reply_parameters=reply)
    except TelegramError:
        logger.warning("an apology for an old update could not be sent")
