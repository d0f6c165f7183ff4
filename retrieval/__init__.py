"""How Netra finds and decides. Knows nothing of Telegram."""
