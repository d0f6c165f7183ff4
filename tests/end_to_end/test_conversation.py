"""A civil servant in a private chat: ask, press, edit, browse, and send odd things."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers import texts
from handlers.buttons import Action, data
from knowledge.schema import Verdict
from retrieval.engine import Engine
from tests.end_to_end.running import (
    WAIT,
    ask,
    asked_and_remembered,
    environment,
    labels,
    objects,
    run,
    values,
)
from tests.fake_telegram import BotMessage, FakeTelegram, Seat

LIKE = "boleh gak sih asn nge-like status calon bupati di facebook"
OTHER = "kapan masa tenang pilkada"
DECLINED = "resep rendang padang yang enak"
NOT_FOUND = "berapa jumlah peserta rakor netralitas di ancol"


def test_start_introduces_and_names_the_help(budi: Seat) -> None:
    answer = ask(budi, "/start")
    assert answer.text.startswith("Selamat datang di Netra.")
    assert "/bantuan" in answer.text
    assert answer.words_in("bold")[0] == "Netra"


def test_start_with_a_payload_is_welcomed_too(budi: Seat) -> None:
    assert ask(budi, "/start inline").text == ask(budi, "/start").text


def test_help_lists_every_command_and_the_inline_way(budi: Seat) -> None:
    answer = ask(budi, "/bantuan")
    for name, what in texts.chat.COMMANDS.items():
        assert f"/{name} — {what}" in answer.text
    assert "@netra_uji_bot pertanyaan" in answer.words_in("code")
    assert not any(f"/{name}" in answer.text for name in texts.admin.ADMIN_COMMANDS)


def test_menus_and_descriptions_are_set(telegram: FakeTelegram) -> None:
    everybody = {
        item["command"]: item["description"] for item in telegram.menu("all_private_chats")
    }
    assert everybody == texts.chat.COMMANDS
    assert len(telegram.wait_for_calls("setMyDescription", timeout=WAIT)) == 1
    assert len(telegram.wait_for_calls("setMyShortDescription", timeout=WAIT)) == 1


def test_a_question_gets_the_verdict_the_command_line_gives(budi: Seat, cli_data: Path) -> None:
    from tests.conftest import CONTENT

    done = run("ask", LIKE, "--json", env=environment(cli_data, CONTENT))
    assert done.returncode == 0, done.stderr
    (expected,) = objects(done.stdout)
    assert expected["verdict"] == "prohibited"
    assert expected["guidance"] == "like-unggahan-calon"
    assert "SKB-2022" in {item["regulation"] for item in expected["basis"]}

    answer = ask(budi, LIKE)
    headline, title, *_ = answer.text.split("\n\n")
    assert headline.startswith(texts.card.VERDICT_LABELS[Verdict.PROHIBITED])
    assert title == expected["title"]
    assert expected["answer"] in answer.text
    assert expected["sanction"] in answer.text
    assert answer.words_in("bold")[0] == headline
    basis = answer.text.split(f"{texts.card.LABEL_BASIS}: ")[1].split("\n")[0]
    assert "SKB" in basis
    assert "Lampiran II huruf A angka 4" in basis
    assert basis.count("; ") == len(expected["basis"]) - 1
    assert texts.card.DISCLAIMER in answer.text


def test_the_answer_replies_to_the_question_after_typing(
    telegram: FakeTelegram, budi: Seat
) -> None:
    sent = budi.send(LIKE)
    answer = budi.reply(WAIT)
    assert answer.reply_to == sent.message_id
    calls = [call.method for call in telegram.calls(chat=budi.chat_id)]
    assert calls == ["sendChatAction", "sendMessage"]
    assert telegram.calls("sendChatAction", chat=budi.chat_id)[0].params["action"] == "typing"


def test_previews_of_links_are_off(telegram: FakeTelegram, budi: Seat) -> None:
    ask(budi, LIKE)
    (call,) = telegram.calls("sendMessage", chat=budi.chat_id)
    assert call.params["link_preview_options"] == {"is_disabled": True}


def test_tanya_answers_what_stands_behind_it(budi: Seat) -> None:
    direct = ask(budi, LIKE)
    assert ask(budi, f"/tanya {LIKE}").text == direct.text
    assert ask(budi, "/tanya").text == texts.chat.ASK_USAGE
    assert ask(budi, f"/tanya@netra_uji_bot {LIKE}").text == direct.text


def test_the_sources_button_shows_what_is_cited(budi: Seat) -> None:
    ask(budi, LIKE)
    assert budi.press(texts.card.BUTTON_SOURCES).answer(WAIT).text == ""
    sources = budi.reply(WAIT)
    assert "SKB" in sources.words_in("bold")[0]
    assert texts.card.SECONDARY in sources.words_in("bold")[0]
    assert sources.words_in("expandable_blockquote")
    assert sources.rows == ()


def test_a_related_button_opens_the_card_of_that_situation(budi: Seat) -> None:
    answer = ask(budi, LIKE)
    related = next(b for b in answer.buttons if str(b.value).startswith(f"{Action.OPEN}|"))
    budi.press(related.text).answer(WAIT)
    opened = budi.reply(WAIT)
    assert opened.text.split("\n\n")[1] == related.text.removesuffix("…")
    assert texts.card.BUTTON_USEFUL in labels(opened)


def test_a_stage_button_turns_the_card_to_that_stage_in_place(
    telegram: FakeTelegram, budi: Seat, engine: Engine
) -> None:
    before, after = texts.card.BUTTON_STAGES
    card = ask(budi, LIKE)
    feedback = [value for value in values(card) if value.startswith(f"{Action.USEFUL}|")]
    assert texts.card.STAGE_DECIDES in card.text
    for stage, other in ((before, after), (after, before)):
        pressed = texts.card.BUTTON_STAGES[stage]
        expected = engine.open("like-unggahan-calon", stage)
        assert expected
        assert budi.press(pressed).answer(WAIT).text == ""
        turned = budi.edited(card.message_id, WAIT)
        assert f"{texts.card.LABEL_SANCTION}: {expected.sanction}\n" in turned.text
        assert texts.card.STAGE_DECIDES not in turned.text
        assert turned.text.split("\n\n")[:3] == card.text.split("\n\n")[:3]
        assert pressed not in labels(turned)
        assert texts.card.BUTTON_STAGES[other] in labels(turned)
        assert set(feedback) <= set(values(turned))
    assert len(budi.bot_messages()) == 1
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 1


def test_share_and_copy_need_no_bot(budi: Seat) -> None:
    answer = ask(budi, LIKE)
    by_label = {button.text: button for button in answer.buttons}
    assert by_label[texts.card.BUTTON_SHARE].action == "switch_inline_query"
    assert by_label[texts.card.BUTTON_SHARE].value in answer.text
    copied = by_label[texts.card.BUTTON_COPY].value["text"]
    assert copied.removesuffix("; …") in answer.text


@pytest.mark.parametrize(
    ("question", "headline"), [(NOT_FOUND, texts.card.HEADLINE_NOT_FOUND), (DECLINED, None)]
)
def test_a_refusal_has_neither_sources_nor_buttons(
    budi: Seat, question: str, headline: str | None
) -> None:
    answer = ask(budi, question)
    assert answer.rows == ()
    assert answer.text
    if headline:
        assert answer.text.startswith(headline)
    for label in texts.card.VERDICT_LABELS.values():
        assert label not in answer.text
    assert f"{texts.card.LABEL_BASIS}:" not in answer.text
    assert not answer.words_in("expandable_blockquote")


def test_a_follow_up_leans_on_the_question_before_it(budi: Seat, engine: Engine) -> None:
    follow_up = "sanksinya apa?"
    expected = engine.ask(follow_up, LIKE)
    assert expected.answer != engine.ask(follow_up).answer
    ask(budi, LIKE)
    assert expected.answer in ask(budi, follow_up).text


# Edits


def test_an_edited_question_edits_its_answer(telegram: FakeTelegram, budi: Seat) -> None:
    sent, answer = asked_and_remembered(budi, DECLINED)
    budi.edit(sent.message_id, LIKE)
    edited = budi.edited(answer.message_id, WAIT)
    assert edited.text.startswith(texts.card.VERDICT_LABELS[Verdict.PROHIBITED])
    assert texts.card.BUTTON_SOURCES in labels(edited)
    budi.edit(sent.message_id, DECLINED)
    edited = budi.edited(answer.message_id, WAIT)
    assert edited.text == answer.text
    assert edited.rows == ()
    assert len(budi.bot_messages()) == 1
    assert len(telegram.calls("sendMessage", chat=budi.chat_id)) == 1


def test_after_an_edit_a_follow_up_leans_on_the_new_words(budi: Seat, siti: Seat) -> None:
    follow_up = "sanksinya apa?"
    sent, answer = asked_and_remembered(budi, "boleh ga pns ikut nyoblos di tps")
    budi.edit(sent.message_id, LIKE)
    budi.edited(answer.message_id, WAIT)
    ask(siti, LIKE)
    assert ask(budi, follow_up).text == ask(siti, follow_up).text


def test_an_edit_of_a_message_the_bot_never_answered_is_answered(
    telegram: FakeTelegram, budi: Seat
) -> None:
    telegram.faults.cut(method="sendMessage", chat=budi.chat_id, times=2)
    sent = budi.send(LIKE)
    telegram.world.wait_for(
        lambda: len(telegram.calls("sendMessage", chat=budi.chat_id)) == 2, WAIT
    )
    telegram.faults.clear()
    budi.edit(sent.message_id, LIKE + " saya")
    assert budi.reply(WAIT).text.startswith(texts.card.VERDICT_LABELS[Verdict.PROHIBITED])


def test_an_edit_whose_answer_was_deleted_is_answered_anew(budi: Seat) -> None:
    sent, answer = asked_and_remembered(budi, DECLINED)
    budi.deletes(answer.message_id)
    budi.edit(sent.message_id, LIKE)
    assert budi.reply(WAIT).text.startswith(texts.card.VERDICT_LABELS[Verdict.PROHIBITED])


# What is not a question

_STICKER = {
    "file_id": "S1", "file_unique_id": "U1", "type": "regular", "width": 512, "height": 512,
    "is_animated": False, "is_video": False, "emoji": "👍",
}  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"sticker": _STICKER},
        {"voice": {"file_id": "V1", "file_unique_id": "V2", "duration": 3}},
        {"location": {"latitude": -6.2, "longitude": 106.8}},
        {"contact": {"phone_number": "+62811", "first_name": "Tono"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
    ids=["sticker", "voice", "location", "contact", "dice"],
)
def test_other_content_is_answered_kindly(budi: Seat, fields: dict[str, object]) -> None:
    sent = budi.post(fields)
    answer = budi.reply(WAIT)
    assert answer.text == texts.chat.TEXT_ONLY
    assert sent.update_id


def test_pictures_and_files_are_answered_kindly(budi: Seat) -> None:
    budi.sends_photo(caption="/start")
    assert budi.reply(WAIT).text == texts.chat.TEXT_ONLY
    budi.sends_document("soal.pdf", b"%PDF-1.4", caption="/start")
    assert budi.reply(WAIT).text == texts.chat.TEXT_ONLY


def test_an_unknown_command_points_to_the_help(budi: Seat) -> None:
    assert ask(budi, "/entahlah").text == texts.chat.UNKNOWN_COMMAND
    assert ask(budi, "/START_ulang sekarang").text == texts.chat.UNKNOWN_COMMAND


@pytest.mark.parametrize("name", texts.admin.ADMIN_COMMANDS)
def test_a_stranger_cannot_tell_that_admin_commands_exist(
    telegram: FakeTelegram, budi: Seat, siti: Seat, name: str
) -> None:
    ask(budi, f"/{name}")
    ask(siti, "/perintah_karangan")

    def seen(seat: Seat) -> list[tuple[str, object]]:
        return [(c.method, c.params.get("text")) for c in telegram.calls(chat=seat.chat_id)]

    assert seen(budi) == seen(siti) == [("sendMessage", texts.chat.UNKNOWN_COMMAND)]
    assert not telegram.menu(f"chat:{budi.chat_id}")


def test_status_tells_the_admin_what_serves(admin: Seat) -> None:
    answer = ask(admin, "/status")
    assert "Versi: " in answer.text
    assert "Pertanyaan tercatat: " in answer.text


def test_report_and_privacy_answer(budi: Seat) -> None:
    report = ask(budi, "/lapor")
    assert report.rows
    assert "Bawaslu" in report.text
    assert ask(budi, "/privasi").text.startswith("Privasi Anda")


# Browsing


def walk(seat: Seat, message: BotMessage) -> list[BotMessage]:
    """Turn to the last page and back to the first; return every page once."""
    pages = [message]
    while texts.chat.NEXT in labels(pages[-1]):
        seat.press(texts.chat.NEXT, message.message_id).answer(WAIT)
        pages.append(seat.edited(message.message_id, WAIT))
        assert len(pages) < 50
    for expected in reversed(pages[:-1]):
        seat.press(texts.chat.PREVIOUS, message.message_id).answer(WAIT)
        assert values(seat.edited(message.message_id, WAIT)) == values(expected)
    assert len({tuple(values(page)) for page in pages}) == len(pages)
    return pages


def test_topics_lead_down_to_a_card_and_back_up(budi: Seat) -> None:
    top = ask(budi, "/topik")
    assert len(walk(budi, top)) > 1
    first = top.buttons[0]
    budi.press(first.text, top.message_id).answer(WAIT)
    topic = budi.edited(top.message_id, WAIT)
    assert topic.text.split("\n")[0] == first.text.rpartition(" (")[0]
    budi.press(topic.buttons[0].value, top.message_id).answer(WAIT)
    card = budi.reply(WAIT)
    assert card.text.split("\n\n")[0].split()[0] == topic.buttons[0].text.split()[0]
    budi.press(texts.chat.BACK, top.message_id).answer(WAIT)
    assert values(budi.edited(top.message_id, WAIT)) == values(top)


def test_regulations_lead_down_to_provisions_and_back_up(budi: Seat) -> None:
    top = ask(budi, "/peraturan")
    pages = walk(budi, top)
    assert len(pages) > 2
    shown = [button.text for page in pages for button in page.buttons]
    assert any(label.endswith("sudah dicabut") for label in shown)
    budi.press_raw(data(Action.REGULATION, "SKB-2022:0"), top.message_id).answer(WAIT)
    opened = budi.edited(top.message_id, WAIT)
    deep = walk(budi, opened)
    assert len(deep) > 2
    assert any("Lampiran II huruf A angka 4" in text for text in _texts_of(budi, deep))
    budi.press(texts.chat.BACK, top.message_id).answer(WAIT)
    assert values(budi.edited(top.message_id, WAIT)) == values(top)


def _texts_of(seat: Seat, pages: list[BotMessage]) -> list[str]:
    return [page.text for page in pages]


# Presses from the past, or from nobody


@pytest.mark.parametrize(
    "raw",
    [
        "sumber:1",
        "s|situasi-yang-sudah-dihapus",
        "q|",
        "b|situasi-yang-sudah-dihapus",
        "a|",
        "u|0",
        "u|-1",
        "u|²",
        "u|٣٣٣٣٣٣٣",
        "n|99999999999999999999999999999999999999",
        "u|1e3",
        "r|TIDAK-ADA:0",
        "t|tidak-ada:0",
        "r|",
        "x" * 64,
        "s|<b>&",
    ],
)
def test_old_and_forged_presses_are_answered_kindly(budi: Seat, raw: str) -> None:
    message = ask(budi, "/start")
    answer = budi.press_raw(raw, message.message_id).answer(WAIT)
    assert answer.text == texts.chat.BUTTON_EXPIRED
    assert answer.show_alert
    assert budi.message(message.message_id).edits == 0
    budi.stays_silent(0.05)


@pytest.mark.parametrize("raw", ["tt|abc", "tt|-1", "tt|9999999", "rr|²"])
def test_a_forged_page_number_is_a_page_all_the_same(budi: Seat, raw: str) -> None:
    message = ask(budi, "/start")
    assert budi.press_raw(raw, message.message_id).answer(WAIT).text == ""
    assert budi.edited(message.message_id, WAIT).buttons


def test_a_press_on_a_message_too_old_to_see_still_works(budi: Seat) -> None:
    answer = ask(budi, LIKE)
    old = data(Action.SOURCES, "like-unggahan-calon")
    assert budi.press_raw(old, answer.message_id, inaccessible=True).answer(WAIT).text == ""
    assert "SKB" in budi.reply(WAIT).text
    old = data(Action.OPEN, "like-unggahan-calon")
    assert budi.press_raw(old, answer.message_id, inaccessible=True).answer(WAIT).text == ""
    assert budi.reply(WAIT).text == answer.text
    useful = next(value for value in values(answer) if value.startswith(f"{Action.USEFUL}|"))
    press = budi.press_raw(useful, answer.message_id, inaccessible=True)
    assert press.answer(WAIT).text == texts.chat.THANKS_FEEDBACK


# Hostile words

HOSTILE = {
    "long": "boleh like " * 909,
    "one-word": "a" * 4096,
    "nul": "boleh\0 like\0 calon\0",
    "emoji": "🎉👨‍👩‍👧‍👦🏳️‍🌈" * 20,
    "html": "<b>boleh</b> <script>alert(1)</script> </blockquote> & &lt; like calon?",
    "rtl": "\u202eboleh like calon\u202c מותר هل يجوز",
    "surrogate": "boleh \ud800 like \udfff calon",
    "only-surrogate": "\ud83d",
    "zero-width": "\u200b\u200d\u2060\ufeff",
    "zalgo": "b̷̡o̸l̵e̶h̷ l̴i̵k̸e̷" + "\u0335" * 500,
    "format": "{0} {token} %s %n ${HOME} {{7*7}} [bold]",
    "sql": "'; drop table outcomes; --",
    "lines": "\n\n\n\r\n\t",
    "slash": "/",
    "math": "𝐛𝐨𝐥𝐞𝐡 𝐥𝐢𝐤𝐞 𝐜𝐚𝐥𝐨𝐧",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_get_a_polite_reply(budi: Seat, name: str) -> None:
    text = HOSTILE[name]
    assert name != "long" or len(text) == 9999
    budi.post({"text": text})
    answer = budi.reply(WAIT)
    assert answer.text
    assert answer.text != texts.chat.SOMETHING_WENT_WRONG
    budi.replies(0)
    assert ask(budi, "/start").text.startswith("Selamat datang")


def test_hostile_words_in_an_edit_and_behind_tanya_are_answered_too(budi: Seat) -> None:
    sent, answer = asked_and_remembered(budi, "halo")
    budi.edit(sent.message_id, HOSTILE["html"])
    assert budi.edited(answer.message_id, WAIT).text != texts.chat.SOMETHING_WENT_WRONG
    assert ask(budi, "/tanya <i>\u202e&amp;").text != texts.chat.SOMETHING_WENT_WRONG
