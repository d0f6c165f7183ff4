"""The commands of ``bot.py``, a module for each kind of work; modules that few need load late."""

import retrieval  # noqa: F401  (bounds the threads of numpy, which reads that when it is loaded)
