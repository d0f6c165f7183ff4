"""Markdown -> raw text: the markup goes, the words stay."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.importing.cleaning import looks_wrapped
from knowledge.importing.model import Line, RawText, Reason

_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


def read_markdown(lines: Sequence[Line], notes: tuple[str, ...]) -> RawText:
    """Return the words of a Markdown text; the first ``#`` heading is the title.

    A block of ``key: value`` lines between ``---`` at the top gives title, date, outlet
    and url, and is itself marked to be dropped. So are the addresses of links.
    """
    head, body = _front_matter(lines)
    values = dict(_pair(line.text) for line in head if ":" in line.text)
    result = [replace(line, drop=Reason.METADATA) for line in head]
    title = values.get("title") or values.get("judul")
    for line in body:
        heading = _HEADING.match(line.text)
        text = heading.group(1) if heading else line.text
        for alt, address in _IMAGE.findall(text):
            result.append(Line(line.number, f"{alt} {address}", Reason.CAPTION))
        text = _IMAGE.sub("", text)
        for _, address in _LINK.findall(text):
            result.append(Line(line.number, address, Reason.LINK))
        text = _LINK.sub(r"\1", text)
        text = re.sub(r"^\s*>\s?", "", _EMPHASIS.sub(r"\2", text))
        if heading and not title and text.strip():
            title = text.strip()
        result.append(replace(line, text=text))
        if heading:
            # A heading is a paragraph of its own even with no empty line after it.
            result.append(Line(line.number, ""))
    return RawText(
        lines=tuple(result),
        notes=notes,
        title=title,
        outlet=values.get("outlet") or values.get("media"),
        date=_date(values.get("date") or values.get("tanggal") or ""),
        url=values.get("url"),
        wrapped=looks_wrapped(line.text for line in body),
    )


def _front_matter(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    if not lines or lines[0].text.strip() != "---":
        return (), lines
    for index, line in enumerate(lines[1:], 1):
        if line.text.strip() == "---":
            return lines[: index + 1], lines[index + 1 :]
        if line.text.strip() and ":" not in line.text:
            break
    return (), lines


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition(":")
    return key.strip().lower(), value.strip().strip("\"'")


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
