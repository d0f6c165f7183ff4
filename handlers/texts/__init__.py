"""Everything the interface says to people, in Indonesian, one module an occasion."""

from handlers.texts import admin, card, chat, inline, late, terminal

__all__ = ["admin", "card", "chat", "inline", "late", "terminal"]
