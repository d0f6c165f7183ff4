"""A Telegram Bot API server on loopback, for tests.

It speaks the protocol of the Bot API, refuses what Telegram refuses, and lets a test play
the people on the other side::

    with FakeTelegram() as telegram:
        start_the_bot(telegram.url, telegram.token)

        budi = telegram.private_chat(first_name="Budi")
        budi.send("Bolehkah ASN menyukai unggahan calon?")
        answer = budi.reply()                      # waits; fails with what the bot did do
        assert answer.text.startswith("Dilarang")
        budi.press("Dasar hukum").answer()         # the words on a button, or its data
        assert "Pasal" in budi.edited(answer.message_id).text

        inquiry = budi.inline("netral")
        found = inquiry.answer(timeout=1.0)
        budi.choose(found.results[0], inquiry)     # sent via the bot

        siti, tono = telegram.person(first_name="Siti"), telegram.person(first_name="Tono")
        group = telegram.group("Kantor", [siti, tono])
        group.seat(tono).send("halo semua").update_id   # None: privacy mode hides it
        group.seat(siti).send("/tanya@netra_uji_bot boleh kampanye?")
        group.seat(siti, topic=group.opens_topic("Umum")).send("/tanya boleh kampanye?")
        group.anonymous_admin().send("/bantuan")        # a group may becomes_supergroup()

        assert telegram.violations == []           # nothing a correct bot never sends

Python code reaches it with ``telegram.Bot(token, base_url=f"{telegram.url}/bot",
base_file_url=f"{telegram.url}/file/bot")``.

What went wrong on the way is ordered beforehand, for coming calls that fit::

    telegram.faults.flood(retry_after=2, method="sendMessage", chat=budi.chat_id, times=3)
    telegram.faults.lose_answer(method="sendMessage")    # sent, but the bot cannot know
    outage = telegram.faults.cut(times=None)             # until outage.stop()
    telegram.faults.cut(method="getUpdates", times=None) # polls only when named
    budi.blocks_bot()                                    # 403 from now on
    telegram.inject({"message": {"date": "yesterday"}})  # an update nobody can parse

``telegram.calls("sendMessage")`` lists the calls in order, with ``time.monotonic()`` and
the outcome. A violation is a request that is wrong whatever the state of the chats is:
unknown or missing parameters, sizes beyond the limits, HTML that does not parse, buttons
that do nothing or two things. It is answered with Telegram's error and kept in
``telegram.violations``. Errors that also correct bots meet (blocked, message is gone, query
too old) are answered only. One exception: a reply to a message that is gone, without
``allow_sending_without_reply``, is a violation, because people delete questions.

Stricter than Telegram: unknown parameters and fields are refused rather than skipped, a
query can be answered once only, parse modes other than HTML and inline results other than
articles are refused. Looser: webhooks on this machine need no TLS, and floods happen only
when ordered.
"""

from __future__ import annotations

from .answering import CallbackAnswer, InlineAnswer
from .errors import ApiError
from .faults import Fault, Faults
from .groups import Group
from .inline_results import InlineResult, ResultsButton
from .markup import MarkupError, parse_html, utf16_length
from .methods import METHODS, Kind, Limit, Method, Unit, kind_of
from .model import Call, User, Violation
from .people import Seat
from .server import TOKEN, FakeTelegram
from .shapes import SHAPES, Shape
from .views import BotMessage, Button, Inquiry, Press, Sent, Summons

__all__ = [
    "METHODS",
    "SHAPES",
    "TOKEN",
    "ApiError",
    "BotMessage",
    "Button",
    "Call",
    "CallbackAnswer",
    "FakeTelegram",
    "Fault",
    "Faults",
    "Group",
    "InlineAnswer",
    "InlineResult",
    "Inquiry",
    "Kind",
    "Limit",
    "MarkupError",
    "Method",
    "Press",
    "ResultsButton",
    "Seat",
    "Sent",
    "Shape",
    "Summons",
    "Unit",
    "User",
    "Violation",
    "kind_of",
    "parse_html",
    "utf16_length",
]
