"""Blocks of a card as Telegram HTML, split under Telegram's limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from telegram.constants import MessageLimit

from handlers.card import Block, Style

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
_SAFE_PIECE = LIMIT // 2


def render(blocks: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Return one or more messages of valid HTML, each within Telegram's text limit.

    A lower ``limit`` leaves room for more; it must not fall below what one piece takes.

    A message ends between blocks; a block that is too long by itself is cut between
    paragraphs, sentences or words, in that order of preference.
    """
    messages: list[str] = []
    current = ""
    for piece in (rendered for block in blocks for rendered in _render_block(block)):
        joined = f"{current}\n\n{piece}" if current else piece
        if utf16_length(joined) > limit:
            messages.append(current)
            joined = piece
        current = joined
    if current:
        messages.append(current)
    return messages


def utf16_length(text: str) -> int:
    """Return the length of ``text`` as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _render_block(block: Block) -> Iterator[str]:
    label = f"<b>{escape(block.label)}</b>" if block.label else ""
    match block.style:
        case Style.HEADLINE | Style.TITLE:
            yield from _wrap(block, "<b>", "</b>")
        case Style.NOTE:
            yield from _wrap(block, "<i>", "</i>")
        case Style.QUOTE:
            opened = f"{label}\n<blockquote expandable>" if label else "<blockquote expandable>"
            yield from _wrap(block, opened, "</blockquote>")
        case Style.LIST:
            marked = Block(block.style, tuple(f"• {line}" for line in block.lines))
            yield from _wrap(marked, f"{label}\n" if label else "", "")
        case Style.FIELD:
            yield from _wrap(block, f"{label}: " if label else "", "")
        case Style.BODY:
            yield from _wrap(block, "", "")


def _wrap(block: Block, opening: str, closing: str) -> Iterator[str]:
    for piece in _cut("\n".join(block.lines)):
        yield f"{opening}{escape(piece)}{closing}"


def _cut(text: str) -> Iterator[str]:
    """Cut plain text into pieces whose escaped form surely fits one message; none is blank."""
    text = text.strip()
    while utf16_length(escape(text)) > _SAFE_PIECE:
        window = text[:_SAFE_PIECE]
        while utf16_length(escape(window)) > _SAFE_PIECE:
            window = window[: len(window) * 9 // 10]
        end = max(window.rfind("\n"), 0) or window.rfind(". ") + 1 or window.rfind(" ")
        end = end if end > 0 else len(window)
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text
