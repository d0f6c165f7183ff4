"""The kill switch: one calm notice everywhere, across a restart, until an admin ends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import texts
from handlers.deep_links import situation_payload
from handlers.inline_results import NOTICE
from tests.end_to_end.conftest import ADMIN
from tests.end_to_end.running import (
    WAIT,
    BotProcess,
    ask,
    asked_and_remembered,
    environment,
    objects,
    run,
)
from tests.fake_telegram import FakeTelegram, Seat

QUESTION = "boleh like postingan calon bupati?"
REASON = "jawaban soal <cuti> diperiksa"
SITUATION = "like-unggahan-calon"
pytestmark = pytest.mark.small_knowledge


@pytest.fixture
def paused(admin: Seat) -> Iterator[None]:
    """Netra is paused for the test."""
    admin.replies(0)
    assert ask(admin, f"/jeda {REASON}").text.startswith("⏸ Netra dijeda.")
    yield
    admin.replies(0)
    assert ask(admin, "/lanjut").text == texts.status.RESUME_DONE


def test_a_reason_is_needed_and_a_pause_to_end(admin: Seat, budi: Seat) -> None:
    assert ask(admin, "/jeda").text == texts.status.PAUSE_USAGE
    assert ask(admin, "/jeda  ").text == texts.status.PAUSE_USAGE
    assert ask(admin, "/lanjut").text == texts.status.RESUME_NEEDLESS
    assert "DILARANG" in ask(budi, QUESTION).text


@pytest.mark.usefixtures("paused")
@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        f"/tanya {QUESTION}",
        "/lapor",
        "/topik",
        "/peraturan",
        f"/start {situation_payload(SITUATION)}",
    ],
)
def test_whatever_comes_from_the_knowledge_base_is_one_notice(budi: Seat, text: str) -> None:
    notice = ask(budi, text)
    assert notice.text == texts.pause.NOTICE
    assert notice.buttons == ()
    budi.stays_silent()


@pytest.mark.usefixtures("paused")
def test_the_rest_goes_on(admin: Seat, budi: Seat) -> None:
    for command in ("/start", "/bantuan", "/privasi", "/hapus_data"):
        assert ask(budi, command).text != texts.pause.NOTICE
    budi.press(texts.privacy.ERASE_YES).answer(WAIT)
    status = ask(admin, "/status").text
    assert "dijeda" in status
    assert f"oleh {ADMIN}: {REASON}" in status
    assert REASON in ask(admin, "/jeda sekali lagi").text
    assert ask(budi, "/lanjut").text == texts.chat.UNKNOWN_COMMAND


def test_buttons_of_old_cards_say_the_same(admin: Seat, budi: Seat) -> None:
    card = ask(budi, QUESTION)
    topics = ask(budi, "/topik")
    ask(admin, f"/jeda {REASON}")
    for message, button in (
        (card, texts.card.BUTTON_USEFUL),
        (card, texts.card.BUTTON_SOURCES),
        (topics, topics.buttons[0].text),
    ):
        press = budi.press(button, message.message_id).answer(WAIT)
        assert press.text == texts.pause.NOTICE_SHORT
        assert press.show_alert
    budi.stays_silent()
    assert budi.message(topics.message_id).edits == 0
    ask(admin, "/lanjut")
    press = budi.press(texts.card.BUTTON_USEFUL, card.message_id).answer(WAIT)
    assert press.text == texts.chat.THANKS_FEEDBACK


def test_an_edit_while_paused_takes_the_card_away_and_one_after_brings_it_back(
    admin: Seat, budi: Seat
) -> None:
    sent, card = asked_and_remembered(budi, QUESTION)
    ask(admin, f"/jeda {REASON}")
    budi.edit(sent.message_id, QUESTION + " ya")
    assert budi.edited(card.message_id, WAIT).text == texts.pause.NOTICE
    ask(admin, "/lanjut")
    budi.edit(sent.message_id, QUESTION)
    assert "DILARANG" in budi.edited(card.message_id, WAIT).text


@pytest.mark.usefixtures("paused")
def test_a_chosen_notice_is_no_question(budi: Seat, admin: Seat) -> None:
    before = ask(admin, "/status").text.partition("Pertanyaan tercatat: ")[2].partition(" ")[0]
    inquiry = budi.inline("boleh like?")
    budi.choose(inquiry.answer(WAIT).results[0], inquiry)
    ask(budi, QUESTION)
    after = ask(admin, "/status").text.partition("Pertanyaan tercatat: ")[2].partition(" ")[0]
    assert before == after


def test_it_survives_a_restart_in_private_groups_and_inline(mini: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data", mini, NETRA_ADMIN_IDS=str(ADMIN))
    with FakeTelegram() as telegram:
        admin, budi = telegram.private_chat(ADMIN, "Admin"), telegram.private_chat()
        group = telegram.group("Kantor", [budi.user])
        seat = group.seat(budi.user)
        elsewhere = telegram.group("Arisan", [budi.user])
        del elsewhere.chat.members[telegram.bot.id]
        with BotProcess(telegram, env, tmp_path / "log"):
            assert "DILARANG" in ask(seat, f"/tanya {QUESTION}").text
            ask(admin, f"/jeda {REASON}")
        with BotProcess(telegram, env, tmp_path / "log"):
            assert ask(budi, QUESTION).text == texts.pause.NOTICE
            assert ask(seat, f"/tanya {QUESTION}").text == texts.pause.NOTICE
            mention = f"@{telegram.bot.username} {QUESTION}"
            assert elsewhere.seat(budi.user).summons(mention).answer(WAIT).text == (
                texts.pause.NOTICE
            )
            seat.send("obrolan biasa")
            seat.stays_silent()
            found = budi.inline(QUESTION).answer(WAIT)
            assert [result.id for result in found.results] == [NOTICE]
            assert found.results[0].text == texts.pause.NOTICE
            assert found.cache_time < 60
            ask(admin, "/lanjut")
            assert "DILARANG" in ask(budi, QUESTION).text
            assert budi.inline(QUESTION).answer(WAIT).results[0].id == SITUATION
        with BotProcess(telegram, env, tmp_path / "log"):
            assert "DILARANG" in ask(seat, f"/tanya {QUESTION}").text
        assert telegram.violations == []
    entries = objects(run("audit", "--json", env=env).stdout)
    assert [(entry["action"], entry["admin"], entry["reason"]) for entry in entries] == [
        ("lanjut", ADMIN, None),
        ("jeda", ADMIN, REASON),
    ]
    newest = json.loads(run("audit", "--json", "--limit", "1", env=env).stdout)
    assert newest["action"] == "lanjut"
    table = run("audit", env=env).stdout
    assert "lanjut" in table
    assert str(ADMIN) in table


def test_a_reload_is_audited(admin: Seat, bot_data: Path, knowledge_dir: Path) -> None:
    report = ask(admin, "/muat_ulang")
    admin.edited(report.message_id, WAIT)
    ask(admin, "/status")
    entries = objects(run("audit", "--json", env=environment(bot_data, knowledge_dir)).stdout)
    assert entries[0]["action"] == "muat_ulang"
    assert entries[0]["subject"]
