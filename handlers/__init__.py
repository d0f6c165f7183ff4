"""What people see: Telegram handlers, cards, and every Indonesian text of the interface."""
