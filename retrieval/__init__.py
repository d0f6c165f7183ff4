"""How Netra finds and decides. Knows nothing of Telegram."""

import os

# A question is compared with few enough vectors for one thread; a second one of OpenBLAS doubles
# the processor time of every answer and wins nothing, and several questions are answered side by
# side anyway. Here, because numpy reads it when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
