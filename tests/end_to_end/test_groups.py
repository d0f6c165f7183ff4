"""Three people and the bot in a group: silent unless asked, short, and never twice."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers import texts
from knowledge.schema import Verdict
from tests.end_to_end import running
from tests.end_to_end.running import WAIT, BotProcess, environment
from tests.fake_telegram import BotMessage, FakeTelegram, Group, Seat, User
from tests.fake_telegram.model import ChatType

PROHIBITED = texts.card.VERDICT_LABELS[Verdict.PROHIBITED]
LIKE = "boleh like postingan calon bupati?"
VOTE = "pns boleh nyoblos ga"
CLARIFY = "pns boleh nyoblos atau like unggahan?"
DECLINED = "kapan gaji 13 cair"
LINK = "https://t.me/netra_uji_bot?start="
PER_MINUTE = 6


pytestmark = pytest.mark.small_knowledge


@dataclass
class Office:
    """A group: Siti owns it, Tono and Budi are in it."""

    group: Group
    siti: Seat
    tono: Seat
    budi: Seat


_names = itertools.count(1)


def office(telegram: FakeTelegram, chat_type: ChatType = "supergroup") -> Office:
    siti, tono, budi = (telegram.person(first_name=name) for name in ("Siti", "Tono", "Budi"))
    title = f"Kantor {next(_names)}"
    group = telegram.group(title, [siti, tono, budi], chat_type=chat_type)
    return Office(group, group.seat(siti), group.seat(tono), group.seat(budi))


@pytest.fixture
def kantor(telegram: FakeTelegram) -> Office:
    """A group that is new."""
    return office(telegram)


def ask(seat: Seat, text: str) -> BotMessage:
    """Send ``text`` and return its answer; what others in the group were told is read."""
    seat.replies(0)
    return running.ask(seat, text)


def settled(telegram: FakeTelegram) -> None:
    """Wait until everything before was handled: the bot answers somebody else."""
    telegram.wait_until_confirmed(WAIT)
    ask(telegram.private_chat(first_name="Lain"), "/start")


# Asking


@pytest.mark.parametrize(
    "words",
    [
        f"/tanya {LIKE}",
        f"/tanya@netra_uji_bot {LIKE}",
        f"/Tanya@NETRA_uji_bot\n{LIKE}",
        f"@netra_uji_bot {LIKE}",
        f"{LIKE} @Netra_Uji_Bot",
        f"halo 👋🏽 @netra_uji_bot, {LIKE} @netra_uji_bot",
    ],
)
def test_who_asks_gets_a_short_card(telegram: FakeTelegram, kantor: Office, words: str) -> None:
    sent = kantor.tono.send(words)
    answer = kantor.tono.reply(WAIT)
    assert answer.reply_to == sent.message_id
    headline, title, why, basis = answer.text.split("\n\n")
    assert headline.startswith(PROHIBITED)
    assert title == "Menyukai unggahan calon"
    assert why == "Dilarang. Menyukai unggahan calon termasuk memberikan dukungan."
    assert basis.startswith(f"{texts.card.LABEL_BASIS}: PP 94/2021 Pasal 5 huruf n")
    assert "\n" not in basis
    assert texts.card.LABEL_SANCTION not in answer.text
    (button,) = answer.buttons
    assert (button.text, button.action) == (texts.groups.BUTTON_MORE, "url")
    assert button.value == f"{LINK}s_like-unggahan-calon"
    settled(telegram)
    kantor.tono.stays_silent(0.1)


def test_the_button_leads_to_the_whole_card(telegram: FakeTelegram, kantor: Office) -> None:
    (button,) = ask(kantor.tono, f"/tanya {LIKE}").buttons
    payload = str(button.value).removeprefix(LINK)
    private = telegram.private_chat(kantor.tono.user)
    assert ask(private, f"/start {payload}").text == ask(private, LIKE).text


def test_a_name_without_an_at_sign_is_a_mention_too(
    kantor: Office, telegram: FakeTelegram
) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 5, "user": telegram.bot.json()}
    kantor.tono.send(f"Netra {LIKE}", entities=[entity])
    assert kantor.tono.reply(WAIT).text.startswith(PROHIBITED)


def test_a_reply_to_the_bot_is_a_question_that_leans_on_the_one_it_replies_to(
    telegram: FakeTelegram, kantor: Office
) -> None:
    like = ask(kantor.tono, f"/tanya {LIKE}")
    ask(kantor.siti, f"/tanya {VOTE}")
    kantor.budi.replies(0)
    kantor.budi.send("sanksinya apa? @netra_uji_bot", reply_to=like.message_id)
    assert "Menyukai unggahan calon" in kantor.budi.reply(WAIT).text
    settled(telegram)
    kantor.budi.stays_silent(0.1)


def test_a_question_with_two_meanings_is_settled_in_private(
    telegram: FakeTelegram, kantor: Office
) -> None:
    answer = ask(kantor.tono, f"/tanya {CLARIFY}")
    assert answer.text.startswith(texts.card.HEADLINE_CLARIFY)
    links = {str(button.value).removeprefix(LINK) for button in answer.buttons}
    assert links == {"s_hak-pilih", "s_like-unggahan-calon"}
    private = telegram.private_chat(kantor.tono.user)
    assert "Mencoblos di TPS" in ask(private, "/start s_hak-pilih").text


def test_a_provision_leads_to_the_question_itself(telegram: FakeTelegram, kantor: Office) -> None:
    (button,) = ask(kantor.tono, "/tanya isi pasal 71 uu 10/2016").buttons
    payload = str(button.value).removeprefix(LINK)
    assert payload.startswith("q_")
    private = telegram.private_chat(kantor.tono.user)
    assert "Pasal 71" in ask(private, f"/start {payload}").text


def test_what_is_declined_takes_one_line(kantor: Office) -> None:
    answer = ask(kantor.tono, f"/tanya {DECLINED}")
    assert answer.text == "Soal kepegawaian lain silakan tanyakan ke BKPSDM."
    assert answer.rows == ()


def test_a_condition_is_mentioned(kantor: Office) -> None:
    answer = ask(kantor.tono, "/tanya keputusan pejabat saat kampanye boleh?")
    assert answer.text.endswith(texts.groups.CONDITIONS)


@pytest.mark.parametrize("words", ["/tanya", "@netra_uji_bot", "/tanya@netra_uji_bot \n "])
def test_who_asks_nothing_is_told_how(kantor: Office, words: str) -> None:
    assert ask(kantor.tono, words).text == texts.groups.GROUP_ASK_USAGE


def test_help_takes_two_lines(kantor: Office) -> None:
    answer = ask(kantor.tono, "/bantuan")
    assert answer.text.count("\n") == 1
    assert "/tanya" in answer.text
    assert "@netra_uji_bot" in answer.text


def test_a_long_question_says_that_its_end_was_not_read(kantor: Office) -> None:
    answer = ask(kantor.tono, "/tanya " + LIKE + " begini" * 400)
    assert answer.text.endswith(texts.chat.QUESTION_CUT)


# Silence


def test_it_is_silent_where_nobody_asked(telegram: FakeTelegram, kantor: Office) -> None:
    # As an administrator it hears everything.
    kantor.group.makes_bot("administrator")
    tono = kantor.tono
    before = tono.send("halo semua")
    tono.send(LIKE)
    tono.send("@bot_lain boleh like?")
    tono.send("saya@netra_uji_bot.go.id boleh like?")
    tono.send("/tanya@bot_lain boleh like?")
    tono.send("/start")
    tono.send("/muat_ulang")
    tono.send("/netra_matikan")
    tono.send("setuju", reply_to=before.message_id)
    tono.post({"new_chat_members": [telegram.bot.json()]})
    tono.sends_photo(caption=f"@netra_uji_bot {LIKE}")
    settled(telegram)
    tono.stays_silent(0.1)


@pytest.mark.parametrize("name", ["start", "muat_ulang", "status", "karangan"])
def test_other_commands_are_answered_alike_and_only_by_name(kantor: Office, name: str) -> None:
    assert ask(kantor.tono, f"/{name}@netra_uji_bot").text == texts.groups.OTHER_COMMAND


def test_cards_that_came_through_it_are_not_answered(
    telegram: FakeTelegram, kantor: Office
) -> None:
    inquiry = kantor.tono.inline(LIKE)
    sent = kantor.tono.choose(inquiry.answer(WAIT).results[0], inquiry)
    assert sent.update_id is not None
    via = {"via_bot": telegram.bot.json()}
    command = [{"type": "bot_command", "offset": 0, "length": 6}]
    kantor.tono.post({"text": f"/tanya {LIKE}", "entities": command, **via})
    settled(telegram)
    kantor.tono.stays_silent(0.1)


def test_bots_and_linked_channels_are_not_answered(telegram: FakeTelegram, kantor: Office) -> None:
    robot = User(6_777_000_777, "Robot", "robot_bot", is_bot=True)
    telegram.world.users[robot.id] = robot
    kantor.group.seat(robot).send(f"/tanya {LIKE}")
    channel = {"id": -1_009_000_000_001, "type": "channel", "title": "Kanal"}
    kantor.tono.post(
        {
            "text": f"@netra_uji_bot {LIKE}",
            "entities": [{"type": "mention", "offset": 0, "length": 14}],
            "sender_chat": channel,
            "is_automatic_forward": True,
        }
    )
    settled(telegram)
    kantor.tono.stays_silent(0.1)


def test_a_message_that_arrives_twice_is_answered_once(
    telegram: FakeTelegram, kantor: Office
) -> None:
    sent = kantor.tono.send(f"/tanya {LIKE}")
    telegram.inject({"message": sent.raw})
    kantor.tono.reply(WAIT)
    settled(telegram)
    kantor.tono.stays_silent(0.1)
    assert telegram.calls("editMessageText", chat=kantor.group.chat_id) == []


def test_posts_in_channels_do_no_harm(telegram: FakeTelegram, bot: BotProcess) -> None:
    before = len(bot.output)
    post = {
        "message_id": 7,
        "date": 1_700_000_000,
        "chat": {"id": -1_009_000_000_001, "type": "channel", "title": "Kanal"},
        "text": f"/tanya@netra_uji_bot {LIKE}",
        "entities": [{"type": "bot_command", "offset": 0, "length": 20}],
    }
    telegram.inject({"channel_post": post})
    telegram.inject({"edited_channel_post": {**post, "edit_date": 1_700_000_001}})
    settled(telegram)
    assert telegram.calls(chat=-1_009_000_000_001) == []
    assert "Traceback" not in bot.output[before:]


# Edits


def test_an_edited_question_edits_the_short_card(telegram: FakeTelegram, kantor: Office) -> None:
    sent = kantor.tono.send(f"/tanya {DECLINED}")
    answer = kantor.tono.reply(WAIT)
    kantor.tono.edit(sent.message_id, f"/tanya {LIKE}")
    edited = kantor.tono.edited(answer.message_id, WAIT)
    assert edited.text.startswith(PROHIBITED)
    assert edited.buttons[0].text == texts.groups.BUTTON_MORE
    kantor.tono.edit(sent.message_id, "sudah terjawab")
    settled(telegram)
    assert kantor.tono.message(answer.message_id).text == edited.text
    kantor.tono.stays_silent(0.1)


def test_an_edit_that_begins_to_ask_is_answered(kantor: Office) -> None:
    sent = kantor.tono.send(LIKE)
    kantor.tono.edit(sent.message_id, f"@netra_uji_bot {LIKE}")
    assert kantor.tono.reply(WAIT).reply_to == sent.message_id


# Places and people


def test_the_answer_comes_into_the_topic_it_was_asked_in(
    telegram: FakeTelegram, kantor: Office
) -> None:
    topic = kantor.group.opens_topic("Netralitas")
    seat = kantor.group.seat(kantor.tono.user, topic=topic)
    answer = ask(seat, f"/tanya {LIKE}")
    assert answer.raw["message_thread_id"] == topic
    calls = telegram.calls(chat=kantor.group.chat_id)
    assert {call.params["message_thread_id"] for call in calls} == {topic}
    assert "message_thread_id" not in ask(kantor.tono, f"/tanya {LIKE}").raw


def test_an_anonymous_admin_is_a_person_who_runs_the_group(kantor: Office) -> None:
    somebody = kantor.group.anonymous_admin()
    assert ask(somebody, f"/tanya {LIKE}").text.startswith(PROHIBITED)
    assert ask(somebody, "/netra_mati").text == texts.groups.MUTED
    assert ask(somebody, "/netra_hidup").text == texts.groups.UNMUTED


def test_admins_of_the_group_switch_it_off_and_on(telegram: FakeTelegram, kantor: Office) -> None:
    kantor.tono.send("/netra_mati")
    kantor.tono.send("/netra_mati@netra_uji_bot")
    settled(telegram)
    kantor.tono.stays_silent(0.1)
    kantor.group.chat.members[kantor.budi.user.id] = "administrator"
    assert ask(kantor.budi, "/netra_mati").text == texts.groups.MUTED
    kantor.tono.replies(0)
    kantor.tono.send(f"/tanya {LIKE}")
    kantor.tono.send("/bantuan")
    kantor.tono.send("/start@netra_uji_bot")
    kantor.tono.send("/netra_hidup")
    settled(telegram)
    kantor.tono.stays_silent(0.1)
    assert ask(kantor.siti, "/netra_hidup").text == texts.groups.UNMUTED
    kantor.tono.replies(0)
    assert ask(kantor.tono, f"/tanya {LIKE}").text.startswith(PROHIBITED)


def test_a_group_cannot_be_switched_off_by_one_who_speaks_as_a_channel(
    telegram: FakeTelegram, kantor: Office
) -> None:
    channel = {"id": -1_009_000_000_002, "type": "channel", "title": "Kanal Siti"}
    command = [{"type": "bot_command", "offset": 0, "length": 11}]
    kantor.siti.post({"text": "/netra_mati", "entities": command, "sender_chat": channel})
    settled(telegram)
    kantor.siti.stays_silent(0.1)


def test_a_group_that_moves_stays_switched_off(telegram: FakeTelegram, bot_data: Path) -> None:
    kantor = office(telegram, "group")
    old = kantor.group.chat_id
    assert ask(kantor.siti, "/netra_mati").text == texts.groups.MUTED
    assert stored(bot_data) >= {old}
    kantor.group.becomes_supergroup()
    eventually(lambda: kantor.group.chat_id in stored(bot_data) and old not in stored(bot_data))
    moved = kantor.group.seat(kantor.siti.user)
    moved.send(f"/tanya {LIKE}")
    settled(telegram)
    moved.stays_silent(0.1)
    assert ask(moved, "/netra_hidup").text == texts.groups.UNMUTED
    assert ask(moved, f"/tanya {LIKE}").text.startswith(PROHIBITED)


def test_an_answer_follows_a_group_that_moved_meanwhile(telegram: FakeTelegram) -> None:
    kantor = office(telegram, "group")
    telegram.faults.slow(0.7, method="sendChatAction", chat=kantor.group.chat_id)
    kantor.tono.send(f"/tanya {LIKE}")
    telegram.wait_for_calls("sendChatAction", 1, WAIT, chat=kantor.group.chat_id)
    kantor.group.becomes_supergroup()
    moved = kantor.group.seat(kantor.tono.user)
    wanted = [m for m in moved.bot_messages() if m.text.startswith(PROHIBITED)]
    assert wanted or moved.reply(WAIT).text.startswith(PROHIBITED)


def test_added_to_a_group_it_introduces_itself_once(telegram: FakeTelegram) -> None:
    kantor = office(telegram)
    for status in ("left", "member", "administrator", "member", "kicked", "member"):
        kantor.group.makes_bot(status)
    introduction = kantor.tono.reply(WAIT)
    assert introduction.text == texts.groups.INTRODUCTION
    settled(telegram)
    kantor.tono.stays_silent(0.1)


def test_where_it_may_not_write_it_gives_up_quietly(
    telegram: FakeTelegram, bot: BotProcess, kantor: Office
) -> None:
    before = len(bot.output)
    reason = "Bad Request: not enough rights to send text messages to the chat"
    telegram.faults.error(400, reason, method="sendMessage", chat=kantor.group.chat_id)
    kantor.tono.send(f"/tanya {LIKE}")
    telegram.wait_for_calls("sendMessage", 1, WAIT, chat=kantor.group.chat_id)
    settled(telegram)
    kantor.tono.stays_silent(0.1)
    assert "Traceback" not in bot.output[before:]


# Too much


def test_a_noisy_group_is_told_once_and_then_left_alone(
    telegram: FakeTelegram, kantor: Office
) -> None:
    for _ in range(PER_MINUTE + 4):
        kantor.tono.send(f"/tanya {LIKE}")
    kantor.tono.send("/bantuan")
    settled(telegram)
    shown = [message.text for message in kantor.tono.replies(PER_MINUTE + 1, WAIT)]
    assert sum(text.startswith(PROHIBITED) for text in shown) == PER_MINUTE
    assert shown.count(texts.groups.ENOUGH) == 1
    kantor.tono.stays_silent(0.1)
    assert ask(office(telegram).tono, f"/tanya {LIKE}").text.startswith(PROHIBITED)


# What is kept


def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what happens on disk, which Telegram is not told of."""
    deadline = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def stored(data: Path) -> set[int]:
    with closing(sqlite3.connect(data / "journal.db")) as db:
        return {number for (number,) in db.execute("select chat_id from muted_groups")}


def test_only_groups_that_are_off_are_kept_and_only_by_number(
    telegram: FakeTelegram, bot_data: Path, kantor: Office
) -> None:
    ask(kantor.tono, f"/tanya {LIKE}")
    assert kantor.group.chat_id not in stored(bot_data)
    ask(kantor.siti, "/netra_mati")
    assert kantor.group.chat_id in stored(bot_data)
    with closing(sqlite3.connect(bot_data / "journal.db")) as db:
        columns = [row[1] for row in db.execute("pragma table_info(muted_groups)")]
        assert columns == ["chat_id"]
        newest = "select channel, guidance from outcomes order by id desc limit 1"
        assert db.execute(newest).fetchone() == ("group", "like-unggahan-calon")
    kantor.group.makes_bot("left")
    eventually(lambda: kantor.group.chat_id not in stored(bot_data))


def test_a_group_is_still_off_after_a_restart(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini)
    with FakeTelegram() as telegram:
        kantor = office(telegram)
        with BotProcess(telegram, env, tmp_path / "log"):
            ask(kantor.siti, "/netra_mati")
        with BotProcess(telegram, env, tmp_path / "log"):
            kantor.siti.send(f"/tanya {LIKE}")
            settled(telegram)
            kantor.siti.stays_silent(0.1)
            assert ask(kantor.siti, "/netra_hidup").text == texts.groups.UNMUTED
        assert telegram.violations == []


def test_menus_of_groups_are_set(telegram: FakeTelegram) -> None:
    def menu(scope: str) -> dict[str, str]:
        return {item["command"]: item["description"] for item in telegram.menu(scope)}

    everybody = texts.groups.GROUP_COMMANDS
    assert menu("all_group_chats") == everybody
    assert menu("all_chat_administrators") == everybody | texts.groups.GROUP_ADMIN_COMMANDS
