"""What no well-meaning client sends: each is answered once, kindly, and nothing is repeated."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers import texts
from handlers.inline_results import TOPIC
from knowledge.schema import Verdict
from tests.end_to_end.running import WAIT, BotProcess, ask
from tests.fake_telegram import FakeTelegram, Seat
from tests.markup import harmless

LIKE = "boleh like postingan calon bupati?"
VERDICTS = tuple(texts.card.VERDICT_LABELS.values())
CARD, TOPICS, NOTHING = "card", "topics", "nothing"
PRESSES = 50


pytestmark = pytest.mark.small_knowledge


@pytest.fixture(autouse=True)
def _no_trouble(bot: BotProcess) -> Iterator[None]:
    """Nothing of this is an error."""
    before = len(bot.output)
    yield
    assert "Traceback" not in bot.output[before:]


INLINE = {
    "256 spaces": (" " * 256, TOPICS),
    "256 emoji": ("🎉" * 256, TOPICS),
    "a family, joined": ("👨‍👩‍👧‍👦" * 36, TOPICS),
    "256 without width": ("\u200b\u200c\u200d\u2060" * 64, TOPICS),
    "marks of direction": ("\u200e\u200f\u202a\u202e\u2066\u2069", TOPICS),
    "white space of every kind": ("\u00a0\u2003\u3000\u2028\t\n", TOPICS),
    "accents on nothing": ("\u0301" * 256, TOPICS),
    "control characters": ("\x00\x01\x1b[31m\x7f", NOTHING),
    "Arabic": ("هل يجوز للموظف الإعجاب بمنشور المرشح؟", NOTHING),
    "Hebrew": ("האם מותר לעובד מדינה", NOTHING),
    "Javanese letters": ("ꦱꦸꦒꦼꦁꦫꦮꦸꦃ", NOTHING),
    "256 letters": ("k" * 256, NOTHING),
    "256 of a question": ((LIKE + " ") * 7 + "boleh like calon", CARD),
    "right to left around a question": (f"\u202e{LIKE}\u202c", CARD),
    "no width inside a question": ("boleh li\u200bke posti\u200dngan calon bupati?", CARD),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline_queries(telegram: FakeTelegram, budi: Seat, name: str) -> None:
    text, expected = INLINE[name]
    inquiry = budi.inline(text[:256])
    results = inquiry.answer(WAIT).results
    first = results[0]
    if first.id.startswith(TOPIC):
        kind = TOPICS
    else:
        kind = CARD if first.text.startswith(VERDICTS) else NOTHING
    assert kind == expected
    assert len(results) == 1 or kind == CARD
    answers = [
        call
        for call in telegram.calls("answerInlineQuery")
        if call.params["inline_query_id"] == inquiry.query_id
    ]
    assert len(answers) == 1
    budi.stays_silent(0.05)


MARKUP = (
    f"{LIKE} <b>tebal</b> <a href='tg://user?id=1'>x</a>",
    "</blockquote></b> &lt;i&gt; pns boleh nyoblos <script>?",
)


@pytest.mark.parametrize("text", MARKUP)
def test_no_question_becomes_markup_in_answers_edits_groups_and_notices(
    telegram: FakeTelegram, budi: Seat, text: str
) -> None:
    before = len(telegram.calls())
    sent = budi.send(f"{text} {'boleh? ' * 400}")
    answer = budi.reply(WAIT)
    assert answer.text.endswith(texts.chat.QUESTION_CUT)
    budi.edit(sent.message_id, text)
    budi.edited(answer.message_id, WAIT)
    ask(budi, f"/start {text}")
    ask(budi, f"/entahlah {text}")
    group = telegram.group(f"Kantor {text}", [budi.user]).seat(budi.user)
    ask(group, f"/tanya {text}")
    said = [
        str(call.params["text"]) for call in telegram.calls()[before:] if "text" in call.params
    ]
    assert len(said) >= 5
    for message in said:
        harmless(message)


def q(text: str) -> str:
    return "q_" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


LINKS = {
    "Arabic": "س_like-unggahan-calon",
    "Chinese": "点赞",
    "letters that look alike": "ѕ_like-unggahan-calon",
    "wide letters": "ｓ_like-unggahan-calon",
    "no width at the end": "s_like-unggahan-calon\u200b",
    "turned around": "\u202es_like-unggahan-calon",
    "two lines": "s_like-unggahan-calon\ns_hak-pilih",
    "padding": "q_aGFsbw==",
    "letters of the other base64": "q_aGFs+/==",
    "one letter too long": "s_" + "x" * 63,
    "4000 letters": "q_" + "QUFB" * 1000,
    "only white space": q("   \n"),
    "emoji": "🎉",
    "another version": "v2_like-unggahan-calon",
}


@pytest.mark.parametrize("name", LINKS)
def test_forged_links(budi: Seat, name: str) -> None:
    assert ask(budi, f"/start {LINKS[name]}").text.startswith(texts.chat.LINK_UNKNOWN)
    budi.stays_silent(0.05)


QUESTIONS_IN_LINKS = {
    "nothing to see": "\u200b\u200d\u2060",
    "emoji": "🎉🎉🎉",
    "Arabic": "هل يجوز للموظف؟",
    "direction": "\u202e\u2066",
    "a command": "/hapus_data",
}


@pytest.mark.parametrize("name", QUESTIONS_IN_LINKS)
def test_links_that_ask_nothing_of_ours(budi: Seat, name: str) -> None:
    answer = ask(budi, f"/start {q(QUESTIONS_IN_LINKS[name])}")
    assert not answer.text.startswith(VERDICTS)
    assert answer.text != texts.chat.SOMETHING_WENT_WRONG
    assert answer.rows == ()
    budi.stays_silent(0.05)


OLD_DATA = [
    "v2|s|like-unggahan-calon",
    "s:like-unggahan-calon",
    "S|like-unggahan-calon",
    "like-unggahan-calon",
    "|like-unggahan-calon",
    "s|like-unggahan-calon|1",
    "s|like-unggahan-calon\u200b",
    "ѕ|like-unggahan-calon",
    "س|هل",
    '{"a":"s","g":"like-unggahan-calon"}',
    "🎉",
    " ",
    "q|" + "x" * 62,
]


@pytest.mark.parametrize("raw", OLD_DATA)
def test_data_of_another_version_in_private(budi: Seat, raw: str) -> None:
    message = ask(budi, LIKE)
    assert_expired(budi, raw, message.message_id)
    assert budi.message(message.message_id).edits == 0


@pytest.mark.parametrize("raw", OLD_DATA)
def test_data_of_another_version_under_an_inline_card(
    telegram: FakeTelegram, budi: Seat, raw: str
) -> None:
    group = telegram.group("Kantor", [budi.user]).seat(budi.user)
    inquiry = group.inline(LIKE)
    sent = group.choose(inquiry.answer(WAIT).results[0], inquiry)
    assert_expired(group, raw, sent.message_id)


def assert_expired(seat: Seat, raw: str, message_id: int) -> None:
    answer = seat.press_raw(raw, message_id).answer(WAIT)
    assert (answer.text, answer.show_alert) == (texts.chat.BUTTON_EXPIRED, True)
    seat.stays_silent(0.05)


# One button, fifty times; "Sumber" and an expired one are in test_edits.


def pressed(seat: Seat, button: str, message_id: int) -> list[str]:
    """What fifty presses were answered with; each exactly once."""
    presses = [seat.press(button, message_id) for _ in range(PRESSES)]
    return sorted(press.answer(WAIT).text for press in presses)


def outcomes(data: Path) -> int:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return int(db.execute("select count(*) from outcomes").fetchone()[0])


def test_fifty_thanks_are_one(budi: Seat) -> None:
    message = ask(budi, LIKE)
    said = pressed(budi, texts.card.BUTTON_USEFUL, message.message_id)
    assert said == [""] * (PRESSES - 1) + [texts.chat.THANKS_FEEDBACK]
    budi.stays_silent(0.1)


def test_fifty_openings_are_one(bot_data: Path, budi: Seat) -> None:
    message = ask(budi, LIKE)
    before = outcomes(bot_data)
    related = "Mencoblos di TPS"
    assert pressed(budi, related, message.message_id) == [""] * PRESSES
    assert budi.reply(WAIT).text.startswith(texts.card.VERDICT_LABELS[Verdict.ALLOWED])
    budi.stays_silent(0.2)
    assert outcomes(bot_data) == before + 1


def test_fifty_turned_pages_are_one(budi: Seat) -> None:
    message = ask(budi, "/topik")
    topic = message.buttons[0]
    presses = [budi.press_raw(str(topic.value), message.message_id) for _ in range(PRESSES)]
    assert [press.answer(WAIT).text for press in presses] == [""] * PRESSES
    assert budi.edited(message.message_id, WAIT).text != message.text
    assert budi.message(message.message_id).edits == 1
    budi.stays_silent(0.1)
