"""Pages of /topik and /peraturan."""

from __future__ import annotations

from collections import Counter
from html import escape

from telegram import InlineKeyboardMarkup

from handlers import texts
from handlers.buttons import Action, data, list_keyboard, turn_rows
from knowledge.schema import Knowledge, Regulation, Verified

Page = tuple[str, InlineKeyboardMarkup]

_PAGE = 8
_PROVISIONS = 4
_TEXT = 550


def topics_page(knowledge: Knowledge, page: int) -> Page:
    """Return the list of topics."""
    counts = Counter(topic.topic for topic in knowledge.topics for _ in topic.situations)
    # What admins publish may add to a topic that exists; the first file names it.
    titles = {topic.topic: topic.title for topic in reversed(knowledge.topics)}
    items = [
        (f"{titles[key]} ({count})", data(Action.TOPIC, f"{key}:0"))
        for key, count in counts.items()
    ]
    page = _within(page, len(items), _PAGE)
    return texts.chat.TOPICS_TITLE, list_keyboard(items, page, _PAGE, Action.TOPICS, "", None)


def topic_page(knowledge: Knowledge, key: str, page: int) -> Page | None:
    """Return the situations of a topic; None where there is no such topic."""
    topics = [topic for topic in knowledge.topics if topic.topic == key]
    if not topics:
        return None
    items = [
        (
            f"{texts.card.VERDICT_SHORT[item.verdict].split()[0]} {item.title}",
            data(Action.OPEN, item.id),
        )
        for topic in topics
        for item in topic.situations
    ]
    page = _within(page, len(items), _PAGE)
    keyboard = list_keyboard(items, page, _PAGE, Action.TOPIC, key, data(Action.TOPICS, 0))
    return texts.chat.TOPIC_TITLE.format(title=escape(topics[0].title)), keyboard


def regulations_page(knowledge: Knowledge, page: int) -> Page:
    """Return the list of regulations, each with its status."""
    items = [
        (
            f"{item.short} · {texts.card.STATUS_LABELS[item.status]}",
            data(Action.REGULATION, f"{item.key}:0"),
        )
        for item in knowledge.regulations
    ]
    page = _within(page, len(items), _PAGE)
    return texts.chat.REGULATIONS_TITLE, list_keyboard(
        items, page, _PAGE, Action.REGULATIONS, "", None
    )


def regulation_page(knowledge: Knowledge, key: str, page: int) -> Page | None:
    """Return what a regulation is and a page of its provisions; None where there is none."""
    regulation = next((item for item in knowledge.regulations if item.key == key), None)
    if regulation is None:
        return None
    page = _within(page, len(regulation.provisions), _PROVISIONS)
    shown = regulation.provisions[page * _PROVISIONS : (page + 1) * _PROVISIONS]
    lines = [_head(regulation), *_successors(knowledge, regulation)]
    if page == 0:
        lines.append(escape(regulation.summary))
    for provision in shown:
        mark = f" ({texts.card.SECONDARY})" if provision.verified is Verified.SECONDARY else ""
        text = provision.text if len(provision.text) <= _TEXT else provision.text[:_TEXT] + "…"
        lines.append(f"<b>{escape(provision.ref)}</b>{mark}\n{escape(text)}")
    count, back = len(regulation.provisions), data(Action.REGULATIONS, 0)
    rows = turn_rows(count, page, _PROVISIONS, Action.REGULATION, key, back)
    return "\n\n".join(lines), InlineKeyboardMarkup(rows)


def _head(regulation: Regulation) -> str:
    mark = f", {texts.card.SECONDARY}" if regulation.verified is Verified.SECONDARY else ""
    status = texts.card.STATUS_LABELS[regulation.status]
    return f"<b>{escape(regulation.title)}</b>\n<i>{status}{mark}</i>"


def _successors(knowledge: Knowledge, regulation: Regulation) -> list[str]:
    names = {item.key: item.short for item in knowledge.regulations}
    return [
        f"{label}: {escape(', '.join(names[key] for key in keys))}"
        for label, keys in (
            (texts.chat.REPLACED_BY, regulation.replaced_by),
            (texts.chat.AMENDED_BY, regulation.amended_by),
        )
        if keys
    ]


def _within(page: int, items: int, size: int) -> int:
    return max(0, min(page, (items - 1) // size))
