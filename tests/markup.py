"""What markup the bot writes, and texts that would like to add some."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.fake_telegram import parse_html

WRITTEN = re.compile(
    r"</?(?:b|i|code|blockquote)>|<blockquote expandable>"
    r"|<a href='https://t\.me/\w+\?start=[\w-]*'>|</a>"
)
"""Every tag that the renderer and the texts write."""
_TAGS = "<b> </b> </i> </blockquote> <blockquote> <a> <script> <tg-spoiler> <!-- ]]> b>"
_SIGNS = "& &lt; &amp;lt;b&gt; &#60;b&#62; &#x3c; < > \" ' \\ { } {title} {0} %s \u202e \ufeff 😀"
_PIECES = st.sampled_from(
    [*_TAGS.split(), *_SIGNS.split(), " ", "\n", '<a href="tg://user?id=1">', "<b>tebal</b>"]
)
HOSTILE = (
    st.lists(
        st.one_of(_PIECES, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)),
        min_size=1,
        max_size=12,
    )
    .map("".join)
    .filter(str.strip)
)


def harmless(message: str) -> None:
    """The message parses, and every angle bracket in it is of a tag we write."""
    parse_html(message)
    assert not set(WRITTEN.sub("", message)) & set("<>"), message


def tags(message: str) -> list[str]:
    """The tags of a message in order; a text can add none, not even one of ours."""
    return WRITTEN.findall(message)
