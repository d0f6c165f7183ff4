"""An HTML page -> its visible blocks, each with what the markup says it is not.

The parser of the standard library is used instead of a content extractor because an
extractor discards what it does not want; here everything visible must stay accounted for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from knowledge.importing.model import Reason
from knowledge.importing.text import tidy, word_set

_INVISIBLE = word_set("script style template svg noscript iframe object head title")
_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
_INLINE = word_set(
    "a abbr b bdi cite code data em font i ins label mark q s small span strong sub sup time u wbr"
)
_FURNITURE = {
    **dict.fromkeys(("nav", "footer", "aside", "form", "button", "select"), Reason.SITE),
    "figcaption": Reason.CAPTION,
}
_CLASSES = (
    (Reason.SHARE, re.compile(r"(?:^|[\s_-])(?:share|sharing|social|sosmed)", re.IGNORECASE)),
    (
        Reason.READ_ALSO,
        re.compile(r"(?:^|[\s_-])(?:related|terkait|baca-?juga|read-?also)", re.IGNORECASE),
    ),
    (
        Reason.COMMENT,
        re.compile(r"(?:^|[\s_-])(?:comments?|komentar|disqus)(?:$|[\s_-])", re.IGNORECASE),
    ),
    (
        Reason.ADVERT,
        re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*|iklan|banner)(?:$|[\s_-])", re.IGNORECASE),
    ),
    (Reason.CAPTION, re.compile(r"(?:^|[\s_-])caption", re.IGNORECASE)),
    (
        Reason.SITE,
        re.compile(
            r"(?:^|[\s_-])(?:breadcrumbs?|sidebar|widget|newsletter|cookies?|popup|menu|navbar|footer|"
            r"tags?)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
)


@dataclass
class Block:
    """Text between two block tags; ``regions`` are the articles it stands in."""

    line: int
    reason: Reason | None
    regions: tuple[str, ...]
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    @property
    def text(self) -> str:
        return tidy("".join(self.parts))


@dataclass
class _Open:
    tag: str
    reason: Reason | None
    region: str | None


class Page(HTMLParser):
    """Collects the blocks, the first-level headings and the metadata of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.meta: dict[str, str] = {}
        self.headings: list[str] = []
        self.page_title = ""
        self.published: str | None = None
        self._stack: list[_Open] = []
        self._hidden: list[str] = []
        self._block: Block | None = None
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            key = values.get("property") or values.get("name") or values.get("itemprop")
            if key and values.get("content"):
                self.meta.setdefault(key.lower(), values["content"])
        if tag == "link" and values.get("rel") == "canonical":
            self.meta.setdefault("canonical", values.get("href", ""))
        if tag == "body":
            self._hidden.clear()  # a <head> that was never closed hides nothing
        if tag in _INVISIBLE or self._hidden:
            if tag in _INVISIBLE:
                self._hidden.append(tag)
            return
        if tag not in _INLINE:
            self._block = None
        if tag in _VOID:
            return
        region = self._region(tag, values)
        if region:
            # An unclosed menu must not swallow the article.
            self._stack = [item for item in self._stack if item.reason is None]
        self._stack.append(_Open(tag, self._reason(tag, values), region))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
            return
        if self._hidden:
            return
        if tag not in _INLINE:
            if tag == "h1" and self._block is not None:
                self.headings.append(self._block.text)
            self._block = None
        for index in range(len(self._stack) - 1, max(-1, len(self._stack) - 50), -1):
            if self._stack[index].tag == tag:
                del self._stack[index:]
                break

    def handle_data(self, data: str) -> None:
        if self._hidden:
            if self._hidden[-1] == "title" and "svg" not in self._hidden:
                self.page_title += data
            elif self._hidden[-1] == "script" and self.published is None:
                found = re.search(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)', data)
                self.published = found.group(1) if found else None
            return
        if self._block is None:
            if not data.strip():
                return
            reason = next((item.reason for item in self._stack if item.reason), None)
            regions = tuple(item.region for item in self._stack if item.region)
            self._block = Block(self.getpos()[0], reason, regions)
            self.blocks.append(self._block)
        self._block.parts.append(data)
        if any(item.tag == "a" for item in self._stack[-5:]):
            self._block.linked += len(tidy(data))

    def _region(self, tag: str, values: dict[str, str]) -> str | None:
        if tag in ("article", "main") or values.get("itemprop", "").lower() == "articlebody":
            self._count += 1
            return f"{tag} {self._count}"
        return None

    def _reason(self, tag: str, values: dict[str, str]) -> Reason | None:
        if tag in _FURNITURE:
            return _FURNITURE[tag]
        if tag in ("body", "html", "article", "main", "h1"):
            return None
        names = f"{values.get('class', '')} {values.get('id', '')}"
        return next((reason for reason, pattern in _CLASSES if pattern.search(names)), None)
