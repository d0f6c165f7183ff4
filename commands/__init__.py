"""The commands of ``bot.py``, a module for each kind of work; modules that few need load late."""
