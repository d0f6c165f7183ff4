"""Telegram's HTML: from tagged text to plain text and entities.

Follows the real server closely: the same few tags, lower-cased; a lone ``&`` or an unknown
named entity is plain text; nesting must close in order; offsets in entities count UTF-16
units while offsets in error messages count bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>[a-zA-Z]+));?"
)
_SPACE = " \t\r\n\v\0"
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_MENTION_LINK = re.compile(r"tg://user\?id=([0-9]+)$")


class MarkupError(ValueError):
    """The text does not parse; the message is the part Telegram puts after the colon."""


def utf16_length(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text of ``source`` and its entities, or ``MarkupError``."""
    return _Parser(source).parse()


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    length_before: int


@dataclass
class _Parser:
    source: str
    position: int = 0
    plain: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        while self.position < len(self.source):
            if self.source[self.position] == "<":
                start = self.position
                self.position += 1
                if self._peek() == "/":
                    self._end_tag(start)
                else:
                    self._start_tag(start)
            else:
                self._emit(self._character())
        if self.stack:
            raise MarkupError(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"'
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self._checked_text(), self.entities

    def _checked_text(self) -> str:
        text = "".join(self.plain)
        try:
            # Two numeric references may be the halves of one character.
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _emit(self, text: str) -> None:
        self.plain.append(text)
        self.units += utf16_length(text)

    def _character(self) -> str:
        """The character at the position, decoded if it is a reference; moves past it."""
        match = _REFERENCE.match(self.source, self.position)
        decoded = _decode(match) if match else None
        if match is None or decoded is None:
            self.position += 1
            return self.source[self.position - 1]
        self.position = match.end()
        return decoded

    def _read_until(self, stops: str) -> str:
        start = self.position
        while self.position < len(self.source) and self._peek() not in stops:
            self.position += 1
        return self.source[start : self.position]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self.position += 1

    def _at(self, index: int) -> str:
        return f"at byte offset {len(self.source[:index].encode('utf-8', 'surrogatepass'))}"

    def _start_tag(self, start: int) -> None:
        tag = self._read_until(_SPACE + ">").lower()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag {self._at(start)}")
        if tag not in _TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}" {self._at(start)}')
        argument = ""
        while True:
            self._skip_space()
            if not self._peek():
                raise MarkupError(f"Unclosed start tag {self._at(start)}")
            if self._peek() == ">":
                self.position += 1
                break
            argument = self._attribute(tag, start) or argument
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {self._at(start)}')
        self.stack.append(_Open(tag, argument, self.units, len(self.plain)))

    def _attribute(self, tag: str, start: int) -> str:
        """Read one attribute; what it means for the tag, empty if nothing."""
        name = self._read_until(_SPACE + "=>")
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" {self._at(start)}')
        self._skip_space()
        if self._peek() != "=":
            if tag == "blockquote" and name == "expandable":
                return "expandable"
            raise MarkupError(
                "Expected equal sign in declaration of an attribute of the tag "
                f'"{tag}" {self._at(start)}'
            )
        self.position += 1
        self._skip_space()
        value = self._attribute_value(tag, start)
        if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
            return value
        if (tag, name) == ("code", "class") and value.startswith("language-"):
            return value.removeprefix("language-")
        if (tag, name) == ("span", "class") and value.startswith("tg-"):
            return value.removeprefix("tg-")
        return "expandable" if (tag, name) == ("blockquote", "expandable") else ""

    def _attribute_value(self, tag: str, start: int) -> str:
        quote = self._peek()
        if not quote:
            raise MarkupError(f'Unclosed start tag "{tag}" {self._at(start)}')
        if quote not in "'\"":
            begin = self.position
            match = _TOKEN.match(self.source, begin)
            self.position = match.end() if match else begin
            if self._peek() and self._peek() not in _SPACE + ">":
                raise MarkupError(f"Unexpected end of name token {self._at(begin)}")
            return self.source[begin : self.position].lower()
        self.position += 1
        value: list[str] = []
        while self._peek() and self._peek() != quote:
            value.append(self._character())
        self.position += 1
        return "".join(value)

    def _end_tag(self, start: int) -> None:
        if not self.stack:
            raise MarkupError(f"Unexpected end tag {self._at(start)}")
        self.position += 1
        found = self._read_until(_SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag {self._at(start)}")
        self.position += 1
        opened = self.stack.pop()
        if found and found != opened.tag:
            raise MarkupError(
                f'Unmatched end tag {self._at(start)}, expected "</{opened.tag}>", '
                f'found "</{found}>"'
            )
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: dict[str, Any] = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.units - opened.offset,
        }
        last = self.entities[-1] if self.entities else None
        same_place = last is not None and all(
            last[key] == entity[key] for key in ("offset", "length")
        )
        if opened.tag == "a":
            url = opened.argument or "".join(self.plain[opened.length_before :])
            mention = _MENTION_LINK.match(url)
            if mention:
                user = {"id": int(mention.group(1)), "is_bot": False, "first_name": ""}
                entity.update(type="text_mention", user=user)
            elif not (checked := checked_link(url)):
                return  # Telegram shows the words and drops a link it cannot read.
            else:
                entity["url"] = checked
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdecimal():
                raise MarkupError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "code":
            if last and same_place and last["type"] == "pre" and opened.argument:
                last["language"] = opened.argument
                return
            entity["language"] = opened.argument
        elif opened.tag == "pre" and last and same_place and last["type"] == "code":
            last["type"] = "pre"
            if not last["language"]:
                del last["language"]
            return
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def _decode(match: re.Match[str]) -> str | None:
    name = match["name"]
    if name:
        return _NAMED.get(name)
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if 0 < code < 0x10FFFF else None


def checked_link(url: str) -> str:
    """``url`` as Telegram keeps it, or an empty string if it is no link at all."""
    match = re.match(r"(?i)(?:(https?|tg|ton|tonsite)://)?([^\s/?#]+)([^\s]*)$", url.strip())
    if not match:
        return ""
    scheme, host, rest = (match.group(1) or "").lower(), match.group(2), match.group(3)
    if scheme in ("tg", "ton", "tonsite"):
        return url.strip()
    if "." not in host:
        return ""
    return f"{scheme or 'http'}://{host.lower()}{rest or '/'}"
