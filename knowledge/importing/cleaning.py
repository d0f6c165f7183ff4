"""Raw text -> the lines of an article, and everything else with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.importing.furniture import line_reason, pieces
from knowledge.importing.model import Dropped, Line, RawText, Reason
from knowledge.importing.text import (
    ends_sentence,
    fingerprint,
    is_headline,
    is_title_case,
    tidy,
    words,
)

_SHORTEST_DUPLICATE = 3
_LONGEST_WRAPPED = 120


@dataclass(frozen=True)
class Cleaned:
    """The lines that stay, and what does not; together they hold every word."""

    kept: tuple[Line, ...]
    dropped: tuple[Dropped, ...]


def clean(raw: RawText) -> Cleaned:
    """Separate the article from what surrounds it; no word is in neither part."""
    kept: list[Line] = []
    dropped: list[Dropped] = []
    under_read_also = False
    for line in _paragraphs(raw):
        reason = line.drop or line_reason(line.text)
        if reason is None and under_read_also and _is_listed(line.text):
            reason = Reason.READ_ALSO
        if reason is not None:
            dropped.append(Dropped(line.number, reason, line.text))
            # A bare "Baca juga" announces headlines that carry no mark of their own.
            bare = reason is Reason.READ_ALSO and len(words(line.text)) <= 3
            under_read_also = under_read_also or bare
            continue
        under_read_also = False
        rest, cut = _without_pieces(line)
        dropped.extend(cut)
        if rest is not None:
            kept.append(rest)
    body, headlines = _without_last_headlines(kept)
    return Cleaned(tuple(body), tuple(dropped + headlines))


def without_duplicates(lines: Iterable[Line], title: str) -> Cleaned:
    """Drop the lines that repeat ``title`` or an earlier line."""
    kept: list[Line] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    heading = fingerprint(title)
    for line in lines:
        mark = fingerprint(line.text)
        if heading and mark == heading:
            dropped.append(Dropped(line.number, Reason.DUPLICATE_TITLE, line.text))
        elif mark in seen and len(mark.split()) >= _SHORTEST_DUPLICATE:
            dropped.append(Dropped(line.number, Reason.DUPLICATE, line.text))
        else:
            seen.add(mark)
            kept.append(line)
    return Cleaned(tuple(kept), tuple(dropped))


def looks_wrapped(texts: Iterable[str]) -> bool:
    """Tell whether the lines are cut at a column instead of at the end of a paragraph."""
    filled = [text for text in map(str.strip, texts) if text]
    if len(filled) < 4 or max(map(len, filled)) > _LONGEST_WRAPPED:
        return False
    # Only a cut sentence ends open and goes on in small letters on the next line.
    cut = sum(
        len(text) >= 40 and not ends_sentence(text) and following[0].islower()
        for text, following in pairwise(filled)
    )
    return cut >= 2 and cut * 5 >= len(filled)


def _is_listed(text: str) -> bool:
    return is_headline(text) and not ends_sentence(text)


def _paragraphs(raw: RawText) -> Iterator[Line]:
    """Yield the non-empty lines, tidied, with wrapped paragraphs put back together."""
    lines = [replace(line, text=tidy(line.text)) for line in raw.lines]
    if not raw.wrapped:
        yield from (line for line in lines if line.text)
        return
    width = max((len(line.text) for line in lines), default=0)
    current: Line | None = None
    last = ""
    for line in lines:
        if current is not None and _continues(last, line, width):
            # A hyphen at the line end belongs to the word: "langkah-" + "langkah".
            glue = "" if last.endswith("-") and not last.endswith(" -") else " "
            current = replace(current, text=current.text + glue + line.text)
        else:
            if current is not None:
                yield current
            current = line if line.text and line.drop is None else None
            if line.drop is not None and line.text:
                yield line
        last = line.text
    if current is not None:
        yield current


def _continues(last: str, line: Line, width: int) -> bool:
    if not last or not line.text or line.drop is not None:
        return False
    if any(line_reason(text) not in (None, Reason.READ_ALSO) for text in (last, line.text)):
        return False
    if line_reason(line.text) is Reason.READ_ALSO:
        return False
    if line.text[0].islower():
        return True
    return len(last) >= 0.75 * width and not (ends_sentence(last) and len(last) < 0.85 * width)


def _without_pieces(line: Line) -> tuple[Line | None, list[Dropped]]:
    """Cut furniture out of a line until none is found; None when no word remains."""
    dropped: list[Dropped] = []
    text = line.text
    while cuts := pieces(text):
        parts: list[str] = []
        position = 0
        for start, end, reason in cuts:
            parts.append(text[position:start].strip())
            dropped.append(Dropped(line.number, reason, text[start:end].strip()))
            position = end
        parts.append(text[position:].strip())
        text = " ".join(part for part in parts if part)
    if not dropped:
        return line, dropped
    rest = line_reason(text) if text else None
    if rest is not None:
        dropped.append(Dropped(line.number, rest, text))
        text = ""
    return (replace(line, text=text) if text else None), dropped


def _without_last_headlines(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """Drop headlines that follow the last sentence: links to other articles."""
    sentences = [index for index, line in enumerate(lines) if ends_sentence(line.text)]
    if len(sentences) < 2:
        return lines, []
    tail = sentences[-1] + 1
    if not all(_is_listed(line.text) and is_title_case(line.text) for line in lines[tail:]):
        return lines, []
    return lines[:tail], [
        Dropped(line.number, Reason.OTHER_HEADLINE, line.text) for line in lines[tail:]
    ]
