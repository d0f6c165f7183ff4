"""Find gambling advertisements by what they look like, wherever they are glued.

Brands change every week, so no brand is listed. An advertisement is a run of words in
which brand-like tokens (a word with a number, ``katanya77``) and words of the trade stand
next to each other with no grammar between them. A sentence *about* gambling has grammar.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from knowledge.importing.text import word_set

Span = tuple[int, int]

_BRAND = re.compile(r"(?:[a-z]{3,}(?:\d{2,4}|\d[a-z]{1,3}|\d{2,4}[a-z]{1,3})|\d{2,3}[a-z]{4,})")
_YEAR = re.compile(r"\D*(?:19|20)\d\d")
# Schools, polling stations, units: word and number, but never an advertisement.
_INSTITUTION = re.compile(
    r"(?:sdn?|smpn?|sman?|smkn?|mtsn?|man|min|tps|dapil|kodim|korem|yonif|pasal|perpres|permen|"
    r"covid|skb|halaman|foto|img|dsc)\d"
)
_TRADE = word_set(
    "slot slots gacor togel maxwin judi sbobet scatter jackpot rtp casino kasino poker toto bet "
    "freebet parlay pragmatic zeus olympus mahjong starlight bandarq dominoqq baccarat roulette "
    "sicbo hoki jp jepe spin spins pgsoft habanero totogel cuan anti-rungkad rungkad "
    "taruhan betting gambling wede"
)
_FILLER = word_set(
    "situs resmi link alternatif daftar login bonus new member deposit depo dana pulsa qris "
    "server thailand kamboja online terpercaya terbaik terbaru tergacor gampang mudah menang hari "
    "ini agen bandar demo akun pro vip game games live receh murah tanpa potongan ways wild "
    "bounty gates of x500 x1000 wd withdraw asia luar negeri minimal 24 jam nomor satu terlengkap "
    "rekomendasi bocoran pola 5000 10000 10k 5k via ovo gopay"
)


@dataclass
class _Run:
    """A stretch of tokens that may be an advertisement."""

    start: int
    end: int
    brands: int = 0
    trade: list[str] = field(default_factory=list)

    @property
    def strong(self) -> int:
        return self.brands + len(self.trade)

    def is_spam(self) -> bool:
        if self.brands:
            return self.strong >= 3
        # Without a brand only repetition tells an advertisement from a list of vices.
        repeated = max(Counter(self.trade).values(), default=0) > 1
        return repeated and self.strong >= 4


def gambling_spans(text: str) -> list[Span]:
    """Return the stretches of ``text`` that are gambling advertisements, in order."""
    tokens = [(match.group(), match.span()) for match in re.finditer(r"\S+", text)]
    kinds = [_kind(token) for token, _ in tokens]
    if _is_whole_advert(text, kinds):
        return [(0, len(text))]
    runs: list[_Run] = []
    run: _Run | None = None
    opening: int | None = None  # where fillers that lead into a run began
    strangers = 0  # ordinary words since the last word of the trade
    for (token, (start, end)), kind in zip(tokens, kinds, strict=True):
        if kind in ("brand", "trade"):
            if run is None:
                run = _Run(start if opening is None else opening, end)
                runs.append(run)
            run.end = end
            run.brands += kind == "brand"
            if kind == "trade":
                run.trade.append(_bare(token))
            strangers = 0
        elif kind == "filler":
            opening = start if opening is None else opening
            if run is not None and not strangers:
                run.end = end
        else:
            opening = None
            strangers += 1
            # One odd word inside a chain of brands does not end it; grammar does.
            if run is not None and (strangers > 1 or not run.brands):
                run = None
                strangers = 0
    return [(run.start, run.end) for run in runs if run.is_spam()]


def _is_whole_advert(text: str, kinds: list[str]) -> bool:
    strong = sum(kind in ("brand", "trade") for kind in kinds)
    ordinary = kinds.count("other")
    if strong < 2 or text.rstrip().endswith("."):
        return False
    if ordinary == 0:
        return "brand" in kinds or len(kinds) >= 4
    return "brand" in kinds and strong >= 3 and strong >= 2 * ordinary


def _bare(token: str) -> str:
    return token.casefold().strip(".,;:!?()[]|-–—\"“”'#*/&>»•")


def _kind(token: str) -> str:
    bare = _bare(token)
    if bare in _TRADE:
        return "trade"
    if _BRAND.fullmatch(bare) and not _YEAR.fullmatch(bare) and not _INSTITUTION.match(bare):
        return "brand"
    if not bare or bare in _FILLER:
        return "filler"
    return "other"
