"""Whatever arrives is either handled or set aside, and never stops what comes after it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update, User
from telegram.ext import ExtBot

from handlers.allowance import Allowance
from handlers.application import ALLOWED_UPDATES, build_application
from handlers.metrics import Metrics
from handlers.receiving import Receiver, ReceivingBot, _next_after
from handlers.replay import MOST_ATTEMPTS, TOO_OLD_SECONDS, Fate, fate_of
from handlers.updates import Malformed, is_by, read_update
from journal.inbox import Inbox, Kept
from tests.updates import WELL_FORMED, hostile, well_formed

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    with closing(Inbox(tmp_path_factory.mktemp("inbox") / "inbox.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def bot(inbox: Inbox) -> ExtBot[None]:
    made = ReceivingBot(Receiver(inbox), token=TOKEN)
    made._bot_user = User(110201543, "Netra", is_bot=True, username="netra_uji_bot")
    return made


def receive(inbox: Inbox, bot: ExtBot[None], *raw: Any) -> list[Update]:
    return asyncio.run(Receiver(inbox).receive(raw, bot))


def test_every_kind_of_update_is_known_here() -> None:
    assert set(WELL_FORMED) == set(Update.ALL_TYPES)


@pytest.mark.parametrize("kind", sorted(WELL_FORMED))
def test_what_is_well_formed_is_read(bot: ExtBot[None], kind: str) -> None:
    update, arrival = read_update(well_formed(7, kind), bot)
    assert (arrival.update_id, arrival.kind) == (7, kind)
    assert json.loads(arrival.body) == well_formed(7, kind)
    assert getattr(update, kind) is not None


@settings(max_examples=1500)
@given(raw=hostile)
def test_anything_is_read_or_refused_without_its_content(bot: ExtBot[None], raw: Any) -> None:
    refusal = None
    try:
        update, arrival = read_update(raw, bot)
    except Malformed as error:
        refusal = error.refusal
    if refusal:
        assert re.fullmatch(r"[\w.]+: \w+|\w+|no known kind of update", refusal.problem)
        assert refusal.kind in {*Update.ALL_TYPES, "unknown"}
        return
    assert arrival.body.isascii()
    assert read_update(json.loads(arrival.body), bot)[0].update_id == update.update_id


@settings(max_examples=700)
@given(raw=hostile)
def test_no_handler_stumbles_over_what_was_read(bot: ReceivingBot, raw: Any) -> None:
    try:
        update, _ = read_update(raw, bot)
    except Malformed:
        return
    for handler in build_application(bot, Metrics(), frozenset(), Allowance(20)).handlers[0]:
        handler.check_update(update)


@settings(max_examples=150)
@given(raws=st.lists(hostile, max_size=6), place=st.integers(0, 6), data=st.data())
def test_a_sound_update_gets_through_whatever_it_came_with(
    inbox: Inbox, bot: ExtBot[None], raws: list[Any], place: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(10**10, 10**15))
    before = inbox.counts()
    known = {number} if number in _numbers(inbox) else set()
    raws.insert(place, well_formed(number, "message"))
    updates = receive(inbox, bot, *raws)
    assert known or number in {update.update_id for update in updates}
    assert inbox.counts().waiting - before.waiting == len(updates)
    assert len({update.update_id for update in updates}) == len(updates)
    for update in updates:
        inbox.finish(update.update_id)


def _numbers(inbox: Inbox) -> set[int]:
    return {row[0] for row in inbox._db.execute("select update_id from updates")}


OF_A_PERSON = {
    "message", "edited_message", "inline_query", "chosen_inline_result", "callback_query",
    "my_chat_member", "guest_message",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(OF_A_PERSON & set(WELL_FORMED)))
def test_who_sent_pressed_or_typed_is_known(bot: ExtBot[None], kind: str) -> None:
    _, arrival = read_update(well_formed(7, kind), bot)
    assert is_by(6_900_000_001, arrival.body)
    assert not is_by(6_900_000_002, arrival.body)


def test_all_that_is_asked_for_is_known_by_its_sender() -> None:
    assert set(ALLOWED_UPDATES) == OF_A_PERSON


@settings(max_examples=300)
@given(raw=hostile)
def test_whatever_was_read_has_one_sender_or_none(bot: ExtBot[None], raw: Any) -> None:
    try:
        _, arrival = read_update(raw, bot)
    except Malformed:
        return
    assert is_by(-1, arrival.body) is False


def test_the_same_update_is_received_once(inbox: Inbox, bot: ExtBot[None]) -> None:
    raw = well_formed(123, "message")
    assert len(receive(inbox, bot, raw, raw)) == 1
    assert receive(inbox, bot, raw) == []
    inbox.finish(123)
    assert receive(inbox, bot, raw) == []


def test_without_a_disk_questions_are_answered_all_the_same(
    bot: ExtBot[None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox(tmp_path / "inbox.db")
    inbox._db.execute("drop table updates")
    raw = well_formed(5, "message")
    (update,) = receive(inbox, bot, raw)
    assert update.update_id == 5
    assert "without being written down" in caplog.text
    assert "boleh like" not in caplog.text
    inbox.close()


@pytest.mark.parametrize(
    ("raw", "here", "then"),
    [
        ([{"update_id": 7}], None, 8),
        ([{"update_id": 7}, {"update_id": 9}], 3, 10),
        ([{"update_id": 7}, "rusak"], None, 9),
        (["rusak", {"update_id": 7}], None, 8),
        (["rusak"], 7, 8),
        (["rusak"], None, None),
        ([{"update_id": True}, {"update_id": "8"}, {"update_id": 2**64}], 7, 10),
        # After a week without updates Telegram begins anew somewhere else.
        ([{"update_id": 2}], 1000, 3),
    ],
)
def test_the_place_in_the_queue_moves_on(
    raw: list[Any], here: int | None, then: int | None
) -> None:
    assert _next_after(raw, here) == then


def kept(kind: str = "message", age: float = 1.0, attempts: int = 1) -> Kept:
    return Kept(1, kind, "{}", age, attempts)


@pytest.mark.parametrize(
    ("item", "fate"),
    [
        (kept(), Fate.HANDLE),
        (kept("edited_message"), Fate.HANDLE),
        (kept(attempts=MOST_ATTEMPTS - 1), Fate.HANDLE),
        (kept(attempts=MOST_ATTEMPTS), Fate.SET_ASIDE),
        (kept(age=TOO_OLD_SECONDS + 1), Fate.APOLOGISE),
        (kept(age=TOO_OLD_SECONDS + 1, attempts=MOST_ATTEMPTS), Fate.APOLOGISE),
        (kept("edited_message", age=TOO_OLD_SECONDS + 1), Fate.DROP),
        (kept("callback_query"), Fate.DROP),
        (kept("inline_query"), Fate.DROP),
    ],
)
def test_what_becomes_of_an_update_from_an_earlier_life(item: Kept, fate: Fate) -> None:
    assert fate_of(item) is fate
