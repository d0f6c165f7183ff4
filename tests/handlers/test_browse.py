"""Every page of /topik and /peraturan of the real content is one Telegram takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from handlers import texts
from handlers.browse import Page, regulation_page, regulations_page, topic_page, topics_page
from handlers.buttons import Action, read
from knowledge.schema import Knowledge, Status, Verified
from tests.fake_telegram import parse_html, utf16_length
from tests.fake_telegram.keyboards import check_reply_markup


def labels(page: Page) -> list[str]:
    """The words on the buttons, after checking the page as Telegram does."""
    text, keyboard = page
    plain, _ = parse_html(text)
    assert plain.strip()
    assert utf16_length(text) <= 4096
    check_reply_markup(keyboard.to_dict())
    return [button.text for row in keyboard.inline_keyboard for button in row]


def arguments(page: Page, action: Action) -> list[str]:
    """What the buttons of one kind name."""
    found = [read(str(button.callback_data)) for row in page[1].inline_keyboard for button in row]
    return [pressed.argument for pressed in found if pressed and pressed.action is action]


def walk(turn: Callable[[int], Page | None]) -> list[Page]:
    """Every page from the first to the one that offers no next."""
    pages: list[Page] = []
    while True:
        page = turn(len(pages))
        assert page is not None
        pages.append(page)
        shown = labels(page)
        assert (texts.chat.PREVIOUS in shown) == (len(pages) > 1)
        if texts.chat.NEXT not in shown:
            return pages
        assert len(pages) < 100


def test_the_topics_lead_to_every_situation(knowledge: Knowledge) -> None:
    topics = [
        name.rpartition(":")
        for page in walk(lambda number: topics_page(knowledge, number))
        for name in arguments(page, Action.TOPIC)
    ]
    assert [(name, number) for name, _, number in topics] == [
        (topic.topic, "0") for topic in knowledge.topics
    ]
    opened = [
        key
        for topic in knowledge.topics
        for page in walk(partial(topic_page, knowledge, topic.topic))
        for key in arguments(page, Action.OPEN)
    ]
    assert opened == [situation.id for situation in knowledge.situations]


def test_the_regulations_lead_to_every_provision(knowledge: Knowledge) -> None:
    keys = [
        name.removesuffix(":0")
        for page in walk(lambda number: regulations_page(knowledge, number))
        for name in arguments(page, Action.REGULATION)
    ]
    assert keys == [item.key for item in knowledge.regulations]
    for item in knowledge.regulations:
        pages = walk(partial(regulation_page, knowledge, item.key))
        shown = "\n".join(parse_html(text)[0] for text, _ in pages)
        assert all(provision.ref in shown for provision in item.provisions)
        assert shown.count(item.summary) == 1


def test_a_regulation_says_whether_it_is_in_force_and_what_replaced_it(
    knowledge: Knowledge,
) -> None:
    shorts = {item.key: item.short for item in knowledge.regulations}
    assert any(item.status is Status.REPEALED for item in knowledge.regulations)
    for item in knowledge.regulations:
        page = regulation_page(knowledge, item.key, 0)
        assert page is not None
        plain = parse_html(page[0])[0]
        head = plain.split("\n")[1]
        assert head.startswith(texts.card.STATUS_LABELS[item.status])
        assert (texts.card.SECONDARY in head) == (item.verified is Verified.SECONDARY)
        for key in item.replaced_by:
            assert shorts[key] in plain.split(item.summary)[0]


def test_the_list_of_regulations_shows_the_status_on_each_button(knowledge: Knowledge) -> None:
    shown = [
        label
        for page in walk(lambda number: regulations_page(knowledge, number))
        for label in labels(page)
    ]
    for item in knowledge.regulations:
        wanted = f"{item.short} · {texts.card.STATUS_LABELS[item.status]}"
        assert any(label == wanted or label.endswith("…") for label in shown)
        if len(wanted) <= 60:
            assert wanted in shown
        elif item.status is Status.REPEALED:
            pytest.fail(f"the button of {item.key} is cut before it says that it is repealed")


def test_situations_show_their_verdict(knowledge: Knowledge) -> None:
    for topic in knowledge.topics:
        page = topic_page(knowledge, topic.topic, 0)
        assert page is not None
        for label, situation in zip(labels(page), topic.situations[:8], strict=False):
            assert label.startswith(texts.card.VERDICT_SHORT[situation.verdict].split()[0])


@pytest.mark.parametrize("number", [-1, 999, 10**9])
def test_a_page_out_of_range_is_the_nearest_one(knowledge: Knowledge, number: int) -> None:
    wanted = 0 if number < 0 else 999
    assert topics_page(knowledge, number) == topics_page(knowledge, wanted)
    assert labels(topics_page(knowledge, number))
    assert labels(regulations_page(knowledge, number))
    for item in knowledge.regulations:
        pages = walk(partial(regulation_page, knowledge, item.key))
        nearest = pages[0] if number < 0 else pages[-1]
        assert regulation_page(knowledge, item.key, number) == nearest


@pytest.mark.parametrize("key", ["", "tidak-ada", "TIDAK-ADA", "'; drop table"])
def test_what_does_not_exist_has_no_page(knowledge: Knowledge, key: str) -> None:
    assert topic_page(knowledge, key, 0) is None
    assert regulation_page(knowledge, key, 0) is None
