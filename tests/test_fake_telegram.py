"""The Bot API server for tests: what it refuses, what it remembers, whom it plays."""

from __future__ import annotations

import asyncio
import http.client
import http.server
import json
import os
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import telegram as ptb
from telegram import constants, error
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from tests.fake_telegram import (
    METHODS,
    SHAPES,
    BotMessage,
    FakeTelegram,
    Kind,
    MarkupError,
    Seat,
    kind_of,
    parse_html,
    utf16_length,
)
from tests.fake_telegram.profile import UPDATE_KINDS
from tests.fake_telegram.sending import ACTIONS, REACTIONS

_BUTTON: dict[str, Any] = {"text": "Sumber", "callback_data": "sumber:1"}


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def budi(telegram: FakeTelegram) -> Seat:
    return telegram.private_chat(42)


def request(
    telegram: FakeTelegram,
    path: str,
    body: bytes = b"",
    content_type: str = "application/json",
    timeout: float = 5.0,
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(telegram.url.removeprefix("http://"), timeout=timeout)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def call(telegram: FakeTelegram, method: str, **params: Any) -> dict[str, Any]:
    status, body = request(telegram, f"/bot{telegram.token}/{method}", json.dumps(params).encode())
    answer: dict[str, Any] = json.loads(body)
    assert answer["ok"] == (status == 200)
    assert answer["ok"] or answer["error_code"] == status
    return answer


def result(telegram: FakeTelegram, method: str, **params: Any) -> Any:
    answer = call(telegram, method, **params)
    assert answer["ok"], answer
    return answer["result"]


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def article(**changes: Any) -> dict[str, Any]:
    content = {"message_text": "isi"}
    return {
        "type": "article",
        "id": "1",
        "title": "t",
        "input_message_content": content,
        **changes,
    }


def with_bot(telegram: FakeTelegram, work: Callable[[ptb.Bot], Awaitable[None]]) -> None:
    async def main() -> None:
        bot = ptb.Bot(
            telegram.token,
            base_url=f"{telegram.url}/bot",
            base_file_url=f"{telegram.url}/file/bot",
        )
        async with bot:
            await work(bot)

    asyncio.run(main())


# --- Markup


@pytest.mark.parametrize(
    ("source", "plain", "kinds"),
    [
        ("<b>a</b> &lt;b&gt; &amp; &quot;", 'a <b> & "', ["bold"]),
        ("<b>a<i>b</i></b>", "ab", ["bold", "italic"]),
        ("&#65;&#x42;", "AB", []),
        ("a & b &nbsp; &copy;", "a & b &nbsp; &copy;", []),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"]),
        ('<pre><code class="language-py">x</code></pre>', "x", ["pre"]),
        ("<pre><code>x</code></pre>", "x", ["pre"]),
        ('<a href="https://a.id/?x=1&amp;y=2">a</a>', "a", ["text_link"]),
        ("<a href='tg://user?id=7'>a</a>", "a", ["text_mention"]),
        ('<a href="bukan">a</a>', "a", []),
        ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", ["spoiler"] * 2),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", ["custom_emoji"]),
        ("<B>a</b >", "a", ["bold"]),
        ("<u>a</u><s>b</s><del>c</del>", "abc", ["underline", "strikethrough", "strikethrough"]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, plain: str, kinds: list[str]) -> None:
    text, entities = parse_html(source)
    assert text == plain
    assert [entity["type"] for entity in entities] == kinds


def test_entities_count_utf16_units() -> None:
    text, entities = parse_html('😀 <a href="https://a.id">b😀</a>')
    assert text == "😀 b😀"
    expected = {"type": "text_link", "offset": 3, "length": 3, "url": "https://a.id/"}
    assert entities == [expected]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>a</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <br/> b", 'Unsupported start tag "br/" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a"'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id='x'>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xD83D;", "Text contains invalid Unicode characters after decoding"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value).startswith(message)


def test_no_markup_breaks_the_parser() -> None:
    pieces = [
        "<",
        ">",
        "</",
        "b",
        "a",
        " href=",
        '"',
        "'",
        "&",
        "#",
        "x41",
        ";",
        "😀",
        " ",
        "=",
        "/",
    ]
    dice = random.Random(20)
    for _ in range(20_000):
        source = "".join(dice.choices(pieces, k=dice.randrange(12)))
        try:
            text, entities = parse_html(source)
        except MarkupError:
            continue
        for entity in entities:
            assert entity["offset"] + entity["length"] <= utf16_length(text)


# --- What is refused

_VIOLATIONS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": 42}, "message text is empty"),
    ("sendMessage", {"text": "a"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 42, "text": "a", "colour": 1}, "has no parameter colour"),
    ("sendMessage", {"chat_id": 42, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": 42, "text": "a" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 42, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": 42, "text": "a", "parse_mode": "rtf"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 42, "text": "a", "parse_mode": "Markdown"}, "HTML only"),
    ("sendMessage", {"chat_id": 42, "text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
    ("sendMessage", {"chat_id": "x", "text": "a"}, "chat not found"),
    ("sendMessage", {"chat_id": 42, "text": "a", "protect_content": "maybe"}, "type Boolean"),
    ("sendMessage", {"chat_id": 42, "text": "a", "message_thread_id": "x"}, "type Integer"),
    ("sendMessage", {"chat_id": 42, "text": 5}, "type String"),
    ("sendMessage", {"chat_id": 42, "text": "\ud83d"}, "UTF-8"),
    ("sendMessage", {"chat_id": 42, "text": "a", "reply_markup": "{"}, "can't parse reply_markup"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "a", "reply_parameters": {"message_id": 9}},
        "replied",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "a", "reply_parameters": {}},
        '"message_id" is missing',
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "ends after the end of text",
    ),
    (
        "sendMessage",
        {"chat_id": 42, "text": "a", "link_preview_options": {"disabled": True}},
        '"disabled" is unknown',
    ),
    ("sendMessage", {"chat_id": 42, "text": "a", "reply_markup": {}}, "no known keyboard"),
    (
        "sendMessage",
        {"chat_id": 42, "text": "a", "reply_markup": {"keyboard": [[{"text": ""}]]}},
        "keyboard button text",
    ),
    (
        "sendMessage",
        {
            "chat_id": 42,
            "text": "a",
            "reply_markup": {"force_reply": True, "input_field_placeholder": "a" * 65},
        },
        "placeholder",
    ),
    ("sendChatAction", {"chat_id": 42, "action": "thinking"}, "wrong parameter action"),
    ("sendDocument", {"chat_id": 42, "document": "nowhere"}, "wrong file identifier"),
    ("sendPhoto", {"chat_id": 42, "photo": "attach://none"}, "not attached"),
    ("editMessageText", {"text": "a"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": 42, "message_id": 1}, "message text is empty"),
    ("editMessageReplyMarkup", {"chat_id": 42}, "message identifier is not specified"),
    ("editMessageMedia", {"chat_id": 42, "message_id": 1}, '"media" is required'),
    (
        "editMessageMedia",
        {"chat_id": 42, "message_id": 1, "media": {"type": "video", "media": "a"}},
        "photos only",
    ),
    (
        "editMessageMedia",
        {"chat_id": 42, "message_id": 1, "media": {"type": "photo", "media": "attach://none"}},
        "not attached",
    ),
    ("answerCallbackQuery", {}, '"callback_query_id" is required'),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
    ("answerInlineQuery", {"inline_query_id": "1"}, 'can\'t find field "results"'),
    ("setMyCommands", {"commands": [{"command": "A", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "a"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "a" * 257}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": f"a{n}", "description": "a"} for n in range(101)]},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    ("setMyCommands", {"commands": [], "scope": {"type": "all"}}, "unsupported type"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "chat takes chat_id"),
    ("setMyCommands", {"commands": [], "language_code": "ind"}, "language code"),
    ("setMyDescription", {"description": "a" * 513}, "description is too long"),
    ("setMyShortDescription", {"short_description": "a" * 121}, "short description is too long"),
    ("getUpdates", {"allowed_updates": ["messages"]}, "unknown kind 'messages'"),
    ("setWebhook", {"url": "http://example.org/"}, "HTTPS URL must be provided"),
    ("setWebhook", {"url": "https://example.org:99/"}, "only on ports"),
    ("setWebhook", {"url": "https://a.id/", "secret_token": "a b"}, "unallowed characters"),
    ("setWebhook", {"url": "https://a.id/", "secret_token": "a" * 257}, "too long"),
    ("setWebhook", {"url": "https://a.id/", "max_connections": 101}, "1-100"),
    ("setMessageReaction", {"chat_id": 42, "message_id": 1, "reaction": [{}]}, "emoji only"),
    (
        "setMessageReaction",
        {"chat_id": 42, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🦆"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {"chat_id": 42, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
        "REACTIONS_TOO_MANY",
    ),
    ("getFile", {"file_id": "none"}, "invalid file_id"),
    ("leaveChat", {"chat_id": 42}, "private chats"),
]
_BAD_BUTTONS: list[tuple[dict[str, Any], str]] = [
    ({"text": "a"}, "Text buttons are unallowed"),
    ({"text": "", "callback_data": "a"}, "non-empty"),
    ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": 5}, "must be a String"),
    ({"text": "a", "callback_data": "a", "url": "https://a.id"}, "one action expected"),
    ({"text": "a", "url": "localhost"}, "Wrong HTTP URL"),
    ({"text": "a", "copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "a", "callback_data": "a", "style": "pink"}, "unsupported style"),
    ({"text": "a", "data": "a"}, '"data" is unknown'),
    ({"callback_data": "a"}, '"text" is missing'),
]
_BAD_INLINE: list[tuple[dict[str, Any], str]] = [
    ({"results": [article(id=str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
    ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
    ({"results": [article(id="é" * 33)]}, "RESULT_ID_INVALID"),
    ({"results": [article(id="")]}, "RESULT_ID_INVALID"),
    ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [article(subtitle="a")]}, '"subtitle" is unknown'),
    ({"results": [article(input_message_content={"message_text": ""})]}, "text is empty"),
    ({"results": [article(input_message_content={"message_text": "a" * 4097})]}, "too long"),
    (
        {"results": [article(input_message_content={"message_text": "<", "parse_mode": "HTML"})]},
        "can't parse entities",
    ),
    ({"results": [article(reply_markup=keyboard({"text": "a"}))]}, "Text buttons"),
    ({"results": [{"type": "photo"}]}, "articles only"),
    ({"results": {}}, "RESULTS_TOO_MUCH"),
    ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
    ({"results": [], "button": {"text": "a"}}, "one action expected"),
    ({"results": [], "button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ({"results": [], "button": {"text": "a", "start_parameter": "a" * 65}}, "START_PARAM_INVALID"),
    ({"results": [], "button": {"text": "", "start_parameter": "a"}}, "non-empty"),
]


def assert_violation(
    telegram: FakeTelegram, method: str, params: dict[str, Any], message: str
) -> None:
    answer = call(telegram, method, **params)
    assert answer.get("error_code") == 400, answer
    assert answer["description"].startswith("Bad Request: ")
    assert message in answer["description"]
    (violation,) = telegram.violations
    assert (violation.method, violation.description) == (method, answer["description"])
    (recorded,) = telegram.calls(method)
    assert (recorded.code, recorded.description) == (400, answer["description"])


@pytest.mark.usefixtures("budi")
@pytest.mark.parametrize(("method", "params", "message"), _VIOLATIONS)
def test_violations(
    telegram: FakeTelegram, method: str, params: dict[str, Any], message: str
) -> None:
    assert_violation(telegram, method, params, message)


@pytest.mark.usefixtures("budi")
@pytest.mark.parametrize(("button", "message"), _BAD_BUTTONS)
def test_bad_buttons(telegram: FakeTelegram, button: dict[str, Any], message: str) -> None:
    params = {"chat_id": 42, "text": "a", "reply_markup": keyboard(button)}
    assert_violation(telegram, "sendMessage", params, message)


@pytest.mark.usefixtures("budi")
def test_too_many_buttons(telegram: FakeTelegram) -> None:
    params = {"chat_id": 42, "text": "a", "reply_markup": keyboard(*[_BUTTON] * 101)}
    assert_violation(telegram, "sendMessage", params, "reply markup is too long")


@pytest.mark.parametrize(("params", "message"), _BAD_INLINE)
def test_bad_inline_answers(
    telegram: FakeTelegram, budi: Seat, params: dict[str, Any], message: str
) -> None:
    inquiry = budi.inline("netral")
    assert_violation(
        telegram, "answerInlineQuery", {"inline_query_id": inquiry.query_id, **params}, message
    )
    assert not inquiry.answered


def test_limits_are_not_off_by_one(telegram: FakeTelegram, budi: Seat) -> None:
    buttons: list[dict[str, Any]] = [
        {"text": "a", "callback_data": "é" * 32},
        {"text": "a", "copy_text": {"text": "a" * 256}},
        {"text": "a", "switch_inline_query_current_chat": ""},
        {"text": "a", "url": "https://a.id", "style": "primary"},
    ]
    markup = keyboard(*buttons)
    result(telegram, "sendMessage", chat_id=42, text="😀" * 2048, reply_markup=markup)
    long = "<b>" + "&lt;" * 4096 + "</b>"
    result(telegram, "sendMessage", chat_id=42, text=long, parse_mode="html")
    press = budi.press("é" * 32)
    result(telegram, "answerCallbackQuery", callback_query_id=press.query_id, text="a" * 200)
    result(
        telegram,
        "answerInlineQuery",
        inline_query_id=budi.inline("a").query_id,
        results=[article(id=f"{n:064}") for n in range(50)],
        next_offset="a" * 64,
        button={"text": "a", "start_parameter": "a" * 64},
    )
    commands = [{"command": f"{n:032}", "description": "a" * 256} for n in range(100)]
    result(telegram, "setMyCommands", commands=commands)
    assert telegram.menu() == commands
    assert telegram.violations == []


def test_unknown_method(telegram: FakeTelegram) -> None:
    assert call(telegram, "sendGift")["error_code"] == 404
    assert [violation.method for violation in telegram.violations] == ["sendGift"]
    assert [recorded.code for recorded in telegram.calls("sendGift")] == [404]


def test_surrounding_space_is_cut_and_entities_move(telegram: FakeTelegram, budi: Seat) -> None:
    text = " \n <b>tebal </b> \n /tanya https://a.id. \n"
    result(telegram, "sendMessage", chat_id=42, text=text, parse_mode="HTML")
    seen = budi.reply()
    assert seen.text == "tebal  \n /tanya https://a.id."
    assert seen.words_in("bold") == ["tebal "]
    assert seen.words_in("bot_command") == ["/tanya"]
    assert seen.words_in("url") == ["https://a.id"]


def test_captions_and_sizes(telegram: FakeTelegram, budi: Seat) -> None:
    file_id = budi.sends_document("a.txt", b"a").raw["document"]["file_id"]
    send = {"chat_id": 42, "document": file_id}
    assert result(telegram, "sendDocument", **send, caption="a" * 1024)["caption"] == "a" * 1024
    too_long = call(telegram, "sendDocument", **send, caption="a" * 1025)
    assert too_long["description"] == "Bad Request: message caption is too long"
    assert len(telegram.violations) == 1


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [
        ("999:" + "A" * 35, 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("123:short", 404, "Not Found"),
    ],
)
def test_wrong_tokens(telegram: FakeTelegram, token: str, code: int, description: str) -> None:
    status, body = request(telegram, f"/bot{token}/getMe")
    assert status == code
    assert json.loads(body) == {"ok": False, "error_code": code, "description": description}
    assert request(telegram, f"/file/bot{token}/documents/file_0.txt")[0] == code
    assert telegram.calls() == []


def test_bodies_of_every_kind(telegram: FakeTelegram, budi: Seat) -> None:
    path = f"/bot{telegram.token}/sendMessage"
    form = urlencode(
        {"chat_id": 42, "text": "a+b é", "reply_markup": json.dumps(keyboard(_BUTTON))}
    )
    kind = "application/x-www-form-urlencoded"
    assert request(telegram, path, form.encode(), kind)[0] == 200
    assert request(telegram, f"{path}?chat_id=42&text=dari%20alamat")[0] == 200
    parts = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = parts % (b"chat_id", b"42") + parts % (b"text", b"baris\r\ndua") + b"--x--\r\n"
    assert request(telegram, path, body, "multipart/form-data; boundary=x")[0] == 200
    texts = [message.text for message in budi.replies(3)]
    assert texts == ["a+b é", "dari alamat", "baris\r\ndua"]
    assert telegram.calls()[0].params["reply_markup"] == keyboard(_BUTTON)
    for broken, broken_kind in (
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"a", "text/plain"),
        (b"a", "multipart/form-data"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"\xff", kind),
    ):
        assert request(telegram, path, broken, broken_kind)[0] == 400
    assert len(telegram.violations) == 6


# --- Errors that correct bots meet too


def test_honest_errors_are_no_violations(telegram: FakeTelegram, budi: Seat) -> None:
    stranger = telegram.private_chat(43, started=False)
    group = telegram.group("Kantor", [budi.user], username="kantor")
    own = result(telegram, "sendMessage", chat_id=42, text="a", reply_markup=keyboard(_BUTTON))
    old = budi.press("Sumber")
    result(telegram, "answerCallbackQuery", callback_query_id=old.query_id)
    theirs = budi.send("a")
    in_group = group.seat(budi.user).send("/a")
    here = {"chat_id": 42, "message_id": own["message_id"]}
    expected: list[tuple[str, dict[str, Any], int, str]] = [
        ("sendMessage", {"chat_id": 7, "text": "a"}, 400, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "a"}, 400, "chat not found"),
        ("sendMessage", {"chat_id": 43, "text": "a"}, 403, "can't initiate conversation"),
        (
            "editMessageText",
            {**here, "text": "a", "reply_markup": keyboard(_BUTTON)},
            400,
            "not mod",
        ),
        (
            "editMessageReplyMarkup",
            {**here, "reply_markup": keyboard(_BUTTON)},
            400,
            "not modified",
        ),
        ("editMessageText", {**here, "message_id": 5, "text": "b"}, 400, "to edit not found"),
        (
            "editMessageText",
            {**here, "message_id": theirs.message_id, "text": "b"},
            400,
            "be edited",
        ),
        ("editMessageText", {"inline_message_id": "x", "text": "b"}, 400, "MESSAGE_ID_INVALID"),
        ("deleteMessage", {"chat_id": 42, "message_id": 5}, 400, "to delete not found"),
        (
            "deleteMessage",
            {"chat_id": group.chat_id, "message_id": in_group.message_id},
            400,
            "can't be deleted",
        ),
        ("setMessageReaction", {"chat_id": 42, "message_id": 5}, 400, "to react not found"),
        ("answerCallbackQuery", {"callback_query_id": old.query_id}, 400, "query is too old"),
        ("answerCallbackQuery", {"callback_query_id": "5"}, 400, "query is too old"),
        ("getChatMember", {"chat_id": 42, "user_id": 5}, 400, "user not found"),
        ("getChatAdministrators", {"chat_id": 42}, 400, "no administrators in the private"),
    ]
    for method, params, code, words in expected:
        answer = call(telegram, method, **params)
        assert answer.get("error_code") == code, (method, answer)
        assert words in answer["description"]
    assert (
        result(telegram, "sendMessage", chat_id="@kantor", text="a")["chat"]["title"] == "Kantor"
    )
    group.makes_bot("kicked")
    kicked = call(telegram, "sendMessage", chat_id=group.chat_id, text="a")
    assert kicked["description"] == "Forbidden: bot was kicked from the supergroup chat"
    stranger.send("/start")
    assert call(telegram, "sendMessage", chat_id=43, text="a")["ok"]
    assert telegram.violations == []


def test_blocked_and_unblocked(telegram: FakeTelegram, budi: Seat) -> None:
    budi.blocks_bot()
    answer = call(telegram, "sendMessage", chat_id=42, text="a")
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    budi.unblocks_bot()
    assert call(telegram, "sendMessage", chat_id=42, text="a")["ok"]
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in telegram.unconfirmed
    ]
    assert statuses == ["kicked", "member"]


def test_replies_to_deleted_messages(telegram: FakeTelegram, budi: Seat) -> None:
    question = budi.send("Boleh?").message_id
    reply: dict[str, Any] = {"message_id": question}
    result(telegram, "sendMessage", chat_id=42, text="Ya", reply_parameters=reply)
    assert budi.reply().reply_to == question
    budi.deletes(question)
    gone = call(telegram, "sendMessage", chat_id=42, text="Ya", reply_parameters=reply)
    assert gone["description"] == "Bad Request: message to be replied not found"
    assert len(telegram.violations) == 1
    reply["allow_sending_without_reply"] = True
    result(telegram, "sendMessage", chat_id=42, text="Ya", reply_parameters=reply)
    assert budi.reply().reply_to is None


def test_queries_expire() -> None:
    with FakeTelegram(query_lifetime=0.05) as telegram:
        inquiry = telegram.private_chat(42).inline("a")
        time.sleep(0.1)
        params = {"inline_query_id": inquiry.query_id, "results": []}
        assert "too old" in call(telegram, "answerInlineQuery", **params)["description"]
        assert telegram.violations == []


# --- Updates


def test_offset_limit_and_confirmation(telegram: FakeTelegram, budi: Seat) -> None:
    sent = [budi.send(str(n)).update_id for n in range(5)]
    first = result(telegram, "getUpdates", limit=2)
    assert [update["update_id"] for update in first] == sent[:2]
    assert result(telegram, "getUpdates", limit=2) == first
    rest = result(telegram, "getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["update_id"] for update in rest] == sent[2:]
    assert len(telegram.unconfirmed) == 3
    assert [u["update_id"] for u in result(telegram, "getUpdates", offset=-1)] == sent[-1:]
    assert result(telegram, "getUpdates", offset=(sent[-1] or 0) + 1) == []
    telegram.wait_until_confirmed(0.1)


def test_long_polling_ends_with_the_update(telegram: FakeTelegram, budi: Seat) -> None:
    began = time.monotonic()
    assert result(telegram, "getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - began < 2
    threading.Timer(0.2, budi.send, ["a"]).start()
    began = time.monotonic()
    assert len(result(telegram, "getUpdates", timeout=4)) == 1
    assert time.monotonic() - began < 2


def test_two_pollers_conflict(telegram: FakeTelegram) -> None:
    answers: list[dict[str, Any]] = []
    first = threading.Thread(
        target=lambda: answers.append(call(telegram, "getUpdates", timeout=4))
    )
    first.start()
    telegram.world.wait_for(lambda: bool(telegram.calls("getUpdates")), 2)
    time.sleep(0.05)
    assert call(telegram, "getUpdates")["ok"]
    first.join()
    assert answers[0]["error_code"] == 409
    assert "terminated by other getUpdates request" in answers[0]["description"]


def test_only_the_wanted_kinds(telegram: FakeTelegram, budi: Seat) -> None:
    result(telegram, "getUpdates", allowed_updates=["callback_query"])
    assert budi.send("a").update_id is None
    result(telegram, "getUpdates", allowed_updates=[])
    assert budi.send("a").update_id is not None


def test_injected_updates_come_as_they_are(telegram: FakeTelegram) -> None:
    number = telegram.inject({"message": {"date": "kemarin"}})
    telegram.inject({"apa": 1}, keep=True)
    assert result(telegram, "getUpdates") == [
        {"update_id": number, "message": {"date": "kemarin"}},
        {"apa": 1},
    ]
    assert result(telegram, "getUpdates", offset=number + 2) == []


def test_webhook_retries_and_shows_the_secret(telegram: FakeTelegram, budi: Seat) -> None:
    got: list[tuple[str | None, dict[str, Any]]] = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], json.loads(body)))
            self.send_response(500 if len(got) == 1 else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        thread = threading.Thread(target=receiver.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{receiver.server_port}/kait"
        result(telegram, "setWebhook", url=url, secret_token="rahasia")
        assert "webhook is active" in call(telegram, "getUpdates")["description"]
        sent = [budi.send("a").update_id, budi.send("b").update_id]
        telegram.wait_until_confirmed()
        receiver.shutdown()
        thread.join()
    assert [secret for secret, _ in got] == ["rahasia"] * 3
    assert [update["update_id"] for _, update in got] == [sent[0], *sent]
    info = result(telegram, "getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 500"
    result(telegram, "deleteWebhook")
    assert call(telegram, "getUpdates")["ok"]


# --- Trouble


def test_faults_hit_the_calls_they_name(telegram: FakeTelegram, budi: Seat) -> None:
    telegram.private_chat(43)
    flood = telegram.faults.flood(7, method="sendMessage", chat=42, times=2)
    assert call(telegram, "sendMessage", chat_id=43, text="a")["ok"]
    assert call(telegram, "sendChatAction", chat_id=42, action="typing")["ok"]
    for _ in range(2):
        answer = call(telegram, "sendMessage", chat_id=42, text="a")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
        assert answer["description"] == "Too Many Requests: retry after 7"
    assert call(telegram, "sendMessage", chat_id=42, text="a")["ok"]
    assert flood.used == 2
    assert len(budi.bot_messages()) == 1


def test_faults_of_every_kind(telegram: FakeTelegram, budi: Seat) -> None:
    faults = telegram.faults
    faults.server_error()
    assert call(telegram, "getUpdates")["ok"], "polls are spared unless named"
    assert call(telegram, "getMe")["error_code"] == 500
    faults.not_modified()
    sent = result(telegram, "sendMessage", chat_id=42, text="a")["message_id"]
    edit = {"chat_id": 42, "message_id": sent, "text": "b"}
    assert "message is not modified" in call(telegram, "editMessageText", **edit)["description"]
    faults.query_too_old()
    assert "too old" in call(telegram, "answerCallbackQuery", callback_query_id="1")["description"]
    faults.conflict()
    assert call(telegram, "getUpdates")["error_code"] == 409
    faults.garbage()
    assert request(telegram, f"/bot{telegram.token}/getMe") == (
        502,
        b"<html><h1>502 Bad Gateway</h1></html>",
    )
    faults.slow(0.2)
    began = time.monotonic()
    assert call(telegram, "getMe")["ok"]
    assert time.monotonic() - began >= 0.2
    outage = faults.cut(times=None)
    for _ in range(3):
        with pytest.raises((http.client.HTTPException, OSError)):
            call(telegram, "sendMessage", chat_id=42, text="hilang")
    outage.stop()
    faults.lose_answer()
    with pytest.raises((http.client.HTTPException, OSError)):
        call(telegram, "sendMessage", chat_id=42, text="sampai")
    assert [message.text for message in budi.bot_messages()] == ["a", "sampai"]
    faults.cut(times=None)
    faults.clear()
    assert call(telegram, "getMe")["ok"]
    assert telegram.violations == []


def test_leaving_does_not_wait_for_slow_answers() -> None:
    with FakeTelegram() as telegram:
        telegram.faults.slow(30)
        client = threading.Thread(
            target=lambda: [
                call(telegram, "getMe"),
            ]
        )
        client.start()
        telegram.wait_for_calls("getMe")
        began = time.monotonic()
    client.join(5)
    assert not client.is_alive()
    assert time.monotonic() - began < 3


# --- People


def test_a_wait_in_vain_tells_what_the_bot_did(telegram: FakeTelegram, budi: Seat) -> None:
    call(telegram, "sendChatAction", chat_id=42, action="typing")
    for wait in (
        lambda: budi.reply(0.05),
        lambda: budi.replies(2, 0.05),
        lambda: budi.wait_until(lambda: False, "dance", 0.05),
        lambda: telegram.wait_for_calls("getChat", 1, 0.05),
    ):
        with pytest.raises(AssertionError, match=r"sendChatAction.*typing"):
            wait()
    with pytest.raises(AssertionError, match="did not answer the inline query 'netral'"):
        budi.inline("netral").answer(0.05)
    with pytest.raises(AssertionError, match="no button 'Ya'"):
        budi.press("Ya")
    with pytest.raises(AssertionError, match="left updates unconfirmed"):
        telegram.wait_until_confirmed(0.05)
    result(telegram, "sendMessage", chat_id=42, text="eh")
    with pytest.raises(AssertionError, match=r"should be silent.*eh"):
        budi.stays_silent(0.05)
    budi.reply()
    budi.stays_silent(0.05)


def test_buttons_that_do_not_tell_the_bot(telegram: FakeTelegram, budi: Seat) -> None:
    markup = keyboard({"text": "Salin", "copy_text": {"text": "Pasal 71"}})
    result(telegram, "sendMessage", chat_id=42, text="a", reply_markup=markup)
    with pytest.raises(AssertionError, match="does not tell the bot"):
        budi.press("Salin")


def test_old_messages_are_hidden_when_pressed(telegram: FakeTelegram, budi: Seat) -> None:
    sent = result(telegram, "sendMessage", chat_id=42, text="a")["message_id"]
    budi.press_raw("palsu", sent, inaccessible=True)
    query = telegram.unconfirmed[-1]["callback_query"]
    assert (query["data"], query["message"]["date"]) == ("palsu", 0)
    assert "text" not in query["message"]


def test_privacy_mode_hides_group_talk(telegram: FakeTelegram) -> None:
    siti, tono = telegram.person(first_name="Siti"), telegram.person(first_name="Tono")
    group = telegram.group("Kantor", [siti, tono])
    seat = group.seat(tono)
    bots = result(telegram, "sendMessage", chat_id=group.chat_id, text="a")["message_id"]
    assert seat.send("halo").update_id is None
    assert seat.send("/tanya@bot_lain x").update_id is None
    assert seat.send("halo @bot_lain").update_id is None
    assert seat.send("/tanya boleh?").update_id
    assert seat.send("/tanya@netra_uji_bot boleh?").update_id
    assert seat.send("halo @Netra_Uji_Bot").update_id
    assert seat.send("terima kasih", reply_to=bots).update_id
    heard = telegram.unconfirmed[0]["message"]
    assert heard["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert heard["from"]["id"] == tono.id > 2**32
    group.makes_bot("administrator")
    assert seat.send("halo").update_id
    with FakeTelegram(privacy_mode=False) as open_telegram:
        open_seat = open_telegram.group("Kantor", [siti]).seat(siti)
        assert open_seat.send("halo").update_id


def test_inline_results_are_sent_via_the_bot(telegram: FakeTelegram, budi: Seat) -> None:
    inquiry = budi.inline("netral", offset="10")
    asked = telegram.unconfirmed[-1]["inline_query"]
    assert (asked["query"], asked["offset"], asked["chat_type"]) == ("netral", "10", "sender")
    result(
        telegram,
        "answerInlineQuery",
        inline_query_id=inquiry.query_id,
        results=[article(reply_markup=keyboard(_BUTTON)), article(id="2")],
        cache_time=0,
        is_personal=True,
    )
    answer = inquiry.answer()
    assert (answer.cache_time, answer.is_personal, answer.next_offset) == (0, True, "")
    assert answer.after < 1
    group = telegram.group("Kantor", [budi.user])
    seat = group.seat(budi.user)
    sent = seat.choose(answer.results[0], inquiry)
    assert sent.update_id
    message, chosen = telegram.unconfirmed[-2:]
    assert message["message"]["via_bot"]["username"] == "netra_uji_bot"
    inline_id = chosen["chosen_inline_result"]["inline_message_id"]
    seat.press("Sumber")
    assert telegram.unconfirmed[-1]["callback_query"]["inline_message_id"] == inline_id
    assert result(telegram, "editMessageText", inline_message_id=inline_id, text="baru") is True
    assert seat.message(sent.message_id).text == "baru"
    seat.choose(answer.results[1], inquiry)
    assert "inline_message_id" not in telegram.unconfirmed[-1]["chosen_inline_result"]
    assert seat.bot_messages() == []


def test_edits_of_people_reach_the_bot(telegram: FakeTelegram, budi: Seat) -> None:
    sent = budi.send("Bolehkah?")
    budi.edit(sent.message_id, "/tanya Bolehkah saya?")
    edited = telegram.unconfirmed[-1]["edited_message"]
    assert edited["message_id"] == sent.message_id
    assert edited["entities"][0]["type"] == "bot_command"
    assert telegram.unconfirmed[0]["message"]["text"] == "Bolehkah?"


def test_message_numbers_repeat_across_supergroups(telegram: FakeTelegram) -> None:
    siti = telegram.person(first_name="Siti")
    one, two = (telegram.group(title, [siti]).seat(siti) for title in ("A", "B"))
    assert one.send("/a").message_id == two.send("/a").message_id == 1


def test_a_group_that_became_a_supergroup_refuses_and_says_where_it_is(
    telegram: FakeTelegram, budi: Seat
) -> None:
    group = telegram.group("Kantor", [budi.user], chat_type="group")
    old = group.chat_id
    group.becomes_supergroup()
    to, back = (update["message"] for update in telegram.unconfirmed[-2:])
    assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (old, group.chat_id)
    assert (back["chat"]["id"], back["migrate_from_chat_id"]) == (group.chat_id, old)
    assert back["chat"]["type"] == "supergroup"
    refusal = call(telegram, "sendMessage", chat_id=old, text="a")
    assert refusal["error_code"] == 400
    assert refusal["parameters"] == {"migrate_to_chat_id": group.chat_id}
    result(telegram, "sendMessage", chat_id=group.chat_id, text="a")
    assert telegram.violations == []


def test_topics_hold_what_is_written_in_them(telegram: FakeTelegram, budi: Seat) -> None:
    group = telegram.group("Kantor", [budi.user])
    topic = group.opens_topic("Netralitas")
    inside, outside = group.seat(budi.user, topic=topic), group.seat(budi.user)
    asked = inside.send("/tanya")
    heard = telegram.unconfirmed[-1]["message"]
    assert (heard["message_thread_id"], heard["is_topic_message"]) == (topic, True)
    assert heard["reply_to_message"]["message_id"] == topic
    assert heard["chat"]["is_forum"] is True
    assert "message_thread_id" not in outside.send("/tanya").raw
    reply = {"message_id": asked.message_id}
    there = [
        result(telegram, "sendMessage", chat_id=group.chat_id, text="a", **more)
        for more in ({"message_thread_id": topic}, {"reply_parameters": reply}, {})
    ]
    assert [message.get("message_thread_id") for message in there] == [topic, topic, None]
    nowhere = call(
        telegram, "sendMessage", chat_id=group.chat_id, text="a", message_thread_id=topic + 1
    )
    assert nowhere["description"] == "Bad Request: message thread not found"


def test_an_anonymous_admin_hides_behind_the_group(telegram: FakeTelegram, budi: Seat) -> None:
    group = telegram.group("Kantor", [budi.user])
    group.anonymous_admin().send("/tanya")
    heard = telegram.unconfirmed[-1]["message"]
    assert heard["sender_chat"]["id"] == heard["chat"]["id"] == group.chat_id
    assert heard["from"]["username"] == "GroupAnonymousBot"


def test_messages_age_and_edits_may_be_late(telegram: FakeTelegram, budi: Seat) -> None:
    sent = budi.send("Bolehkah?")
    budi.ages(sent.message_id, 7200)
    budi.edit(sent.message_id, "Bolehkah saya?", ago=3600)
    edited = telegram.unconfirmed[-1]["edited_message"]
    assert edited["date"] == sent.raw["date"] - 7200
    assert 3590 < time.time() - edited["edit_date"] < 3700


# --- The real library


def test_round_trip_with_python_telegram_bot(telegram: FakeTelegram, budi: Seat) -> None:
    async def work(bot: ptb.Bot) -> None:
        assert (await bot.get_me()).username == "netra_uji_bot"
        buttons = [[ptb.InlineKeyboardButton("Sumber", callback_data="s")]]
        message = await bot.send_message(
            42,
            "<b>Dilarang</b> &lt;3",
            parse_mode="HTML",
            reply_markup=ptb.InlineKeyboardMarkup(buttons),
            link_preview_options=ptb.LinkPreviewOptions(is_disabled=True),
        )
        assert (message.text, message.text_html) == ("Dilarang <3", "<b>Dilarang</b> &lt;3")
        seen = budi.reply()
        assert seen.words_in("bold") == ["Dilarang"]
        assert [button.text for button in seen.buttons] == ["Sumber"]
        press = budi.press("Sumber")
        (update,) = await bot.get_updates(timeout=1)
        assert update.callback_query is not None
        await update.callback_query.answer("Sebentar", show_alert=True)
        assert (press.answer().text, press.answer().show_alert) == ("Sebentar", True)
        await update.callback_query.edit_message_text("baru")
        edited = budi.edited(message.message_id)
        assert (edited.text, edited.buttons) == ("baru", ())
        with pytest.raises(error.BadRequest, match="Message is not modified"):
            await bot.edit_message_text("baru", 42, message.message_id)
        inquiry = budi.inline("netral")
        (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
        assert update.inline_query is not None
        content = ptb.InputTextMessageContent("<i>isi</i>", parse_mode="HTML")
        button = ptb.InlineQueryResultsButton("Tanya", start_parameter="tanya")
        results = [ptb.InlineQueryResultArticle("1", "Judul", content, description="d")]
        await update.inline_query.answer(results, cache_time=5, button=button)
        answer = inquiry.answer()
        assert (answer.results[0].text, answer.results[0].description) == ("isi", "d")
        assert answer.button is not None
        assert answer.button.start_parameter == "tanya"
        assert telegram.violations == []

    with_bot(telegram, work)


def test_errors_as_python_telegram_bot_sees_them(
    telegram: FakeTelegram, budi: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library warns of a change to come unless it is accepted.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    async def work(bot: ptb.Bot) -> None:
        telegram.faults.flood(3)
        with pytest.raises(error.RetryAfter, match=r"Retry in 3 seconds|Retry in 0:00:03"):
            await bot.send_message(42, "a")
        with pytest.raises(error.BadRequest, match=r"Can't parse entities: .* start tag \"b\""):
            await bot.send_message(42, "<b>a", parse_mode="HTML")
        telegram.faults.cut()
        with pytest.raises(error.NetworkError):
            await bot.send_message(42, "a")
        telegram.faults.conflict()
        with pytest.raises(error.Conflict):
            await bot.get_updates()
        budi.blocks_bot()
        with pytest.raises(error.Forbidden, match="blocked by the user"):
            await bot.send_message(42, "a")

    with_bot(telegram, work)
    assert len(telegram.violations) == 1


def test_files_and_the_rest_with_python_telegram_bot(telegram: FakeTelegram, budi: Seat) -> None:
    async def work(bot: ptb.Bot) -> None:
        content = b"\x00\r\n--\xff\r\n\r\nakhir\r\n"
        sent = await bot.send_document(42, content, filename="data é.json", caption="<b>c</b>")
        assert sent.document is not None
        assert sent.document.file_name == "data é.json"
        assert telegram.uploaded(sent.document.file_id) == content
        file_id = budi.sends_document("a.pdf", b"pdf\r\n", caption="/dokumen").raw["document"]
        downloaded = await (await bot.get_file(file_id["file_id"])).download_as_bytearray()
        assert bytes(downloaded) == b"pdf\r\n"
        photo = await bot.send_photo(42, b"\xff\xd8\xff", caption="p")
        assert photo.photo[-1].width == 800
        assert len(budi.sends_photo(caption="@a_b_c").raw["photo"]) == 2
        other = ptb.InputMediaPhoto(b"\x89PNG\r\n--", caption="<i>q</i>", parse_mode="HTML")
        assert await bot.edit_message_media(other, 42, photo.message_id)
        shown = budi.message(photo.message_id)
        assert (shown.text, shown.words_in("italic"), shown.edits) == ("q", ["q"], 1)
        assert telegram.uploaded(shown.photo or "") == b"\x89PNG\r\n--"
        words = await bot.send_message(42, "belum ada")
        await bot.edit_message_media(other, 42, words.message_id)
        assert budi.message(words.message_id).photo
        assert "text" not in budi.message(words.message_id).raw
        assert await bot.send_chat_action(42, "typing")
        await bot.set_message_reaction(42, photo.message_id, "👍")
        await bot.delete_message(42, photo.message_id)
        scope = ptb.BotCommandScopeAllPrivateChats()
        await bot.set_my_commands([("tanya", "Bertanya")], scope=scope, language_code="id")
        assert telegram.menu("all_private_chats", "id")[0]["command"] == "tanya"
        assert len(await bot.get_my_commands(scope=scope, language_code="id")) == 1
        await bot.delete_my_commands(scope=scope, language_code="id")
        assert await bot.get_my_commands(scope=scope, language_code="id") == ()
        await bot.set_my_description("Netra")
        await bot.set_my_short_description("Netra")
        group = telegram.group("Kantor", [budi.user])
        assert (await bot.get_chat(group.chat_id)).title == "Kantor"
        assert (await bot.get_chat_member(group.chat_id, 42)).status == "creator"
        group.makes_bot("administrator")
        assert len(await bot.get_chat_administrators(group.chat_id)) == 2
        await bot.leave_chat(group.chat_id)
        updates = await bot.get_updates()
        assert [update.message is None for update in updates] == [False, False, True]
        assert (await bot.get_webhook_info()).pending_update_count == 3
        await bot.delete_webhook(drop_pending_updates=True)
        assert telegram.unconfirmed == []
        assert await bot.close()
        assert await bot.log_out()
        with pytest.raises(error.TelegramError, match="Logged out"):
            await bot.send_message(42, "a")

    with_bot(telegram, work)
    assert telegram.violations == []


def test_a_whole_bot_polls_and_answers(telegram: FakeTelegram, budi: Seat) -> None:
    async def echo(update: ptb.Update, context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(f"{update.message.text}!", do_quote=True)

    async def main() -> list[BotMessage]:
        application = ApplicationBuilder().token(telegram.token)
        app = application.base_url(f"{telegram.url}/bot").build()
        app.add_handler(MessageHandler(filters.TEXT, echo))
        async with app:
            assert app.updater is not None
            await app.start()
            await app.updater.start_polling(timeout=2)
            sent = budi.send("halo")
            replies = await asyncio.to_thread(budi.replies)
            await asyncio.to_thread(telegram.wait_until_confirmed)
            assert replies[0].reply_to == sent.message_id
            await app.updater.stop()
            await app.stop()
        return replies

    assert [message.text for message in asyncio.run(main())] == ["halo!"]
    assert telegram.violations == []


def test_reactions_and_actions_are_the_usual_ones() -> None:
    assert {emoji.value.replace("\ufe0f", "") for emoji in constants.ReactionEmoji} == REACTIONS
    assert {action.value for action in constants.ChatAction} == ACTIONS


# --- The published description of the API


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    given = os.environ.get("NETRA_BOT_API_SPEC")
    beside = Path(__file__).parents[2] / "shared" / "telegram" / "bot-api-10.1.json"
    path = Path(given) if given else beside
    if not path.is_file():
        pytest.skip(f"no description of the Bot API at {path}; set NETRA_BOT_API_SPEC")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _names(fields: list[dict[str, Any]], *, required: bool) -> set[str]:
    return {field["name"] for field in fields if field["required"] is required}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_methods_are_those_of_the_specification(specification: dict[str, Any], name: str) -> None:
    fields = specification["methods"][name].get("fields", [])
    assert METHODS[name].required == _names(fields, required=True)
    assert METHODS[name].optional == _names(fields, required=False)
    for field in fields:
        kinds = {
            "Integer": Kind.INTEGER,
            "Boolean": Kind.BOOLEAN,
            "String": Kind.STRING,
            "InputFile": Kind.FILE,
            "InputMedia": Kind.MEDIA,
        }
        expected = kinds.get(field["types"][0], Kind.JSON)
        if field["types"] == ["Integer", "String"]:
            expected = Kind.CHAT
        assert kind_of(field["name"]) is expected, field["name"]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_shapes_are_those_of_the_specification(specification: dict[str, Any], name: str) -> None:
    fields = specification["types"][name].get("fields", [])
    assert SHAPES[name].required == _names(fields, required=True)
    assert SHAPES[name].optional == _names(fields, required=False)


def test_update_kinds_are_those_of_the_specification(specification: dict[str, Any]) -> None:
    fields = specification["types"]["Update"]["fields"]
    assert _names(fields, required=False) == UPDATE_KINDS
