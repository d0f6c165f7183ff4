"""HTML -> raw text: choose the article among the blocks of a page and mark the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from knowledge.importing.html_page import Block, Page
from knowledge.importing.model import Line, RawText, Reason
from knowledge.importing.text import fingerprint, tidy

_MIN_BODY = 200


def read_html(text: str, notes: tuple[str, ...]) -> RawText:
    """Return every visible block of a page; blocks outside the article are marked."""
    page = Page()
    page.feed(text)
    page.close()
    site = page.meta.get("og:site_name")
    title = _title(page, site)
    body = _body(page.blocks)
    if sum(len(block.text) for block in page.blocks if block.reason is None) < _MIN_BODY:
        # A theme may call the whole page "has-sidebar"; then the marks are worth nothing.
        for block in page.blocks:
            block.reason = None
    lines = tuple(_line(block, body, title) for block in page.blocks if block.text)
    url = page.meta.get("canonical") or page.meta.get("og:url") or ""
    published = page.meta.get("article:published_time") or page.meta.get("datepublished")
    return RawText(
        lines=lines,
        notes=notes,
        title=title,
        outlet=tidy(site) or None if site else None,
        date=_date(published or page.published or ""),
        url=url if re.fullmatch(r"https?://[^\s/]+\.[^\s]+", url) else None,
    )


def _line(block: Block, body: str | None, title: str | None) -> Line:
    text, reason = block.text, block.reason
    if title and fingerprint(text) == fingerprint(title):
        reason = None
    elif reason is None and body is not None and body not in block.regions:
        reason = Reason.OUTSIDE
    elif reason is None and block.linked >= 0.8 * len(text):
        reason = Reason.LINK_LIST
    return Line(block.line, text, reason)


def _body(blocks: list[Block]) -> str | None:
    """Return the region with the most text, the innermost of equals, if it is an article."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        if block.reason is None:
            for region in block.regions:
                sizes[region] += len(block.text) - block.linked
    articles = {name: size for name, size in sizes.items() if not name.startswith("main ")}
    best = max((articles or sizes).items(), key=lambda item: item[1], default=("", 0))
    return best[0] if best[1] >= _MIN_BODY else None


def _title(page: Page, site: str | None) -> str | None:
    headings = [text for text in page.headings if len(text.split()) >= 3]
    title = (headings or [page.meta.get("og:title") or page.page_title])[0]
    if site:
        title = re.sub(rf"\s+[-–—|]\s+{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE)
    return tidy(title) or None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
